"""What changed between two documents, and what of it breaks a client: the direction decides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.cli_specs import diff
from conformance.contract.diff import diff_documents


def _document(schema: Any = None, *, request: bool = True, **operation: Any) -> dict[str, Any]:
    """A document with one operation, whose body or answer has the schema."""
    content = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
    base: dict[str, Any] = {"responses": {"200": {"description": "OK", **({} if request else content)}}}
    if request:
        base["requestBody"] = content
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"post": {**base, **operation}}},
        "components": {"schemas": {"A": {"type": "object"} if schema is None else schema}},
    }


def _changes(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    paths = [folder / "old.yaml", folder / "new.json"]
    paths[0].write_text(yaml.safe_dump(old))
    paths[1].write_text(json.dumps(new))
    return [str(change).strip() for change in diff_documents(*paths)]


def _object(required: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


_TEXT = {"type": "string"}
_SCHEMA_CHANGES: list[tuple[str, Any, Any, str, bool, bool]] = [
    # what, old, new, line after the place, breaks as request, breaks as response
    ("property removed", _object(a=_TEXT), _object(), ": property removed a", True, True),
    ("property added", _object(), _object(a=_TEXT), ": property added a", False, False),
    ("required property added", _object(), _object(("a",), a=_TEXT), ": property added a", True, False),
    ("became required", _object(a=_TEXT), _object(("a",), a=_TEXT), ": required added a", True, False),
    ("became optional", _object(("a",), a=_TEXT), _object(a=_TEXT), ": required removed a", False, True),
    (
        "type widened",
        _object(a={"type": "integer"}),
        _object(a={"type": "number"}),
        " /a: type changed from integer to number",
        False,
        True,
    ),
    (
        "null allowed",
        _object(a=_TEXT),
        _object(a={"type": ["string", "null"]}),
        ' /a: type changed from string to ["string", "null"]',
        False,
        True,
    ),
    (
        "type replaced",
        {"type": "object"},
        {"type": "array"},
        ": type changed from object to array",
        True,
        True,
    ),
    ("enum value added", {"enum": ["A"]}, {"enum": ["A", "B"]}, ": enum value added B", False, True),
    ("enum value removed", {"enum": ["A", "B"]}, {"enum": ["A"]}, ": enum value removed B", True, False),
    ("enum added", {}, {"enum": ["A"]}, ': enum added ["A"]', True, False),
    ("enum removed", {"enum": ["A"]}, {}, ': enum removed ["A"]', False, True),
    ("maximum lowered", {"maximum": 9}, {"maximum": 5}, ": maximum changed from 9 to 5", True, False),
    ("maximum removed", {"maxLength": 9}, {}, ": maxLength removed 9", False, True),
    ("minimum lowered", {"minimum": 9}, {"minimum": 5}, ": minimum changed from 9 to 5", False, True),
    ("pattern added", {}, {"pattern": "a"}, ": pattern added a", True, False),
    ("format changed", {"format": "a"}, {"format": "b"}, ": format changed from a to b", True, True),
    ("default changed", {"default": 1}, {"default": 2}, ": default changed from 1 to 2", False, False),
    ("items changed", {"items": _TEXT}, {"items": {}}, " items: type removed string", False, True),
]


@pytest.mark.parametrize("direction", ["request", "response"])
@pytest.mark.parametrize("row", _SCHEMA_CHANGES, ids=lambda row: row[0])
def test_schema_change(tmp_path: Path, row: tuple[str, Any, Any, str, bool, bool], direction: str) -> None:
    _, old, new, line, breaks_request, breaks_response = row
    request = direction == "request"
    mark = "BREAKS " if (breaks_request if request else breaks_response) else ""
    found = _changes(tmp_path, _document(old, request=request), _document(new, request=request))
    assert found == [f"{mark}definition A ({direction}){line}"]


_LIMIT = {"in": "query", "name": "limit", "schema": {"type": "integer"}}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"parameters": [_LIMIT]}, {}, "BREAKS POST /x: parameter removed query limit"),
        ({}, {"parameters": [_LIMIT]}, "POST /x: parameter added query limit"),
        ({}, {"parameters": [{**_LIMIT, "required": True}]}, "BREAKS POST /x: parameter added query limit"),
        (
            {"parameters": [_LIMIT]},
            {"parameters": [{**_LIMIT, "required": True}]},
            "BREAKS POST /x: query limit: required changed from false to true",
        ),
        (
            {"parameters": [_LIMIT]},
            {"parameters": [{**_LIMIT, "schema": {"type": "integer", "maximum": 5}}]},
            "BREAKS POST /x: query limit: maximum added 5",
        ),
        ({"operationId": "a"}, {"operationId": "b"}, "POST /x: operationId changed from a to b"),
        ({}, {"security": [{"token": []}]}, 'BREAKS POST /x: security changed from [] to ["token"]'),
        (
            {"security": [{"token": []}]},
            {"security": [{"token": []}, {"bearer": []}]},
            'POST /x: security changed from ["token"] to ["bearer", "token"]',
        ),
    ],
)
def test_operation_change(tmp_path: Path, old: dict[str, Any], new: dict[str, Any], expected: str) -> None:
    assert _changes(tmp_path, _document(**old), _document(**new)) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (["200", "404"], ["200"], "POST /x: status removed 404"),
        (["200", "202"], ["200"], "BREAKS POST /x: status removed 202"),
        (["200"], ["200", "429"], "POST /x: status added 429"),
    ],
)
def test_status_change(tmp_path: Path, old: list[str], new: list[str], expected: str) -> None:
    documents = [
        _document(responses={status: {"description": status} for status in side}) for side in (old, new)
    ]
    assert _changes(tmp_path, *documents) == [expected]


def test_removed_operation_breaks_and_added_one_does_not(tmp_path: Path) -> None:
    old, new = _document(), _document()
    new["paths"] = {"/y": new["paths"]["/x"]}
    assert _changes(tmp_path, old, new) == [
        "BREAKS POST /x: operation removed POST /x",
        "POST /y: operation added POST /y",
    ]


def test_keywords_beside_a_reference_are_compared(tmp_path: Path) -> None:
    old, new = _document(), _document()
    new["paths"]["/x"]["post"]["requestBody"]["content"]["application/json"]["schema"]["minItems"] = 2
    assert _changes(tmp_path, old, new) == ["BREAKS POST /x: request body: minItems added 2"]


def test_a_schema_that_contains_itself_is_compared_once(tmp_path: Path) -> None:
    old = _document(_object(a={"$ref": "#/components/schemas/A"}, b=_TEXT))
    new = _document(_object(a={"$ref": "#/components/schemas/A"}))
    assert _changes(tmp_path, old, new) == ["BREAKS definition A (request): property removed b"]


def test_the_spelling_of_another_version_of_openapi_is_no_change(tmp_path: Path, specs: Path) -> None:
    published = specs / "published" / "community-connect.yml"
    normalised = {str(change) for change in diff_documents(published, specs / "community-connect.yaml")}
    assert all("security" in line or "ChannelCoUser" in line for line in normalised), normalised


@pytest.mark.parametrize("name", ["pod.yml", "profile-manager.yml", "community-connect.yml"])
def test_a_document_does_not_differ_from_itself(
    specs: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = specs / "published" / name
    assert diff(path, path, False) == 0
    assert capsys.readouterr().out == "no changes\n"


def test_an_unquoted_status_is_the_same_status(tmp_path: Path) -> None:
    old = tmp_path / "old.yaml"
    old.write_text("openapi: 3.0.0\npaths: {/x: {get: {responses: {200: {description: OK}}}}}\n")
    new = tmp_path / "new.yaml"
    new.write_text("openapi: 3.0.0\npaths: {/x: {get: {responses: {'200': {description: OK}}}}}\n")
    assert diff_documents(old, new) == []


@pytest.mark.parametrize("paths", ["[]", "{/x: []}", "{/x: {get: {}}}", "{/x: {get: {responses: {200: 5}}}}"])
def test_a_misshapen_document_is_one_line_and_status_5(
    tmp_path: Path, paths: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(f"openapi: 3.0.0\npaths: {paths}\n")
    assert diff(path, path, False) == 5
    output = capsys.readouterr().out
    assert output.startswith(f"{path}: not shaped like an OpenAPI document: ")
    assert output.count("\n") == 1


def test_json_output_and_status_1_for_a_breaking_change(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _changes(tmp_path, _document(_object(a=_TEXT)), _document(_object()))
    status = diff(tmp_path / "old.yaml", tmp_path / "new.json", True)
    assert status == 1
    assert json.loads(capsys.readouterr().out) == {
        "breaking": 1,
        "changes": [
            {
                "place": "definition A (request)",
                "kind": "removed",
                "subject": "property",
                "old": "a",
                "new": None,
                "breaking": True,
            }
        ],
    }


def test_harmless_changes_end_with_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _changes(tmp_path, _document(_object()), _document(_object(a=_TEXT)))
    assert diff(tmp_path / "old.yaml", tmp_path / "new.json", False) == 0
    assert capsys.readouterr().out.endswith("1 changes, 0 of them break clients\n")
