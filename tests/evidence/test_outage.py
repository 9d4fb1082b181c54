"""A run whose target stopped answering."""

from __future__ import annotations

from typing import Any

from conformance.evidence.summary import summary
from conformance.evidence.verdict import exit_code, verdict
from tests.evidence import build
from tests.evidence.test_schemas import problems

WHY = "http://127.0.0.1:9 has stopped answering"
GONE = {"record": "gone", "at": "2026-11-22T10:15:03.000+00:00", "why": WHY, "exchanges": ["main-1"]}
MANNERS: dict[str, Any] = {
    "record": "manners",
    "asked": 2,
    "asked_seconds": 6.0,
    "paced_seconds": 12.5,
    "outages": 1,
    "outage_seconds": 4.0,
}


def told(*more: build.Row, status: str = "failed") -> dict[str, Any]:
    records = build.judged(status)
    return verdict(build.log(*records[:-1], *more, records[-1]), build.short_curl)


def test_the_failures_in_which_it_was_noticed_are_blocked_and_the_exit_code_is_3() -> None:
    document = told(GONE)
    assert (document["verdict"], exit_code(document), document["findings"]) == ("incomplete", 3, [])
    assert document["reasons"][0] == WHY
    assert document["counts"]["blocked"] == 1
    assert problems("verdict", document) == []


def test_a_failure_from_before_it_is_still_proof() -> None:
    document = told(GONE | {"exchanges": ["main-7"]})
    assert (document["verdict"], exit_code(document)) == ("fail", 1)
    assert WHY in document["reasons"]


def test_a_run_that_passed_everything_until_then_is_incomplete() -> None:
    document = told(GONE, status="passed")
    assert (document["verdict"], exit_code(document)) == ("incomplete", 3)


def test_without_an_outage_an_incomplete_run_is_exit_code_2() -> None:
    document = told(status="blocked")
    assert (document["verdict"], document["gone"], exit_code(document)) == ("incomplete", [], 2)


def test_the_waits_of_all_processes_are_summed_and_told() -> None:
    document = told(MANNERS, MANNERS, status="passed")
    assert document["manners"] == {name: 2 * value for name, value in MANNERS.items() if name != "record"}
    assert problems("verdict", document) == []
    told_in_full = " ".join(summary(document, width=500).split())
    words = "4 that the target asked for (12 s), 25 s to keep to the rate limit, 2 for a target that"
    assert f"waits {words}" in told_in_full


def test_a_run_that_waited_for_nothing_says_nothing_of_it() -> None:
    assert "waits" not in summary(told(status="passed"))


def test_both_records_are_valid() -> None:
    assert problems("run-record", GONE) == []
    assert problems("run-record", MANNERS) == []
