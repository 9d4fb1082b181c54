"""Targets that ask to come back later, and those that repeat what they should not."""

from __future__ import annotations

import socket

from tests.hostile.behaviours.bodies import row
from tests.hostile.kit import Does, behaviour, request, whole

SOME_TRIES = "a request is sent four times at most, and this operation is not waited for again"
LIMIT = "a wait of more than 30 s is not begun: the answer is taken as it is"
AT_ONCE = "a time that cannot be read counts as one second, one in the past as none"


def later(name: str, what: str, status: bytes, does: Does, *lines: bytes, why: str, says: str = "") -> None:
    """Enter a server that always asks to come back later."""
    error = b'{"code": 429, "message": "later"}'
    row(name, what, does, whole(error, *lines, status=status), says=says, why=why)


TOO_MANY, UNAVAILABLE = b"429 Too Many Requests", b"503 Service Unavailable"
later("later_for_ever", "answers 429 for ever", TOO_MANY, Does.NOTHING, b"Retry-After: 1", why=SOME_TRIES)
later("later_without_a_time", "answers 429 without a time", TOO_MANY, Does.NOTHING, why=AT_ONCE)
later(
    "later_negative",
    "asks to come back in -5 seconds",
    TOO_MANY,
    Does.NOTHING,
    b"Retry-After: -5",
    why=AT_ONCE,
)
later(
    "later_exponent",
    "asks to come back in 1e99 seconds",
    TOO_MANY,
    Does.NOTHING,
    b"Retry-After: 1e99",
    why=AT_ONCE,
)
later(
    "later_in_ages",
    "asks to come back in 10^30 seconds",
    TOO_MANY,
    Does.NOTHING,
    b"Retry-After: 1" + b"0" * 30,
    why=LIMIT,
)
later("later_in_words", "asks to come back soon", TOO_MANY, Does.NOTHING, b"Retry-After: soon", why=AT_ONCE)
later(
    "later_in_the_past",
    "asks to come back in 1970",
    TOO_MANY,
    Does.NOTHING,
    b"Retry-After: Thu, 01 Jan 1970 00:00:00 GMT",
    why=AT_ONCE,
)
later(
    "later_in_9999",
    "asks to come back in the year 9999",
    TOO_MANY,
    Does.NOTHING,
    b"Retry-After: Fri, 31 Dec 9999 23:59:59 GMT",
    why=LIMIT,
)
later(
    "unavailable_with_a_time",
    "answers 503 with Retry-After for ever",
    UNAVAILABLE,
    Does.NOTHING,
    b"Retry-After: 1",
    why=SOME_TRIES,
)
GIVEN_UP = "five requests in a row in vain, and the target is only asked whether it lives, then the run ends"


@behaviour("answers 503 to everything", Does.ERROR, says="has stopped answering", why=GIVEN_UP, by="many")
def nothing_but_503(client: socket.socket) -> None:
    while True:
        request(client)
        client.sendall(whole(b"{}", status=UNAVAILABLE))


@behaviour("answers 429 to everything", Does.ERROR, says="has stopped answering", why=GIVEN_UP, by="many")
def nothing_but_429(client: socket.socket) -> None:
    while True:
        request(client)
        client.sendall(whole(b"{}", status=TOO_MANY))


@behaviour("closes every connection", Does.ERROR, says="has stopped answering", why=GIVEN_UP, by="many")
def nothing_at_all(client: socket.socket) -> None:
    request(client)


@behaviour(
    "repeats the credentials of the request in its headers and its body",
    Does.NOTHING,
    why="every spelling of a known secret is replaced when the exchange is recorded",
)
def echoing_credentials(client: socket.socket) -> None:
    asked = request(client)
    token = next(line[14:] for line in asked.split(b"\r\n") if line.lower().startswith(b"sessiontoken: "))
    body = b'{"id": 1, "username": "' + token + b'", "also": "' + token.hex().upper().encode() + b'"}'
    client.sendall(
        whole(
            body, b"X-Echo: " + token, b"Set-Cookie: session=" + token, b"Location: /?sessionToken=" + token
        )
    )


@behaviour(
    "repeats the credentials in the message of an error",
    Does.FINDING,
    says="500",
    why="no message, excerpt or curl line holds a secret, not even one that is cut off",
)
def echoing_credentials_in_an_error(client: socket.socket) -> None:
    asked = request(client)
    token = next(line[14:] for line in asked.split(b"\r\n") if line.lower().startswith(b"sessiontoken: "))
    # The message is cut somewhere inside the token.
    body = b'{"code": 500, "message": "' + b"." * 100 + b" no session " + token + b'"}'
    client.sendall(whole(body, status=b"500 Internal Server Error"))
