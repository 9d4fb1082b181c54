"""Merging the second file that a document references into the document."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conformance.contract.errors import SpecError
from conformance.contract.yamlio import read_document


def bundle(document: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The document with the components of every referenced file copied in and all references local.

    Raises SpecError when two files define a component of one name or a file is missing.
    """
    result = copy.deepcopy(document)
    merged: set[str] = set()
    while files := {file for node in _references(result) if (file := _file_of(node))} - merged:
        for file in sorted(files):
            merged.add(file)
            _merge_components(result, read_document(folder / file), file)
    for node in _references(result):
        node["$ref"] = "#" + node["$ref"].partition("#")[2]
    return result


def _references(node: Any) -> Iterator[dict[str, Any]]:
    """Every object below `node` that has a textual `$ref`."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _file_of(node: dict[str, Any]) -> str:
    reference: str = node["$ref"]
    return reference.partition("#")[0]


def _merge_components(document: dict[str, Any], other: dict[str, Any], file: str) -> None:
    components = document.setdefault("components", {})
    for section, definitions in other.get("components", {}).items():
        if not definitions:
            continue
        target = components.setdefault(section, {})
        if clash := sorted(set(target) & set(definitions)):
            raise SpecError(
                f"{file}: components.{section}.{clash[0]}: the document has a component of that name"
            )
        target.update(copy.deepcopy(definitions))
