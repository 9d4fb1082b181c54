"""Reading and writing YAML documents the way JSON tools see them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from conformance.contract.errors import SpecError


class _JsonLoader(yaml.CSafeLoader):
    """YAML 1.2 JSON types only: YAML 1.1 would turn dates and `on` into values that JSON does not have."""


def _construct_mapping(loader: _JsonLoader, node: yaml.MappingNode) -> Iterator[dict[str, Any]]:
    # an unquoted status is a number in YAML and a text in JSON
    mapping: dict[str, Any] = {}
    yield mapping
    for key, value in loader.construct_mapping(node).items():
        mapping[key if isinstance(key, str) else json.dumps(key)] = value
    if len(mapping) < len(node.value):
        # the last one would win, and what the first one says would be lost unnoticed
        names = [name.value for name, _ in node.value]
        twice = next((name for name in names if names.count(name) > 1), names[0])
        raise yaml.constructor.ConstructorError(
            None, None, f"the key {twice!r} stands twice in one object", node.start_mark
        )


class _PlainDumper(yaml.CSafeDumper):
    """Writes no anchors, so that the file reads the same in every tool."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_JsonLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
_JsonLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))(?:[eE][-+]?[0-9]+)?$",
        "-+.0123456789",
    ),
):
    _JsonLoader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


def read_document(path: Path) -> dict[str, Any]:
    """Read a YAML or JSON file whose root is an object; raises SpecError naming the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SpecError(f"{path}: cannot be read: {error}") from None
    try:
        value = json.loads(text) if path.suffix == ".json" else yaml.load(text, _JsonLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise SpecError(f"{path}: not valid YAML or JSON: {' '.join(str(error).split())}") from None
    if not isinstance(value, dict):
        raise SpecError(f"{path}: the root must be an object, not {type(value).__name__}")
    return value


def to_yaml(document: dict[str, Any]) -> str:
    """Write a document as YAML in its own order."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110)
