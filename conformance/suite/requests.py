"""From parameter values and JSON to the request that goes over the wire."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from conformance.contract import Operation
from conformance.target.exchange import Request

JSON_TYPE = ("Content-Type", "application/json")


LARGE = 32_768
"""Bytes of a body that a server may find too many; pictures apart, no sensible request has so many."""


LONG_QUERY = 1_000
"""Characters of a query that a server may find too many."""


class _NoBody:
    def __repr__(self) -> str:
        return "no body"


NO_BODY: Final = _NoBody()


@dataclass(frozen=True, slots=True)
class Call:
    """Values for one operation, before they become text.

    `body` is JSON data, bytes that are sent as they are, or NO_BODY.
    """

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    body: Any = NO_BODY


def build(operation: Operation, call: Call, purpose: str = "", *, method: str | None = None) -> Request:
    """The request for these values; required headers that the call leaves out get a harmless value."""
    headers = {name: _text(value) for name, value in call.headers.items()}
    content = body_bytes(call.body)
    if content is not None and "content-type" not in {name.lower() for name in headers}:
        headers[JSON_TYPE[0]] = JSON_TYPE[1]
    return Request(
        operation=operation.id,
        method=method or operation.method,
        path=_path(operation.path, call.path),
        query=tuple(_pairs(call.query)),
        headers=tuple(headers.items()),
        body=content,
        purpose=purpose,
    )


def is_large(request: Request) -> bool:
    """Whether a server may refuse the body or the query for its size alone: HTTP has a 413 and a 414."""
    query = sum(len(name) + len(value) for name, value in request.query)
    return len(request.body or b"") > LARGE or query > LONG_QUERY


def body_bytes(body: Any) -> bytes | None:
    """JSON data as UTF-8; lone surrogates travel as escapes."""
    if body is NO_BODY:
        return None
    if isinstance(body, bytes):
        return body
    return json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()


def _path(template: str, values: Mapping[str, Any]) -> str:
    path = template
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(_text(value), safe=""))
    return path


def _pairs(query: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in query.items():
        for item in value if isinstance(value, list | tuple) else (value,):
            yield name, _text(item)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
