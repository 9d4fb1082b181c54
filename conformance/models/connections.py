"""Connections: two users of one pod and one of another, with every step that any of them can take."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.models.model import Outcome, Prediction, Rule, Step, Views, by_name, done, refused

NONE, PENDING, ACCEPTED, REJECTED, REMOVED = "none", "pending", "accepted", "rejected", "removed"
IMPLICIT = "implicit"
VIEW = "STATE-CONN-VIEW"

_RULES = by_name(
    (
        Rule("none: invite", "transition", "STATE-CONN-INVITE"),
        Rule("none: accept", "refusal", "STATE-CONN-NONE"),
        Rule("none: reject", "refusal", "STATE-CONN-NONE"),
        Rule("none: remove", "refusal", "STATE-CONN-NONE"),
        Rule("pending: invite again", "refusal"),
        Rule("pending: invite back", "refusal"),
        Rule("pending: accept by the invited", "transition", "STATE-CONN-ACCEPT"),
        Rule("pending: accept by the inviting", "refusal"),
        Rule("pending: reject by the invited", "transition", "STATE-CONN-REJECT"),
        Rule("pending: reject by the inviting", "refusal"),
        Rule("pending: remove by the invited", "refusal"),
        Rule("pending: remove by the inviting", "refusal"),
        Rule("accepted: invite", "refusal"),
        Rule("accepted: accept", "refusal"),
        Rule("accepted: reject", "refusal"),
        Rule("accepted: remove by the inviting", "transition", "STATE-CONN-REMOVE"),
        Rule("accepted: remove by the invited", "transition", "STATE-CONN-REMOVE"),
        Rule("rejected: invite again", "refusal"),
        Rule("rejected: invite back", "refusal"),
        Rule("rejected: accept by the invited", "refusal"),
        Rule("rejected: remove by the invited", "refusal"),
        Rule("removed: invite by the remover", "transition", "STATE-CONN-INVITE"),
        Rule("removed: remove by the remover", "refusal", "STATE-CONN-NONE"),
        Rule("implicit: reject", "refusal", "STATE-CONN-IMPLICIT"),
        Rule("implicit: invite", "refusal"),
        Rule("implicit: accept", "refusal"),
    )
)


@dataclass(frozen=True, slots=True)
class Tie:
    """What stands between two users. `by` is who invited, or who removed."""

    status: str
    by: str = ""


Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class Ties:
    """The state of the model: every pair with its tie."""

    pairs: tuple[tuple[Pair, Tie], ...]

    def of(self, one: str, other: str) -> Tie:
        """The tie between two users."""
        return dict(self.pairs)[frozenset((one, other))]

    def having(self, one: str, other: str, tie: Tie) -> Ties:
        """The state with another tie between two users."""
        changed = frozenset((one, other))
        return replace(self, pairs=tuple((pair, tie if pair == changed else old) for pair, old in self.pairs))


@dataclass(frozen=True, slots=True)
class Connections:
    """`near` are two users of one pod, `far` is one of another; all are named as actors."""

    near: tuple[str, str]
    far: str
    name: str = "connections"

    @property
    def start(self) -> Ties:
        """Nothing stands between users of two pods; users of one pod are connected without asking."""
        one, other = self.near
        far = [(frozenset((user, self.far)), Tie(NONE)) for user in self.near]
        return Ties((*far, (frozenset((one, other)), Tie(IMPLICIT))))

    @property
    def steps(self) -> tuple[Step, ...]:
        """Each user does each action to each other user; what nobody asked for comes first."""
        users = (*self.near, self.far)
        return tuple(
            Step(action, by, to)
            for action in ("accept", "reject", "remove", "invite")
            for by in users
            for to in users
            if by != to
        )

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by name."""
        return _RULES

    @property
    def states(self) -> tuple[str, ...]:
        """What may stand between two users."""
        return (NONE, PENDING, ACCEPTED, REJECTED, REMOVED, IMPLICIT)

    def predict(self, state: Ties, step: Step) -> Prediction | None:
        """What the step may do to the tie between the two."""
        tie = state.of(step.by, step.to)
        found = _PREDICT[tie.status](tie, step)
        if found is None:
            return None
        name, outcomes = found
        return Prediction(
            f"{tie.status}: {name}",
            tuple(
                Outcome(o.statuses, tuple(state.having(step.by, step.to, after) for after in o.states))
                for o in outcomes
            ),
        )

    def labels(self, state: Ties) -> frozenset[str]:
        """The statuses of all pairs."""
        return frozenset(tie.status for _, tie in state.pairs)

    def views(self, state: Ties) -> Views:
        """What each user may read of each other."""
        seen: dict[str, frozenset[Any]] = {}
        for pair, tie in state.pairs:
            for viewer in pair:
                (peer,) = pair - {viewer}
                seen[view(viewer, peer)] = _seen(tie, viewer)
        return seen

    def essence(self, state: Ties) -> Hashable:
        """The state itself."""
        return state

    def requirement(self, view: str) -> str:
        """What is broken when a view shows what nothing explains."""
        return VIEW


