"""Defects of state: writes that are not kept, reads of what is not there, questions that are not heard."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, has_success_body, on_success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response, encode


def _writes(_pod: Pod, operation: Operation) -> bool:
    return operation.effects != {"read"}


def _reads(_pod: Pod, operation: Operation) -> bool:
    return operation.effects == {"read"}


def _forgets_writes(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.ok:
            pod.store.undo()
        return response

    return respond


def _stale_reads(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    first: dict[Any, Response] = {}

    def respond(request: Request) -> Response:
        key = repr((sorted(request.path.items()), sorted(request.query.items()), request.body))
        response = endpoint(request)
        return first.setdefault(key, response) if response.ok else response

    return respond


def _on_list(change: Callable[[list[Any]], list[Any]]) -> Callable[[Pod, Operation, Response], Response]:
    """Change the list of a success: the whole body, or the longest list in it."""

    def altered(_pod: Pod, _operation: Operation, response: Response) -> Response:
        if not response.body:
            return response
        body = json.loads(response.body)
        if isinstance(body, list):
            body = change(body)
        elif isinstance(body, dict):
            lists = [name for name, value in body.items() if isinstance(value, list)]
            for name in sorted(lists, key=lambda name: -len(body[name]))[:1]:
                body[name] = change(body[name])
        return replace(response, body=encode(body).encode())

    return altered


def drops_query(name: str) -> Defect:
    """A query parameter has no effect."""

    def wrap(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            rest = {key: value for key, value in request.query.items() if key != name}
            return endpoint(replace(request, query=rest))

        return respond

    def applies(_pod: Pod, operation: Operation) -> bool:
        return any(p.location == "query" and p.name == name for p in operation.parameters)

    return Defect(f"drops-query.{name}", f"The query parameter {name} has no effect.", wrap, applies)


def drops_field(path: str) -> Defect:
    """A property of the body, named by its path with slashes, has no effect; 0 is any item of a list."""
    *way, last = path.split("/")

    def without(value: Any, keys: list[str]) -> None:
        if isinstance(value, list) and keys[:1] == ["0"]:
            for item in value:
                without(item, keys[1:])
        elif isinstance(value, dict) and keys:
            without(value.get(keys[0]), keys[1:])
        elif isinstance(value, dict):
            value.pop(last, None)

    def wrap(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            try:
                body = json.loads(request.body)
            except ValueError:
                return endpoint(request)
            without(body, way)
            return endpoint(replace(request, body=json.dumps(body).encode()))

        return respond

    def applies(_pod: Pod, operation: Operation) -> bool:
        return operation.request_body is not None

    return Defect(f"drops-field.{path}", f"The property {path} of the body has no effect.", wrap, applies)


_LOSES_LAST = on_success(_on_list(lambda items: items[:-1]))
_REPEATS_FIRST = on_success(_on_list(lambda items: [*items[:1], *items]))
_REVERSES = on_success(_on_list(lambda items: items[::-1]))

STATE = (
    Defect("forgets-writes", "Changes are answered and not kept.", _forgets_writes, _writes),
    Defect("stale-reads", "The same read gives its first answer for ever.", _stale_reads, _reads),
    Defect("loses-last-item", "Lists lack their last item.", _LOSES_LAST, has_success_body),
    Defect("repeats-first-item", "Lists have their first item twice.", _REPEATS_FIRST, has_success_body),
    Defect("reverses-lists", "Lists come in the opposite order.", _REVERSES, has_success_body),
)

WITH_ARGUMENT: dict[str, Callable[[str], Defect]] = {"drops-query": drops_query, "drops-field": drops_field}
"""Kinds that name a part of the request: written `kind.PART@operation`."""
