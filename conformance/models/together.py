"""Several models at once: what a step does to one of them must leave the others as they are."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.models.model import Model, Outcome, Prediction, Rule, Step, Views

SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Together:
    """The product of models. Its rules are which model moves after which: the models count their own."""

    parts: tuple[Model[Any], ...]
    name: str = "all"

    @property
    def start(self) -> tuple[str, tuple[Any, ...]]:
        """No model has moved; the state is the last to move, and the states of all."""
        return "", tuple(part.start for part in self.parts)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps of all models, with the name of the model before the action."""
        return tuple(
            replace(step, action=f"{part.name}{SEPARATOR}{step.action}")
            for part in self.parts
            for step in part.steps
        )

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Each model moves after each, itself included."""
        names = [part.name for part in self.parts]
        pairs = (f"{second} after {first}" for first in names for second in names)
        return {name: Rule(name, "transition") for name in pairs}

    @property
    def states(self) -> tuple[str, ...]:
        """The model that moved last."""
        return ("at rest", *(part.name for part in self.parts))

    def predict(self, state: tuple[str, tuple[Any, ...]], step: Step) -> Prediction | None:
        """What the step may do to its model; the others stay."""
        last, states = state
        number, inner = self.part_of(step)
        found = self.parts[number].predict(states[number], inner)
        if found is None:
            return None
        name = self.parts[number].name
        outcomes = tuple(
            Outcome(
                outcome.statuses,
                tuple((name, (*states[:number], after, *states[number + 1 :])) for after in outcome.states),
            )
            for outcome in found.outcomes
        )
        return Prediction(f"{name} after {last}" if last else "", outcomes)

    def labels(self, state: tuple[str, tuple[Any, ...]]) -> frozenset[str]:
        """The model that moved last."""
        return frozenset({state[0] or "at rest"})

    def views(self, state: tuple[str, tuple[Any, ...]]) -> Views:
        """The views of all models."""
        return {
            f"{part.name}{SEPARATOR}{view}": allowed
            for part, own in zip(self.parts, state[1], strict=True)
            for view, allowed in part.views(own).items()
        }

    def essence(self, state: tuple[str, tuple[Any, ...]]) -> Hashable:
        """The essences of all models, and which moved last."""
        last, states = state
        return last, tuple(part.essence(own) for part, own in zip(self.parts, states, strict=True))

    def requirement(self, view: str) -> str:
        """What is broken when a view shows what nothing explains."""
        name, _, inner = view.partition(SEPARATOR)
        return next(part for part in self.parts if part.name == name).requirement(inner)

    def part_of(self, step: Step) -> tuple[int, Step]:
        """The number of the model that a step belongs to, and the step as that model knows it."""
        name, _, action = step.action.partition(SEPARATOR)
        names = [part.name for part in self.parts]
        return names.index(name), replace(step, action=action)
