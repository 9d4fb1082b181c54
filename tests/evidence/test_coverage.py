"""Coverage of models: recorded by tests, merged, valid, and told in the verdict."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from conformance.evidence.merge import merge
from conformance.evidence.summary import summary
from conformance.evidence.verdict import verdict
from tests.evidence import build
from tests.evidence.test_schemas import problems


def coverage(model: str = "rooms", **parts: tuple[list[str], list[str]]) -> build.Row:
    """A coverage record: by part what was reached and what is missing."""
    wire = {part: {"reached": reached, "missing": missing} for part, (reached, missing) in parts.items()}
    return {"record": "coverage", "test": build.node(), "model": model, "parts": wire}


def told(*rows: build.Row) -> Any:
    """What the verdict on a passing run with these records says of coverage."""
    *whole, last, end = build.judged("passed")
    return verdict(build.log(*whole, *rows, last, end), build.short_curl)


ROOMS = coverage(states=(["active"], ["inactive"]), transitions=(["create", "add"], []))


def test_the_verdict_counts_what_was_reached_and_names_what_was_not() -> None:
    assert told(ROOMS)["coverage"] == [
        {
            "model": "rooms",
            "states": {"reached": 1, "total": 2, "missing": ["inactive"]},
            "transitions": {"reached": 2, "total": 2, "missing": []},
        }
    ]


def test_a_run_without_models_has_an_empty_list() -> None:
    assert told()["coverage"] == []


def test_what_any_test_reached_counts() -> None:
    other = coverage(states=(["inactive"], ["active"]))
    assert [told(*rows)["coverage"][0]["states"] for rows in ((ROOMS, other), (other, ROOMS))] == [
        {"reached": 2, "total": 2, "missing": []}
    ] * 2


def test_models_stand_in_the_order_of_their_names() -> None:
    rows = told(ROOMS, coverage("groups", links=([], ["a: gone"])))["coverage"]
    assert [row["model"] for row in rows] == ["groups", "rooms"]


def test_missing_states_alone_change_no_verdict() -> None:
    assert told(ROOMS)["verdict"] == "pass"


def test_a_verdict_with_coverage_is_valid() -> None:
    assert problems("verdict", told(ROOMS)) == []


@pytest.mark.parametrize("damage", [{}, {"model": "x", "states": 3}, {"model": "x", "states": {"total": 1}}])
def test_damaged_coverage_is_not_valid(damage: dict[str, Any]) -> None:
    assert problems("verdict", told() | {"coverage": [damage]}) != []


def test_the_record_is_valid_and_none_of_its_keys_can_be_left_out() -> None:
    assert problems("run-record", ROOMS) == []
    for key in ROOMS:
        assert problems("run-record", {k: v for k, v in ROOMS.items() if k != key}) != [], key


def test_the_schema_of_records_stays_valid() -> None:
    path = Path(__file__).parents[2] / "conformance/evidence/schemas/run-record.schema.json"
    jsonschema_rs.meta.validate(json.loads(path.read_text(encoding="utf-8")))


def test_merging_keeps_coverage_between_the_checks_and_the_end_of_its_test(tmp_path: Path) -> None:
    start, plan, exchange, check, ended, end = build.judged("passed")
    (tmp_path / "records").mkdir()
    text = build.text(start, plan, ROOMS, exchange, check, ended, end)
    (tmp_path / "records" / "main.jsonl").write_text(text, encoding="utf-8")
    rows = [json.loads(line) for line in merge(tmp_path).read_text(encoding="utf-8").splitlines()]
    kinds = [row["record"] for row in rows]
    assert kinds == ["run", "plan", "exchange", "check", "coverage", "test", "end"]


def test_the_summary_adds_up_what_all_models_have_reached() -> None:
    rows = (ROOMS, coverage("groups", states=(["active"], []), links=(["a"], ["b: gone"])))
    text = summary(verdict(build.log(*build.judged("passed"), *rows), build.short_curl))
    assert "models        2 of 3 states, 2 of 2 transitions reached\n" in text, text
    assert "links         1 of 2 answered 2xx\n" in text, text
