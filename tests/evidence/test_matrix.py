"""The matrix: every requirement with its check and result, and a page that shows them."""

from __future__ import annotations

import json
from importlib.resources import files

import jsonschema_rs
import pytest

from conformance.evidence.matrix import matrix, matrix_page
from tests.evidence import build


@pytest.mark.parametrize("status", ["passed", "failed", "warned", "blocked"])
def test_each_requirement_is_a_row_with_its_result(status: str) -> None:
    document = matrix(build.log(*build.judged(status)))
    (row,) = document["rows"]
    assert (row["operation"], row["check"], row["status"]) == (build.CREATE, "contract.success", status)
    assert document["counts"] == {status: 1}


def test_what_nobody_judged_is_a_row_too() -> None:
    rows = build.judged("passed")
    rows[1] = build.plan(build.planned(), build.planned("contract.body"))
    found = {row["check"]: row["status"] for row in matrix(build.log(*rows))["rows"]}
    assert found == {"contract.success": "passed", "contract.body": "not-run"}


def test_what_no_check_can_judge_is_named_with_the_reason() -> None:
    rows = build.judged("passed")
    row = {"requirement": "X-1", "operation": build.CREATE, "words": "w", "why": "these APIs do not show it"}
    rows[1] = {**rows[1], "untestable": [row]}
    assert matrix(build.log(*rows))["untestable"] == [row]


def test_the_document_is_valid_against_its_schema() -> None:
    text = files("conformance.evidence").joinpath("schemas/matrix.schema.json").read_text(encoding="utf-8")
    document = matrix(build.log(*build.judged("failed")))
    assert [
        error.message for error in jsonschema_rs.validator_for(json.loads(text)).iter_errors(document)
    ] == []


def test_the_page_shows_every_row_and_escapes_what_a_target_said() -> None:
    document = matrix(build.log(*build.judged("failed")))
    document["rows"][0]["why"] = "<script>alert(1)</script>"
    page = matrix_page(document)
    assert "<script>alert(1)" not in page
    assert document["rows"][0]["requirement"] in page


def test_the_page_begins_with_what_has_to_be_acted_on() -> None:
    document = matrix(build.log(*build.judged("passed")))
    (row,) = document["rows"]
    statuses = ["passed", "not-applicable", "warned", "not-run", "failed"]
    page = matrix_page({**document, "rows": [{**row, "status": status} for status in statuses]})
    places = [page.index(f'<tr class="{status}">') for status in reversed(statuses)]
    assert places == sorted(places), places
