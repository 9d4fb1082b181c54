"""Searching rooms: what the query matches, and what each criterion leaves out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conformance.suite.looking import part
from conformance.suite.rooms import Room, colleague, look_at, own_room, parts, patiently
from conformance.suite.scenario import Scenario
from conformance.suite.streams import canonical
from conformance.suite.world import World


@pytest.mark.check(
    "lifecycle.room-search",
    "ROOM-SEARCH-1",
    "ROOM-SEARCH-2",
    "ROOM-SEARCH-3",
    "ROOM-SEARCH-4",
    "ROOM-SEARCH-5",
)
def test_a_search_finds_rooms_by_name(scenario: Scenario) -> None:
    """A search finds rooms by their name, and counts them."""
    word, other = _word(scenario.world), _word(scenario.world)
    with (
        own_room(scenario, name=f"{word} one") as one,
        own_room(scenario, name=f"{word} two") as two,
        own_room(scenario, name=other) as third,
    ):
        found = _search(scenario, one.owner, {"query": word}, one, two)
        ours = _names(found, one, two, third)
        scenario.equal("ROOM-SEARCH-1", {one.name, two.name}, ours, f"rooms found by {word!r}")
        rooms, count = part(found, "rooms") or [], part(found, "count")
        if count is None:
            scenario.left_out("ROOM-SEARCH-3", "the count")
        else:
            scenario.expect(
                "ROOM-SEARCH-3",
                isinstance(count, int) and (count == len(rooms) or count > len(rooms) == 100),
                expected=f"count: the number of all {len(rooms)} rooms",
                observed=f"count: {count!r}",
            )
        for listed in rooms:
            if canonical(part(listed, "roomSystemInfo", "id")) == canonical(one.id):
                seen, read = _facts(*parts(listed)), _facts(*look_at(scenario, one))
                scenario.same_where_shown("ROOM-SEARCH-5", read, seen, "the room that was found")
                break
        else:
            scenario.equal("ROOM-SEARCH-5", [one.name], [], "rooms of that name in the list")
        rest = scenario.look("searchRooms", one.owner, query={"skip": 1, "limit": 100}, body={"query": word})
        scenario.equal_where_shown("ROOM-SEARCH-2", 1, part(rest, "skip"), "skip, of an answer to skip=1")
        again = part(rest, "count")
        scenario.equal_where_shown("ROOM-SEARCH-4", count, again, "count, of an answer to skip=1")


@pytest.mark.check("lifecycle.room-search-description", "ROOM-SEARCH-6")
def test_a_search_finds_rooms_by_their_description(scenario: Scenario) -> None:
    """A search finds rooms by a hashtag of their description."""
    word = _word(scenario.world)
    with own_room(scenario, description=f"About #{word}") as room:

        def ask() -> set[str]:
            # Whether the query names a hashtag with or without its sign, no document says.
            answers = (_search_once(scenario, room.owner, {"query": q}) for q in (word, f"#{word}"))
            return {name for answer in answers for name in _names(answer, room)}

        found = patiently(scenario.world, ask, until=bool)
        scenario.equal("ROOM-SEARCH-6", {room.name}, found, "rooms found by the hashtag of their description")


@pytest.mark.check("lifecycle.room-search-discoverable", "ROOM-SEARCH-7", "ROOM-SEARCH-8")
def test_only_discoverable_rooms_are_found_by_others(scenario: Scenario) -> None:
    """Only discoverable rooms are found by those who are not in them."""
    outsider, _ = colleague(scenario.world)
    word = _word(scenario.world)
    with (
        own_room(scenario, name=f"{word} open", discoverable=True) as shown,
        own_room(scenario, name=f"{word} hidden", discoverable=False) as hidden,
    ):
        _search(scenario, hidden.owner, {"query": word}, shown, hidden)
        found = _names(_search(scenario, outsider, {"query": word}, shown), shown, hidden)
        scenario.expect(
            "ROOM-SEARCH-7",
            shown.name in found,
            expected=f"somebody else finds {shown.name!r}",
            observed=f"finds {found}",
        )
        scenario.expect(
            "ROOM-SEARCH-8",
            hidden.name not in found,
            expected=f"nobody else finds {hidden.name!r}",
            observed=f"finds {found}",
        )


@pytest.mark.check(
    "lifecycle.room-search-criteria",
    "ROOM-SEARCH-9",
    "ROOM-SEARCH-10",
    "ROOM-SEARCH-11",
    "ROOM-SEARCH-12",
    "ROOM-SEARCH-13",
    "ROOM-SEARCH-14",
)
def test_each_criterion_leaves_out_what_does_not_fit(scenario: Scenario) -> None:
    """Each criterion of a search leaves out what does not fit, and keeps what does."""
    word = _word(scenario.world)
    _, outsider = colleague(scenario.world)
    with own_room(scenario, name=f"{word} one") as room, own_room(scenario, name=f"{word} off") as off:
        scenario.get("setRoomActive", off.owner, path={"id": off.id}, query={"active": False})
        me, somebody = {"id": room.owner_id}, {"id": outsider}
        for requirement, criteria, wanted in (
            ("ROOM-SEARCH-9", {}, {room.name, off.name}),
            ("ROOM-SEARCH-9", {"active": True}, {room.name}),
            ("ROOM-SEARCH-9", {"active": False}, {off.name}),
            ("ROOM-SEARCH-10", {"owner": me, "active": True}, {room.name}),
            ("ROOM-SEARCH-10", {"owner": somebody}, set()),
            ("ROOM-SEARCH-11", {"creator": me, "active": True}, {room.name}),
            ("ROOM-SEARCH-11", {"creator": somebody}, set()),
            ("ROOM-SEARCH-12", {"member": me, "active": True}, {room.name}),
            ("ROOM-SEARCH-12", {"member": somebody}, set()),
            ("ROOM-SEARCH-13", {"subType": "EMAIL"}, set()),
            ("ROOM-SEARCH-14", {"sortOrder": "BASIC", "active": True}, {room.name}),
            ("ROOM-SEARCH-14", {"sortOrder": "RELEVANCE", "active": True}, {room.name}),
        ):

            def ask(criteria: dict[str, Any] = criteria) -> set[str]:
                return _names(_search_once(scenario, room.owner, {"query": word, **criteria}), room, off)

            found = patiently(scenario.world, ask, until=wanted.__eq__)
            scenario.equal(requirement, wanted, found, f"rooms found with {criteria}")


@pytest.mark.check("lifecycle.room-search-private", "ROOM-SEARCH-15")
def test_a_search_for_private_rooms_leaves_out_public_ones(scenario: Scenario) -> None:
    """A search for private rooms leaves out public ones."""
    word = _word(scenario.world)
    public = {"public": True, "viewHistory": True, "discoverable": True, "membersCanInvite": True}
    with (
        own_room(scenario, name=f"{word} private") as private,
        own_room(scenario, name=f"{word} public", **public) as open_room,
    ):
        everything = _names(
            _search(scenario, private.owner, {"query": word}, private, open_room), private, open_room
        )
        scenario.equal(
            "ROOM-SEARCH-15", {private.name, open_room.name}, everything, "rooms found without private"
        )
        found = _search_once(scenario, private.owner, {"query": word, "private": True})
        scenario.equal(
            "ROOM-SEARCH-15", {private.name}, _names(found, private, open_room), "rooms found with private"
        )


@pytest.mark.check("lifecycle.room-search-labels", "ROOM-SEARCH-16", "ROOM-SEARCH-17", "ROOM-SEARCH-18")
def test_a_search_finds_rooms_by_their_keywords(scenario: Scenario) -> None:
    """A search finds rooms by the values of their keywords, and counts them for each label."""
    word = _word(scenario.world)
    with own_room(scenario, keywords=[{"key": "industry", "value": word}]) as room:
        found = _search(scenario, room.owner, {"query": word, "labels": ["industry"]}, room)
        scenario.equal(
            "ROOM-SEARCH-16", {room.name}, _names(found, room), "rooms found by the label industry"
        )
        facets = part(found, "facetedMatchCount")
        if not facets:
            for requirement in ("ROOM-SEARCH-17", "ROOM-SEARCH-18"):
                scenario.not_applicable(requirement, "the target counts no facets")
            return
        scenario.equal("ROOM-SEARCH-17", 1, len(facets), "number of facets, of one label")
        scenario.equal_where_shown("ROOM-SEARCH-17", "industry", part(facets, 0, "facet"), "facet")
        scenario.equal_where_shown("ROOM-SEARCH-18", 1, part(facets, 0, "count"), "count of the facet")


def _word(world: World) -> str:
    """A word that no other room has in its name; one without separators, which a target may split at."""
    return re.sub(r"\W", "", world.name("seek")) + "z"


def _search_once(scenario: Scenario, by: str, criteria: dict[str, Any]) -> Any:
    return scenario.look("searchRooms", by, query={"limit": 100}, body=criteria)


def _search(scenario: Scenario, by: str, criteria: dict[str, Any], *wanted: Room) -> Any:
    """The answer to a search, once it shows these rooms or a few seconds have passed."""
    names = {room.name for room in wanted}
    return patiently(
        scenario.world,
        lambda: _search_once(scenario, by, criteria),
        until=lambda found: _names(found, *wanted) == names,
    )


def _names(found: Any, *rooms: Room) -> set[str]:
    """The names of those of the rooms that were found."""
    ids = {canonical(part(listed, "roomSystemInfo", "id")) for listed in part(found, "rooms") or ()}
    return {room.name for room in rooms if canonical(room.id) in ids}


def _facts(attributes: dict[str, Any], system: dict[str, Any]) -> dict[str, Any]:
    flags = {name: bool(attributes.get(name)) for name in ("public", "readOnly", "copyProtected", "crossPod")}
    named = {name: attributes.get(name) for name in ("name", "description")}
    return named | flags | {name: system.get(name) for name in ("creationDate", "createdByUserId", "active")}
