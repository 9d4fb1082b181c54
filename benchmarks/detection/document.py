"""The normalised document of an API with nothing but the operations that a tool is to test."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from conformance.contract import Operation, load_contract

METHODS = frozenset({"get", "put", "post", "delete", "patch", "head", "options", "trace"})


def document_of(operations: Iterable[Operation]) -> dict[str, Any]:
    """The document; what stands beside the operations of a path stays."""
    wanted: dict[str, set[str]] = {}
    apis = set()
    for operation in operations:
        wanted.setdefault(operation.path, set()).add(operation.method.lower())
        apis.add(operation.api)
    (api,) = apis
    document = load_contract().documents[api]
    paths = {
        path: {key: value for key, value in item.items() if key not in METHODS or key in wanted[path]}
        for path, item in document["paths"].items()
        if path in wanted
    }
    return {**document, "paths": paths}


def write_document(operations: Iterable[Operation], path: Path) -> None:
    """Write the document as JSON, which all tools read, and fastest."""
    path.write_text(json.dumps(document_of(operations)), encoding="utf-8")
