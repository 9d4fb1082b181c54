"""Schema Objects of Swagger 2.0 and OpenAPI 3.0 as JSON Schema 2020-12, meaning unchanged."""

from __future__ import annotations

from typing import Any

_SCHEMA_MAPS = ("properties", "patternProperties", "definitions")
_SCHEMA_LISTS = ("allOf", "anyOf", "oneOf")
_SCHEMAS = ("items", "additionalProperties", "not")


def convert_schema(schema: Any) -> Any:
    """One schema in 3.1 form; keywords that are misused stay as they are, for an overlay to mend."""
    if not isinstance(schema, dict):
        return schema
    result: dict[str, Any] = {}
    for key, value in schema.items():
        if key in _SCHEMA_MAPS and isinstance(value, dict):
            result[key] = {name: convert_schema(item) for name, item in value.items()}
        elif key in _SCHEMA_LISTS and isinstance(value, list):
            result[key] = [convert_schema(item) for item in value]
        elif key in _SCHEMAS:
            result[key] = convert_schema(value)
        elif key == "$ref" and isinstance(value, str):
            result[key] = value.replace("#/definitions/", "#/components/schemas/")
        elif key == "example":
            result["examples"] = [value]
        elif key == "discriminator" and isinstance(value, str):
            result[key] = {"propertyName": value}
        elif key not in ("nullable", "x-nullable"):
            result[key] = value
    _exclusive(result, "exclusiveMinimum", "minimum")
    _exclusive(result, "exclusiveMaximum", "maximum")
    # beside a $ref `nullable` has never had a meaning: it needs a `type` in the same schema
    if (schema.get("nullable") is True or schema.get("x-nullable") is True) and isinstance(
        result.get("type"), str
    ):
        result["type"] = [result["type"], "null"]
        if "enum" in result and None not in result["enum"]:
            result["enum"] = [*result["enum"], None]
    return result


def _exclusive(schema: dict[str, Any], flag: str, bound: str) -> None:
    if schema.get(flag) is True and bound in schema:
        schema[flag] = schema.pop(bound)
    elif schema.get(flag) is False:
        del schema[flag]
