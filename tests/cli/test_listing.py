"""The command list: what there is, for people and for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.cli.listing import SUBJECTS, list_, table
from conformance.cli.main import SUBJECTS as OFFERED
from conformance.contract import load_contract


def rows(subject: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    assert list_(subject, as_json=True) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return found


def test_every_subject_of_the_command_line_can_be_listed() -> None:
    assert tuple(SUBJECTS) == OFFERED


@pytest.mark.parametrize("subject", OFFERED)
def test_ids_are_unique_and_every_row_has_all_columns(
    subject: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = rows(subject, capsys)
    assert found
    assert len({row["id"] for row in found}) == len(found)
    assert {tuple(row) for row in found} == {tuple(found[0])}


def test_operations_are_all_those_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["id"] for row in rows("operations", capsys)] == list(load_contract().operations)


def test_requirements_quote_the_document_and_point_into_it(capsys: pytest.CaptureFixture[str]) -> None:
    without = [
        row["id"]
        for row in rows("requirements", capsys)
        if not row["words"] or ("#/" not in row["pointer"] and row["level"] != "advice")
    ]
    assert without == []


def test_a_table_has_aligned_columns_under_their_names() -> None:
    assert table([{"id": "a", "does": "this  and\nthat"}, {"id": "long", "does": "x"}]) == [
        "id    does",
        "a     this and that",
        "long  x",
    ]


def test_an_empty_table_says_so() -> None:
    assert table([]) == ["none"]
