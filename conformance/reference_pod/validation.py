"""Reading requests: parameters and bodies become the values that the contract describes, or a 400."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.contract import Contract, Operation, Parameter
from conformance.contract.validation import Violation, violations_of_body, violations_of_parameter
from conformance.reference_pod.call import Refusal, bad_request
from conformance.reference_pod.wire import JSON, Request

_INTEGER = re.compile(r"-?[0-9]{1,19}")
_INT64 = 2**63
_BOOLEANS = {"true": True, "false": False}
_ANNOTATIONS = {"type", "description", "examples", "example", "default", "title", "deprecated"}

NULL_IS_A_VALUE = frozenset({"patchUserAppEntitlements"})
"""Operations for whose bodies a null is not the same as an absent property."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a request asks for, in the types of the contract."""

    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any


@dataclass(frozen=True, slots=True)
class _Reader:
    """How one parameter is read: its JSON type, its default, and whether its schema says more."""

    parameter: Parameter
    kind: str
    items: str
    default: Any
    constrained: bool


class RequestReader:
    """Reads the requests to one operation."""

    def __init__(self, contract: Contract, operation: Operation) -> None:
        self._operation = operation
        readers = [_reader(contract, operation, parameter) for parameter in operation.parameters]
        self._path = [reader for reader in readers if reader.parameter.location == "path"]
        self._query = [reader for reader in readers if reader.parameter.location == "query"]
        self._headers = [reader for reader in readers if reader.parameter.location == "header"]

    def read(self, request: Request) -> Arguments:
        """The request's arguments; raises Refusal (400) when it breaks the contract."""
        path = {r.parameter.name: self._value(r, [request.path[r.parameter.name]]) for r in self._path}
        query = {}
        for reader in self._query:
            texts = request.query.get(reader.parameter.name)
            value = self._absent(reader) if texts is None else self._value(reader, texts)
            if value is not None:
                query[reader.parameter.name] = value
        for reader in self._headers:
            text = request.headers.get(reader.parameter.name.lower())
            if text is None:
                self._absent(reader)
            else:
                self._value(reader, [text])
        return Arguments(path, query, self._body(request))

    def _absent(self, reader: _Reader) -> Any:
        if reader.parameter.required:
            location, name = reader.parameter.location, reader.parameter.name
            raise _missing(self._operation, name, f"{location} parameter")
        return reader.default

    def _value(self, reader: _Reader, sent: list[str]) -> Any:
        parameter = reader.parameter
        try:
            if reader.kind == "array":
                value: Any = [_typed(part, reader.items) for text in sent for part in text.split(",")]
            else:
                value = _typed(sent[0], reader.kind)
        except ValueError:
            raise bad_request(f"{parameter.name}: {sent[0]!r} is not of type {reader.kind}") from None
        if reader.constrained:
            for violation in violations_of_parameter(self._operation, parameter, value):
                raise _refusal(self._operation, violation, parameter.name, value)
        return value

    def _body(self, request: Request) -> Any:
        expected = self._operation.request_body
        if expected is None:
            return None
        if request.oversized:
            raise bad_request("The request body is too large")
        if not request.body.strip():
            if expected.required:
                raise bad_request("A request body is required")
            return None
        media_type = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
        if media_type != JSON:
            raise bad_request(f"The request body must be {JSON}, not {media_type or 'of no media type'}")
        value = _parsed(request.body)
        if self._operation.id not in NULL_IS_A_VALUE:
            value = without_nulls(value)
        for violation in violations_of_body(self._operation, value):
            raise _refusal(self._operation, violation, "body", value)
        return value


def without_nulls(value: Any) -> Any:
    """The value without the object members that are null: they count as absent."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def _reader(contract: Contract, operation: Operation, parameter: Parameter) -> _Reader:
    schema = contract.resolve(operation.api, parameter.schema)
    items = contract.resolve(operation.api, schema.get("items", {}))
    constrained = bool(set(schema) - _ANNOTATIONS)
    return _Reader(parameter, _kind(schema), _kind(items), schema.get("default"), constrained)


def _kind(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type", "string")
    if isinstance(kind, list):
        kind = next((name for name in kind if name != "null"), "string")
    return str(kind)


def _typed(text: str, kind: str) -> Any:
    if kind == "integer":
        if not _INTEGER.fullmatch(text):
            raise ValueError(text)
        return _int64(text)
    if kind == "number":
        return _finite(text)
    if kind == "boolean":
        try:
            return _BOOLEANS[text.lower()]
        except KeyError:
            raise ValueError(text) from None
    return text


def _int64(text: str) -> int:
    number = int(text)
    if not -_INT64 <= number < _INT64:
        raise ValueError(f"{text[:24]} is not a 64-bit integer")
    return number


def _finite(text: str) -> float | int:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:24]} is not a finite number")
    # JSON Schema takes 1.0 for an integer, so handlers get one
    return _int64(str(int(number))) if number.is_integer() else number


def _parsed(body: bytes) -> Any:
    try:
        text = body.decode()
        value = json.loads(text, parse_int=_int64, parse_float=_finite, parse_constant=_constant)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise bad_request("The request body is nested too deeply") from None
    except UnicodeError:
        raise bad_request("The request body is not valid Unicode text") from None
    except ValueError as error:
        raise bad_request(f"The request body is not valid JSON: {error}") from None
    return value


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _missing(operation: Operation, name: str, what: str) -> Refusal:
    code = "MISSING_REQUIRED_FIELD" if operation.api == "community-connect" else None
    return bad_request(f"The {what} {name} is required", code, fieldName=name)


def _refusal(operation: Operation, violation: Violation, name: str, value: Any) -> Refusal:
    message = f"{name}{violation.path}: {violation.message}"
    if operation.api != "community-connect":
        return bad_request(message)
    if violation.keyword == "required":
        field = re.search(r'"([^"]+)"', violation.message)
        return bad_request(message, "MISSING_REQUIRED_FIELD", fieldName=field[1] if field else name)
    if violation.keyword == "format" and "email" in f"{name}{violation.path}":
        return bad_request(message, "INVALID_USER_EMAIL")
    return bad_request(message)
