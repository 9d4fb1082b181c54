"""Reading the contract's schemas where something is made from them: defects and variants of responses."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from conformance.contract import Contract, Operation
from conformance.contract.model import Schema
from conformance.reference_pod.wire import JSON


def success_status(operation: Operation) -> int:
    """The first documented 2xx."""
    return min(int(status) for status in operation.responses if status.startswith("2"))


def response_schema(operation: Operation, status: int) -> Schema:
    """The schema of a documented JSON response; an empty one when there is none."""
    response = operation.responses.get(str(status))
    return response.content.get(JSON, {}) if response is not None else {}


def properties(contract: Contract, api: str, schema: Schema) -> dict[str, Schema]:
    """The properties that an object schema documents, those of its `allOf` parts included."""
    schema = contract.resolve(api, schema)
    found: dict[str, Schema] = dict(schema.get("properties", {}))
    for part in schema.get("allOf", ()):
        found |= properties(contract, api, part)
    return found


def required(contract: Contract, api: str, schema: Schema) -> tuple[str, ...]:
    """The properties that an object schema requires, those of its `allOf` parts included."""
    schema = contract.resolve(api, schema)
    names = tuple(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        names += required(contract, api, part)
    return names


def items(contract: Contract, api: str, schema: Schema) -> Schema | None:
    """The schema of an array's items; None when the schema is not an array's."""
    found: Schema | None = contract.resolve(api, schema).get("items")
    return found


def with_nulls(contract: Contract, api: str, schema: Schema, value: Any) -> Any:
    """The value with null for every documented optional property that is absent, at every depth."""
    if isinstance(value, list):
        inner = items(contract, api, schema) or {}
        return [with_nulls(contract, api, inner, item) for item in value]
    if not isinstance(value, dict):
        return value
    documented = properties(contract, api, schema)
    demanded = required(contract, api, schema)
    filled = {name: with_nulls(contract, api, documented.get(name, {}), item) for name, item in value.items()}
    absent = [name for name in documented if name not in filled and name not in demanded]
    return {**filled, **dict.fromkeys(absent)}


def leaving_out(
    contract: Contract,
    api: str,
    schema: Schema,
    value: Any,
    unwanted: Callable[[Any], bool],
    names: Collection[str] = (),
) -> Any:
    """The value without optional properties of these names or of which `unwanted` holds, at every depth."""
    if isinstance(value, list):
        inner = items(contract, api, schema) or {}
        return [leaving_out(contract, api, inner, item, unwanted, names) for item in value]
    if not isinstance(value, dict):
        return value
    documented = properties(contract, api, schema)
    demanded = required(contract, api, schema)
    return {
        name: leaving_out(contract, api, documented.get(name, {}), item, unwanted, names)
        for name, item in value.items()
        if name in demanded or not (name in names or unwanted(item))
    }
