"""Parts of requests that the documents let a target ignore: `specs/ignored.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conformance.contract.errors import SpecError
from conformance.contract.model import Contract, Operation
from conformance.contract.shape import places
from conformance.contract.yamlio import read_document

_QUOTED = re.compile(r'"([^"]+)"')
_DEPTH = 4


def read_ignored(path: Path, contract: Contract) -> dict[str, dict[str, str]]:
    """Operation to the parts of its requests that a target may ignore, each with the reason.

    Raises SpecError for a part that the operation does not have, for words in double quotes that its
    document does not have (any more), and for a row of another form.
    """
    rows = read_document(path).get("ignored")
    if not isinstance(rows, list):
        raise SpecError(f"{path}: ignored: expected a list")
    texts = {api: "\n".join(_texts(document)) for api, document in contract.documents.items()}
    found: dict[str, dict[str, str]] = {}
    for number, row in enumerate(rows, 1):
        if not _is_row(row):
            raise SpecError(f"{path}: row {number}: expected places (operation to a list of parts) and why")
        why = " ".join(row["why"].split())
        for name, parts in row["places"].items():
            operation = contract.operations.get(name)
            if operation is None:
                raise SpecError(f"{path}: row {number}: there is no operation {name!r}")
            missing = [words for words in _QUOTED.findall(why) if words not in texts[operation.api]]
            if missing:
                raise SpecError(f"{path}: row {number}: {operation.api} does not say {missing[0]!r}")
            unknown = set(parts) - set(_parts_of(contract, operation))
            if unknown:
                raise SpecError(f"{path}: row {number}: {name} takes no {sorted(unknown)[0]!r}")
            found.setdefault(name, {}).update(dict.fromkeys(parts, why))
    return found


def why_ignored(operation: Operation, part: str) -> str | None:
    """Why a target may ignore a part of the request, or what it is in; None when it may not.

    `part` is `query/NAME` or `body/PLACE`, where any number stands for the items of a list.
    """
    keys = ["0" if key.isdigit() else key for key in part.split("/")]
    ways = ("/".join(keys[:length]) for length in range(2, len(keys) + 1))
    return next((operation.ignored[way] for way in ways if way in operation.ignored), None)


def _is_row(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and set(row) == {"places", "why"}
        and isinstance(row["why"], str)
        and isinstance(row["places"], dict)
        and all(isinstance(parts, list) for parts in row["places"].values())
    )


def _parts_of(contract: Contract, operation: Operation) -> Iterator[str]:
    yield from (f"query/{row.name}" for row in operation.parameters if row.location == "query")
    if operation.request_body is not None:
        for keys, _ in places(contract, operation.api, operation.request_body.schema, _DEPTH):
            yield "/".join(["body", *map(str, keys)])


def _texts(value: Any) -> Iterable[str]:
    """All texts of a document, each on one line."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
