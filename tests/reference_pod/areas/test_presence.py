"""Presence: set and get, the soft set, what external users see, and the list of all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.records.connections import CONNECTIONS, Connection
from conformance.reference_pod.records.users import USERS, User
from tests.reference_pod.kit import SmallPod


def set_own(small: SmallPod, user: User, category: str, **query: Any) -> dict[str, Any]:
    body: dict[str, Any] = small.call("setOwnPresence", user, query=query, body={"category": category}).body
    return body


def seen(small: SmallPod, by: User, user: User, **query: Any) -> dict[str, Any]:
    body: dict[str, Any] = small.call("getUserPresence", by, path={"uid": user.id}, query=query).body
    return body


def connect(small: SmallPod, one: User, other: User) -> None:
    now = small.clock.now
    small.pod.store[CONNECTIONS].put(Connection(one.id, other.id, "ACCEPTED", now, now))


def test_a_presence_is_read_as_it_was_set(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    presence = set_own(small, alice, "IN_A_MEETING")
    assert presence == {"category": "IN_A_MEETING", "userId": alice.id, "timestamp": small.clock.now}
    small.clock.advance(seconds=5)
    assert small.call("getOwnPresence", alice).body == presence
    assert seen(small, bob, alice) == presence


def test_an_offline_user_bears_the_time_of_the_call(small: SmallPod) -> None:
    alice = small.people.alice
    small.clock.advance(seconds=5)
    assert small.call("getOwnPresence", alice).body == {
        "category": "OFFLINE",
        "userId": alice.id,
        "timestamp": small.clock.now,
    }


def test_a_category_must_be_one_that_can_be_set(small: SmallPod) -> None:
    small.refuses(400, "setOwnPresence", small.people.alice, body={"category": "UNDEFINED"})
    small.refuses(400, "setOwnPresence", small.people.alice, body={"category": "available"})


def test_a_soft_set_leaves_an_offline_user_offline_until_it_signs_in(small: SmallPod) -> None:
    alice = small.people.alice
    assert set_own(small, alice, "BUSY", soft=True)["category"] == "OFFLINE"
    small.clock.advance(seconds=5)
    small.pod.store[USERS].put(replace(alice, last_login=small.clock.now))
    assert small.call("getOwnPresence", alice).body == {
        "category": "BUSY",
        "userId": alice.id,
        "timestamp": small.clock.now,
    }


def test_a_soft_set_changes_the_presence_of_a_user_who_is_online(small: SmallPod) -> None:
    set_own(small, small.people.alice, "AVAILABLE")
    assert set_own(small, small.people.alice, "BUSY", soft=True)["category"] == "BUSY"


def test_the_presence_of_a_colleague_can_be_set(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    body = {"category": "AWAY", "userId": bob.id}
    presence = small.call("setUserPresence", alice, body=body).body
    assert small.call("getOwnPresence", bob).body == presence
    assert presence["category"] == "AWAY"


def test_the_presence_of_external_and_unknown_users_cannot_be_set(small: SmallPod) -> None:
    alice = small.people.alice
    small.refuses(404, "setUserPresence", alice, body={"category": "AWAY", "userId": small.people.paul.id})
    small.refuses(400, "setUserPresence", alice, body={"category": "AWAY"})


def test_an_external_presence_needs_a_connection(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    small.refuses(403, "getUserPresence", alice, path={"uid": paul.id})
    small.refuses(404, "getUserPresence", alice, path={"uid": 1})


def test_a_local_query_shows_external_users_offline(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    set_own(small, paul, "AVAILABLE")
    assert seen(small, alice, paul, local=True)["category"] == "OFFLINE"


@pytest.mark.parametrize(
    ("category", "external"),
    [
        ("AVAILABLE", "AVAILABLE"),
        ("ON_THE_PHONE", "ON_THE_PHONE"),
        ("BE_RIGHT_BACK", "AWAY"),
        ("DO_NOT_DISTURB", "AWAY"),
        ("OFF_WORK", "OFFLINE"),
    ],
)
def test_connected_external_users_see_the_external_view(
    small: SmallPod, category: str, external: str
) -> None:
    alice, paul = small.people.alice, small.people.paul
    connect(small, alice, paul)
    small.call("registerPresenceInterest", alice, body=[paul.id])
    set_own(small, paul, category)
    assert seen(small, alice, paul)["category"] == external
    assert small.call("getOwnPresence", paul).body["category"] == category


def test_an_external_presence_is_known_for_an_hour_after_the_interest_was_registered(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    connect(small, alice, paul)
    set_own(small, paul, "BUSY")
    assert seen(small, alice, paul)["category"] == "UNDEFINED"
    small.call("registerPresenceInterest", alice, body=[paul.id])
    small.clock.advance(seconds=3599)
    assert seen(small, alice, paul)["category"] == "BUSY"
    small.clock.advance(seconds=1)
    assert seen(small, alice, paul)["category"] == "UNDEFINED"


def test_interest_is_registered_in_known_users_only(small: SmallPod) -> None:
    alice = small.people.alice
    small.refuses(400, "registerPresenceInterest", alice, body=[])
    small.refuses(404, "registerPresenceInterest", alice, body=[small.people.paul.id, 1])
    small.refuses(404, "registerPresenceInterest", alice, body=[small.people.frank.id])


def test_the_list_holds_all_users_of_the_company_by_id(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    presence = set_own(small, bob, "BUSY")
    listed = small.call("listPresences", alice).body
    assert [entry["userId"] for entry in listed] == [alice.id, bob.id, carol.id]
    assert listed[1] == presence


def test_the_list_skips_ids_less_than_the_last_one(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    page = small.call("listPresences", alice, query={"lastUserId": bob.id, "limit": 5}).body
    assert [entry["userId"] for entry in page] == [bob.id, carol.id]
    first = small.call("listPresences", alice, query={"limit": 1}).body
    assert [entry["userId"] for entry in first] == [alice.id]
    small.refuses(400, "listPresences", alice, query={"limit": 0})
    small.refuses(400, "listPresences", alice, query={"limit": 5001})
