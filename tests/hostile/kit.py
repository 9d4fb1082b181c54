"""What a hostile server is made of: a socket, a function that misbehaves on it, and a row that says so."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Thread
from typing import Any

Conduct = Callable[[socket.socket], None]
"""What a server does to one connection; the connection is closed when it returns."""

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
SESSION_INFO = b'{"id": 12987981103107, "username": "user"}'


class Does(StrEnum):
    """What the suite does about a behaviour."""

    FINDING = "finding"
    WARNING = "warning"
    REFUSAL = "refusal"
    ERROR = "error"
    NOTHING = "nothing"


MEANING: Mapping[Does, str] = {
    Does.FINDING: "a failed requirement of the operation that was asked, with the request to repeat it",
    Does.WARNING: "a warning in the verdict: worth a look, breaks nothing that a document says",
    Does.REFUSAL: "the suite does not do what the target wants, or does not send; what needs it is blocked",
    Does.ERROR: "the run does not start, or ends incomplete: exit code 3 and one line that says why",
    Does.NOTHING: "it is allowed, or harms nobody: the answer is judged as any other",
}


@dataclass(frozen=True)
class Behaviour:
    """One way to misbehave: what the suite does about it, the words in which it says so, and why."""

    name: str
    what: str
    does: Does
    says: str
    why: str
    conduct: Conduct
    by: str = "exchange"
    settings: Mapping[str, Any] = field(default_factory=dict)
    bomb: bool = False
    tls: Callable[[], ssl.SSLContext] | None = None


TABLE: dict[str, Behaviour] = {}


def behaviour(
    what: str, does: Does, *, says: str = "", why: str, **more: Any
) -> Callable[[Conduct], Conduct]:
    """Enter a server into the table."""

    def enter(conduct: Conduct) -> Conduct:
        name = conduct.__name__
        assert name not in TABLE, f"two behaviours are called {name}"
        TABLE[name] = Behaviour(name, what, does, says, why, conduct, **more)
        return conduct

    return enter


@contextmanager
def served(conduct: Conduct, context: ssl.SSLContext | None = None) -> Iterator[str]:
    """The URL of a server on 127.0.0.1 that does this to each connection; all are closed at the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    opened: list[socket.socket] = []

    def serve(client: socket.socket) -> None:
        # A client that hangs up, or a server that is closed in the middle of a sentence, is as it should be.
        with contextlib.suppress(OSError), client:
            if context is None:
                conduct(client)
            else:
                with context.wrap_socket(client, server_side=True) as stream:
                    opened.append(stream)
                    conduct(stream)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                opened.append(client)
                Thread(target=serve, args=(client,), daemon=True).start()

    thread = Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        # Closing alone does not wake up a thread that waits in accept or recv.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for client in opened:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        thread.join()


def request(client: socket.socket) -> bytes:
    """One whole request; raises OSError when the client has gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += received(client)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += received(client)
    return head + b"\r\n\r\n" + body


def received(client: socket.socket) -> bytes:
    """The next bytes of the client; raises OSError when there are none."""
    data = client.recv(65536)
    if not data:
        raise ConnectionResetError
    return data


def forever(client: socket.socket) -> None:
    """Keep the connection open until the client closes it."""
    while True:
        received(client)


def reset(client: socket.socket) -> None:
    """Close the connection so that the client gets a reset instead of an end."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    client.close()


def saying(answer: bytes) -> Conduct:
    """A conduct that answers each request with these bytes, which are a whole answer or none."""

    def conduct(client: socket.socket) -> None:
        while True:
            request(client)
            client.sendall(answer)

    return conduct


def once(answer: bytes) -> Conduct:
    """A conduct that answers one request with these bytes and closes the connection."""

    def conduct(client: socket.socket) -> None:
        request(client)
        client.sendall(answer)

    return conduct


def whole(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A correct answer with a JSON body, and these further header lines."""
    lines = [b"HTTP/1.1 " + status, b"Content-Type: application/json", *headers]
    lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body
