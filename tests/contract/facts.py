"""Everything that an API document states, as facts that do not depend on the version of OpenAPI.

The walk of the published documents shares nothing with the converter that it is compared with: it reads
Swagger 2.0 and OpenAPI 3.0 by itself and names each place as OpenAPI 3.1 would.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

Place = tuple[str, ...]
Fact = tuple[Place, str]
Json = Mapping[str, Any]

METHODS = ("get", "put", "post", "delete", "patch")


def facts_of(document: Json, second_file: Json | None = None) -> frozenset[Fact]:
    """The facts of a Swagger 2.0, OpenAPI 3.0 or OpenAPI 3.1 document and of the file that it refers to."""
    found = set(_document(document))
    if second_file is not None:
        found |= set(_components(second_file["components"]))
    return frozenset(found)


def _document(document: Json) -> Iterator[Fact]:
    swagger = "swagger" in document
    for key, value in document.items():
        if key == "paths":
            for path, item in value.items():
                for method in METHODS:
                    if method in item:
                        place = ("paths", path, method)
                        yield place, "present"
                        yield from (_swagger_operation if swagger else _operation)(place, item[method])
        elif key == "components":
            yield from _components(value)
        elif key == "definitions":
            yield from _components({"schemas": value})
        elif key == "servers" and not swagger:
            yield _leaf(("servers",), value)
        elif key not in ("swagger", "openapi", "servers", "host", "basePath"):
            yield _leaf((key,), value)
    if swagger:
        servers = [*document.get("servers", []), {"url": f"//{document['host']}{document['basePath']}"}]
        yield _leaf(("servers",), servers)


def _components(components: Json) -> Iterator[Fact]:
    walks = {"schemas": schema_facts, "responses": _response, "requestBodies": _content, "headers": _content}
    for section, definitions in components.items():
        for name, value in definitions.items():
            place = ("components", section, name)
            yield place, "present"
            yield from walks.get(section, _leaves)(place, value)


def _operation(place: Place, operation: Json) -> Iterator[Fact]:
    for key, value in operation.items():
        if key == "parameters":
            for parameter in value:
                name = f"{parameter['in']} {parameter['name']}"
                yield (*place, "parameters", name), "present"
                yield from _content((*place, "parameters", name), parameter)
        elif key == "requestBody":
            yield (*place, "requestBody"), "present"
            yield from _content((*place, "requestBody"), value)
        elif key == "responses":
            for status, response in value.items():
                yield (*place, "responses", status), "present"
                yield from _response((*place, "responses", status), response)
        else:
            yield _leaf((*place, key), value)


def _swagger_operation(place: Place, operation: Json) -> Iterator[Fact]:
    media_types = {key: operation.get(key, ["*/*"]) for key in ("consumes", "produces")}
    rest = {
        key: value for key, value in operation.items() if key not in (*media_types, "parameters", "responses")
    }
    parameters = []
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "body":
            body = {key: value for key, value in parameter.items() if key not in ("in", "name", "schema")}
            content = {media_type: {"schema": parameter["schema"]} for media_type in media_types["consumes"]}
            rest["requestBody"] = {**body, "x-name": parameter["name"], "content": content}
        else:
            own = ("in", "name", "description", "required")
            outside = {key: value for key, value in parameter.items() if key in own or key.startswith("x-")}
            schema = {key: value for key, value in parameter.items() if key not in outside}
            parameters.append({**outside, "schema": schema})
    responses = {}
    for status, response in operation["responses"].items():
        content = (
            {media_type: {"schema": response["schema"]} for media_type in media_types["produces"]}
            if ("schema" in response)
            else {}
        )
        for media_type, example in response.get("examples", {}).items():
            content.setdefault(media_type, {})["example"] = example
        responses[status] = {"description": response["description"], "content": content}
    yield from _operation(place, {**rest, "parameters": parameters, "responses": responses})


def _response(place: Place, response: Json) -> Iterator[Fact]:
    for key, value in response.items():
        if key in ("headers", "links"):
            for name, item in value.items():
                yield (*place, key, name), "present"
                yield from _content((*place, key, name), item)
        else:
            yield from _content(place, {key: value})


def _content(place: Place, value: Json) -> Iterator[Fact]:
    """A parameter, header, request body or the body of a response."""
    for key, item in value.items():
        if key == "schema":
            yield from schema_facts((*place, key), item)
        elif key == "content":
            for media_type, media in item.items():
                yield (*place, key, media_type), "present"
                yield from _content((*place, key, media_type), media)
        elif key == "$ref":
            yield (*place, key), _target(item)
        else:
            yield _leaf((*place, key), item)


def schema_facts(place: Place, schema: Json) -> Iterator[Fact]:
    """The facts of a schema; the parts of an `allOf` count as the schema itself."""
    for key, value in schema.items():
        if key == "properties":
            for name, item in value.items():
                yield (*place, key, name), "present"
                yield from schema_facts((*place, key, name), item)
        elif key in ("items", "additionalProperties") and isinstance(value, dict):
            yield from schema_facts((*place, key), value)
        elif key == "allOf":
            for part in value:
                yield from schema_facts(place, part)
        elif key in ("required", "enum", "type"):
            for item in value if isinstance(value, list) else [value]:
                yield (*place, key, json.dumps(item)), "present"
        elif key == "$ref":
            yield (*place, key), _target(value)
        elif key == "example":
            yield _leaf((*place, "examples"), [value])
        elif key == "nullable":
            if value:
                yield (*place, "type", '"null"'), "present"
        else:
            yield _leaf((*place, key), value)


def _leaves(place: Place, value: Json) -> Iterator[Fact]:
    yield _leaf(place, value)


def _leaf(place: Place, value: Any) -> Fact:
    return place, json.dumps(value, sort_keys=True)


def _target(reference: str) -> str:
    return reference.rsplit("/", 1)[1]
