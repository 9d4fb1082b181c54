"""Swagger 2.0 and OpenAPI 3.0 documents as OpenAPI 3.1: the same statements in the newer spelling.

Nothing is repaired here; what is wrong in a document stays wrong until an overlay says otherwise.
"""

from __future__ import annotations

from typing import Any

from conformance.contract.convert_schema import convert_schema
from conformance.contract.convert_swagger import convert_swagger
from conformance.contract.errors import SpecError
from conformance.contract.parse import METHODS

OPENAPI = "3.1.0"


def to_openapi_31(document: dict[str, Any], source: str) -> dict[str, Any]:
    """The document in OpenAPI 3.1; raises SpecError for any other kind of document."""
    if document.get("swagger") == "2.0":
        return {"openapi": OPENAPI, **convert_swagger(document)}
    version = str(document.get("openapi", ""))
    if version.startswith("3.0."):
        return _convert_30(document)
    if version.startswith("3.1."):
        return document
    raise SpecError(
        f"{source}: neither Swagger 2.0 nor OpenAPI 3.0 or 3.1 (`swagger` or `openapi` says {version!r})"
    )


def _convert_30(document: dict[str, Any]) -> dict[str, Any]:
    result = {**document, "openapi": OPENAPI, "paths": {}}
    for path, item in document.get("paths", {}).items():
        result["paths"][path] = {
            key: _operation(value) if key in METHODS else value for key, value in item.items()
        }
        if "parameters" in item:
            result["paths"][path]["parameters"] = [_with_schema(value) for value in item["parameters"]]
    components = dict(document.get("components", {}))
    converters = {
        "schemas": convert_schema,
        "parameters": _with_schema,
        "headers": _with_schema,
        "requestBodies": _with_content,
        "responses": _response,
    }
    for section, converter in converters.items():
        if section in components:
            components[section] = {name: converter(value) for name, value in components[section].items()}
    if components:
        result["components"] = components
    return result


def _operation(operation: dict[str, Any]) -> dict[str, Any]:
    result = dict(operation)
    if "parameters" in operation:
        result["parameters"] = [_with_schema(value) for value in operation["parameters"]]
    if "requestBody" in operation:
        result["requestBody"] = _with_content(operation["requestBody"])
    result["responses"] = {status: _response(value) for status, value in operation["responses"].items()}
    return result


def _with_schema(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "schema": convert_schema(value["schema"])} if "schema" in value else value


def _with_content(value: dict[str, Any]) -> dict[str, Any]:
    if "content" not in value:
        return value
    return {
        **value,
        "content": {media_type: _with_schema(item) for media_type, item in value["content"].items()},
    }


def _response(value: dict[str, Any]) -> dict[str, Any]:
    result = _with_content(value)
    if "headers" in value:
        result = {
            **result,
            "headers": {name: _with_schema(header) for name, header in value["headers"].items()},
        }
    return result
