"""Schemas as they bind a response: nulls for what may be absent, and no closed lists.

Real targets send null for a value they do not have, and their change policy allows new
enum values and new properties, so neither may fail a response.
"""

from __future__ import annotations

from typing import Any

_MAPS = ("properties", "patternProperties", "$defs")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLES = ("items", "not")


def tolerant(schema: Any, *, nulls: bool = True, enums: bool = False) -> Any:
    """The schema for a response: `nulls` lets every property that is not required be null.

    With `enums` the closed lists stay, so that values outside them can be reported as advice.
    """
    if not isinstance(schema, dict):
        return schema
    required = schema.get("required", ())
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _MAPS:
            result[key] = {
                name: _property(
                    tolerant(item, nulls=nulls, enums=enums),
                    null=nulls and key == "properties" and name not in required,
                )
                for name, item in value.items()
            }
        elif key in _LISTS:
            result[key] = [tolerant(item, nulls=nulls, enums=enums) for item in value]
        elif key in _SINGLES or (key == "additionalProperties" and isinstance(value, dict)):
            result[key] = tolerant(value, nulls=nulls, enums=enums)
        elif key in ("enum", "const"):
            if enums:
                result[key] = value
        elif key != "additionalProperties":
            result[key] = value
    return result


def _property(schema: Any, *, null: bool) -> Any:
    if not null or not isinstance(schema, dict):
        return schema
    # `if` keeps the messages of the schema itself; `anyOf` would hide them behind one general sentence
    return {"if": {"not": {"type": "null"}}, "then": schema}


_INTEGER_BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


def with_integer_bounds(schema: Any) -> Any:
    """The schema with the bounds that `format: int32` and `int64` stand for; validators ignore them."""
    if isinstance(schema, list):
        return [with_integer_bounds(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {key: with_integer_bounds(value) for key, value in schema.items()}
    bounds = _INTEGER_BOUNDS.get(str(schema.get("format")))
    if bounds is not None and schema.get("type") == "integer":
        result.setdefault("minimum", bounds[0])
        result.setdefault("maximum", bounds[1])
    return result
