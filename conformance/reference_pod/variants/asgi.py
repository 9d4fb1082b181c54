"""Changing whole answers on their way from the application to the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer; header names are lower-case."""

    status: int
    headers: Headers
    body: bytes

    def header(self, name: bytes) -> bytes | None:
        """The first value of a header; None when it is absent."""
        return next((value for known, value in self.headers if known == name), None)

    def with_header(self, name: bytes, value: bytes) -> Reply:
        """The reply with this header in the place of those of the same name."""
        others = tuple(pair for pair in self.headers if pair[0] != name)
        return Reply(self.status, (*others, (name, value)), self.body)

    def with_body(self, body: bytes) -> Reply:
        """The reply with another body and its length."""
        return Reply(self.status, self.headers, body).with_header(b"content-length", b"%d" % len(body))


def replying(change: Callable[[Scope, Reply], Reply]) -> Callable[[ASGIApp], ASGIApp]:
    """A middleware that sends the changed reply where the application sends this one."""

    def around(app: ASGIApp) -> ASGIApp:
        async def respond(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            reply = change(scope, await whole(app, scope, receive))
            headers = list(reply.headers)
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
            await send({"type": "http.response.body", "body": reply.body})

        return respond

    return around


async def whole(app: ASGIApp, scope: Scope, receive: Receive) -> Reply:
    """The application's answer, collected until it is complete."""
    sent: list[Message] = []

    async def collect(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, collect)
    headers = tuple((name.lower(), value) for name, value in sent[0]["headers"])
    return Reply(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))
