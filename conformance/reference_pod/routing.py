"""Finding the operation for a path and a method, in time that does not grow with the number of operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from conformance.contract import Operation

Methods = dict[str, tuple[Operation, tuple[str, ...]]]
"""The operations at one path by method, each with the names of its path parameters."""


@dataclass(slots=True)
class _Node:
    literals: dict[str, _Node] = field(default_factory=dict)
    parameter: _Node | None = None
    methods: Methods = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """An operation with the path parameters of the request; no operation when the method is unknown."""

    operation: Operation | None
    path: Mapping[str, str]
    allowed: tuple[str, ...]


class Routes:
    """A tree of path segments below the base paths of the APIs; fixed segments win over parameters."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._root = _Node()
        self._fixed: dict[str, _Node] = {}
        for operation in operations:
            node = self._root
            names = []
            for segment in f"{operation.api}{operation.path}".split("/"):
                if segment.startswith("{"):
                    names.append(segment[1:-1])
                    node.parameter = node = node.parameter or _Node()
                else:
                    node = node.literals.setdefault(segment, _Node())
            node.methods[operation.method] = (operation, tuple(names))
            if not names:
                self._fixed[f"/{operation.api}{operation.path}"] = node

    def find(self, method: str, raw_path: str) -> Found | None:
        """The operation at a percent-encoded path; None when no operation has such a path."""
        values: list[str] = []
        node = self._fixed.get(raw_path) or _walk(self._root, raw_path[1:].split("/"), 0, values)
        if node is None:
            return None
        found = node.methods.get(method)
        if found is None:
            return Found(None, {}, tuple(sorted(node.methods)))
        operation, names = found
        # decoded after splitting: an id may hold an encoded slash
        return Found(operation, {name: unquote(value) for name, value in zip(names, values, strict=True)}, ())


def _walk(node: _Node, segments: list[str], depth: int, values: list[str]) -> _Node | None:
    if depth == len(segments):
        return node if node.methods else None
    segment = segments[depth]
    literal = node.literals.get(segment)
    if literal is not None:
        found = _walk(literal, segments, depth + 1, values)
        if found is not None:
            return found
    if node.parameter is None or not segment:
        return None
    values.append(segment)
    found = _walk(node.parameter, segments, depth + 1, values)
    if found is None:
        values.pop()
    return found
