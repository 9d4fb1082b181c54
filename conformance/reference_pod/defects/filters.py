"""Defects of questions: a value of a filter that is not heard, a long walk that loses an item."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation, pointer
from conformance.contract.errors import SpecError
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response, encode


def ignores_value(argument: str) -> Defect:
    """A filter has no effect for one of its values; written `ignores-value.NAME/VALUE`."""
    name, _, value = argument.partition("/")

    def without(body: Any) -> Any:
        if isinstance(body, list):
            return [without(item) for item in body]
        if not isinstance(body, dict):
            return body
        return {key: without(item) for key, item in body.items() if key != name or str(item) != value}

    def wrap(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            query = {key: texts for key, texts in request.query.items() if key != name or value not in texts}
            try:
                body = encode(without(json.loads(request.body))).encode()
            except ValueError:
                body = request.body
            return endpoint(replace(request, query=query, body=body))

        return respond

    summary = f"The filter {name} has no effect for {value}."
    return Defect(f"ignores-value.{argument}", summary, wrap, _reads)


def skips_after(number: str) -> Defect:
    """A walk through the pages of a list loses the first item of the page on which this many are exceeded."""

    def wrap(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
        paging = operation.paging
        assert paging is not None
        seen = 0

        def respond(request: Request) -> Response:
            nonlocal seen
            response = endpoint(request)
            if not response.ok or not response.body:
                return response
            body = json.loads(response.body)
            try:
                items = pointer.resolve(body, paging.items)
            except SpecError:
                return response
            moved = any(request.query.get(name, ["0"])[0] != "0" for name in paging.parameters)
            before, seen = (seen if moved else 0), (seen if moved else 0) + len(items)
            if moved and before <= int(number) < seen:
                place = int(number) - before
                del items[place : place + 1]
            return replace(response, body=encode(body).encode())

        return respond

    def applies(_pod: Pod, operation: Operation) -> bool:
        return operation.paging is not None and number.isdigit()

    return Defect(f"skips-after.{number}", f"Item {number} of a walk is lost.", wrap, applies)


def _reads(_pod: Pod, operation: Operation) -> bool:
    return operation.effects == {"read"}


OF_QUESTIONS: dict[str, Callable[[str], Defect]] = {
    "ignores-value": ignores_value,
    "skips-after": skips_after,
}
"""Kinds that name a value of a filter, or a number of items."""
