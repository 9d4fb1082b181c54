"""Verdicts: killed, killed for another reason, survived and never reached are told apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.proof.outcome import Finding, Outcome
from conformance.proof.verdict import judge_defect
from tests.proof import build
from tests.proof.build import CATALOGUED, CHECK, DERIVED, REQUIREMENT, failing, finding, result, variant


def test_a_defect_is_killed_when_the_stated_requirement_failed() -> None:
    found = result(failing())
    assert (found.verdict, found.missed, found.warned) == ("killed", (), False)


@pytest.mark.parametrize("other", [finding(requirement="ROOM-2"), finding(check="lifecycle.ims")])
def test_a_failure_of_anything_else_is_another_reason(other: Finding) -> None:
    found = result(failing(other))
    assert (found.verdict, found.found) == ("killed-otherwise", ((other.check, other.requirement),))
    assert found.missed == ((CHECK, REQUIREMENT),)


def test_a_defect_that_nothing_noticed_survived() -> None:
    assert result(calls=1).verdict == "survived"


def test_a_defect_whose_operation_nobody_called_was_never_reached() -> None:
    assert result(calls=0).verdict == "unreached"


def test_of_two_stated_requirements_both_must_fail() -> None:
    case = replace(CATALOGUED, stated={CHECK: (REQUIREMENT, "ROOM-2")})
    found = result(failing(), case=case)
    assert (found.verdict, found.missed) == ("killed-otherwise", ((CHECK, "ROOM-2"),))


def test_a_walk_ends_at_the_first_broken_requirement_so_one_of_those_stated_is_enough() -> None:
    case = replace(CATALOGUED, stated={"stateful.rooms": ("STATE-1", "STATE-2")})
    assert result(failing(finding("stateful.rooms", "STATE-2")), case=case).verdict == "killed"


def test_a_warning_kills_where_it_is_what_is_stated_and_says_so() -> None:
    found = result(Outcome("passed", (finding(warning=True),)))
    assert (found.verdict, found.warned) == ("killed", True)


def test_a_warning_about_something_else_is_no_other_reason() -> None:
    assert result(Outcome("passed", (finding(requirement="ROOM-2", warning=True),))).verdict == "survived"


def test_a_derived_defect_is_killed_by_any_of_its_checks() -> None:
    assert result(failing(finding("contract.body", "getRoom.body")), case=DERIVED).verdict == "killed"


def test_a_derived_defect_that_another_check_finds_is_killed_otherwise() -> None:
    found = result(failing(finding("contract.success", "getRoom.success")), case=DERIVED)
    assert found.verdict == "killed-otherwise"


def test_an_error_inside_a_test_is_no_kill_and_is_told() -> None:
    found = result(Outcome("error", reason="KeyError: 'id'"))
    assert (found.verdict, found.errors) == ("survived", (f"{CHECK}: KeyError: 'id'",))


def test_the_findings_of_all_tests_count() -> None:
    case = replace(CATALOGUED, tests=("a", "b"))
    assert judge_defect(case, {"a": build.PASSING, "b": failing()}, 1).verdict == "killed"


def test_a_conforming_pod_that_passes_raises_no_alarm() -> None:
    assert variant().alarms == ()


def test_a_warning_is_no_false_alarm() -> None:
    assert variant(Outcome("passed", (finding(warning=True),))).alarms == ()


@pytest.mark.parametrize(
    ("outcome", "alarm"),
    [
        (failing(), ("failed", CHECK, REQUIREMENT)),
        (Outcome("error", reason="KeyError"), ("error", None, None)),
        (Outcome("blocked", reason="createRoom answered 400"), ("blocked", None, None)),
        (Outcome("passed", unjudged=frozenset({(CHECK, "ROOM-2")})), ("incomplete", CHECK, "ROOM-2")),
    ],
    ids=["failed", "error", "blocked", "incomplete"],
)
def test_whatever_is_no_pass_on_a_conforming_pod_is_a_false_alarm(
    outcome: Outcome, alarm: tuple[str, str | None, str | None]
) -> None:
    (found,) = variant(outcome).alarms
    assert (found.outcome, found.check, found.requirement) == alarm


def test_what_does_not_apply_is_no_false_alarm() -> None:
    assert variant(Outcome("not-applicable", reason="the target file names no actor")).alarms == ()
