"""Variants of how content is written and declared: JSON text, media types, codings."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Scope

from conformance.reference_pod.variants.asgi import Reply, replying
from conformance.reference_pod.variants.model import Variant
from conformance.reference_pod.variants.sources import HTTP, JSON


def _declared_as(value: bytes) -> Callable[[ASGIApp], ASGIApp]:
    def change(_scope: Scope, reply: Reply) -> Reply:
        if reply.header(b"content-type") != b"application/json":
            return reply
        return reply.with_header(b"content-type", value)

    return replying(change)


def _written(write: Callable[[Any], str]) -> Callable[[ASGIApp], ASGIApp]:
    def change(_scope: Scope, reply: Reply) -> Reply:
        kind = (reply.header(b"content-type") or b"").lower()
        if not kind.startswith(b"application/json") or reply.header(b"content-encoding"):
            return reply
        return reply.with_body(write(json.loads(reply.body)).encode())

    return replying(change)


def _coded(name: bytes, code: Callable[[bytes], bytes]) -> Callable[[ASGIApp], ASGIApp]:
    def change(_scope: Scope, reply: Reply) -> Reply:
        if not reply.body or reply.header(b"content-encoding"):
            return reply
        return reply.with_body(code(reply.body)).with_header(b"content-encoding", name)

    return replying(change)


def _pretty(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\r\n"


def _ascii(value: Any) -> str:
    return json.dumps(value).replace("/", "\\/")


CONTENT = (
    Variant(
        "charset-in-media-type",
        "The media type has a charset.",
        f"{HTTP}, section 8.3.1: media types have parameters",
        around=_declared_as(b"application/json;charset=UTF-8"),
    ),
    Variant(
        "media-type-in-other-case",
        "The media type is in capitals and has two parameters.",
        f"{HTTP}, section 8.3.1: media types are case-insensitive",
        around=_declared_as(b'Application/JSON ; Charset="utf-8"; v=1'),
    ),
    Variant(
        "pretty-json",
        "Bodies are indented, and end with a line break.",
        f"{JSON}, section 2: white space has no meaning",
        around=_written(_pretty),
    ),
    Variant(
        "escaped-json",
        "Bodies are ASCII; all other characters, and slashes, are escaped.",
        f"{JSON}, section 7: any character may be escaped",
        around=_written(_ascii),
    ),
    Variant(
        "gzip",
        "Bodies are compressed with gzip.",
        f"{HTTP}, section 12.5.3: a server may send a coding that was not asked for",
        around=_coded(b"gzip", lambda body: gzip.compress(body, mtime=0)),
    ),
    Variant(
        "deflate",
        "Bodies are compressed with deflate.",
        f"{HTTP}, section 12.5.3: a server may send a coding that was not asked for",
        around=_coded(b"deflate", zlib.compress),
    ),
    Variant(
        "gzip-in-capitals",
        "Bodies are compressed with gzip, whose name is in capitals.",
        f"{HTTP}, section 8.4.1: the names of codings are case-insensitive",
        around=_coded(b"GZIP", lambda body: gzip.compress(body, mtime=0)),
    ),
)
