"""A tiny HTTP server in a thread that answers as a test tells it to, and targets that lead to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Self

from conformance.target import Actor, Target


@dataclass(frozen=True)
class Seen:
    """A request as the server got it; header names in lower case; `client` is the port it came from."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    client: int

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


def json_answer(value: Any, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


HTML_404 = Answer(404, b"<h1>Not Found</h1>", {"Content-Type": "text/html"})


class Server:
    """Serves on 127.0.0.1 while entered; `seen` holds the requests in the order of their arrival."""

    def __init__(self, answer: Callable[[Seen], Answer]) -> None:
        seen: list[Seen] = []

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                length = int(self.headers.get("Content-Length") or 0)
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Seen(
                    self.command, self.path, headers, self.rfile.read(length), self.client_address[1]
                )
                seen.append(request)
                given = answer(request)
                self.send_response_only(given.status)
                for name, value in given.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in given.headers:
                    self.send_header("Content-Length", str(len(given.body)))
                self.end_headers()
                try:
                    self.wfile.write(given.body)
                except OSError:
                    self.close_connection = True

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A client that hangs up is part of the tests."""

        self.seen = seen
        self._server = Quiet(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def paths(self) -> list[str]:
        return [request.path for request in self.seen]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


GIVEN_TOKEN = "given-session-token-0001"
BEARER = "community-connect-bearer-0001"


def target_of(url: str, **changes: Any) -> Target:
    """A target whose APIs and login are all on one origin, with one actor that needs no sign-in."""
    values: dict[str, Any] = {
        "name": "fake",
        "disposable": True,
        "apis": {api: f"{url}/{api}" for api in ("pod", "profile-manager", "community-connect")},
        "login": f"{url}/login",
        "actors": {
            "user": Actor("user", "user", session_token=GIVEN_TOKEN, community_connect_token=BEARER),
        },
        "timeout_seconds": 5.0,
    }
    return Target(**(values | changes))
