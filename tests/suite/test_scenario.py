"""Judgements of hand-written tests: a step that may be refused has to be done or refused."""

from __future__ import annotations

from typing import cast

import pytest

from conformance.contract.capabilities import load_statements
from conformance.suite.scenario import Scenario
from conformance.target.recorder import Recorder
from tests.suite.kit import FakeRecorder, fake_world, json_answer

ROW = "ROOM-UPDATE-12"


@pytest.mark.parametrize(
    ("status", "done", "passes"),
    [(200, True, True), (400, False, True), (403, False, True), (201, False, False), (302, False, False)],
)
def test_a_step_is_done_or_refused_and_nothing_else(status: int, done: bool, passes: bool) -> None:
    rows = {ROW: load_statements()[ROW]}
    scenario = Scenario("some.check", "some check", rows, fake_world({}), cast(Recorder, FakeRecorder()))
    assert scenario.unless_refused(ROW, json_answer(status, {}), what="an update") is done
    assert (ROW in scenario.passes, bool(scenario.failures)) == (passes, not passes)
