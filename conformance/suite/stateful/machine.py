"""A model as a Hypothesis state machine: one rule for each of its actions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from conformance.models.model import Model, Step
from conformance.suite.stateful.budget import Budget
from conformance.suite.stateful.walk import Walk

log = logging.getLogger(__name__)


def walk_at_random(model: Model[Any], new_walk: Callable[[], Walk], budget: Budget, run_seed: int) -> None:
    """Random walks over a model; raises what the first failing walk raised.

    Failing walks are not shrunk here: that would send thousands of requests before anything is told.
    """
    first: list[Exception] = []

    class Machine(RuleBasedStateMachine):
        """Each run is one walk. After the first failure no request is sent any more."""

        def __init__(self) -> None:
            super().__init__()
            if first:
                raise first[0]
            self.walk = new_walk()
            self.guarded(self.walk.begin)

        def guarded(self, act: Callable[[], object]) -> None:
            try:
                act()
            except Exception as error:
                first.append(error)
                raise

        def teardown(self) -> None:
            if not first:
                self.guarded(self.walk.finish)
                self.guarded(self.walk.leave)

    for action in dict.fromkeys(step.action for step in model.steps):
        steps = [step for step in model.steps if step.action == action]
        name = action.replace("/", "_")
        setattr(Machine, name, _rule(name, steps, Walk.possible))
        # Most steps are refused in most states; the second rule keeps walks going.
        setattr(Machine, f"{name}_in_effect", _rule(f"{name}_in_effect", steps, Walk.moves))
    limits = settings(
        max_examples=budget.walks,
        stateful_step_count=budget.steps,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        deadline=None,
        database=None,
        print_blob=False,
        verbosity=Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(seed(run_seed)(Machine), settings=limits)
    except Exception:
        # Hypothesis runs a failing walk again, and calls it flaky when that ends otherwise.
        if not first:
            raise
    if first:
        raise first[0]


def _rule(name: str, steps: list[Step], suits: Callable[[Walk, Step], bool]) -> Any:
    """A rule that does one of the steps that suit the state."""

    def suiting(self: Any) -> list[Step]:
        return [step for step in steps if suits(self.walk, step)]

    def take(self: Any, number: int) -> None:
        found = suiting(self)
        self.guarded(lambda: self.walk.take(found[number % len(found)]))

    take.__name__ = name
    return precondition(lambda self: bool(suiting(self)))(rule(number=st.integers(0, 255))(take))
