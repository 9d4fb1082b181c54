"""Requests and responses as they are on the wire, between the server and the operations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.contract import Operation

JSON = "application/json"

encode: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""A value as compact JSON text."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request to an operation: parameters are text still, header names are lower-case."""

    operation: Operation
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    oversized: bool = False


@dataclass(frozen=True, slots=True)
class Response:
    """One response; `media_type` is None when it has no body."""

    status: int
    body: bytes = b""
    media_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the status is a 2xx."""
        return 200 <= self.status < 300


Endpoint = Callable[[Request], Response]
"""Answers the requests to one operation."""

Wrapper = Callable[[Operation, Endpoint], Endpoint]
"""Changes how an operation answers; gives back the same endpoint for operations it leaves alone."""


def json_response(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Response:
    """The value as an application/json response."""
    return Response(status, encode(value).encode(), JSON, headers or {})
