"""One walk: steps that are done on a target and on a model, and compared after each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from conformance.checks.judgement import described
from conformance.models.coverage import Coverage
from conformance.models.model import Model, Outcome, Prediction, Step, Views
from conformance.suite.stateful.driver import Driver, Seen, Sender
from conformance.target.exchange import Exchange, Response

EVERYTHING = 5
"""After so many steps everything is looked at, not only what the last step may have touched."""


@dataclass(slots=True)
class Broken(Exception):
    """The target did what the model does not allow."""

    requirement: str
    expected: str
    observed: str
    steps: tuple[Step, ...]
    exchange: Exchange | None

    def __str__(self) -> str:
        return f"{self.requirement}: expected {self.expected}, observed {self.observed}"


@dataclass(slots=True)
class Walk:
    """A walk on fresh objects: `begin`, steps, `finish`. Raises Broken at the first contradiction."""

    model: Model[Any]
    driver: Driver
    scenario: Sender
    coverage: Coverage
    state: Any = None
    steps: list[Step] = field(default_factory=list)

    def begin(self) -> None:
        """Get fresh objects and look at them."""
        self.driver.begin()
        self.state = self.model.start
        self.coverage.visit(self.state)
        self._agree(None, (self.state,), self.driver.look(None), "before the first step")

    def possible(self, step: Step) -> bool:
        """Whether the model says anything about the step in this state."""
        return self.model.predict(self.state, step) is not None

    def moves(self, step: Step) -> bool:
        """Whether the step is likely to change what can be seen."""
        prediction = self.model.predict(self.state, step)
        if prediction is None:
            return False
        after = prediction.outcomes[0].states[0]
        return self.model.views(after) != self.model.views(self.state)

    def take(self, step: Step) -> bool:
        """Do a step and compare; False when the model says nothing about it here, and nothing was sent."""
        prediction = self.model.predict(self.state, step)
        if prediction is None:
            return False
        self.steps.append(step)
        response, shown = self.driver.do(step)
        rule = self.model.rules.get(prediction.rule)
        requirement = rule.requirement if rule else None
        allowed = [outcome for outcome in prediction.outcomes if response.status in outcome.statuses]
        if not allowed:
            fallback = self.model.requirement(next(iter(self._touched(prediction)), ""))
            raise self._broken(requirement or fallback, _statuses(prediction.outcomes), described(response))
        states = tuple(state for outcome in allowed for state in outcome.states)
        states = self._agree(requirement, states, shown, f"the answer to {step}", response)
        states = self._agree(requirement, states, self.driver.look(step), f"after {step}")
        if len(self.steps) % EVERYTHING == 0:
            states = self._agree(None, states, self.driver.look(None), f"everywhere after {step}")
        self.state = states[0]
        self.coverage.follow(prediction.rule)
        self.coverage.visit(self.state)
        return True

    def finish(self) -> None:
        """Look at everything once more; cleaning up is for `leave`."""
        if self.steps:
            self._agree(None, (self.state,), self.driver.look(None), "everywhere at the end")

    def leave(self) -> None:
        """Clean up what the walk made."""
        self.driver.end()

    def _touched(self, prediction: Prediction) -> Iterable[str]:
        """The views that tell the states before and after a step apart, or else all of them."""
        before, after = self.model.views(self.state), self.model.views(prediction.outcomes[0].states[0])
        return [name for name in after if before.get(name) != after[name]] or list(after)

    def _agree(
        self,
        requirement: str | None,
        states: tuple[Any, ...],
        seen: Seen,
        where: str,
        response: Response | None = None,
    ) -> tuple[Any, ...]:
        """Those of the states that explain what was seen; raises Broken when none does."""
        fitting = tuple(state for state in states if not _differences(self.model.views(state), seen))
        if fitting:
            return fitting
        views = self.model.views(states[0])
        wrong = _differences(views, seen)
        # A success may show a version of its own; what only a view's own requirement explains stays with it.
        owners = {self.model.requirement(name) for name in wrong}
        owner = owners.pop() if len(owners) == 1 else None
        own = owner if owner in _SPECIAL else None
        expected = ", ".join(f"{name}: {_either(views[name])}" for name in wrong)
        observed = ", ".join(f"{name}: {seen[name]!r}" for name in wrong)
        blamed = own or requirement or self.model.requirement(wrong[0])
        raise self._broken(blamed, f"{where}: {expected}", f"{where}: {observed}")

    def _broken(self, requirement: str, expected: str, observed: str) -> Broken:
        return Broken(requirement, expected, observed, tuple(self.steps), self.scenario.last)


_SPECIAL = frozenset({"STATE-GROUP-ETAG", "STATE-FOLLOW-FOLLOWING"})
"""Requirements of views that are blamed whatever the step was for."""


def _differences(views: Views, seen: Seen) -> list[str]:
    """The views that show what the model does not allow."""
    return [name for name, value in seen.items() if name in views and value not in views[name]]


def _either(allowed: frozenset[Any]) -> str:
    return " or ".join(sorted(repr(value) for value in allowed))


def _statuses(outcomes: Iterable[Outcome]) -> str:
    words = []
    for outcome in outcomes:
        kinds = sorted({status // 100 for status in outcome.statuses})
        few = len(outcome.statuses) < 10
        words.append(" or ".join(str(s) for s in sorted(outcome.statuses)) if few else f"a {kinds[0]}xx")
    return f"status: {' or '.join(words)}"
