"""Defects of questions: a value of a filter that is not heard."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
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


def _reads(_pod: Pod, operation: Operation) -> bool:
    return operation.effects == {"read"}


OF_QUESTIONS: dict[str, Callable[[str], Defect]] = {"ignores-value": ignores_value}
"""Kinds that name a value of a filter."""
