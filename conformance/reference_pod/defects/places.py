"""Defects of one place in the body of a success: written `kind.PLACE@operation`.

A place is the way to it through objects and lists, parts joined by slashes; 0 stands for every item of a
list: `mistypes.rooms/0/roomSystemInfo/id@searchRooms`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from conformance.contract import Contract, Operation
from conformance.contract.model import Schema
from conformance.contract.shape import places, types_of
from conformance.reference_pod.defects.model import Defect, on_success, with_body
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.schemas import response_schema, success_status
from conformance.reference_pod.wire import Endpoint, Response, encode

DEPTH = 5
"""How many steps deep places are looked for; some schemas contain themselves."""

_OTHER_TYPES: tuple[tuple[str, Any], ...] = (
    ("string", 7),
    ("integer", "seven"),
    ("number", "seven"),
    ("boolean", "yes"),
    ("object", ["an item"]),
    ("array", {"item": 1}),
)


def answer_places(contract: Contract, operation: Operation) -> Iterator[tuple[str, Schema]]:
    """Every place in the first documented success of the operation, with the schema that stands there."""
    schema = response_schema(operation, success_status(operation))
    for keys, part in places(contract, operation.api, schema, DEPTH) if schema else ():
        yield "/".join(str(key) for key in keys), part


def mistyped(contract: Contract, operation: Operation, place: str) -> Any:
    """A value of a type that the place does not have; None when its schema names no type."""
    schema = _schema_at(contract, operation, place)
    types = types_of(contract, operation.api, schema) if schema is not None else set()
    others = [value for kind, value in _OTHER_TYPES if kind in types]
    return others[0] if len(types) == 1 and others else None


def beyond(contract: Contract, operation: Operation, place: str) -> Any:
    """A value outside the length or format of the place; None when its schema has neither."""
    schema = _schema_at(contract, operation, place) or {}
    if "maxLength" in schema:
        return "x" * (int(schema["maxLength"]) + 1)
    if schema.get("minLength"):
        return ""
    if "pattern" in schema or schema.get("format") in ("date-time", "email"):
        return "!"
    return None


def unlisted(contract: Contract, operation: Operation, place: str) -> Any:
    """A value that the enum of the place does not have; None when it has no enum."""
    schema = _schema_at(contract, operation, place) or {}
    return "CONFORMANCE_NEW_VALUE" if "enum" in schema else None


def _schema_at(contract: Contract, operation: Operation, place: str) -> Schema | None:
    found = (schema for name, schema in answer_places(contract, operation) if name == place)
    return next((contract.resolve(operation.api, schema) for schema in found), None)


def _answering(
    kind: str, summary: str, value: Callable[[Contract, Operation, str], Any]
) -> Callable[[str], Defect]:
    """A kind of defects that answer this value at a place, whatever would stand there."""

    def of_place(place: str) -> Defect:
        keys = place.split("/")

        def wrap(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
            wrong = value(pod.contract, operation, place)

            def altered(_pod: Pod, _operation: Operation, response: Response) -> Response:
                if not response.body:
                    return response
                body = _changed(json.loads(response.body), keys, lambda _: wrong)
                return with_body(response, encode(body).encode())

            return on_success(altered)(pod, operation, endpoint)

        def applies(pod: Pod, operation: Operation) -> bool:
            return value(pod.contract, operation, place) is not None

        return Defect(f"{kind}.{place}", summary.format(place=place), wrap, applies)

    return of_place


def _changed(body: Any, keys: list[str], change: Callable[[Any], Any]) -> Any:
    """The body with the value at every such place changed; what is missing on the way there is made."""
    if not keys:
        return change(body)
    first, rest = keys[0], keys[1:]
    if first == "0":
        items = body if isinstance(body, list) else []
        return [_changed(item, rest, change) for item in items or [None]]
    inside = body if isinstance(body, dict) else {}
    return {**inside, first: _changed(inside.get(first), rest, change)}


def lacks(place: str) -> Defect:
    """The property at this place, which the schema requires, is left out of what is around it."""
    *way, name = place.split("/")

    def without(around: Any) -> dict[str, Any]:
        return {key: value for key, value in around.items() if key != name} if around else {}

    def altered(_pod: Pod, _operation: Operation, response: Response) -> Response:
        if not response.body:
            return response
        return with_body(response, encode(_changed(json.loads(response.body), way, without)).encode())

    def applies(pod: Pod, operation: Operation) -> bool:
        return place in {found for found, _ in answer_places(pod.contract, operation)}

    summary = f"The property {place} of a success is left out."
    return Defect(f"lacks.{place}", summary, on_success(altered), applies)


OF_PLACES: dict[str, Callable[[str], Defect]] = {
    "mistypes": _answering("mistypes", "A success has a value of another type at {place}.", mistyped),
    "oversteps": _answering("oversteps", "A success breaks the length or format of {place}.", beyond),
    "widens-enum": _answering("widens-enum", "A success has an unknown value at {place}.", unlisted),
    "lacks": lacks,
}
"""Kinds that name a place in the answer."""
