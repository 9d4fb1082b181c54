"""What every model is: finite, possible to walk through, and free of contradictions."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract.catalogue import load_catalogue
from conformance.models.connections import Connections
from conformance.models.coverage import Coverage
from conformance.models.followers import Followers
from conformance.models.groups import Groups
from conformance.models.model import REFUSAL, Model
from conformance.models.plan import way_to
from conformance.models.rooms import Rooms
from conformance.models.together import Together

SINGLE: tuple[Model[Any], ...] = (
    Connections(("user", "colleague"), "stranger"),
    Groups(),
    Rooms(),
    Followers(),
)
ALL: tuple[Model[Any], ...] = (*SINGLE, Together(SINGLE))
by_name = pytest.mark.parametrize("model", ALL, ids=lambda model: model.name)
single = pytest.mark.parametrize("model", SINGLE, ids=lambda model: model.name)


def reachable(model: Model[Any]) -> list[Any]:
    """Every state that some allowed outcome leads to, one for each essence."""
    found = {model.essence(model.start): model.start}
    queue = [model.start]
    while queue:
        state = queue.pop()
        for step in model.steps:
            prediction = model.predict(state, step)
            for outcome in prediction.outcomes if prediction else ():
                for after in outcome.states:
                    if model.essence(after) not in found:
                        found[model.essence(after)] = after
                        queue.append(after)
    return list(found.values())


def walked(model: Model[Any]) -> tuple[Coverage, int]:
    """The coverage after the planned way on a pod that always does the first thing, and its steps."""
    coverage, steps, state = Coverage(model), 0, model.start
    coverage.visit(state)
    while coverage.wanted_rules() or coverage.missing_states():
        way = way_to(model, state, coverage.wanted_rules(), coverage.missing_states())
        if way is None:
            assert state != model.start, f"no way to {coverage.wanted_rules()}"
            state = model.start
            continue
        for step in way.steps:
            prediction = model.predict(state, step)
            assert prediction is not None
            coverage.follow(prediction.rule)
            state = prediction.outcomes[0].states[0]
            coverage.visit(state)
            steps += 1
    return coverage, steps


@by_name
def test_the_planned_way_reaches_every_rule_and_state(model: Model[Any]) -> None:
    coverage, steps = walked(model)
    assert coverage.missing_states() == []
    assert coverage.missing("transition") + coverage.missing("refusal") == []
    assert steps < 100


@single
def test_every_prediction_names_a_rule_of_the_model(model: Model[Any]) -> None:
    named = {
        prediction.rule
        for state in reachable(model)
        for step in model.steps
        if (prediction := model.predict(state, step))
    }
    assert named == set(model.rules)


@single
def test_a_refusal_leaves_the_state_as_it_is_unless_it_was_no_refusal(model: Model[Any]) -> None:
    for state in reachable(model):
        for step in model.steps:
            prediction = model.predict(state, step)
            if prediction is None:
                continue
            for outcome in prediction.outcomes:
                if outcome.statuses <= REFUSAL:
                    assert outcome.states == (state,), f"{step} in {state}"


@single
def test_every_state_has_a_known_label_and_some_place_where_it_can_be_seen(model: Model[Any]) -> None:
    for state in reachable(model):
        assert model.labels(state) <= set(model.states), state
        assert model.views(state) or state == model.start


@single
def test_two_states_that_a_step_may_lead_to_can_be_told_apart_by_their_views(model: Model[Any]) -> None:
    for state in reachable(model):
        for step in model.steps:
            prediction = model.predict(state, step)
            for outcome in prediction.outcomes if prediction else ():
                views = [model.views(after) for after in outcome.states]
                assert all(one != other for n, one in enumerate(views) for other in views[:n]), step


@single
def test_the_requirements_of_a_model_stand_in_the_catalogue(model: Model[Any]) -> None:
    cited = {rule.requirement for rule in model.rules.values() if rule.requirement}
    cited |= {model.requirement(view) for state in reachable(model) for view in model.views(state)}
    assert cited <= set(load_catalogue())
