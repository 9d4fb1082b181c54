"""Swagger 2.0 as OpenAPI 3.1."""

from __future__ import annotations

from typing import Any

from conformance.contract.convert_schema import convert_schema
from conformance.contract.parse import METHODS

_ANY = "*/*"
_PARAMETER_KEYS = ("name", "in", "description", "required", "allowEmptyValue", "deprecated")
_FORM = ("application/x-www-form-urlencoded", "multipart/form-data")
_STYLES = {"csv": False, "multi": True}

Json = dict[str, Any]


def convert_swagger(document: Json) -> Json:
    """The document without its version key; what 3.1 has no place for is moved to where it belongs now."""
    result: Json = {"info": document["info"], "servers": _servers(document)}
    for key in ("tags", "externalDocs", "security"):
        if key in document:
            result[key] = document[key]
    result |= {key: value for key, value in document.items() if key.startswith("x-")}
    result["paths"] = {
        path: {key: _operation(document, item, value) for key, value in item.items() if key in METHODS}
        for path, item in document["paths"].items()
    }
    components: Json = {
        "schemas": {name: convert_schema(value) for name, value in document.get("definitions", {}).items()}
    }
    if "securityDefinitions" in document:
        components["securitySchemes"] = {
            name: _security_scheme(value) for name, value in document["securityDefinitions"].items()
        }
    result["components"] = components
    return result


def _servers(document: Json) -> list[Json]:
    # `servers` is no Swagger 2.0 key; it is carried along so that an overlay has to decide about it
    servers: list[Json] = list(document.get("servers", []))
    base = document.get("basePath", "")
    host = document.get("host")
    if host or base:
        schemes = document.get("schemes") or [""]
        prefixes = [f"{scheme + ':' if scheme else ''}//{host}" if host else "" for scheme in schemes]
        servers.extend({"url": prefix + base} for prefix in prefixes)
    return servers


def _operation(document: Json, item: Json, operation: Json) -> Json:
    consumes = operation.get("consumes", document.get("consumes")) or [_ANY]
    produces = operation.get("produces", document.get("produces")) or [_ANY]
    parameters = [
        _shared(document, "parameters", value)
        for value in (*item.get("parameters", ()), *operation.get("parameters", ()))
    ]
    result: Json = {}
    for key, value in operation.items():
        if key == "parameters":
            plain = [value for value in parameters if value["in"] not in ("body", "formData")]
            if plain:
                result["parameters"] = [_parameter(value) for value in plain]
            result |= _request_body(parameters, consumes)
        elif key == "responses":
            result[key] = {
                status: _response(_shared(document, "responses", response), produces)
                for status, response in value.items()
            }
        elif key not in ("consumes", "produces", "schemes"):
            result[key] = value
    return result


def _shared(document: Json, section: str, value: Json) -> Json:
    reference = value.get("$ref", "")
    if reference.startswith(f"#/{section}/"):
        shared: Json = document[section][reference.rsplit("/", 1)[1]]
        return shared
    return value


def _parameter(parameter: Json) -> Json:
    result = {key: parameter[key] for key in _PARAMETER_KEYS if key in parameter}
    result |= {key: value for key, value in parameter.items() if key.startswith("x-")}
    collection = parameter.get("collectionFormat", "csv") if parameter.get("type") == "array" else None
    if collection in _STYLES and parameter["in"] == "query":
        result |= {"style": "form", "explode": _STYLES[collection]}
    result["schema"] = _parameter_schema(parameter)
    return result


def _parameter_schema(parameter: Json) -> Json:
    ignored = {*_PARAMETER_KEYS, "collectionFormat"}
    schema = {
        key: value for key, value in parameter.items() if key not in ignored and not key.startswith("x-")
    }
    converted: Json = convert_schema(schema)
    return converted


def _request_body(parameters: list[Json], consumes: list[str]) -> Json:
    for parameter in parameters:
        if parameter["in"] == "body":
            body = {key: value for key, value in parameter.items() if key not in ("name", "in", "schema")}
            # the name of a body parameter is not sent, yet generated clients show it
            body["x-name"] = parameter["name"]
            schema = convert_schema(parameter.get("schema", {}))
            return {
                "requestBody": {
                    **body,
                    "content": {media_type: {"schema": schema} for media_type in consumes},
                }
            }
    fields = [parameter for parameter in parameters if parameter["in"] == "formData"]
    if not fields:
        return {}
    schema = {
        "type": "object",
        "properties": {field["name"]: _form_field(field) for field in fields},
        "required": [field["name"] for field in fields if field.get("required")],
    }
    if not schema["required"]:
        del schema["required"]
    media_types = [media_type for media_type in consumes if media_type in _FORM] or [_FORM[0]]
    return {"requestBody": {"content": {media_type: {"schema": schema} for media_type in media_types}}}


def _form_field(field: Json) -> Json:
    schema = _parameter_schema(field)
    if schema.get("type") == "file":
        schema = {**schema, "type": "string", "format": "binary"}
    return {**schema, **({"description": field["description"]} if "description" in field else {})}


def _response(response: Json, produces: list[str]) -> Json:
    result = {key: value for key, value in response.items() if key not in ("schema", "examples", "headers")}
    if "headers" in response:
        result["headers"] = {
            name: {
                **{key: header[key] for key in ("description",) if key in header},
                "schema": _parameter_schema(header),
            }
            for name, header in response["headers"].items()
        }
    examples = response.get("examples", {})
    if "schema" in response or examples:
        content: Json = {}
        for media_type in dict.fromkeys((*produces, *examples)):
            entry: Json = {"schema": convert_schema(response["schema"])} if "schema" in response else {}
            if media_type in examples:
                entry["example"] = examples[media_type]
            content[media_type] = entry
        result["content"] = content
    return result


def _security_scheme(scheme: Json) -> Json:
    if scheme.get("type") == "basic":
        return {
            **{key: value for key, value in scheme.items() if key != "type"},
            "type": "http",
            "scheme": "basic",
        }
    if scheme.get("type") != "oauth2":
        return scheme
    names = {"accessCode": "authorizationCode", "application": "clientCredentials"}
    flow = {key: scheme[key] for key in ("authorizationUrl", "tokenUrl", "scopes") if key in scheme}
    kept = {key: value for key, value in scheme.items() if key not in (*flow, "flow")}
    return {**kept, "flows": {names.get(scheme["flow"], scheme["flow"]): flow}}
