"""From a normalised OpenAPI 3.1 document to operations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.contract.errors import SpecError
from conformance.contract.model import Operation, Paging, Parameter, RequestBody, Response, ResponseHeader
from conformance.contract.pointer import dereference

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
"""The keys of a path item that are operations."""

Json = Mapping[str, Any]


def operations_of(api: str, document: Json, rows: Json) -> dict[str, Operation]:
    """The operations of a document by id, in document order; `rows` adds effects and paging."""
    operations = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = _operation(api, document, path, method, item, rows)
                operations[operation.id] = operation
    return dict(sorted(operations.items(), key=lambda pair: list(rows).index(pair[0])))


def _operation(api: str, document: Json, path: str, method: str, item: Json, rows: Json) -> Operation:
    data = item[method]
    row = rows.get(data.get("operationId"))
    if row is None:
        raise SpecError(f"{api}: {method.upper()} {path}: operationId {data.get('operationId')!r} has no row")
    parameters = [
        dereference(document, value) for value in (*item.get("parameters", ()), *data.get("parameters", ()))
    ]
    return Operation(
        id=data["operationId"],
        api=api,
        method=method.upper(),
        path=path,
        area=data["tags"][0],
        summary=data.get("summary", ""),
        description=data.get("description", ""),
        effects=frozenset(row["effects"]),
        parameters=tuple(_parameter(value) for value in parameters),
        request_body=_request_body(document, data),
        responses={status: _response(document, status, value) for status, value in data["responses"].items()},
        security=tuple(
            name for alternative in data.get("security", document.get("security", ())) for name in alternative
        ),
        paging=_paging(row.get("paging")),
        needs=row.get("needs"),
        ignored=row.get("ignored", {}),
        tolerated_statuses=frozenset(document.get("x-tolerated-statuses", ()))
        | frozenset(data.get("x-tolerated-statuses", ())),
    )


def _parameter(data: Json) -> Parameter:
    return Parameter(
        name=data["name"],
        location=data["in"],
        required=data.get("required", False),
        schema=data["schema"],
        description=data.get("description", ""),
    )


def _request_body(document: Json, data: Json) -> RequestBody | None:
    if "requestBody" not in data:
        return None
    body = dereference(document, data["requestBody"])
    media_type, content = next(iter(body["content"].items()))
    return RequestBody(body.get("required", False), media_type, content.get("schema", {}))


def _response(document: Json, status: str, data: Json) -> Response:
    response = dereference(document, data)
    content = {
        media_type: value.get("schema", {}) for media_type, value in response.get("content", {}).items()
    }
    headers = {
        name: ResponseHeader(name, header.get("required", False), header.get("schema", {}))
        for name, value in response.get("headers", {}).items()
        for header in (dereference(document, value),)
    }
    return Response(status, response.get("description", ""), content, headers)


def _paging(row: Json | None) -> Paging | None:
    if row is None:
        return None
    lists = {name: tuple(row[name]) for name in ("parameters", "cursors") if name in row}
    return Paging(**{"default": None, "maximum": None, **row, **lists})
