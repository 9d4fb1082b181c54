"""Swagger 2.0 and OpenAPI 3.0 become OpenAPI 3.1 and mean the same."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract import SpecError
from conformance.contract.convert import to_openapi_31
from conformance.contract.convert_schema import convert_schema


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "x-nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "string", "nullable": True, "enum": ["A"]},
            {"type": ["string", "null"], "enum": ["A", None]},
        ),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 9, "exclusiveMaximum": False}, {"maximum": 9}),
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        ({"$ref": "#/definitions/A"}, {"$ref": "#/components/schemas/A"}),
        ({"discriminator": "kind"}, {"discriminator": {"propertyName": "kind"}}),
        (
            {"properties": {"example": {"type": "string", "example": "a"}}},
            {"properties": {"example": {"type": "string", "examples": ["a"]}}},
        ),
        (
            {"allOf": [{"type": "string", "nullable": True}], "items": {"example": 1}},
            {"allOf": [{"type": ["string", "null"]}], "items": {"examples": [1]}},
        ),
    ],
)
def test_schema_keywords_find_their_31_form(schema: Any, expected: Any) -> None:
    assert convert_schema(schema) == expected


@pytest.mark.parametrize(
    "schema", [{"required": True}, {"type": "object", "default": "KEEP"}, {"$ref": "#/x", "type": "object"}]
)
def test_conversion_repairs_no_misused_keyword(schema: Any) -> None:
    assert convert_schema(schema) == schema


def _swagger(**operation: Any) -> dict[str, Any]:
    operation.setdefault("responses", {"200": {"description": "OK"}})
    document = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "host": "h",
        "basePath": "/b",
        "paths": {"/x": {"post": operation}},
    }
    converted: dict[str, Any] = to_openapi_31(document, "t.yml")["paths"]["/x"]["post"]
    return converted


def test_body_parameter_becomes_the_request_body() -> None:
    body = {"in": "body", "name": "payload", "required": True, "schema": {"$ref": "#/definitions/A"}}
    operation = _swagger(parameters=[body], consumes=["application/json"])
    assert operation["requestBody"] == {
        "required": True,
        "x-name": "payload",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}},
    }
    assert "parameters" not in operation


def test_form_parameters_become_one_object() -> None:
    fields = [
        {"in": "formData", "name": "a", "type": "string", "required": True},
        {"in": "formData", "name": "b", "type": "file", "description": "B"},
    ]
    body = _swagger(parameters=fields, consumes=["multipart/form-data"])["requestBody"]
    assert body["content"]["multipart/form-data"]["schema"] == {
        "type": "object",
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "string", "format": "binary", "description": "B"},
        },
        "required": ["a"],
    }


@pytest.mark.parametrize(("collection", "explode"), [("csv", False), ("multi", True)])
def test_list_parameter_keeps_its_way_of_writing(collection: str, explode: bool) -> None:
    parameter = {"in": "query", "name": "a", "type": "array", "items": {"type": "string"}}
    found = _swagger(parameters=[{**parameter, "collectionFormat": collection}])["parameters"][0]
    assert (found["style"], found["explode"], found["schema"]["type"]) == ("form", explode, "array")


def test_response_examples_stay_with_their_media_type() -> None:
    response = {"description": "OK", "schema": {"type": "string"}, "examples": {"application/json": "a"}}
    found = _swagger(produces=["application/json"], responses={"200": response})["responses"]["200"]
    assert found == {
        "description": "OK",
        "content": {"application/json": {"schema": {"type": "string"}, "example": "a"}},
    }


def test_host_and_servers_are_both_carried_along_for_an_overlay_to_decide() -> None:
    document = {
        "swagger": "2.0",
        "info": {},
        "servers": [{"url": "/"}],
        "host": "h",
        "basePath": "/b",
        "schemes": ["https"],
        "paths": {},
    }
    assert to_openapi_31(document, "t.yml")["servers"] == [{"url": "/"}, {"url": "https://h/b"}]


def test_openapi_30_converts_schemas_wherever_they_stand() -> None:
    schema = {"type": "string", "nullable": True}
    expected = {"type": ["string", "null"]}
    content = {"content": {"application/json": {"schema": schema}}}
    document = {
        "openapi": "3.0.1",
        "info": {},
        "paths": {
            "/x": {
                "parameters": [{"in": "query", "name": "p", "schema": schema}],
                "post": {
                    "parameters": [{"in": "query", "name": "q", "schema": schema}],
                    "requestBody": content,
                    "responses": {
                        "200": {"description": "OK", **content, "headers": {"H": {"schema": schema}}}
                    },
                },
            }
        },
        "components": {
            "schemas": {"A": schema},
            "requestBodies": {"B": content},
            "responses": {"C": content},
        },
    }
    found = to_openapi_31(document, "t.yml")
    item, components = found["paths"]["/x"], found["components"]
    places = {
        "path parameter": item["parameters"][0]["schema"],
        "parameter": item["post"]["parameters"][0]["schema"],
        "body": item["post"]["requestBody"]["content"]["application/json"]["schema"],
        "response": item["post"]["responses"]["200"]["content"]["application/json"]["schema"],
        "header": item["post"]["responses"]["200"]["headers"]["H"]["schema"],
        "schemas": components["schemas"]["A"],
        "requestBodies": components["requestBodies"]["B"]["content"]["application/json"]["schema"],
        "responses": components["responses"]["C"]["content"]["application/json"]["schema"],
    }
    assert [place for place, value in places.items() if value != expected] == []


@pytest.mark.parametrize("document", [{}, {"openapi": "4.0.0"}, {"swagger": "1.2"}])
def test_another_kind_of_document_is_refused_with_its_name(document: dict[str, Any]) -> None:
    with pytest.raises(SpecError, match=r"^t\.yml: neither Swagger 2\.0 nor OpenAPI 3\.0 or 3\.1"):
        to_openapi_31(document, "t.yml")
