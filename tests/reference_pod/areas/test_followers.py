"""Followers: who may be named, atomic changes, and cursors that are ranks."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.records.followers import FOLLOWS, Follow
from conformance.reference_pod.records.users import User
from tests.reference_pod.kit import SmallPod


def follow(small: SmallPod, followed: User, *followers: User) -> None:
    ids = [follower.id for follower in followers]
    small.call("followUsers", small.people.alice, path={"uid": followed.id}, body={"followers": ids})


def followers(small: SmallPod, user: User, **query: Any) -> dict[str, Any]:
    body: dict[str, Any] = small.call(
        "listFollowers", small.people.alice, path={"uid": user.id}, query=query
    ).body
    return body


def following(small: SmallPod, user: User) -> list[int]:
    ids: list[int] = small.call("listFollowing", small.people.alice, path={"uid": user.id}).body["following"]
    return ids


@pytest.fixture
def five(small: SmallPod) -> SmallPod:
    """Five users with the ids 1 to 5 follow alice."""
    for number in range(1, 6):
        small.pod.store[FOLLOWS].put(Follow(number, small.people.alice.id, number))
    return small


def test_following_shows_on_both_sides(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    follow(small, alice, carol, bob)
    assert followers(small, alice)["followers"] == [carol.id, bob.id]
    assert following(small, bob) == [alice.id]
    assert following(small, alice) == []


def test_following_twice_and_following_oneself_change_nothing(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    follow(small, alice, bob)
    follow(small, alice, bob, alice, bob)
    assert followers(small, alice)["followers"] == [bob.id]


def test_unfollowing_ends_it_and_passes_over_those_who_do_not_follow(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    follow(small, alice, bob)
    for _ in range(2):
        small.call("unfollowUsers", alice, path={"uid": alice.id}, body={"followers": [bob.id, carol.id]})
    assert followers(small, alice)["count"] == 0


@pytest.mark.parametrize("operation", ["followUsers", "unfollowUsers"])
def test_an_invalid_id_is_named_and_nothing_is_changed(small: SmallPod, operation: str) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    follow(small, alice, bob)
    ids = [carol.id, bob.id, small.people.paul.id]
    refusal = small.refuses(400, operation, alice, path={"uid": alice.id}, body={"followers": ids})
    assert str(small.people.paul.id) in refusal.message
    assert followers(small, alice)["followers"] == [bob.id]


def test_external_users_cannot_be_followed_or_listed_and_the_list_is_required(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    small.refuses(400, "followUsers", alice, path={"uid": paul.id}, body={"followers": [alice.id]})
    small.refuses(400, "listFollowers", alice, path={"uid": paul.id})
    small.refuses(400, "listFollowing", alice, path={"uid": paul.id})
    small.refuses(400, "followUsers", alice, path={"uid": alice.id}, body={"followers": []})
    small.refuses(400, "unfollowUsers", alice, path={"uid": alice.id}, body={})


@pytest.mark.parametrize(
    ("query", "ids", "cursors"),
    [
        ({"limit": 2}, [1, 2], {"before": "0", "after": "2"}),
        ({"limit": 2, "after": "2"}, [3, 4], {"before": "2", "after": "4"}),
        ({"limit": 2, "after": "4"}, [5], {"before": "4"}),
        ({"limit": 2, "before": "4"}, [3, 4], {"before": "2", "after": "4"}),
        ({"limit": 2, "before": "1"}, [1], {"before": "0", "after": "1"}),
        ({"limit": 2, "before": "0"}, [], {"before": "0", "after": "0"}),
        ({"limit": 2, "after": "99"}, [], {"before": "5"}),
        ({}, [1, 2, 3, 4, 5], {"before": "0"}),
    ],
)
def test_cursors_are_ranks(
    five: SmallPod, query: dict[str, Any], ids: list[int], cursors: dict[str, str]
) -> None:
    page = followers(five, five.people.alice, **query)
    assert (page["followers"], page["pagination"]["cursors"]) == (ids, cursors)
    assert page["count"] == 5


def test_links_lead_to_the_neighbouring_pages(five: SmallPod) -> None:
    alice = five.people.alice
    pagination = followers(five, alice, limit=2, after="2")["pagination"]
    assert pagination["next"] == f"/pod/v1/user/{alice.id}/followers?limit=2&after=4"
    assert pagination["previous"] == f"/pod/v1/user/{alice.id}/followers?limit=2&before=2"
    assert "previous" not in followers(five, alice, limit=2)["pagination"]
    assert "next" not in followers(five, alice, limit=5)["pagination"]


@pytest.mark.parametrize(
    "query", [{"after": "x"}, {"before": "-1"}, {"before": "2", "after": "2"}, {"limit": 0}]
)
def test_impossible_pages_are_refused(five: SmallPod, query: dict[str, Any]) -> None:
    five.refuses(400, "listFollowers", five.people.alice, path={"uid": five.people.alice.id}, query=query)
