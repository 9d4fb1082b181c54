"""Bodies without end, and compressed ones that are not what they say."""

from __future__ import annotations

import gzip
import socket
import zlib
from collections.abc import Callable

from tests.hostile.kit import OK, SESSION_INFO, Conduct, Does, behaviour, once, request, whole

BOUNDED = "reading and unpacking stop at target.max_body_bytes"
TOO_LONG = "longer than the"


def row(name: str, what: str, does: Does, answer: bytes | Callable[[], bytes], **more: object) -> None:
    """Enter a server that sends these bytes, made when they are first needed."""

    def conduct(client: socket.socket) -> None:
        once(answer if isinstance(answer, bytes) else answer())(client)

    conduct.__name__ = name
    behaviour(what, does, **more)(conduct)  # type: ignore[arg-type]


def endless(head: bytes, piece: bytes) -> Conduct:
    """A conduct that sends the head and then the piece for ever."""

    def conduct(client: socket.socket) -> None:
        request(client)
        client.sendall(head)
        while True:
            client.sendall(piece)

    return conduct


for name, what, head, piece in (
    ("endless_body", "sends a body without length and without end", OK + b"\r\n", b" " * 65536),
    (
        "endless_body_with_length",
        "sends a body of the 10 TB that it announces",
        OK + b"Content-Length: 10000000000000\r\n\r\n",
        b" " * 65536,
    ),
    (
        "endless_chunks",
        "sends chunks without end",
        OK + b"Transfer-Encoding: chunked\r\n\r\n",
        b"10000\r\n" + b" " * 65536 + b"\r\n",
    ),
):
    _conduct = endless(head, piece)
    _conduct.__name__ = name
    behaviour(what, Does.FINDING, says=TOO_LONG, why=BOUNDED, bomb=True)(_conduct)

_tiny = endless(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 1000)
_tiny.__name__ = "endless_tiny_chunks"
behaviour(
    "sends chunks of one byte without end",
    Does.FINDING,
    says="no complete answer within",
    why="the time-out is for the whole answer",
)(_tiny)

_extension = endless(OK + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 65536)
_extension.__name__ = "endless_chunk_extension"
behaviour(
    "sends a chunk extension without end",
    Does.FINDING,
    says="",
    why="lines have a greatest length",
    bomb=True,
)(_extension)

_trailer = endless(OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-T: " + b"x" * 65536)
_trailer.__name__ = "endless_trailer"
behaviour(
    "sends trailers without end", Does.FINDING, says="", why="headers have a greatest length", bomb=True
)(_trailer)


def gzip_bomb() -> bytes:
    """A gibibyte of blanks in a mebibyte: one packed block again and again."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + block * 1024 + b"\x03\x00" + bytes(8)


row(
    "gzip_bomb",
    "sends 1 GiB packed into 1 MiB",
    Does.FINDING,
    lambda: whole(gzip_bomb(), b"Content-Encoding: gzip"),
    says=TOO_LONG,
    why=BOUNDED,
    bomb=True,
)
row(
    "nested_gzip_bomb",
    "sends 1 GiB packed twice",
    Does.FINDING,
    lambda: whole(gzip.compress(gzip_bomb()), b"Content-Encoding: gzip, gzip"),
    says=TOO_LONG,
    why=BOUNDED,
    bomb=True,
)
row(
    "many_encodings",
    "says that it packed its body a hundred times",
    Does.FINDING,
    lambda: whole(gzip.compress(SESSION_INFO), b"Content-Encoding: " + b", ".join([b"gzip"] * 100)),
    says="valid JSON",
    why="nobody packs more than a few times: the body is taken as it is",
)
row(
    "gzip_unasked",
    "packs its body though it was asked not to",
    Does.NOTHING,
    whole(gzip.compress(SESSION_INFO), b"Content-Encoding: gzip"),
    why="proxies do so; the body is unpacked",
)
row(
    "gzip_truncated",
    "sends half of a packed body",
    Does.FINDING,
    whole(gzip.compress(SESSION_INFO)[:30], b"Content-Encoding: gzip"),
    says="valid JSON",
    why="what could be unpacked is not JSON",
)
row(
    "gzip_with_rubbish_after_it",
    "sends rubbish after a packed body",
    Does.NOTHING,
    whole(gzip.compress(SESSION_INFO) + b"rubbish", b"Content-Encoding: gzip"),
    why="the packed body is whole, and what follows it is ignored, as common clients do",
)
row(
    "not_gzip",
    "says gzip and sends plain JSON",
    Does.NOTHING,
    whole(SESSION_INFO, b"Content-Encoding: gzip"),
    why="the body is taken as it is; no document speaks of encodings",
)
row(
    "deflate_rubbish",
    "says deflate and sends rubbish",
    Does.FINDING,
    whole(b"\x78\x9c" + b"\xff" * 50, b"Content-Encoding: deflate"),
    says="valid JSON",
    why="what it sends is not JSON",
)
row(
    "brotli_unasked",
    "packs with brotli though nobody asked for it",
    Does.FINDING,
    whole(b"\x1b\x0e\x00\xf8\xa5[\xca\xe6", b"Content-Encoding: br"),
    says="valid JSON",
    why="it was told not to pack, and a client need not know brotli",
)
row(
    "unknown_encoding",
    "names an encoding that nobody knows",
    Does.FINDING,
    whole(b"\x00\x01\x02", b"Content-Encoding: x-odd"),
    says="valid JSON",
    why="what it sends is not JSON",
)
