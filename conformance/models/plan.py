"""The way through a model that follows every rule and visits every state."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any

from conformance.models.model import Model, S, Step


@dataclass(frozen=True, slots=True)
class Way:
    """Steps, of which the last follows wanted rules or leads to states with wanted labels: the goals."""

    steps: tuple[Step, ...]
    goals: frozenset[str]


def way_to(model: Model[Any], state: S, rules: Collection[str], labels: Collection[str] = ()) -> Way | None:
    """The shortest way to one of the rules or one of the labels of states; None if there is none.

    It counts on the first outcome of each step. Of walks of one length the earliest in the model's order of
    steps is taken, so that the same model always gives the same way.
    """
    if not rules and not labels:
        return None
    queue: deque[tuple[Any, tuple[Step, ...]]] = deque([(state, ())])
    seen: set[Hashable] = {model.essence(state)}
    while queue:
        here, walked = queue.popleft()
        for step in model.steps:
            prediction = model.predict(here, step)
            if prediction is None:
                continue
            after = prediction.outcomes[0].states[0]
            goals = model.labels(after) & frozenset(labels) | frozenset(rules) & {prediction.rule}
            if goals:
                return Way((*walked, step), goals)
            if (essence := model.essence(after)) not in seen:
                seen.add(essence)
                queue.append((after, (*walked, step)))
    return None
