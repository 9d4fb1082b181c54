"""Overlay actions change what they name, and an action that does not fit is refused in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.contract import SpecError
from conformance.contract.overlay import Action, apply_action, read_overlay


def _action(target: str, **change: Any) -> Action:
    return Action(1, target, "reason", "repair", "effect", **change)


def _applied(document: dict[str, Any], target: str, **change: Any) -> dict[str, Any]:
    apply_action(document, _action(target, **change), "t.overlay.yaml")
    return document


def test_update_merges_objects_and_keeps_the_rest() -> None:
    document = {"a": {"b": {"c": 1}, "d": 2}}
    assert _applied(document, "$.a", update={"b": {"e": 3}, "d": 4}) == {"a": {"b": {"c": 1, "e": 3}, "d": 4}}


def test_update_of_a_list_appends_an_item() -> None:
    assert _applied({"a": [1]}, "$.a", update=2) == {"a": [1, 2]}


def test_remove_takes_every_match_out_of_its_list() -> None:
    document = {"p": [{"n": "x"}, {"n": "y"}, {"n": "x"}]}
    assert _applied(document, "$.p[?@.n=='x']", remove=True) == {"p": [{"n": "y"}]}


def test_matches_do_not_share_the_added_value() -> None:
    document: dict[str, Any] = _applied({"a": {}, "b": {}}, "$.*", update={"v": {"w": 1}})
    document["a"]["v"]["w"] = 2
    assert document["b"] == {"v": {"w": 1}}


def test_touched_locations_are_returned() -> None:
    document: dict[str, Any] = {"paths": {"/x": {"get": {}}, "/y": {"get": {}}}}
    locations = apply_action(document, _action("$.paths.*.get", update={"a": 1}), "t")
    assert locations == (("paths", "/x", "get"), ("paths", "/y", "get"))


def test_a_touched_parameter_is_located_by_its_name() -> None:
    document: dict[str, Any] = {"parameters": [{"name": "a"}, {"name": "b", "schema": {}}]}
    locations = apply_action(document, _action("$.parameters[1].schema", update={"type": "string"}), "t")
    assert locations == (("parameters", "b", "schema"),)


@pytest.mark.parametrize(
    ("target", "change", "message"),
    [
        ("$.nothing", {"remove": True}, "target $.nothing matches nothing"),
        ("$.[", {"remove": True}, "not a JSONPath"),
        ("$", {"remove": True}, "root of a document cannot be removed"),
        ("$.text", {"remove": True}, "neither an object nor a list"),
        ("$.object", {"update": 1}, "can only be updated with an object"),
        ("$.object", {"update": {"a": 1}}, "already is what the action makes it"),
        ("$.object", {"update": {"l": [2]}}, "the list 'l' exists; remove it first"),
    ],
)
def test_an_action_that_does_not_fit_is_refused_in_one_line(target: str, change: Any, message: str) -> None:
    document = {"text": "a", "object": {"a": 1, "l": [1]}}
    with pytest.raises(SpecError) as caught:
        _applied(document, target, **change)
    line = str(caught.value)
    assert line.startswith("t.overlay.yaml: action 1 (repair): ")
    assert message in line
    assert "\n" not in line


_GOOD: dict[str, Any] = {
    "overlay": "1.0.0",
    "info": {"title": "T", "version": "1"},
    "x-repairs": {"r": "Title"},
    "actions": [
        {"target": "$", "description": "why", "x-repair": "r", "x-effect": "what", "update": {"a": 1}}
    ],
}


def _written(folder: Path, **change: Any) -> Path:
    path = folder / "t.overlay.yaml"
    path.write_text(yaml.safe_dump({**_GOOD, **change}))
    return path


def test_an_overlay_is_read_with_its_reasons(tmp_path: Path) -> None:
    overlay = read_overlay(_written(tmp_path))
    assert overlay.actions == (Action(1, "$", "why", "r", "what", update={"a": 1}),)
    assert overlay.repairs == {"r": "Title"}


def _with_action(**change: Any) -> dict[str, Any]:
    action = {**_GOOD["actions"][0], **change}
    return {"actions": [{key: value for key, value in action.items() if value is not None}]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"overlay": "2.0.0"}, "expected version 1.0.x, found '2.0.0'"),
        ({"actions": []}, "expected a list of at least one action"),
        ({"actions": ["a"]}, "action 1: expected an object, found str"),
        (_with_action(description=None), "action 1: description: expected a text, found None"),
        (_with_action(**{"x-repair": None}), "action 1: x-repair: expected a text, found None"),
        (_with_action(**{"x-effect": None}), "action 1: x-effect: expected a text, found None"),
        (_with_action(reason="r"), "action 1: unknown key 'reason'"),
        (_with_action(remove=True), "action 1: expected either `update` or `remove: true`"),
        (_with_action(update=None), "action 1: expected either `update` or `remove: true`"),
        ({"x-repairs": {}}, "action 1: x-repairs has no title for 'r'"),
        ({"x-repairs": {"r": "T", "s": "U"}}, "x-repairs: no action belongs to 's'"),
    ],
)
def test_a_malformed_overlay_is_refused_with_its_place(tmp_path: Path, change: Any, message: str) -> None:
    path = _written(tmp_path, **change)
    with pytest.raises(SpecError) as caught:
        read_overlay(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
