"""What a model of a part of a pod is: steps, states, rules, and the answers that a step may get."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

S = TypeVar("S", bound=Hashable)

SUCCESS = frozenset(range(200, 300))
REFUSAL = frozenset(range(400, 500))

Views = Mapping[str, frozenset[Any]]
"""What may be seen at each place: None stands for nothing."""

Kind = Literal["transition", "refusal"]


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what, to whom and how: only words, so that a walk can be written down and done again."""

    action: str
    by: str
    to: str = ""
    how: str = ""

    def __str__(self) -> str:
        return f"{self.action}({', '.join(word for word in (self.by, self.to, self.how) if word)})"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Statuses of which one may come back, and the states that may hold then, the likeliest first."""

    statuses: frozenset[int]
    states: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One edge of a model: what a step does in a state. Coverage is counted in rules.

    A refusal leaves everything as it is. `requirement` is what a wrong answer breaks; None is the model's
    own. `required` rules have to be reached before a run is complete.
    """

    name: str
    kind: Kind
    requirement: str | None = None
    required: bool = True


@dataclass(frozen=True, slots=True)
class Prediction:
    """The rule that a step follows, and every outcome that it allows; the first is the one to plan with."""

    rule: str
    outcomes: tuple[Outcome, ...]


class Model(Protocol[S]):
    """A part of a pod. States are hashable values; `labels` are the names under which they are counted."""

    @property
    def name(self) -> str:
        """The model in one word."""
        ...

    @property
    def start(self) -> S:
        """The state of a walk that has not begun."""
        ...

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step of any walk."""
        ...

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by name."""
        ...

    @property
    def states(self) -> tuple[str, ...]:
        """The labels of all states that have to be reached."""
        ...

    def predict(self, state: S, step: Step) -> Prediction | None:
        """What the step may do in the state; None where it makes no sense or nothing is known of it."""
        ...

    def labels(self, state: S) -> frozenset[str]:
        """The labels of a state."""
        ...

    def views(self, state: S) -> Views:
        """What everybody may see in the state."""
        ...

    def essence(self, state: S) -> Hashable:
        """The state without what grows for ever, such as versions: a planner visits each essence once."""
        ...

    def requirement(self, view: str) -> str:
        """The requirement that is broken when the view shows what nothing explains."""
        ...


def done(*states: Any) -> Outcome:
    """A success, after which one of these states holds."""
    return Outcome(SUCCESS, states)


def refused(*states: Any) -> Outcome:
    """A 4xx, after which one of these states holds."""
    return Outcome(REFUSAL, states)


def by_name(rules: tuple[Rule, ...]) -> dict[str, Rule]:
    """Rules by name; raises ValueError when two have the same."""
    found = {rule.name: rule for rule in rules}
    if len(found) < len(rules):
        raise ValueError("two rules have the same name")
    return found
