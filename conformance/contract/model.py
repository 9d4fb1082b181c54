"""The value objects of the contract: what an operation takes, answers and does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from conformance.contract import pointer

Schema = dict[str, Any]
"""A JSON Schema (2020-12) of one document; `$ref` points into that document."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A path, query or header parameter; credentials are security schemes, not parameters."""

    name: str
    location: Literal["path", "query", "header"]
    required: bool
    schema: Schema
    description: str = ""


@dataclass(frozen=True, slots=True)
class RequestBody:
    """The body that an operation takes."""

    required: bool
    media_type: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class ResponseHeader:
    """A documented header of a response."""

    name: str
    required: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class Response:
    """A documented response; `content` is empty when it has no body."""

    status: str
    description: str
    content: Mapping[str, Schema]
    headers: Mapping[str, ResponseHeader]


@dataclass(frozen=True, slots=True)
class Paging:
    """How an operation cuts its list into pages (prose of the published documents, as constraints).

    `items` is the JSON pointer to the list inside the response body, "" for a bare array; `limit` the
    name of the limit parameter, None when there is none. `parameters` names the query parameters that
    move through the list: `skip` for "offset", `before` and `after` for "cursor", the one that continues
    after a known item for "last-id", whose value is at the JSON pointer `key` of that item. `cursors` are
    JSON pointers to the cursors object of a response, of which a target sends one. `total` points to the
    number of all matching items. `source` says who states default and maximum: the published document,
    or the vendor's reference guide alone, which is not enough to fail a target.
    """

    style: Literal["offset", "cursor", "last-id"]
    default: int | None
    maximum: int | None
    minimum: int | None = None
    items: str = ""
    limit: str | None = "limit"
    parameters: tuple[str, ...] = ()
    key: str | None = None
    cursors: tuple[str, ...] = ()
    total: str | None = None
    source: Literal["document", "reference"] = "document"


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation of one API; `path` is relative to the API's base path. Only itself equals it.

    `security` names the schemes of which one is enough; () means open to everybody.
    `tolerated_statuses` are documented nowhere for the operation and yet no fault of a target. `needs` is the
    switch that a target file has to turn on before the operation is sent to a target of value. `ignored` are
    the parts of a request that the documents let a target ignore (`body/PLACE`, `query/NAME`), each with the
    reason.
    """

    id: str
    api: str
    method: str
    path: str
    area: str
    summary: str
    description: str
    effects: frozenset[str]
    parameters: tuple[Parameter, ...]
    request_body: RequestBody | None
    responses: Mapping[str, Response]
    security: tuple[str, ...]
    paging: Paging | None = None
    tolerated_statuses: frozenset[str] = frozenset()
    needs: str | None = None
    ignored: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contract:
    """The three normalised documents and their 126 operations."""

    operations: Mapping[str, Operation]
    documents: Mapping[str, dict[str, Any]]
    digests: Mapping[str, str]
    apis: tuple[str, ...] = field(default=())

    def resolve(self, api: str, schema: Schema) -> Schema:
        """Follow the `$ref`s at the top of a schema of that API's document."""
        resolved: Schema = pointer.dereference(self.documents[api], schema)
        return resolved
