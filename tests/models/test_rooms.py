"""The model of a room: members, owners, active or not."""

from __future__ import annotations

import pytest

from conformance.models.model import Step
from conformance.models.rooms import MEMBER, OUT, OWNER, Room, Rooms

MODEL = Rooms()
BOTH = Room("active", OWNER, MEMBER)


def after(state: Room, step: Step, status: int = 200) -> list[Room]:
    """What may hold after a step that was answered with this status."""
    prediction = MODEL.predict(state, step)
    if prediction is None:
        return []
    allowed = [outcome for outcome in prediction.outcomes if status in outcome.statuses]
    return [state for outcome in allowed for state in outcome.states]


@pytest.mark.parametrize(
    ("state", "step", "result"),
    [
        (Room(), Step("create", "user"), Room("active", OWNER, OUT)),
        (Room("active", OWNER, OUT), Step("add", "user", "colleague"), BOTH),
        (BOTH, Step("remove", "admin", "colleague"), Room("active", OWNER, OUT)),
        (BOTH, Step("promote", "user", "colleague"), Room("active", OWNER, OWNER)),
        (Room("active", OWNER, OWNER), Step("demote", "user", "user"), Room("active", MEMBER, OWNER)),
        (Room("active", MEMBER, OWNER), Step("promote", "colleague", "user"), Room("active", OWNER, OWNER)),
        (BOTH, Step("deactivate", "user"), Room("inactive", OWNER, MEMBER)),
        (Room("inactive", OWNER, MEMBER), Step("activate", "admin"), BOTH),
    ],
)
def test_what_a_success_does(state: Room, step: Step, result: Room) -> None:
    assert after(state, step) == [result]


@pytest.mark.parametrize("by", ["user", "admin"])
def test_the_membership_of_an_inactive_room_is_locked(by: str) -> None:
    for guest, action in ((OUT, "add"), (MEMBER, "remove")):
        closed = Room("inactive", OWNER, guest)
        assert after(closed, Step(action, by, "colleague"), 200) == []
        assert after(closed, Step(action, by, "colleague"), 400) == [closed]


def test_nothing_is_predicted_of_those_who_own_nothing() -> None:
    assert MODEL.predict(Room("active", MEMBER, OWNER), Step("demote", "user", "user")) is None


def test_nothing_is_predicted_of_a_room_that_loses_its_last_owner() -> None:
    assert MODEL.predict(BOTH, Step("demote", "user", "user")) is None
    assert MODEL.predict(Room("active", MEMBER, OWNER), Step("remove", "admin", "colleague")) is None
