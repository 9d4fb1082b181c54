"""Defects of single values: a property of an answer is wrong, or missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, has_success_body, on_success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Response, encode


def falsifies(name: str) -> Defect:
    """A property has another value wherever it stands in a success."""
    return _defect("falsifies", name, "has another value", lambda found: found | {name: _other(found[name])})


def hides(name: str) -> Defect:
    """A property is missing wherever it should stand in a success."""
    summary = "is missing in successes"
    return _defect("hides", name, summary, lambda found: {k: v for k, v in found.items() if k != name})


def _defect(kind: str, name: str, does: str, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Defect:
    def altered(value: Any) -> Any:
        if isinstance(value, list):
            return [altered(item) for item in value]
        if not isinstance(value, dict):
            return value
        deep = {key: altered(item) for key, item in value.items()}
        return change(deep) if name in deep else deep

    def respond(_pod: Pod, _operation: Operation, response: Response) -> Response:
        if not response.body:
            return response
        return replace(response, body=encode(altered(json.loads(response.body))).encode())

    return Defect(f"{kind}.{name}", f"The property {name} {does}.", on_success(respond), has_success_body)


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return f"{value}-other"
    return [] if isinstance(value, list) else {}


WITH_VALUE: dict[str, Callable[[str], Defect]] = {"falsifies": falsifies, "hides": hides}
"""Kinds that name a property of the answer: written `kind.PROPERTY@operation`."""
