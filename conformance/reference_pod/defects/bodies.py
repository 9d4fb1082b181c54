"""Defects inside bodies: broken JSON, missing and mistyped properties, error envelopes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conformance.contract import Operation
from conformance.contract.model import Schema
from conformance.reference_pod.defects.model import Defect, has_success_body, on_success, with_body
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.schemas import items, properties, required, response_schema, success_status
from conformance.reference_pod.wire import Endpoint, Request, Response, encode

_TRACE = (
    "java.lang.NullPointerException: null\n"
    "\tat com.example.pod.rest.Resource.handle(Resource.java:118)\n"
    "\tat com.example.pod.rest.Dispatcher.dispatch(Dispatcher.java:57)"
)


def _truncated(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return with_body(response, response.body[: len(response.body) // 2])


def _null(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return with_body(response, b"null") if response.body else response


def _omitting(pod: Pod, operation: Operation, response: Response) -> Response:
    names = required(pod.contract, operation.api, _object_schema(pod, operation))
    return _changed(response, lambda item: {k: v for k, v in item.items() if k not in names})


def _mistyped(pod: Pod, operation: Operation, response: Response) -> Response:
    documented = properties(pod.contract, operation.api, _object_schema(pod, operation))
    return _changed(
        response,
        lambda item: {k: {"value": [v]} if k in documented and _scalar(v) else v for k, v in item.items()},
    )


def _changed(response: Response, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Response:
    """The response with its object, or each object of its list, changed."""
    if not response.body:
        return response
    value = json.loads(response.body)
    if isinstance(value, list):
        value = [change(item) if isinstance(item, dict) else item for item in value]
    elif isinstance(value, dict):
        value = change(value)
    return with_body(response, encode(value).encode())


def _object_schema(pod: Pod, operation: Operation) -> Schema:
    """The schema of a success: of the object, or of the list's items."""
    schema = response_schema(operation, success_status(operation))
    return items(pod.contract, operation.api, schema) or schema


def _scalar(value: Any) -> bool:
    return isinstance(value, str | int | float)


def _requires_properties(pod: Pod, operation: Operation) -> bool:
    return bool(required(pod.contract, operation.api, _object_schema(pod, operation)))


def _documents_scalars(pod: Pod, operation: Operation) -> bool:
    documented = properties(pod.contract, operation.api, _object_schema(pod, operation))
    kinds = {str(pod.contract.resolve(operation.api, schema).get("type")) for schema in documented.values()}
    return bool(kinds & {"string", "integer", "number", "boolean"})


def _beyond_enums(pod: Pod, operation: Operation, response: Response) -> Response:
    if not response.body:
        return response
    schema = response_schema(operation, success_status(operation))
    changed = _next_values(pod, operation.api, schema, json.loads(response.body))
    return with_body(response, encode(changed).encode())


def _next_values(pod: Pod, api: str, schema: Schema, value: Any) -> Any:
    """The value with another one, which the document does not have, for every text of an enum."""
    if isinstance(value, list):
        inner = items(pod.contract, api, schema) or {}
        return [_next_values(pod, api, inner, item) for item in value]
    if isinstance(value, dict):
        documented = properties(pod.contract, api, schema)
        return {key: _next_values(pod, api, documented.get(key, {}), item) for key, item in value.items()}
    enumerated = "enum" in pod.contract.resolve(api, schema)
    return f"{value}_NEXT" if enumerated and isinstance(value, str) else value


def _documents_enums(pod: Pod, operation: Operation) -> bool:
    documented = properties(pod.contract, operation.api, _object_schema(pod, operation))
    return any("enum" in pod.contract.resolve(operation.api, schema) for schema in documented.values())


def _on_errors(change: Callable[[dict[str, Any]], Any]) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    def wrap(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            response = endpoint(request)
            if response.status < 400 or not response.body:
                return response
            return with_body(response, encode(change(json.loads(response.body))).encode())

        return respond

    return wrap


BODIES = (
    Defect("truncated-json", "Successes end in the middle.", on_success(_truncated), has_success_body),
    Defect("null-body", "The body of a success is null.", on_success(_null), has_success_body),
    Defect(
        "omits-required",
        "Successes lack the properties that the schema requires.",
        on_success(_omitting),
        _requires_properties,
    ),
    Defect(
        "mistypes-properties",
        "Texts and numbers of a success arrive wrapped in objects.",
        on_success(_mistyped),
        _documents_scalars,
    ),
    Defect(
        "undocumented-values",
        "Enumerated values are others than the document has.",
        on_success(_beyond_enums),
        _documents_enums,
    ),
    Defect(
        "stack-trace",
        "The message of an error is a stack trace.",
        _on_errors(lambda body: {**body, "message": _TRACE}),
    ),
    Defect(
        "wrong-envelope",
        "Errors are a list of texts instead of the API's envelope.",
        _on_errors(lambda body: [str(body.get("message", ""))]),
    ),
)