def view(viewer: str, peer: str) -> str:
    """The name of the view that one user has of another."""
    return f"{viewer}'s connection with {peer}"


def _seen(tie: Tie, viewer: str) -> frozenset[Any]:
    match tie.status:
        case "none":
            return frozenset({None})
        case "pending":
            return frozenset({"PENDING_OUTGOING" if viewer == tie.by else "PENDING_INCOMING"})
        case "rejected":
            # What the one who invited sees of a rejection is not stated.
            return frozenset({"REJECTED", "PENDING_OUTGOING"} if viewer == tie.by else {"REJECTED"})
        case "removed":
            # What the other side sees is not stated.
            return frozenset({None} if viewer == tie.by else {None, "ACCEPTED"})
        case _:
            return frozenset({"ACCEPTED"})


Found = tuple[str, tuple[Outcome, ...]] | None


def _none(tie: Tie, step: Step) -> Found:
    if step.action == "invite":
        return "invite", (done(Tie(PENDING, step.by)),)
    return step.action, (refused(tie),)


def _pending(tie: Tie, step: Step) -> Found:
    invited = step.by != tie.by
    side = "by the invited" if invited else "by the inviting"
    tolerated = (refused(tie), done(tie))
    match step.action:
        case "invite":
            return "invite back" if invited else "invite again", tolerated
        case "accept":
            outcomes = (done(Tie(ACCEPTED, tie.by)),) if invited else tolerated
            return f"accept {side}", outcomes
        case "reject":
            return f"reject {side}", (done(Tie(REJECTED, tie.by)),) if invited else tolerated
        case _:
            # Refused, or as in the vendor's table; of the inviting side the table does not speak.
            after = (Tie(REJECTED, tie.by),) if invited else (tie, Tie(REMOVED, step.by))
            return f"remove {side}", (refused(tie), done(*after))


def _accepted(tie: Tie, step: Step) -> Found:
    if step.action == "remove":
        side = "by the inviting" if step.by == tie.by else "by the invited"
        return f"remove {side}", (done(Tie(REMOVED, step.by)),)
    return step.action, (refused(tie), done(tie))


def _rejected(tie: Tie, step: Step) -> Found:
    invited = step.by != tie.by
    again = Tie(PENDING, step.by)
    match step.action:
        case "invite":
            return "invite back" if invited else "invite again", (refused(tie), done(again, tie))
        case "accept" if invited:
            return "accept by the invited", (refused(tie), done(tie, Tie(ACCEPTED, tie.by)))
        case "remove" if invited:
            return "remove by the invited", (refused(tie), done(Tie(PENDING, tie.by), tie))
        case _:
            return None


def _removed(tie: Tie, step: Step) -> Found:
    if step.by != tie.by:
        return None
    match step.action:
        case "invite":
            return "invite by the remover", (done(Tie(PENDING, step.by)),)
        case "remove":
            return "remove by the remover", (refused(tie),)
        case _:
            return None


def _implicit(tie: Tie, step: Step) -> Found:
    match step.action:
        case "reject":
            return "reject", (refused(tie),)
        case "remove":
            return None
        case action:
            return action, (done(tie), refused(tie))


_PREDICT = {
    NONE: _none,
    PENDING: _pending,
    ACCEPTED: _accepted,
    REJECTED: _rejected,
    REMOVED: _removed,
    IMPLICIT: _implicit,
}
