"""Walks: what they reach, how a failure is made short, and when a requirement stays open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.models.coverage import Coverage
from conformance.models.model import Step
from conformance.models.rooms import Rooms
from conformance.suite.outcomes import Blocked
from conformance.suite.stateful import budget as budgets
from conformance.suite.stateful.budget import Budget, budget_of
from conformance.suite.stateful.checking import check_model
from conformance.suite.stateful.machine import walk_at_random
from conformance.suite.stateful.models import NAMES, model_and_driver
from conformance.suite.stateful.walk import Broken, Walk
from tests.suite.stateful.kit import coverage_of, live_scenario

ROOM_ROWS = ("STATE-ROOM-MEMBERS", "STATE-ROOM-ADD", "STATE-ROOM-LOCKED")
SHORT = Budget(walks=3, steps=6, seconds=5, trials=20)


@pytest.mark.parametrize("name", NAMES)
def test_even_a_smoke_run_reaches_every_state_and_rule(name: str) -> None:
    with live_scenario(f"stateful.{name}", ["STATE-ROOM-MEMBERS"]) as scenario:
        check_model(scenario, name)
        parts = coverage_of(scenario)
    assert {part: names["missing"] for part, names in parts.items()} == {
        "states": [],
        "transitions": [],
        "refusals": [],
    }


def test_a_failure_is_told_with_the_shortest_walk_that_leads_to_it() -> None:
    with live_scenario("stateful.rooms", ROOM_ROWS, "returning-owners@addRoomMember") as scenario:
        check_model(scenario, "rooms")
    (failure,) = scenario.failures
    assert failure.observed.partition("the walk: ")[2] == (
        "1. create(user), 2. add(user, colleague), 3. remove(user, colleague), 4. add(user, colleague)"
    )
    assert failure.exchange is not None
    assert failure.exchange.operation in ("listRoomMembers", "listRoomMembersAsAdmin")


def test_reduction_keeps_to_its_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    none = replace(budget_of("smoke"), trials=0)
    monkeypatch.setitem(budgets._BUDGETS, "smoke", none)
    with live_scenario("stateful.rooms", ROOM_ROWS, "ignores-deactivation@addRoomMember") as scenario:
        check_model(scenario, "rooms")
    assert [failure.subject.requirement for failure in scenario.failures] == ["STATE-ROOM-LOCKED"]
    assert "5. " in scenario.failures[0].observed, "the walk as it was found"


def test_the_same_seed_takes_the_same_walks() -> None:
    def walked(seed: int) -> list[tuple[Step, ...]]:
        with live_scenario("stateful.rooms", ROOM_ROWS) as scenario:
            model, driver = model_and_driver("rooms", scenario)
            walks: list[Walk] = []

            def new_walk() -> Walk:
                walks.append(Walk(model, driver, scenario, Coverage(model)))
                return walks[-1]

            walk_at_random(model, new_walk, SHORT, seed)
        return [tuple(walk.steps) for walk in walks]

    assert walked(5) == walked(5) != walked(6)


def test_no_request_is_sent_after_the_first_failure() -> None:
    with live_scenario("stateful.rooms", ROOM_ROWS, "creates-inactive@createRoom") as scenario:
        model, driver = model_and_driver("rooms", scenario)
        walks: list[Walk] = []

        def new_walk() -> Walk:
            walks.append(Walk(model, driver, scenario, Coverage(model)))
            return walks[-1]

        with pytest.raises(Broken) as caught:
            walk_at_random(model, new_walk, SHORT, 1)
    assert caught.value.requirement == "STATE-ROOM-CREATE"
    assert caught.value.steps == (Step("create", "user"),)
    assert len(walks) == 1


def test_a_walk_that_cannot_begin_ends_as_blocked() -> None:
    with (
        live_scenario("stateful.followers", ROOM_ROWS, "answers-500@createUserAccount") as scenario,
        pytest.raises(Blocked, match="createUserAccount"),
    ):
        check_model(scenario, "followers")


@pytest.mark.parametrize(("strict", "judged"), [(True, set()), (False, {"STATE-ROOM-ADD"})])
def test_a_requirement_whose_rules_were_not_all_reached_stays_open_where_the_budget_is_strict(
    strict: bool, judged: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    model = Rooms()
    unreachable = replace(model.rules["active: add by an owner"], name="never")
    monkeypatch.setattr(Rooms, "rules", {**model.rules, "never": unreachable})
    loose = replace(budget_of("smoke"), strict=strict)
    monkeypatch.setitem(budgets._BUDGETS, "smoke", loose)
    with live_scenario("stateful.rooms", ["STATE-ROOM-ADD"]) as scenario:
        check_model(scenario, "rooms")
    assert scenario.judged == judged
    assert coverage_of(scenario)["transitions"]["missing"] == ["never"]


def test_every_profile_of_the_suite_has_a_budget_of_its_own() -> None:
    found = {name: budget_of(name) for name in ("smoke", "gate", "nightly")}
    assert found["smoke"].walks < found["gate"].walks < found["nightly"].walks
    assert [budget.strict for budget in found.values()] == [False, True, True]
    assert budget_of("of a vendor") == found["gate"]
