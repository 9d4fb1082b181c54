"""Connections that break, hang or close."""

from __future__ import annotations

import select
import socket

from tests.hostile.kit import OK, SESSION_INFO, Does, behaviour, forever, request, reset, whole

NO_ANSWER = "no whole answer came in the time that the target file grants"
CLOSED = "the connection was closed before the answer was complete"


@behaviour(
    "accepts the connection and never answers", Does.FINDING, says="no complete answer within", why=NO_ANSWER
)
def silent(client: socket.socket) -> None:
    forever(client)


@behaviour("resets the connection before the answer", Does.FINDING, says=CLOSED, why=NO_ANSWER)
def reset_before_the_answer(client: socket.socket) -> None:
    request(client)
    reset(client)


@behaviour(
    "closes the connection before the answer", Does.FINDING, says="without sending a response", why=NO_ANSWER
)
def closed_before_the_answer(client: socket.socket) -> None:
    request(client)


@behaviour("resets the connection in the headers", Does.FINDING, says="", why=NO_ANSWER)
def reset_in_the_headers(client: socket.socket) -> None:
    request(client)
    client.sendall(OK)
    reset(client)


@behaviour("resets the connection in the body", Does.FINDING, says="", why=NO_ANSWER)
def reset_in_the_body(client: socket.socket) -> None:
    request(client)
    client.sendall(OK + b"Content-Length: 100\r\n\r\n{")
    reset(client)


@behaviour(
    "stops in the middle of the headers", Does.FINDING, says="no complete answer within", why=NO_ANSWER
)
def stuck_in_the_headers(client: socket.socket) -> None:
    request(client)
    client.sendall(OK)
    forever(client)


@behaviour("stops in the middle of the body", Does.FINDING, says="no complete answer within", why=NO_ANSWER)
def stuck_in_the_body(client: socket.socket) -> None:
    request(client)
    client.sendall(OK + b"Content-Length: 100\r\n\r\n{")
    forever(client)


def drip(client: socket.socket, data: bytes) -> None:
    """Send this again and again, a little at a time, for ever; the client's patience ends it."""
    client.settimeout(0.02)
    while True:
        client.sendall(data)
        try:
            if not client.recv(65536):
                return
        except TimeoutError:
            continue


@behaviour(
    "sends its headers a few bytes at a time, for ever",
    Does.FINDING,
    says="no complete answer within",
    why="the time-out is for the whole answer, not for each read",
)
def dripping_headers(client: socket.socket) -> None:
    request(client)
    client.sendall(OK + b"X-Slow: ")
    drip(client, b"x")


@behaviour(
    "sends its body a few bytes at a time, for ever",
    Does.FINDING,
    says="no complete answer within",
    why="the time-out is for the whole answer, not for each read",
)
def dripping_body(client: socket.socket) -> None:
    request(client)
    client.sendall(OK + b"Content-Length: 1000000\r\n\r\n")
    drip(client, b" ")


@behaviour(
    "answers before it has read the request, and closes",
    Does.NOTHING,
    why="a server may answer early; what it answered is judged",
)
def answer_before_the_request(client: socket.socket) -> None:
    client.sendall(whole(SESSION_INFO))
    request(client)


@behaviour(
    "closes each kept-alive connection after an answer",
    Does.NOTHING,
    why="a server may close an idle connection at any time; a read goes out again on a new one",
    by="twice",
)
def closing_between_requests(client: socket.socket) -> None:
    request(client)
    client.sendall(whole(SESSION_INFO))


@behaviour(
    "waits for the second request on a connection, and closes instead of answering it",
    Does.NOTHING,
    why="a kept-alive connection may just have been closed; a read goes out again on a new one",
    by="twice",
)
def closing_on_the_second_request(client: socket.socket) -> None:
    request(client)
    client.sendall(whole(SESSION_INFO))
    request(client)
    reset(client)


@behaviour(
    "sends a second answer that nobody asked for",
    Does.NOTHING,
    why="bytes that no request asked for end the connection, and are never taken for the next answer",
    by="twice",
)
def a_second_answer(client: socket.socket) -> None:
    request(client)
    client.sendall(whole(SESSION_INFO) + whole(b'{"id": "of somebody else"}'))
    forever(client)


@behaviour(
    "reads nothing of a long request",
    Does.FINDING,
    says="no complete answer within",
    why="sending ends in time as well as reading",
    by="upload",
)
def deaf(client: socket.socket) -> None:
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    gone = select.poll()
    gone.register(client, select.POLLRDHUP)
    gone.poll()


@behaviour(
    "listens on no port",
    Does.ERROR,
    says="start the target or correct the port",
    why="exit 3 before any test",
    by="preflight",
)
def not_listening(client: socket.socket) -> None:
    """Nobody gets here: the driver gives a port on which nothing listens."""


@behaviour(
    "has a host name that does not resolve",
    Does.ERROR,
    says="the host name does not resolve; correct the host",
    why="exit 3 before any test",
    by="preflight",
)
def unknown_host(client: socket.socket) -> None:
    """Nobody gets here: the driver gives a name that nobody has."""
