"""Requests are held to the schema; responses too, but for what real targets are known to send."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract import Contract
from conformance.contract.tolerance import tolerant, with_integer_bounds
from conformance.contract.validation import (
    Violation,
    unknown_enum_values_of_response,
    violations_of_body,
    violations_of_parameter,
    violations_of_response,
)

_GROUP = {"type": "SDL", "ownerType": "TENANT", "ownerId": 100, "name": "Test"}


def _found(violations: list[Violation]) -> list[tuple[str, str]]:
    return [(violation.path, violation.keyword) for violation in violations]


@pytest.mark.parametrize(
    ("operation", "body", "expected"),
    [
        ("createRoom", {"name": "a"}, []),
        ("createRoom", [], [("", "type")]),
        ("createRoom", {"name": None}, [("/name", "type")]),
        ("createRoom", {"keywords": [{"key": "a"}]}, [("/keywords/0", "required")]),
        ("setOwnPresence", {"category": "NEW"}, [("/category", "enum")]),
        ("createIM", [], [("", "minItems")]),
        ("createIM", [1], []),
        ("createIMForUsers", [1], [("", "minItems")]),
        ("createIM", [2**63], [("/0", "maximum")]),
        ("insertGroup", _GROUP, []),
        ("insertGroup", {**_GROUP, "profile": []}, [("/profile", "type")]),
        ("insertGroup", {**_GROUP, "name": ""}, [("/name", "minLength")]),
        ("createUser", {"companyName": "C", "users": [{"email": "a"}]}, None),
    ],
)
def test_body(contract: Contract, operation: str, body: Any, expected: list[tuple[str, str]] | None) -> None:
    found = _found(violations_of_body(contract.operations[operation], body))
    if expected is None:
        assert set(found) == {("/users/0", "required"), ("/users/0/email", "format")}
    else:
        assert found == expected


def test_a_body_for_an_operation_without_one_is_a_violation(contract: Contract) -> None:
    found = violations_of_body(contract.operations["getRoom"], {})
    assert found == [Violation("", "requestBody", "getRoom takes no body")]


@pytest.mark.parametrize(
    ("operation", "name", "value", "keywords"),
    [
        ("searchRooms", "limit", 100, []),
        ("searchRooms", "limit", 101, ["maximum"]),
        ("searchRooms", "limit", 0, ["minimum"]),
        ("searchRooms", "limit", "5", ["type"]),
        ("listUserAccounts", "skip", -1, ["minimum"]),
        ("listConnections", "status", "NEW", ["enum"]),
        ("listStreamAttachments", "sortDir", "UP", ["enum"]),
        ("getUserAccount", "uid", 2**63, ["maximum"]),
        ("getGroup", "X-Symphony-Host", "", []),
    ],
)
def test_parameter(contract: Contract, operation: str, name: str, value: Any, keywords: list[str]) -> None:
    found = contract.operations[operation]
    parameter = next(parameter for parameter in found.parameters if parameter.name == name)
    assert [violation.keyword for violation in violations_of_parameter(found, parameter, value)] == keywords


@pytest.mark.parametrize(
    ("operation", "status", "value", "expected"),
    [
        ("getSessionInfo", 200, {"id": 1, "firstName": None, "roles": None, "unheardOf": 1}, []),
        ("getSessionInfo", 200, {"id": "1"}, [("/id", "type")]),
        ("listMessageReceipts", 200, {"onBehalfOfUser": {"id": None, "name": None}, "pagination": None}, []),
        ("listFollowers", 200, {"pagination": {"cursors": None}}, [("/pagination/cursors", "type")]),
        ("listFollowers", 200, {"pagination": {"cursors": {"before": "1", "after": None}}}, []),
        ("listFollowers", 200, {"followers": [None]}, [("/followers/0", "type")]),
        ("getOwnPresence", 200, {"category": "HOLIDAY"}, []),
        ("getOwnPresence", 200, {"category": 5}, [("/category", "type")]),
        ("lookUpUsers", 200, {"errors": [{"error": "invalid.format", "id": 654321}]}, []),
        ("listAllowedFileExtensions", 200, {"data": [], "paging": {"cursors": {"before": "a"}}}, []),
        ("listAllowedFileExtensions", 200, {"pagination": None}, [("", "required")]),
        ("getGroup", 200, {**_GROUP, "eTag": None, "profile": {"displayName": None}}, []),
        ("getGroup", 200, {**_GROUP, "name": None}, [("/name", "type")]),
        ("createUser", 201, {"success": [{"firstName": "a", "lastName": "b", "username": "c"}]}, []),
        ("createUser", 201, {"errors": [{"firstName": "a"}]}, [("/errors/0", "required")]),
        ("getRoom", 200, [], [("", "type")]),
        ("getRoom", 418, {}, [("", "status")]),
        ("lookUpUser", 204, {}, [("", "content")]),
    ],
)
def test_response(contract: Contract, operation: str, status: int, value: Any, expected: Any) -> None:
    assert _found(violations_of_response(contract.operations[operation], status, value)) == expected


def test_media_type_may_carry_parameters(contract: Contract) -> None:
    found = violations_of_response(
        contract.operations["getRoom"], "200", {}, "Application/JSON; charset=utf-8"
    )
    assert found == []


def test_an_undocumented_media_type_is_named(contract: Contract) -> None:
    found = violations_of_response(contract.operations["getRoom"], 200, "", "text/html")
    assert found == [Violation("", "content", "getRoom 200 documents application/json, not text/html")]


def test_unknown_enum_values_are_reported_apart(contract: Contract) -> None:
    body = {"accountType": "ROBOT", "id": "1"}
    found = unknown_enum_values_of_response(contract.operations["getSessionInfo"], 200, body)
    assert _found(found) == [("/accountType", "enum")]


def test_without_the_tolerance_nulls_are_wrong() -> None:
    schema = {"properties": {"a": {"type": "string"}}}
    assert tolerant(schema, nulls=False) == schema


def test_tolerance_reaches_every_depth() -> None:
    schema = {"allOf": [{"properties": {"a": {"items": {"properties": {"b": {"enum": [1]}}}}}}]}
    inner = {"if": {"not": {"type": "null"}}, "then": {}}
    outer = {"if": {"not": {"type": "null"}}, "then": {"items": {"properties": {"b": inner}}}}
    assert tolerant(schema) == {"allOf": [{"properties": {"a": outer}}]}


def test_integer_formats_bound_their_values_and_keep_narrower_bounds() -> None:
    schema = {"items": {"type": "integer", "format": "int32", "minimum": 1}}
    assert with_integer_bounds(schema)["items"] == {**schema["items"], "maximum": 2**31 - 1}
