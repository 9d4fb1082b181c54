"""Room search: what is searched, in which rooms, with which filters, and how it is counted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference_pod.areas.conversations import add, ask, keep_apart, room
from tests.reference_pod.kit import SmallPod


def search(small: SmallPod, by: Any, query: str, **criteria: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask(small, "searchRooms", by, body={"query": query, **criteria})
    return found


def names(result: dict[str, Any]) -> list[str]:
    return [found["roomAttributes"]["name"] for found in result["rooms"]]


def one_by_one(small: SmallPod, *rooms: str, **attributes: Any) -> None:
    for name in rooms:
        small.clock.advance(seconds=1)
        room(small, small.people.alice, name=name, **attributes)


def test_names_are_searched_without_regard_to_case(small: SmallPod) -> None:
    one_by_one(small, "Fast Cars", "Bikes")
    found = search(small, small.people.alice, "CAR")
    assert names(found) == ["Fast Cars"]
    assert found | {"rooms": []} == {
        "count": 1,
        "skip": 0,
        "limit": 50,
        "query": {"query": "CAR"},
        "rooms": [],
        "facetedMatchCount": [],
    }


def test_of_a_description_only_hashtags_and_cashtags_are_searched(small: SmallPod) -> None:
    alice = small.people.alice
    for name, description in (("Plain", "about foo"), ("Hash", "all #foobar"), ("Cash", "$FOO and more")):
        one_by_one(small, name, description=description)
    assert names(search(small, alice, "foo")) == ["Hash", "Cash"]


def test_keywords_are_searched_under_the_labels_asked_for_and_counted(small: SmallPod) -> None:
    alice = small.people.alice
    one_by_one(small, "Tesla", keywords=[{"key": "industry", "value": "automobile"}])
    one_by_one(small, "Automobile club", keywords=[{"key": "region", "value": "EMEA"}])
    assert names(search(small, alice, "automobile")) == ["Automobile club"]
    found = search(small, alice, "automobile", labels=["industry", "region"])
    assert names(found) == ["Tesla", "Automobile club"]
    assert found["facetedMatchCount"] == [{"facet": "industry", "count": 1}]


def test_the_scope_is_own_rooms_public_rooms_and_visible_rooms(small: SmallPod) -> None:
    one_by_one(small, "Hidden room")
    one_by_one(small, "Visible room", discoverable=True)
    one_by_one(small, "Public room", public=True)
    assert names(search(small, small.people.alice, "room")) == ["Hidden room", "Visible room", "Public room"]
    assert names(search(small, small.people.bob, "room")) == ["Visible room", "Public room"]
    assert names(search(small, small.people.paul, "room")) == []


def test_inactive_rooms_are_found_by_their_members_only(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, name="Cars", public=True)
    ask(small, "setRoomActive", alice, path={"id": room_id}, query={"active": False})
    assert names(search(small, alice, "cars")) == ["Cars"]
    assert names(search(small, bob, "cars")) == []


def test_a_visible_room_behind_an_information_barrier_is_not_found(small: SmallPod) -> None:
    one_by_one(small, "Cars", discoverable=True)
    keep_apart(small, small.people.alice, small.people.bob)
    assert names(search(small, small.people.bob, "cars")) == []
    assert names(search(small, small.people.carol, "cars")) == ["Cars"]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"private": True}, ["Room 1"]),
        ({"private": False}, ["Room 2", "Room 3"]),
        ({"active": True}, ["Room 1", "Room 2"]),
        ({"active": False}, ["Room 3"]),
    ],
    ids=str,
)
def test_rooms_are_filtered_by_state(small: SmallPod, criteria: dict[str, Any], expected: list[str]) -> None:
    alice = small.people.alice
    one_by_one(small, "Room 1")
    one_by_one(small, "Room 2", public=True)
    small.clock.advance(seconds=1)
    inactive = room(small, alice, name="Room 3", public=True)
    ask(small, "setRoomActive", alice, path={"id": inactive}, query={"active": False})
    assert names(search(small, alice, "room", **criteria)) == expected


def test_rooms_are_filtered_by_people(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    one_by_one(small, "Room 1", public=True)
    small.clock.advance(seconds=1)
    second = room(small, alice, name="Room 2", public=True)
    add(small, bob, second, bob)
    ask(small, "promoteRoomOwner", alice, path={"id": second}, body={"id": bob.id})
    assert names(search(small, alice, "room", member={"id": bob.id})) == ["Room 2"]
    assert names(search(small, alice, "room", owner={"id": bob.id})) == ["Room 2"]
    assert names(search(small, alice, "room", creator={"id": bob.id})) == []
    assert names(search(small, alice, "room", creator={"id": alice.id})) == ["Room 1", "Room 2"]


def test_relevance_lists_the_best_match_first_and_basic_the_oldest(small: SmallPod) -> None:
    alice = small.people.alice
    one_by_one(small, "Tagged", description="#cars")
    one_by_one(small, "My cars", "Cars in London", "Cars")
    assert names(search(small, alice, "cars", sortOrder="RELEVANCE")) == [
        "Cars",
        "Cars in London",
        "My cars",
        "Tagged",
    ]
    assert names(search(small, alice, "cars", sortOrder="BASIC")) == [
        "Tagged",
        "My cars",
        "Cars in London",
        "Cars",
    ]


def test_pages_partition_the_matches(small: SmallPod) -> None:
    alice = small.people.alice
    one_by_one(small, *(f"Room {number}" for number in range(5)))
    pages = [
        ask(small, "searchRooms", alice, query={"skip": skip, "limit": 2}, body={"query": "room"})
        for skip in (0, 2, 4, 6)
    ]
    assert [names(page) for page in pages] == [["Room 0", "Room 1"], ["Room 2", "Room 3"], ["Room 4"], []]
    assert {(page["count"], page["limit"]) for page in pages} == {(5, 2)}


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"skip": -1}], ids=str)
def test_limits_of_a_page(small: SmallPod, query: dict[str, int]) -> None:
    small.refuses(400, "searchRooms", small.people.alice, query=query, body={"query": "room"})


def test_email_is_the_only_subtype_and_has_no_rooms(small: SmallPod) -> None:
    alice = small.people.alice
    one_by_one(small, "Cars")
    assert search(small, alice, "cars", subType="EMAIL")["count"] == 0
    small.refuses(400, "searchRooms", alice, body={"query": "cars", "subType": "FAX"})


def test_nameless_rooms_do_not_disturb_the_search(small: SmallPod) -> None:
    room(small, small.people.alice)
    assert search(small, small.people.alice, "cars")["count"] == 0
