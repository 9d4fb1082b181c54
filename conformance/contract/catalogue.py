"""The catalogue of requirements: what the documents state in words, with the place where they say it."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conformance.contract import pointer
from conformance.contract.errors import SpecError
from conformance.contract.load import specs_root
from conformance.contract.requirements import Level
from conformance.contract.yamlio import read_document

LEVELS = ("must", "should", "advice")
KEYS = {"id", "operation", "level", "words", "at", "means", "checks", "untestable"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One testable statement: the document's words, what they mean as a test, and which checks judge it.

    `at` is `<published file>#<JSON pointer>`; None for advice that stands in no published document, where
    `words` say what is known. `untestable` says why no check judges it; one of the two is empty.
    """

    id: str
    operation: str
    level: Level
    words: str
    at: str | None
    means: str
    checks: tuple[str, ...]
    untestable: str | None


@cache
def load_catalogue() -> Mapping[str, Statement]:
    """The statements by id, from the parsed form that `specs build` writes."""
    path = specs_root() / "parsed" / "requirements.json"
    try:
        rows = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise SpecError(f"{path}: cannot be read ({error}); run `symphony-conformance specs build`") from None
    return {row["id"]: Statement(**{**row, "checks": tuple(row["checks"])}) for row in rows}


def read_catalogue(folder: Path, operations: Container[str]) -> list[dict[str, Any]]:
    """The rows of all `*.yaml` files of a folder, checked; raises SpecError with file, row and trouble."""
    rows: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = read_document(path).get("requirements")
        if not isinstance(content, list):
            raise SpecError(f"{path}: requirements: expected a list")
        for number, row in enumerate(content, 1):
            checked = _row(path, number, row, operations)
            if checked["id"] in seen:
                raise SpecError(f"{path}: {checked['id']}: stands in {seen[checked['id']]} as well")
            seen[checked["id"]] = path.name
            rows.append(checked)
    return rows


def _row(path: Path, number: int, row: Any, operations: Container[str]) -> dict[str, Any]:
    place = f"{path}: row {number}"
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise SpecError(f"{place}: expected an object with an id")
    place = f"{path}: {row['id']}"
    if unknown := sorted(set(row) - KEYS):
        raise SpecError(f"{place}: unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}")
    for key in ("operation", "level", "words", "means"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            raise SpecError(f"{place}: {key}: expected a text, found {row.get(key)!r}")
    if row["operation"] not in operations:
        raise SpecError(f"{place}: operation: there is no {row['operation']!r}")
    if row["level"] not in LEVELS:
        raise SpecError(f"{place}: level: expected one of {', '.join(LEVELS)}, found {row['level']!r}")
    if bool(row.get("checks")) == bool(row.get("untestable")):
        raise SpecError(f"{place}: expected either checks or untestable with the reason")
    if row.get("at") is None and row["level"] != "advice":
        raise SpecError(f"{place}: at: what stands in no document can only be advice")
    return {
        "id": row["id"],
        "operation": row["operation"],
        "level": row["level"],
        "words": " ".join(row["words"].split()),
        "at": row.get("at"),
        "means": " ".join(row["means"].split()),
        "checks": list(row.get("checks") or ()),
        "untestable": row.get("untestable"),
    }


def stale(rows: Iterable[Mapping[str, Any]], published: Mapping[str, Any]) -> list[str]:
    """One line for each row whose pointer leads nowhere or whose words are not there, white space aside."""
    found: list[str] = []
    for row in rows:
        if row["at"] is None:
            continue
        file, _, place = row["at"].partition("#")
        try:
            text = pointer.resolve(published[file], place)
        except (SpecError, KeyError) as error:
            found.append(f"{row['id']}: {row['at']} leads nowhere ({error})")
            continue
        whole = " ".join((text if isinstance(text, str) else json.dumps(text, ensure_ascii=False)).split())
        missing = [part for part in row["words"].split(" … ") if part not in whole]
        if missing:
            found.append(f"{row['id']}: {missing[0]!r} is not at {row['at']}")
    return found
