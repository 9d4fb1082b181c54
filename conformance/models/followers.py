"""One user whom others begin and cease to follow."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from conformance.models.model import Prediction, Rule, Step, Views, by_name, done, refused

FOLLOWERS, FOLLOWING = "STATE-FOLLOW-FOLLOWERS", "STATE-FOLLOW-FOLLOWING"
PEOPLE = ("first", "second")
LEADER = "leader"

_RULES = by_name(
    (
        Rule("nobody: one follows", "transition", "STATE-FOLLOW-BEGIN"),
        Rule("nobody: both follow", "transition", "STATE-FOLLOW-BEGIN"),
        Rule("one: the other follows", "transition", "STATE-FOLLOW-BEGIN"),
        Rule("one: both follow", "transition", "STATE-FOLLOW-BEGIN"),
        Rule("one: it ceases", "transition", "STATE-FOLLOW-END"),
        Rule("both: one ceases", "transition", "STATE-FOLLOW-END"),
        Rule("both: both cease", "transition", "STATE-FOLLOW-END"),
        Rule("begin a second time", "refusal"),
        Rule("cease without having begun", "refusal"),
        Rule("follow oneself", "refusal"),
    )
)
_SIZE = ("nobody", "one", "both")


@dataclass(frozen=True, slots=True)
class Followers:
    """Two accounts follow a third, which `by` arranges."""

    by: str = "admin"
    name: str = "followers"

    @property
    def start(self) -> frozenset[str]:
        """Nobody follows."""
        return frozenset()

    @property
    def steps(self) -> tuple[Step, ...]:
        """One or both begin or cease; `to` names them."""
        groups = (*PEOPLE, " ".join(PEOPLE))
        return (
            *(Step(action, self.by, to) for action in ("follow", "unfollow") for to in groups),
            Step("follow", self.by, LEADER),
        )

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by name."""
        return _RULES

    @property
    def states(self) -> tuple[str, ...]:
        """How many follow."""
        return _SIZE

    def predict(self, state: frozenset[str], step: Step) -> Prediction:
        """What the step may do."""
        named = frozenset(step.to.split())
        if named == {LEADER}:
            return Prediction("follow oneself", (done(state), refused(state)))
        after = state | named if step.action == "follow" else state - named
        if after == state:
            name = "begin a second time" if step.action == "follow" else "cease without having begun"
            return Prediction(name, (done(state), refused(state)))
        return Prediction(_change(state, after, named), (done(after),))

    def labels(self, state: frozenset[str]) -> frozenset[str]:
        """The one label of the state."""
        return frozenset({_SIZE[len(state)]})

    def views(self, state: frozenset[str]) -> Views:
        """Both lists, and the number that stands beside the followers."""
        return {
            "followers": frozenset({tuple(sorted(state))}),
            "count": frozenset({len(state), None}),
            **{f"{person} follows": frozenset({(LEADER,) if person in state else ()}) for person in PEOPLE},
        }

    def essence(self, state: frozenset[str]) -> Hashable:
        """The state itself."""
        return state

    def requirement(self, view: str) -> str:
        """What is broken when a view shows what nothing explains."""
        return FOLLOWING if view.endswith("follows") else FOLLOWERS


def _change(before: frozenset[str], after: frozenset[str], named: frozenset[str]) -> str:
    size = _SIZE[len(before)]
    if len(after) > len(before):
        if before:
            return f"{size}: {'both follow' if len(named) == 2 else 'the other follows'}"
        return f"{size}: {'both follow' if len(after) == 2 else 'one follows'}"
    if len(before) == 1:
        return f"{size}: it ceases"
    return f"{size}: {'one ceases' if after else 'both cease'}"
