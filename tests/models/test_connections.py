"""The model of connections, row by row of the state table."""

from __future__ import annotations

import pytest

from conformance.models.connections import (
    ACCEPTED,
    NONE,
    PENDING,
    REJECTED,
    REMOVED,
    Connections,
    Tie,
    view,
)
from conformance.models.model import Step

MODEL = Connections(("user", "colleague"), "stranger")
INVITED = Tie(PENDING, "user")


def after(tie: Tie, action: str, by: str, status: int) -> list[Tie]:
    """What may stand between user and stranger after a step that was answered with this status."""
    other = "stranger" if by == "user" else "user"
    prediction = MODEL.predict(MODEL.start.having("user", "stranger", tie), Step(action, by, other))
    if prediction is None:
        return []
    allowed = [outcome for outcome in prediction.outcomes if status in outcome.statuses]
    return [state.of("user", "stranger") for outcome in allowed for state in outcome.states]


TABLE = [
    (Tie(NONE), "invite", "user", 200, [INVITED]),
    (Tie(NONE), "invite", "user", 400, []),
    (Tie(NONE), "accept", "user", 404, [Tie(NONE)]),
    (Tie(NONE), "accept", "user", 400, [Tie(NONE)]),
    (Tie(NONE), "accept", "user", 200, []),
    (INVITED, "invite", "user", 409, [INVITED]),
    (INVITED, "invite", "user", 200, [INVITED]),
    (INVITED, "accept", "stranger", 200, [Tie(ACCEPTED, "user")]),
    (INVITED, "accept", "stranger", 400, []),
    (INVITED, "accept", "user", 400, [INVITED]),
    (INVITED, "reject", "stranger", 200, [Tie(REJECTED, "user")]),
    (INVITED, "remove", "stranger", 400, [INVITED]),
    (INVITED, "remove", "stranger", 200, [Tie(REJECTED, "user")]),
    (Tie(ACCEPTED, "user"), "remove", "stranger", 200, [Tie(REMOVED, "stranger")]),
    (Tie(ACCEPTED, "user"), "remove", "user", 400, []),
    (Tie(REJECTED, "user"), "remove", "stranger", 200, [INVITED, Tie(REJECTED, "user")]),
    (Tie(REJECTED, "user"), "remove", "user", 200, []),
    (Tie(REMOVED, "user"), "invite", "user", 200, [INVITED]),
]


@pytest.mark.parametrize(("tie", "action", "by", "status", "states"), TABLE)
def test_what_may_hold_after_a_step(tie: Tie, action: str, by: str, status: int, states: list[Tie]) -> None:
    assert after(tie, action, by, status) == states


@pytest.mark.parametrize(
    ("tie", "user", "stranger"),
    [
        (Tie(NONE), {None}, {None}),
        (INVITED, {"PENDING_OUTGOING"}, {"PENDING_INCOMING"}),
        (Tie(ACCEPTED, "user"), {"ACCEPTED"}, {"ACCEPTED"}),
        (Tie(REJECTED, "user"), {"REJECTED", "PENDING_OUTGOING"}, {"REJECTED"}),
        (Tie(REMOVED, "user"), {None}, {None, "ACCEPTED"}),
    ],
)
def test_what_both_sides_see(tie: Tie, user: set[str | None], stranger: set[str | None]) -> None:
    views = MODEL.views(MODEL.start.having("user", "stranger", tie))
    assert views[view("user", "stranger")] == user
    assert views[view("stranger", "user")] == stranger


def test_a_step_between_two_leaves_the_other_pairs_alone() -> None:
    state = MODEL.start.having("user", "stranger", INVITED)
    assert state.of("colleague", "stranger") == Tie(NONE)
    assert MODEL.views(state)[view("user", "colleague")] == {"ACCEPTED"}
