"""The catalogue of requirements: rows are complete, and their words stand where they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.contract.catalogue import load_catalogue, read_catalogue, stale
from conformance.contract.errors import SpecError
from conformance.contract.load import load_contract, specs_root
from conformance.contract.yamlio import read_document

OPERATIONS = load_contract().operations
ROW: dict[str, Any] = {
    "id": "X-1",
    "operation": "getRoom",
    "level": "must",
    "words": "Room streamId",
    "at": "pod.yml#/paths/~1v3~1room~1{id}~1info/get/parameters/0/description",
    "means": "it is",
    "checks": ["a.b"],
}


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    (folder / "x.yaml").write_text(f"requirements: {list(rows)!r}".replace("None", "null"), encoding="utf-8")
    return folder


def test_the_catalogue_of_the_project_is_read_and_parsed() -> None:
    rows = read_catalogue(specs_root() / "requirements", OPERATIONS)
    assert [row["id"] for row in rows] == list(load_catalogue()), "run `symphony-conformance specs build`"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"operation": "getRooms"}, "there is no 'getRooms'"),
        ({"level": "maybe"}, "expected one of must, should, advice"),
        ({"words": ""}, "words: expected a text"),
        ({"checks": []}, "expected either checks or untestable"),
        ({"untestable": "no way to see it"}, "expected either checks or untestable"),
        ({"at": None}, "can only be advice"),
        ({"note": "x"}, "unknown key 'note'"),
    ],
)
def test_a_bad_row_is_refused_with_its_name(tmp_path: Path, change: dict[str, Any], words: str) -> None:
    with pytest.raises(SpecError, match="X-1") as caught:
        read_catalogue(written(tmp_path, {**ROW, **change}), OPERATIONS)
    assert words in str(caught.value)


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="stands in x"):
        read_catalogue(written(tmp_path, ROW, ROW), OPERATIONS)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, []),
        ({"words": "room streamid"}, ["X-1: 'room streamid' is not at"]),
        ({"words": "Room … streamId"}, []),
        ({"at": "pod.yml#/paths/~1v9"}, ["X-1: pod.yml#/paths/~1v9 leads nowhere"]),
        ({"at": "other.yml#/paths"}, ["X-1: other.yml#/paths leads nowhere"]),
        ({"at": None, "level": "advice"}, []),
    ],
)
def test_words_must_stand_where_the_row_says(change: dict[str, Any], problem: list[str]) -> None:
    published = {"pod.yml": read_document(specs_root() / "published" / "pod.yml")}
    found = stale([{**ROW, **change}], published)
    assert [line[: len(start)] for line, start in zip(found, problem, strict=True)] == problem
