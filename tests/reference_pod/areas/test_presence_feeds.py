"""Presence feeds: changes since the last read, once each, for their owner only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.records.presence import PRESENCES, Presence
from conformance.reference_pod.records.users import USERS, User
from tests.reference_pod.kit import HOME, SmallPod


@pytest.fixture
def feed(small: SmallPod) -> str:
    """A feed of alice's."""
    feed_id: str = small.call("createPresenceFeed", small.people.alice).body["id"]
    return feed_id


def set_own(small: SmallPod, user: User, category: str, **query: Any) -> None:
    small.call("setOwnPresence", user, query=query, body={"category": category})


def read(small: SmallPod, feed: str) -> list[tuple[int, str]]:
    changes = small.call("readPresenceFeed", small.people.alice, path={"feedId": feed}).body
    return [(change["userId"], change["category"]) for change in changes]


def test_a_read_returns_the_latest_state_of_those_who_changed_since_the_last(
    small: SmallPod, feed: str
) -> None:
    bob, carol = small.people.bob, small.people.carol
    assert read(small, feed) == []
    for user, category in ((bob, "BUSY"), (carol, "AWAY"), (bob, "AVAILABLE")):
        set_own(small, user, category)
    assert read(small, feed) == [(carol.id, "AWAY"), (bob.id, "AVAILABLE")]
    assert read(small, feed) == []


def test_setting_the_same_presence_again_is_no_change(small: SmallPod, feed: str) -> None:
    set_own(small, small.people.bob, "BUSY")
    read(small, feed)
    set_own(small, small.people.bob, "BUSY")
    assert read(small, feed) == []


def test_changes_before_the_feed_and_of_other_companies_are_not_reported(small: SmallPod) -> None:
    set_own(small, small.people.bob, "BUSY")
    feed = small.call("createPresenceFeed", small.people.alice).body["id"]
    set_own(small, small.people.paul, "BUSY")
    assert read(small, feed) == []


def test_feeds_do_not_disturb_each_other(small: SmallPod, feed: str) -> None:
    other = small.call("createPresenceFeed", small.people.alice).body["id"]
    set_own(small, small.people.bob, "BUSY")
    assert read(small, feed) == read(small, other) == [(small.people.bob.id, "BUSY")]


def test_a_presence_that_waited_for_the_user_is_reported_when_it_signs_in(small: SmallPod, feed: str) -> None:
    bob = small.people.bob
    set_own(small, bob, "BUSY", soft=True)
    assert read(small, feed) == []
    small.pod.store[USERS].put(replace(bob, last_login=small.clock.now + 1))
    assert read(small, feed) == [(bob.id, "BUSY")]


def test_a_read_returns_at_most_500_and_the_next_one_the_rest(small: SmallPod, feed: str) -> None:
    for number in range(501):
        user = (HOME << 36) + 1000 + number
        small.pod.store[PRESENCES].put(Presence(user, "BUSY", small.clock.now, small.pod.ids.number()))
    assert [len(read(small, feed)) for _ in range(3)] == [500, 1, 0]


def test_only_the_owner_may_read_and_delete_a_feed(small: SmallPod, feed: str) -> None:
    for operation in ("readPresenceFeed", "deletePresenceFeed"):
        small.refuses(403, operation, small.people.bob, path={"feedId": feed})


def test_a_deleted_feed_is_unknown(small: SmallPod, feed: str) -> None:
    answer = small.call("deletePresenceFeed", small.people.alice, path={"feedId": feed})
    assert answer.body == {"id": feed}
    for operation in ("readPresenceFeed", "deletePresenceFeed"):
        small.refuses(400, operation, small.people.alice, path={"feedId": feed})
