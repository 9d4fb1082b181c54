"""What changed from one schema to another, and whether that breaks a client.

The direction decides. A request breaks when the new schema refuses what the old one took; a response
breaks when the new schema promises less than the old one did. A new enum value in a response counts as
breaking: one such value (an account type) has stopped published clients.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from conformance.contract.pointer import escape, resolve

Direction = Literal["request", "response"]
Json = Mapping[str, Any]

_LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_RESTRICTIONS = ("pattern", "format", "multipleOf", "uniqueItems", "const", "not", "anyOf", "oneOf")
_NUMBERS = frozenset({"number", "integer"})


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two documents; `old` and `new` are None for what is not there."""

    place: str
    kind: Literal["added", "removed", "changed"]
    subject: str
    old: Any
    new: Any
    breaking: bool

    def as_dict(self) -> dict[str, Any]:
        """The change as a JSON object."""
        return asdict(self)

    def __str__(self) -> str:
        values = {
            "added": f" {_shown(self.new)}",
            "removed": f" {_shown(self.old)}",
            "changed": f" from {_shown(self.old)} to {_shown(self.new)}",
        }
        mark = "BREAKS " if self.breaking else "       "
        return f"{mark}{self.place}: {self.subject} {self.kind}{values[self.kind]}".rstrip()


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def change(place: str, subject: str, old: Any, new: Any, *, breaking: bool) -> Change:
    """The change from `old` to `new`, of which at most one is None."""
    kind: Literal["added", "removed", "changed"] = "changed"
    if old is None:
        kind = "added"
    elif new is None:
        kind = "removed"
    return Change(place, kind, subject, old, new, breaking)


class SchemaDiff:
    """Compares schemas of two documents; a definition that both share is compared once per direction."""

    def __init__(self, old: Json, new: Json) -> None:
        self._old = old
        self._new = new
        self._seen: set[tuple[str, Direction]] = set()

    def changes(self, place: str, direction: Direction, old: Any, new: Any) -> Iterator[Change]:
        """The differences of two schemas that stand at the same place."""
        old, new = _object(old), _object(new)
        name = old.get("$ref")
        if isinstance(name, str) and name == new.get("$ref"):
            yield from self._definition(name, direction)
            old, new = _siblings(old), _siblings(new)
        else:
            old, new = effective(self._old, old), effective(self._new, new)
        yield from self._keywords(place, direction, old, new)

    def _definition(self, name: str, direction: Direction) -> Iterator[Change]:
        if (name, direction) not in self._seen:
            self._seen.add((name, direction))
            place = f"definition {name.rsplit('/', 1)[1]} ({direction})"
            schemas = (effective(document, {"$ref": name}) for document in (self._old, self._new))
            yield from self._keywords(place, direction, *schemas)

    def _keywords(self, place: str, direction: Direction, old: Json, new: Json) -> Iterator[Change]:
        yield from _types(place, direction, old, new)
        yield from _enums(place, direction, old, new)
        yield from _bounds(place, direction, old, new)
        yield from _restrictions(place, direction, old, new)
        yield from self._properties(place, direction, old, new)
        if "items" in old and "items" in new:
            yield from self.changes(f"{place} items", direction, old["items"], new["items"])
        values = (old.get("additionalProperties"), new.get("additionalProperties"))
        if isinstance(values[0], dict) and isinstance(values[1], dict):
            yield from self.changes(f"{place} values", direction, *values)

    def _properties(self, place: str, direction: Direction, old: Json, new: Json) -> Iterator[Change]:
        request = direction == "request"
        before, after = old.get("properties", {}), new.get("properties", {})
        required = (set(_required_names(old)), set(_required_names(new)))
        for name in before:
            if name not in after:
                yield change(place, "property", name, None, breaking=True)
            else:
                yield from self.changes(f"{place} /{escape(name)}", direction, before[name], after[name])
        for name in after:
            if name not in before:
                yield change(place, "property", None, name, breaking=request and name in required[1])
        for name in sorted(required[1] - required[0]):
            if name in before:
                yield change(place, "required", None, name, breaking=request)
        for name in sorted(required[0] - required[1]):
            if name in after:
                yield change(place, "required", name, None, breaking=not request)


def effective(document: Json, schema: Json, seen: tuple[str, ...] = ()) -> dict[str, Any]:
    """The schema with its references followed and its `allOf` merged in; what it says itself wins."""
    result: dict[str, Any] = {}
    reference = schema.get("$ref")
    parts = [resolve(document, reference)] if isinstance(reference, str) and reference not in seen else []
    seen = (*seen, reference) if isinstance(reference, str) else seen
    own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    for part in (
        *[effective(document, _object(part), seen) for part in (*parts, *schema.get("allOf", ()))],
        own,
    ):
        properties = {**result.get("properties", {}), **part.get("properties", {})}
        required = [*_required_names(result), *_required_names(part)]
        result |= part
        if properties:
            result["properties"] = properties
        if required:
            result["required"] = required
    return result


def _required_names(schema: Json) -> list[str]:
    # a published document has `required: true` in a schema, where a list of names belongs
    names = schema.get("required", [])
    return names if isinstance(names, list) else []


def _siblings(schema: Json) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "$ref"}


def _object(schema: Any) -> dict[str, Any]:
    return schema if isinstance(schema, dict) else {}


def _type_set(schema: Json) -> frozenset[str] | None:
    """The types that a schema allows, None for any; integer is part of number."""
    value = schema.get("type")
    if value is None:
        return None
    types = frozenset([value] if isinstance(value, str) else value)
    return types | _NUMBERS if "number" in types else types


def _types(place: str, direction: Direction, old: Json, new: Json) -> Iterator[Change]:
    before, after = _type_set(old), _type_set(new)
    if before == after:
        return
    narrowed = after is not None and (before is None or not before <= after)
    widened = before is not None and (after is None or not after <= before)
    breaking = narrowed if direction == "request" else widened
    yield change(place, "type", old.get("type"), new.get("type"), breaking=breaking)


def _enums(place: str, direction: Direction, old: Json, new: Json) -> Iterator[Change]:
    request = direction == "request"
    before, after = old.get("enum"), new.get("enum")
    if before == after:
        return
    if before is None or after is None:
        yield change(place, "enum", before, after, breaking=(before is None) == request)
        return
    for value in before:
        if value not in after:
            yield change(place, "enum value", value, None, breaking=request)
    for value in after:
        if value not in before:
            yield change(place, "enum value", None, value, breaking=not request)


def _bounds(place: str, direction: Direction, old: Json, new: Json) -> Iterator[Change]:
    for names, sign in ((_LOWER_BOUNDS, 1), (_UPPER_BOUNDS, -1)):
        for name in names:
            before, after = old.get(name), new.get(name)
            if before != after:
                tightened = before is None or (after is not None and (after - before) * sign > 0)
                yield change(place, name, before, after, breaking=tightened == (direction == "request"))


def _restrictions(place: str, direction: Direction, old: Json, new: Json) -> Iterator[Change]:
    for name in _RESTRICTIONS:
        before, after = old.get(name), new.get(name)
        if before != after:
            gone = before is None if direction == "response" else after is None
            yield change(place, name, before, after, breaking=not gone)
    if old.get("default") != new.get("default"):
        yield change(place, "default", old.get("default"), new.get("default"), breaking=False)
