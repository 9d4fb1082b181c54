"""Answers that are not HTTP, or whose length is not what they say."""

from __future__ import annotations

import socket

from tests.hostile.kit import OK, SESSION_INFO, Does, behaviour, forever, once, request, whole

NOT_HTTP = "what cannot be read as one HTTP answer is no answer"
TWO_READINGS = "two readers would take different answers out of it, which is how answers get smuggled"


def row(name: str, what: str, answer: bytes, *, says: str = "", why: str = NOT_HTTP) -> None:
    """Enter a server that sends these bytes and closes; what it sends is no answer of use."""
    conduct = once(answer)
    conduct.__name__ = name
    behaviour(what, Does.FINDING, says=says, why=why)(conduct)


row("no_status_line", "sends a JSON body without any status line", SESSION_INFO)
row("http_0_9", "answers like HTTP/0.9: a page and nothing else", b"<html>hello</html>")
row("http_2", "answers with an HTTP/2 preface", b"\x00\x00\x12\x04\x00\x00\x00\x00\x00" + bytes(18))
row("another_protocol", "speaks another protocol", b"SSH-2.0-OpenSSH_9.9\r\n\r\n")
row("status_99", "answers with status 99", b"HTTP/1.1 099 Low\r\nContent-Length: 0\r\n\r\n")
row("status_1000", "answers with status 1000", b"HTTP/1.1 1000 High\r\nContent-Length: 0\r\n\r\n")
row("status_0", "answers with status 0", b"HTTP/1.1 0 None\r\nContent-Length: 0\r\n\r\n")
row("status_text", "answers with a word for a status", b"HTTP/1.1 OK fine\r\nContent-Length: 0\r\n\r\n")
row(
    "status_999", "answers with status 999", whole(b"{}", status=b"999 Odd"), says="999", why="not documented"
)
row(
    "switching_protocols",
    "switches to another protocol unasked (101)",
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: odd\r\nConnection: Upgrade\r\n\r\n\x00\x01\x02",
)
row("length_too_long", "announces more bytes than it sends", OK + b"Content-Length: 100\r\n\r\n{}")
row(
    "length_too_short",
    "announces fewer bytes than it sends",
    OK + b"Content-Length: 5\r\n\r\n" + SESSION_INFO,
    says="valid JSON",
    why="what was announced is not JSON",
)
row("length_negative", "announces a negative length", OK + b"Content-Length: -1\r\n\r\n{}")
row("length_text", "announces a length in words", OK + b"Content-Length: two\r\n\r\n{}")
row("length_huge", "announces 10^30 bytes", OK + b"Content-Length: 1" + b"0" * 30 + b"\r\n\r\n{}")
row(
    "two_lengths",
    "announces two different lengths",
    OK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
    why=TWO_READINGS,
)
row(
    "no_hex_chunk",
    "sends a chunk whose size is no number",
    OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
)
row(
    "negative_chunk",
    "sends a chunk of negative size",
    OK + b"Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
)
row(
    "chunk_longer_than_it_says",
    "sends a chunk that is longer than its size",
    OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n",
)
row(
    "huge_chunk",
    "announces a chunk of 2^80 bytes",
    OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 20 + b"\r\n{}\r\n0\r\n\r\n",
)
row("no_last_chunk", "never sends the last chunk", OK + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
row(
    "unknown_transfer_encoding",
    "sends a transfer encoding that nobody knows",
    OK + b"Transfer-Encoding: rot13\r\n\r\n{}",
)


@behaviour(
    "announces a length and chunks at once",
    Does.NOTHING,
    why="RFC 9112 says which of the two counts; the connection is not used again",
)
def length_and_chunks(client: socket.socket) -> None:
    request(client)
    size = b"%x" % len(SESSION_INFO)
    head = OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    client.sendall(head + size + b"\r\n" + SESSION_INFO + b"\r\n0\r\n\r\n")


@behaviour(
    "sends interim answers (100, 103) for ever",
    Does.FINDING,
    says="no complete answer within",
    why="the time-out is for the whole answer, interim ones included",
)
def interim_flood(client: socket.socket) -> None:
    request(client)
    while True:
        client.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100)


@behaviour(
    "sends a few interim answers before the real one",
    Does.NOTHING,
    why="HTTP allows them",
)
def a_few_interim_answers(client: socket.socket) -> None:
    request(client)
    client.sendall(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + whole(SESSION_INFO))
    forever(client)


@behaviour(
    "sends a body with 204",
    Does.NOTHING,
    says="",
    why="a 204 has no body: what follows it is dropped with the connection; the status is judged",
    by="empty",
)
def body_with_204(client: socket.socket) -> None:
    request(client)
    client.sendall(b"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n{}")
    forever(client)


@behaviour(
    "sends a body with 304",
    Does.FINDING,
    says="304",
    why="nobody asked conditionally, and 304 is not documented",
)
def body_with_304(client: socket.socket) -> None:
    request(client)
    client.sendall(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\n{}")
    forever(client)


@behaviour(
    "sends a body in answer to HEAD",
    Does.NOTHING,
    why="the answer to HEAD has no body: what follows is dropped with the connection",
    by="head",
)
def body_to_head(client: socket.socket) -> None:
    request(client)
    client.sendall(
        b"HTTP/1.1 405 Method Not Allowed\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    )
    forever(client)
