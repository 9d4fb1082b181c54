"""Tests that break over an answer: a wrong one blocks them, over a right one they are at fault themselves."""

from __future__ import annotations

from typing import Any, cast

import pytest

from conformance.contract.capabilities import load_statements
from conformance.proof.running import run_tests
from conformance.suite.scenario import Scenario
from conformance.target.recorder import Recorder
from tests.suite.kit import FakeRecorder, fake_item, fake_world, json_answer

RIGHT = {"id": "s1", "streamType": {"type": "ROOM"}}
WRONG = {"id": "s1", "streamType": []}
ERROR = AttributeError("'list' object has no attribute 'get'")


def scenario_that_got(body: Any, **request: Any) -> Scenario:
    """A test that has read a stream and not looked at it yet."""
    world = fake_world({"getStream": lambda request: json_answer(200, body)})
    row = "ROOM-UPDATE-12"
    scenario = Scenario(
        "some.check", "a title", {row: load_statements()[row]}, world, cast(Recorder, FakeRecorder())
    )
    scenario.send("getStream", "user", path={"sid": "s1"}, **request)
    return scenario


@pytest.mark.parametrize("request_", [{}, {"any_answer": True}], ids=["usable", "any answer"])
def test_a_wrong_answer_that_a_test_breaks_over_blocks_it_and_is_a_finding(request_: dict[str, Any]) -> None:
    scenario = scenario_that_got(WRONG, **request_)
    blocked = scenario.stumble(ERROR)
    assert blocked is not None
    assert (blocked.by, "AttributeError" in str(blocked), "streamType" in str(blocked)) == (
        "getStream",
        True,
        True,
    )
    assert [failure.subject.check for failure in scenario.failures] == ["contract.body"]
    assert scenario.report("t", blocked) == "failed"


def test_a_wrong_answer_that_a_test_can_go_on_with_is_no_matter_of_its() -> None:
    assert scenario_that_got(WRONG).report("t", None) == "passed"


def test_a_wrong_answer_is_told_by_the_first_test_that_breaks_over_it() -> None:
    scenario = scenario_that_got(WRONG)
    scenario.world.told.add(("getStream", "contract.body"))
    blocked = scenario.stumble(ERROR)
    assert scenario.report("t", blocked) == "blocked"


def test_over_a_right_answer_the_test_itself_is_at_fault() -> None:
    assert scenario_that_got(RIGHT).stumble(ERROR) is None


def test_a_wrong_preparing_answer_blocks_as_well() -> None:
    item = fake_item("updateRoom", {"getStream": lambda request: json_answer(200, WRONG)})
    item.world.get("getStream", "user", path={"sid": "s1"})
    blocked = item.stumble(ERROR)
    assert blocked is not None
    assert blocked.by == "getStream"
    assert item.report("t", blocked) == "blocked"


def test_an_operations_own_wrong_preparing_answer_is_a_finding_of_its_test() -> None:
    item = fake_item("getStream", {"getStream": lambda request: json_answer(200, WRONG)})
    item.world.get("getStream", "user", path={"sid": "s1"})
    assert item.report("t", item.stumble(ERROR)) == "failed"


def test_a_whole_test_against_a_pod_with_a_wrong_type_is_no_error() -> None:
    check = "agreement.stream-lists"
    outcome = run_tests([check], defects=["mistypes.streamType@getStream"])[check]
    assert outcome.outcome == "failed", outcome.reason
    assert {name for name, _ in outcome.failed} == {"contract.body"}
