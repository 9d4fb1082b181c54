"""Reading schemas as shapes: which properties an object has, which type a value should be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.contract.model import Contract, Schema


def properties_of(contract: Contract, api: str, schema: Schema) -> dict[str, Schema]:
    """The properties of an object schema and its `allOf` parts; {} when it describes no object."""
    resolved = contract.resolve(api, schema)
    found: dict[str, Schema] = {}
    for part in resolved.get("allOf", ()):
        found |= properties_of(contract, api, part)
    return found | dict(resolved.get("properties", {}))


def required_of(contract: Contract, api: str, schema: Schema) -> set[str]:
    """The names that an object schema and its `allOf` parts require."""
    resolved = contract.resolve(api, schema)
    found = set(resolved.get("required", ()))
    for part in resolved.get("allOf", ()):
        found |= required_of(contract, api, part)
    return found


def types_of(contract: Contract, api: str, schema: Schema) -> set[str]:
    """The JSON types that a schema names; empty when it names none."""
    resolved = contract.resolve(api, schema)
    declared = resolved.get("type", [])
    found = {declared} if isinstance(declared, str) else set(declared)
    for part in resolved.get("allOf", ()):
        found |= types_of(contract, api, part)
    return found


def known_part(contract: Contract, api: str, schema: Schema, value: Any) -> Any:
    """The value without the properties that its schema does not name, at every depth."""
    if isinstance(value, dict):
        properties = properties_of(contract, api, schema)
        if not properties:
            return value
        return {
            name: known_part(contract, api, properties[name], item)
            for name, item in value.items()
            if name in properties
        }
    if isinstance(value, list):
        items = contract.resolve(api, schema).get("items")
        return [known_part(contract, api, items, item) for item in value] if items else value
    return value


def places(
    contract: Contract, api: str, schema: Schema, depth: int = 3
) -> Iterator[tuple[tuple[str | int, ...], Schema]]:
    """Every place inside a body, down to some depth, with its schema; index 0 stands for an array's items."""
    if depth == 0:
        return
    inner: dict[str | int, Schema] = {}
    inner.update(properties_of(contract, api, schema))
    items = contract.resolve(api, schema).get("items")
    if items:
        inner[0] = items
    for key, part in inner.items():
        yield (key,), part
        for rest, deeper in places(contract, api, part, depth - 1):
            yield (key, *rest), deeper
