"""The runner against reference pods: one defect of each fate, one false alarm, and who was called."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.proof import running
from conformance.proof.cases import Case
from conformance.proof.conforming import REFERENCE, Conforming
from conformance.proof.running import prove_defect, prove_variant, reached_operations
from conformance.proof.selection import Selection
from conformance.proof.tests import SuiteTest, suite_tests
from conformance.proof.workers import prove
from conformance.suite.item import Item

CASE = Case(
    id="answers-500@getSessionInfo",
    operation="getSessionInfo",
    summary="getSessionInfo: Every request gets a 500.",
    origin="catalogue",
    tests=("contract@getSessionInfo",),
    stated={"contract.no-server-error": ("getSessionInfo.no-server-error",)},
)
OTHER_REASON = replace(CASE, stated={"contract.body": ("getSessionInfo.body",)})
HARMLESS = replace(CASE, id="wrong-envelope@getSessionInfo")
ELSEWHERE = replace(CASE, tests=("contract@listLanguages",))


@pytest.mark.parametrize(
    ("case", "verdict"),
    [(CASE, "killed"), (OTHER_REASON, "killed-otherwise"), (HARMLESS, "survived"), (ELSEWHERE, "unreached")],
    ids=["killed", "another reason", "survived", "unreached"],
)
def test_each_fate_is_told_apart(case: Case, verdict: str) -> None:
    assert prove_defect(case, "smoke", 1).verdict == verdict


def test_the_reference_raises_no_alarm() -> None:
    result = prove_variant(REFERENCE, ["contract@getSessionInfo", "agreement.session"], "smoke", 1)
    assert (result.tests, result.alarms) == (2, ())


def test_a_deviation_that_conforms_is_run_like_a_variant() -> None:
    test = "lifecycle.room-ignored-attributes"
    result = prove_variant("drops-field.subType@createRoom", [test], "smoke", 1)
    assert (result.tests, result.alarms) == (1, ())


def test_a_pod_can_differ_in_several_ways_at_once() -> None:
    result = prove_variant("bare-pod+numeric-ids", ["contract@getSessionInfo"], "smoke", 1)
    assert (result.variant, result.tests, result.alarms) == ("bare-pod+numeric-ids", 1, ())


def test_a_test_that_accuses_a_deviation_that_conforms_is_a_false_alarm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = "forgets-writes@updateRoom"
    forgiven = Conforming(name, deviations=(name,), why="Made up.")
    monkeypatch.setattr(running, "conforming_pod", lambda _: forgiven)
    alarms = prove_variant(name, ["lifecycle.room-update"], "smoke", 1).alarms
    assert {(alarm.outcome, alarm.requirement) for alarm in alarms} == {("failed", "ROOM-UPDATE-1")}


def test_a_test_that_accuses_a_conforming_pod_is_a_false_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    def accuse(item: Item) -> None:
        raise KeyError("value")

    wrong = {"contract@getApp": SuiteTest("contract@getApp", accuse)}
    monkeypatch.setattr(running, "suite_tests", lambda: wrong)
    (alarm,) = prove_variant("extra-properties", wrong, "smoke", 1).alarms
    assert (alarm.test, alarm.outcome, alarm.says) == ("contract@getApp", "error", "KeyError: 'value'")


def test_the_operations_that_a_test_calls_are_seen() -> None:
    reached = reached_operations(["contract@getSessionInfo", "agreement.languages"], "smoke", 1)
    assert reached["contract@getSessionInfo"] == {"getSessionInfo"}
    assert "listLanguages" in reached["agreement.languages"]


def test_results_come_from_other_processes() -> None:
    selection = Selection((CASE,), {REFERENCE: ("contract@getSessionInfo",)}, "selection")
    results: list[Any] = list(prove(selection, profile="smoke", seed=1, workers=1))
    fates = {getattr(result, "verdict", "variant") for result in results}
    assert fates == {"killed", "variant"}


def test_every_test_of_the_suite_is_one_of_a_family_or_names_requirements() -> None:
    families = {name.partition("@")[0] for name, test in suite_tests().items() if test.generated}
    assert families == {"contract", "negative", "sign-in", "rights"}
