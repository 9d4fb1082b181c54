"""The model of a group: versions, members, status."""

from __future__ import annotations

from conformance.models.groups import ACTIVE, DELETED, Group, Groups
from conformance.models.model import Step

MODEL = Groups()
HELD = Group(ACTIVE, members=("user",), version=2)


def after(state: Group, step: Step, status: int) -> list[Group]:
    """What may hold after a step that was answered with this status."""
    prediction = MODEL.predict(state, step)
    if prediction is None:
        return []
    allowed = [outcome for outcome in prediction.outcomes if status in outcome.statuses]
    return [state for outcome in allowed for state in outcome.states]


def test_every_change_makes_a_new_version() -> None:
    for step in (
        Step("update", "admin", "title", "current"),
        Step("update", "admin", "members", "current"),
        Step("update", "admin", "status", "current"),
        Step("add", "admin", "colleague"),
        Step("avatar", "admin"),
    ):
        assert [state.version for state in after(HELD, step, 200)] == [3], step


def test_an_earlier_etag_is_refused_with_412_and_nothing_else() -> None:
    stale = Step("update", "admin", "title", "earlier")
    assert after(HELD, stale, 412) == [HELD]
    assert [after(HELD, stale, status) for status in (200, 400, 409)] == [[], [], []]


def test_there_is_no_earlier_etag_before_the_first_change() -> None:
    assert MODEL.predict(Group(ACTIVE), Step("update", "admin", "title", "earlier")) is None


def test_a_missing_etag_may_be_refused_in_three_ways_and_never_accepted() -> None:
    missing = Step("update", "admin", "title", "missing")
    assert [after(HELD, missing, status) for status in (400, 412, 428)] == [[HELD]] * 3
    assert after(HELD, missing, 200) == []


def test_a_member_is_never_there_twice() -> None:
    again = Step("add", "admin", "user")
    assert {state.members for status in (200, 400) for state in after(HELD, again, status)} == {("user",)}


def test_a_deleted_group_may_be_shown_as_deleted_or_not_at_all() -> None:
    views = MODEL.views(Group(DELETED, version=1))
    assert views["status"] == {DELETED, None}
    assert all(None in allowed for allowed in views.values())


def test_an_update_that_would_change_nothing_is_not_predicted() -> None:
    assert MODEL.predict(HELD, Step("update", "admin", "members user", "current")) is None
