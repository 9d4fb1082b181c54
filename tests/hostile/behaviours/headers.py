"""Headers that are too many, too long, or mean something to whoever reads them."""

from __future__ import annotations

import socket

from tests.hostile.behaviours.bodies import row
from tests.hostile.kit import OK, SESSION_INFO, Does, behaviour, request, whole

SHOWN = "it is recorded as text and never used"
NO_HEADER = "HTTP has no such header"


@behaviour(
    "sends headers without end",
    Does.FINDING,
    says="",
    why="all headers together have a greatest length",
    bomb=True,
)
def endless_headers(client: socket.socket) -> None:
    request(client)
    client.sendall(OK)
    while True:
        client.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


@behaviour(
    "sends one header without end",
    Does.FINDING,
    says="",
    why="all headers together have a greatest length",
    bomb=True,
)
def endless_header(client: socket.socket) -> None:
    request(client)
    client.sendall(OK + b"X-More: ")
    while True:
        client.sendall(b"x" * 65536)


def header(name: str, what: str, does: Does, *lines: bytes, **more: object) -> None:
    """Enter a server that adds these header lines to a correct answer."""
    row(name, what, does, whole(SESSION_INFO, *lines), **more)


header(
    "fifty_thousand_headers",
    "sends 50,000 headers",
    Does.FINDING,
    *(b"X-%d: %d" % (n, n) for n in range(50_000)),
    says="",
    why="all headers together have a greatest length",
)
header(
    "thousand_headers",
    "sends 1,000 headers",
    Does.NOTHING,
    *(b"X-%d: %d" % (n, n) for n in range(1000)),
    why=SHOWN,
)
header(
    "cookie_flood",
    "sets 500 cookies",
    Does.NOTHING,
    *(b"Set-Cookie: c%d=v" % n for n in range(500)),
    why="no cookie is ever kept or shown",
)
header(
    "folded_header",
    "folds a header over two lines",
    Does.NOTHING,
    b"X-Folded: a\r\n b",
    why="outdated, but allowed to read",
)
header("no_colon", "sends a header line without a colon", Does.FINDING, b"X-Odd", says="", why=NO_HEADER)
header(
    "blank_in_a_name",
    "sends a blank in the name of a header",
    Does.FINDING,
    b"X Odd: a",
    says="",
    why=NO_HEADER,
)
header("nul_in_a_header", "sends a NUL in a header", Does.FINDING, b"X-Odd: a\0b", says="", why=NO_HEADER)
header(
    "bare_line_feed",
    "ends a header with a bare line feed",
    Does.NOTHING,
    b"X-Odd: a\nX-Next: b",
    why="RFC 9112 lets readers take it",
)
header(
    "not_ascii",
    "sends UTF-8 and Latin-1 in headers",
    Does.NOTHING,
    "X-A: ☃".encode(),
    b"X-B: \xe4",
    why=SHOWN,
)
header(
    "escape_codes_in_a_header",
    "sends terminal control codes in a header",
    Does.NOTHING,
    b"X-Odd: \x1b]52;c;ZXZpbA==\x07\x1b[2J",
    why="reports and terminals show text without control characters",
)
header(
    "path_in_a_header",
    "sends paths in Content-Disposition and X-Trace-Id",
    Does.NOTHING,
    b"Content-Disposition: attachment; filename=../../../../tmp/evil",
    b"X-Trace-Id: ../../../../tmp/evil",
    why="no file is ever named after what a target says",
)
header(
    "script_in_a_header",
    "sends script in headers",
    Does.NOTHING,
    b"X-Odd: <script>alert(1)</script>",
    why=SHOWN,
)
row(
    "content_type_of_rubbish",
    "sends control codes in its Content-Type",
    Does.FINDING,
    b"HTTP/1.1 200 OK\r\nContent-Type: \x1b[31mred; x=<b>\r\nContent-Length: 2\r\n\r\n{}",
    says="Content-Type application/json",
    why="not a documented content type; control characters are not shown",
)
row(
    "two_content_types",
    "sends two content types",
    Does.NOTHING,
    whole(SESSION_INFO, b"Content-Type: text/html"),
    why="the first one counts",
)
