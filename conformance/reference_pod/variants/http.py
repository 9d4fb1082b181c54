"""Variants of how answers travel: headers, connections, framing, speed."""

from __future__ import annotations

import itertools
from asyncio import sleep

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.reference_pod.variants.asgi import Reply, replying, whole
from conformance.reference_pod.variants.model import Variant
from conformance.reference_pod.variants.sources import HTTP, HTTP_1, PUBLISHED

_EVERY = 9
_PIECE = 50
"""The length of the first pieces of a body in bytes."""
_PAUSE_SECONDS = 0.002

_MORE_HEADERS = (
    (b"date", b"Thu, 01 Jan 2026 00:00:00 GMT"),
    (b"server", b"reference"),
    (b"via", b"1.1 proxy-7 (edge)"),
    (b"set-cookie", b"route=7; Path=/; Secure; HttpOnly"),
    (b"set-cookie", b"skey=0; Max-Age=0"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"cache-control", b"no-store, private"),
    (b"vary", b"Accept-Encoding, Origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-empty", b""),
)


def _more_headers(scope: Scope, reply: Reply) -> Reply:
    echoed = tuple(pair for pair in scope["headers"] if pair[0] == b"x-trace-id")
    return Reply(reply.status, (*_MORE_HEADERS, *reply.headers, *echoed), reply.body)


def _capitals(_scope: Scope, reply: Reply) -> Reply:
    headers = tuple((name.upper(), value) for name, value in reply.headers)
    return Reply(reply.status, headers, reply.body)


def _closed(_scope: Scope, reply: Reply) -> Reply:
    return reply.with_header(b"connection", b"close")


def _closed_now_and_then(app: ASGIApp) -> ASGIApp:
    numbers = itertools.count(1)

    def change(_scope: Scope, reply: Reply) -> Reply:
        if next(numbers) % _EVERY:
            return reply.with_header(b"keep-alive", b"timeout=1, max=%d" % _EVERY)
        return reply.with_header(b"connection", b"close")

    return replying(change)(app)


def _in_chunks(app: ASGIApp) -> ASGIApp:
    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        reply = await whole(app, scope, receive)
        headers = [pair for pair in reply.headers if pair[0] != b"content-length"]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        for piece in (reply.body[:_PIECE], reply.body[_PIECE : 2 * _PIECE], reply.body[2 * _PIECE :]):
            if piece:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    return respond


def _slow(app: ASGIApp) -> ASGIApp:
    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        async def slowly(message: Message) -> None:
            await sleep(_PAUSE_SECONDS)
            await send(message)

        await app(scope, receive, slowly)

    return respond


HTTP_VARIANTS = (
    Variant(
        "more-headers",
        "Answers have the headers of proxies and of browsers' security, cookies and an empty one.",
        f"{HTTP}, section 5.1: unknown headers are ignored",
        around=replying(_more_headers),
    ),
    Variant(
        "headers-in-capitals",
        "The names of headers are in capitals.",
        f"{HTTP}, section 5.1: names of headers are case-insensitive",
        around=replying(_capitals),
    ),
    Variant(
        "connection-close",
        "Every answer ends its connection.",
        f"{HTTP_1}, section 9.6",
        around=replying(_closed),
    ),
    Variant(
        "short-connections",
        f"Every {_EVERY}th answer ends its connection, and the others announce it.",
        f"{HTTP_1}, section 9.3: persistence is the server's choice",
        around=_closed_now_and_then,
    ),
    Variant(
        "chunked",
        "Bodies come in chunks, without a length.",
        f"{HTTP_1}, section 7.1",
        around=_in_chunks,
    ),
    Variant(
        "slow-answers",
        "Status and body come some milliseconds late, and one after the other.",
        f"{PUBLISHED}: no time is stated",
        around=_slow,
    ),
)
