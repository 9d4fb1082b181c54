"""Defects of values: properties that are answered wrong, and lists that are answered empty."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, has_success_body, on_success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Response, encode


def misreports(name: str) -> Defect:
    """Every value of the property of that name is answered as another one of the same type."""
    return _on_property("misreports", name, "is not what was written", lambda found: {name: _other(found)})


def omits(name: str) -> Defect:
    """The property of that name is left out of answers."""
    return _on_property("omits", name, "is left out", lambda _: {})


def _on_property(kind: str, name: str, what: str, change: Callable[[Any], dict[str, Any]]) -> Defect:
    def changed(value: Any) -> Any:
        if isinstance(value, list):
            return [changed(item) for item in value]
        if not isinstance(value, dict):
            return value
        result: dict[str, Any] = {}
        for key, item in value.items():
            result |= change(item) if key == name and not isinstance(item, dict) else {key: changed(item)}
        return result

    def altered(_pod: Pod, _operation: Operation, response: Response) -> Response:
        if not response.body:
            return response
        return replace(response, body=encode(changed(json.loads(response.body))).encode())

    summary = f"The property {name} of answers {what}."
    return Defect(f"{kind}.{name}", summary, on_success(altered), has_success_body)


def _other(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return value[::-1] + "x"
    return [] if isinstance(value, list) else value


def _emptied(_pod: Pod, _operation: Operation, response: Response) -> Response:
    body = json.loads(response.body or b"null")
    if isinstance(body, dict):
        body = {key: [] if isinstance(value, list) else value for key, value in body.items()}
    return replace(response, body=encode([] if isinstance(body, list) else body).encode())


VALUES = (Defect("empties-lists", "Lists are answered empty.", on_success(_emptied), has_success_body),)

VALUES_OF_PROPERTIES: dict[str, Callable[[str], Defect]] = {"misreports": misreports, "omits": omits}
"""Kinds that name a property: written `kind.PROPERTY@operation`."""
