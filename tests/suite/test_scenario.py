"""Judgements of hand-written tests: a step that may be refused has to be done or refused."""

from __future__ import annotations

from typing import cast

import pytest

from conformance.contract.capabilities import load_statements
from conformance.suite.scenario import Scenario
from conformance.target.recorder import Recorder
from tests.suite.kit import FakeRecorder, fake_world, json_answer

ROW = "ROOM-UPDATE-12"


def scenario_of(row: str) -> Scenario:
    """A test that judges one requirement."""
    rows = {row: load_statements()[row]}
    return Scenario("some.check", "some check", rows, fake_world({}), cast(Recorder, FakeRecorder()))


def statuses(scenario: Scenario) -> list[str]:
    """What the records say of the requirement."""
    scenario.report("test", None)
    return [record["status"] for record in cast(FakeRecorder, scenario.recorder).records]


@pytest.mark.parametrize(
    ("status", "done", "passes"),
    [(200, True, True), (400, False, True), (403, False, True), (201, False, False), (302, False, False)],
)
def test_a_step_is_done_or_refused_and_nothing_else(status: int, done: bool, passes: bool) -> None:
    scenario = scenario_of(ROW)
    assert scenario.unless_refused(ROW, json_answer(status, {}), what="an update") is done
    assert (ROW in scenario.passes, bool(scenario.failures)) == (passes, not passes)


@pytest.mark.parametrize(
    ("expected", "observed", "status"),
    [(7, 7, "passed"), (7, 8, "failed"), (7, None, "warned"), (None, 8, "warned"), (False, False, "passed")],
)
def test_what_the_target_may_leave_out_only_warns(expected: object, observed: object, status: str) -> None:
    scenario = scenario_of(ROW)
    scenario.equal_where_shown(ROW, expected, observed, "creator")
    assert statuses(scenario) == [status]


@pytest.mark.parametrize(
    ("observed", "expected"),
    [
        ({"by": 7, "at": 5, "new": 1}, ["passed"]),
        ({"by": 8, "at": 5}, ["failed"]),
        ({"by": 7}, ["warned"]),
        ({"by": 7, "at": None}, ["warned"]),
        ({"by": 8}, ["failed", "warned"]),
        ({"new": 1}, ["warned"]),
        ({}, ["failed", "warned"]),
    ],
)
def test_members_of_an_object_are_judged_where_they_are_shown(
    observed: dict[str, object], expected: list[str]
) -> None:
    scenario = scenario_of(ROW)
    scenario.same_where_shown(ROW, {"by": 7, "at": 5}, observed, "history")
    assert statuses(scenario) == expected


def test_what_is_left_out_twice_is_said_once() -> None:
    scenario = scenario_of(ROW)
    for _ in range(2):
        scenario.left_out(ROW, "creator")
    assert statuses(scenario) == ["warned"]
    assert scenario.report("test", None) == "passed"
