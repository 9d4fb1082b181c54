"""Validating bodies, parameters and responses against the contract."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import jsonschema_rs

from conformance.contract.load import load_contract
from conformance.contract.model import Operation, Parameter, Schema
from conformance.contract.pointer import join
from conformance.contract.tolerance import tolerant, with_integer_bounds

Mode = Literal["request", "response", "response-enums"]
# Characters of strings, and 20 for each other value; a page of a thousand users has less.
_LARGE = 2_000_000
_LONGEST_MESSAGE = 2_000


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which a value breaks its schema; `path` is a JSON pointer into the value."""

    path: str
    keyword: str
    message: str


def violations_of_body(operation: Operation, value: Any) -> list[Violation]:
    """What is wrong with a request body; [] for a body that the contract allows."""
    if operation.request_body is None:
        return [Violation("", "requestBody", f"{operation.id} takes no body")]
    validator = _compiled(operation.api, "request", operation.request_body.schema)
    return list(_violations(validator, value))


def violations_of_parameter(operation: Operation, parameter: Parameter, value: Any) -> list[Violation]:
    """What is wrong with a parameter's value, which has its JSON type already (5, not "5")."""
    return list(_violations(_compiled(operation.api, "request", parameter.schema), value))


def violations_of_response(
    operation: Operation, status: int | str, value: Any, media_type: str = "application/json"
) -> list[Violation]:
    """What is wrong with a response body; nulls for optional properties and new enum values are right.

    An undocumented status or media type is one violation, with the keyword "status" or "content".
    """
    schema = _response_schema(operation, status, media_type)
    if isinstance(schema, Violation):
        return [schema]
    return list(_violations(_compiled(operation.api, "response", schema), value))


def unknown_enum_values_of_response(
    operation: Operation, status: int | str, value: Any, media_type: str = "application/json"
) -> list[Violation]:
    """Values outside the documented enums: worth a note, never a failure."""
    schema = _response_schema(operation, status, media_type)
    if isinstance(schema, Violation):
        return []
    found = _violations(_compiled(operation.api, "response-enums", schema), value)
    return [violation for violation in found if violation.keyword in ("enum", "const")]


def _response_schema(operation: Operation, status: int | str, media_type: str) -> Schema | Violation:
    response = operation.responses.get(str(status))
    if response is None:
        documented = ", ".join(operation.responses)
        return Violation("", "status", f"{operation.id} documents no status {status} (only {documented})")
    media_type = media_type.partition(";")[0].strip().lower()
    if media_type not in response.content:
        documented = ", ".join(response.content) or "no body"
        return Violation("", "content", f"{operation.id} {status} documents {documented}, not {media_type}")
    return response.content[media_type]


def _violations(validator: jsonschema_rs.Draft202012Validator, value: Any) -> Iterator[Violation]:
    try:
        if validator.is_valid(value):
            return
        errors = list(validator.iter_errors(value)) if _is_small(value) else _first(validator, value)
    except UnicodeEncodeError:
        # Half of a surrogate pair, which the validator cannot take in.
        yield from _violations(
            validator, json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
        )
        return
    for error in errors:
        yield Violation(join(error.instance_path), error.kind.name, error.message[:_LONGEST_MESSAGE])


def _is_small(value: Any) -> bool:
    """Whether all errors can be listed without taking all memory: there may be one for each part."""
    seen, level = 0, [value]
    while level:
        seen += sum(len(part) if isinstance(part, str) else 20 for part in level)
        if seen > _LARGE:
            return False
        level = [
            part
            for whole in level
            if isinstance(whole, dict | list)
            for part in (whole.values() if isinstance(whole, dict) else whole)
        ]
    return True


def _first(validator: jsonschema_rs.Draft202012Validator, value: Any) -> list[jsonschema_rs.ValidationError]:
    try:
        validator.validate(value)
    except jsonschema_rs.ValidationError as error:
        return [error]
    return []


def _compiled(api: str, mode: Mode, schema: Schema) -> jsonschema_rs.Draft202012Validator:
    key = api, mode, id(schema)
    known = _COMPILED.get(key)
    if known is None:
        # The schema is kept beside its validator, so that nothing else can ever get its id.
        known = _COMPILED[key] = schema, _validator(api, mode, json.dumps(schema))
    return known[1]


_COMPILED: dict[tuple[str, Mode, int], tuple[Schema, jsonschema_rs.Draft202012Validator]] = {}


@cache
def _validator(api: str, mode: Mode, schema: str) -> jsonschema_rs.Draft202012Validator:
    """The compiled validator of a schema given as JSON text, which makes equal schemas share one."""
    root = {**_prepared(api, json.loads(schema), mode), "components": {"schemas": _components(api, mode)}}
    return jsonschema_rs.Draft202012Validator(root, validate_formats=True)


@cache
def _components(api: str, mode: Mode) -> dict[str, Schema]:
    schemas = load_contract().documents[api]["components"]["schemas"]
    return {name: _prepared(api, schema, mode) for name, schema in schemas.items()}


def _prepared(api: str, schema: Schema, mode: Mode) -> Schema:
    if mode == "request":
        bounded: Schema = with_integer_bounds(schema)
        return bounded
    nulls = load_contract().documents[api].get("x-response-nulls") == "optional-properties"
    result: Schema = tolerant(schema, nulls=nulls, enums=mode == "response-enums")
    return result
