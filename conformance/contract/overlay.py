"""OpenAPI Overlay 1.0: repairs as data, each with its reason."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonpath_rfc9535 as jsonpath

from conformance.contract.errors import SpecError
from conformance.contract.yamlio import read_document

Location = tuple[int | str, ...]
"""The keys and indexes that lead from the root of a document to a node."""

_KEYS = {"target", "description", "update", "remove", "x-repair", "x-effect"}


@dataclass(frozen=True, slots=True)
class Action:
    """One action of an overlay: where, what, and why (`reason`, `repair`, `effect`)."""

    number: int
    target: str
    reason: str
    repair: str
    effect: str
    update: Any = None
    remove: bool = False


@dataclass(frozen=True, slots=True)
class Overlay:
    """The actions of one overlay document, in order, and the title of each repair by id."""

    source: str
    title: str
    repairs: Mapping[str, str]
    actions: tuple[Action, ...]


def read_overlay(path: Path) -> Overlay:
    """Read an overlay document; raises SpecError with one line for anything that is not Overlay 1.0."""
    document = read_document(path)
    if not str(document.get("overlay", "")).startswith("1.0."):
        raise SpecError(f"{path}: overlay: expected version 1.0.x, found {document.get('overlay')!r}")
    actions = document.get("actions")
    if not isinstance(actions, list) or not actions:
        raise SpecError(f"{path}: actions: expected a list of at least one action")
    title = document.get("info", {}).get("title", path.name)
    read = tuple(_action(path, number, item) for number, item in enumerate(actions, 1))
    repairs = document.get("x-repairs", {})
    for action in read:
        if not isinstance(repairs.get(action.repair), str):
            raise SpecError(f"{path}: action {action.number}: x-repairs has no title for {action.repair!r}")
    if unused := sorted(set(repairs) - {action.repair for action in read}):
        raise SpecError(f"{path}: x-repairs: no action belongs to {unused[0]!r}; remove the title")
    return Overlay(path.name, title, repairs, read)


def _action(path: Path, number: int, item: Any) -> Action:
    place = f"{path}: action {number}"
    if not isinstance(item, dict):
        raise SpecError(f"{place}: expected an object, found {type(item).__name__}")
    if unknown := sorted(set(item) - _KEYS):
        raise SpecError(f"{place}: unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}")
    for key in ("target", "description", "x-repair", "x-effect"):
        if not isinstance(item.get(key), str) or not item[key].strip():
            raise SpecError(f"{place}: {key}: expected a text, found {item.get(key)!r}")
    remove = item.get("remove", False)
    if not isinstance(remove, bool) or remove == ("update" in item):
        raise SpecError(f"{place}: expected either `update` or `remove: true`")
    return Action(
        number,
        item["target"],
        item["description"],
        item["x-repair"],
        item["x-effect"],
        item.get("update"),
        remove,
    )


def apply_overlay(document: dict[str, Any], overlay: Overlay) -> list[tuple[Location, ...]]:
    """Apply all actions in place; returns the locations that each of them touched.

    Raises SpecError for an action whose target matches nothing or that changes nothing.
    """
    return [apply_action(document, action, overlay.source) for action in overlay.actions]


def apply_action(document: dict[str, Any], action: Action, source: str) -> tuple[Location, ...]:
    """Apply one action in place and return the location of every node it touched.

    A parameter is located by its name: its index changes when another one is removed.
    """
    place = f"{source}: action {action.number} ({action.repair})"
    try:
        nodes = list(jsonpath.find(action.target, document))
    except jsonpath.JSONPathError as error:
        raise SpecError(f"{place}: target {action.target}: not a JSONPath: {error}") from None
    if not nodes:
        raise SpecError(f"{place}: target {action.target} matches nothing; correct or remove the action")
    locations = tuple(_with_parameter_names(document, node.location) for node in nodes)
    # from the back, so that removing a list item does not move the ones still to be removed
    for node in reversed(nodes):
        if not isinstance(node.value, dict | list):
            raise SpecError(f"{place}: {node.path()} is neither an object nor a list, as Overlay 1.0 demands")
        if action.remove:
            _remove(document, node.location, place)
        else:
            _update(node.value, action.update, f"{place}: {node.path()}")
    return locations


def _with_parameter_names(document: Any, location: Location) -> Location:
    named: list[int | str] = []
    value = document
    for step in location:
        value = value[step]
        is_parameter = isinstance(step, int) and named[-1:] == ["parameters"] and "name" in value
        named.append(value["name"] if is_parameter else step)
    return tuple(named)


def _remove(document: Any, location: Location, place: str) -> None:
    if not location:
        raise SpecError(f"{place}: the root of a document cannot be removed")
    parent = document
    for step in location[:-1]:
        parent = parent[step]
    del parent[location[-1]]


def _update(target: dict[str, Any] | list[Any], update: Any, place: str) -> None:
    if isinstance(target, list):
        target.append(copy.deepcopy(update))
    elif not isinstance(update, dict):
        raise SpecError(f"{place} is an object and can only be updated with an object")
    elif not _merge(target, update, place):
        raise SpecError(f"{place} already is what the action makes it; remove the action")


def _merge(target: dict[str, Any], update: dict[str, Any], place: str) -> bool:
    """Merge recursively in place; false when nothing changed."""
    changed = False
    for key, value in update.items():
        current = target.get(key)
        if isinstance(current, dict) and isinstance(value, dict):
            changed = _merge(current, value, place) or changed
        elif isinstance(current, list) and isinstance(value, list):
            # Overlay 1.0 leaves open whether lists are joined or replaced, and tools differ
            raise SpecError(f"{place}: the list {key!r} exists; remove it first, then add the new one")
        elif key not in target or current != value:
            target[key] = copy.deepcopy(value)
            changed = True
    return changed
