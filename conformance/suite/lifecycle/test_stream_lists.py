"""Lists of streams: what their filters leave out, of a user and of a whole company."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.looking import part
from conformance.suite.messages import messages_with_attachments
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import Room, own_room, patiently
from conformance.suite.scenario import Scenario
from conformance.suite.streams import canonical, every, find, type_of

MINUTE = 60_000


@pytest.mark.check(
    "lifecycle.stream-list", "STREAM-LIST-1", "STREAM-LIST-2", "STREAM-LIST-3", "STREAM-LIST-4"
)
def test_a_users_list_has_the_streams_that_were_asked_for(scenario: Scenario) -> None:
    """A user's list has the streams that were asked for: by type, active or not, oldest first."""
    user = things.user(scenario.world)
    ims = things.im(scenario.world)
    _of_a_user(scenario, "STREAM-LIST", "listStreams", user, ims)


@pytest.mark.check(
    "lifecycle.stream-list-of-a-user",
    "STREAM-USER-LIST-1",
    "STREAM-USER-LIST-2",
    "STREAM-USER-LIST-3",
    "STREAM-USER-LIST-4",
)
def test_an_administrator_lists_the_streams_of_a_user(scenario: Scenario) -> None:
    """An administrator lists the streams of a user: by type, active or not, oldest first."""
    world = scenario.world
    path = {"uid": things.user_id(world, things.user(world))}
    _of_a_user(
        scenario, "STREAM-USER-LIST", "listUserStreams", things.admin(world), things.im(world), path=path
    )


@pytest.mark.check(
    "lifecycle.enterprise-streams",
    "STREAM-ADMIN-LIST-1",
    "STREAM-ADMIN-LIST-2",
    "STREAM-ADMIN-LIST-3",
    "STREAM-ADMIN-LIST-4",
    "STREAM-ADMIN-LIST-5",
    "STREAM-ADMIN-LIST-6",
    "STREAM-ADMIN-LIST-7",
    "STREAM-ADMIN-LIST-8",
)
def test_the_list_of_a_company_has_the_streams_that_were_asked_for(scenario: Scenario) -> None:
    """The list of a company has the streams that were asked for."""
    with own_room(scenario) as room, own_room(scenario) as off:
        scenario.get("setRoomActive", off.owner, path={"id": off.id}, query={"active": False})
        both = {room.id, off.id}
        for requirement, criteria, wanted in (
            ("STREAM-ADMIN-LIST-1", {}, both),
            ("STREAM-ADMIN-LIST-2", {"streamTypes": [{"type": "ROOM"}]}, both),
            ("STREAM-ADMIN-LIST-2", {"streamTypes": [{"type": "IM"}]}, set()),
            ("STREAM-ADMIN-LIST-3", {"scope": "INTERNAL"}, both),
            ("STREAM-ADMIN-LIST-3", {"scope": "EXTERNAL"}, set()),
            ("STREAM-ADMIN-LIST-4", {"origin": "INTERNAL"}, both),
            ("STREAM-ADMIN-LIST-4", {"origin": "EXTERNAL"}, set()),
            ("STREAM-ADMIN-LIST-5", {"status": "ACTIVE"}, {room.id}),
            ("STREAM-ADMIN-LIST-5", {"status": "INACTIVE"}, {off.id}),
            ("STREAM-ADMIN-LIST-6", {"privacy": "PRIVATE"}, both),
            ("STREAM-ADMIN-LIST-6", {"privacy": "PUBLIC"}, set()),
        ):
            found = _of_the_company(scenario, both, {"startDate": room.created, **criteria})
            scenario.equal(requirement, wanted, found, f"own rooms listed with {criteria or 'a start date'}")
        for requirement, first, last in (
            ("STREAM-ADMIN-LIST-7", 10 * MINUTE, 20 * MINUTE),
            ("STREAM-ADMIN-LIST-8", -20 * MINUTE, -10 * MINUTE),
        ):
            dates = {"startDate": room.created + first, "endDate": room.created + last}
            found = _of_the_company(scenario, {room.id}, dates)
            scenario.equal(
                requirement, set(), found, f"rooms modified at {room.created}, listed with {dates}"
            )


@pytest.mark.check(
    "lifecycle.enterprise-stream-counts",
    "STREAM-ADMIN-LIST-9",
    "STREAM-ADMIN-LIST-10",
    "STREAM-ADMIN-LIST-11",
)
def test_the_list_of_a_company_counts_its_streams(scenario: Scenario) -> None:
    """The list of a company says how many streams there are, and which of them it shows."""
    admin = things.admin(scenario.world)
    with own_room(scenario), own_room(scenario) as room:
        # Since this date streams are added and none is lost, whatever others do.
        body = {"startDate": room.created - MINUTE}
        for _ in range(3):
            # Others make streams as well: it counts when there are as many before and after.
            before = scenario.look("listStreamsAsAdmin", admin, query={"limit": 1}, body=body)
            listed = list(every(scenario, "listStreamsAsAdmin", admin, body=body))
            after = scenario.look("listStreamsAsAdmin", admin, query={"skip": 1, "limit": 1}, body=body)
            count = part(after, "count")
            if part(before, "count") == count:
                what = "count, and streams on all pages"
                scenario.equal_where_shown("STREAM-ADMIN-LIST-9", len(listed), count, what)
                break
        else:
            scenario.not_applicable("STREAM-ADMIN-LIST-9", "others make streams all the time")
        for requirement, name in (("STREAM-ADMIN-LIST-10", "skip"), ("STREAM-ADMIN-LIST-11", "limit")):
            what = f"{name}, of an answer to {name}=1"
            scenario.equal_where_shown(requirement, 1, part(after, name), what)


@pytest.mark.check(
    "lifecycle.attachments", "STREAM-FILES-1", "STREAM-FILES-2", "STREAM-FILES-3", "STREAM-FILES-4"
)
def test_attachments_are_listed_by_their_dates(scenario: Scenario) -> None:
    """Attachments are listed from a date and to a date, in either direction."""
    world = scenario.world
    user, path = things.user(world), {"sid": _stream_of_several_dates(scenario)}
    everything = scenario.get("listStreamAttachments", user, path=path, query={"limit": 100}) or []
    dates = [part(item, "ingestionDate") for item in everything]
    scenario.equal("STREAM-FILES-4", sorted(dates), dates, "dates without a direction")
    edges = sorted(set(dates))
    for requirement, query, wanted in (
        ("STREAM-FILES-1", {"since": edges[1]}, [date for date in dates if date >= edges[1]]),
        ("STREAM-FILES-2", {"to": edges[0]}, [date for date in dates if date <= edges[0]]),
        ("STREAM-FILES-3", {"sortDir": "DESC"}, sorted(dates, reverse=True)),
        ("STREAM-FILES-3", {"sortDir": "ASC"}, sorted(dates)),
    ):
        listed = scenario.look("listStreamAttachments", user, path=path, query={"limit": 100, **query})
        found = [part(item, "ingestionDate") for item in listed or ()]
        scenario.equal(requirement, wanted, found, f"dates with {query}")


def _stream_of_several_dates(scenario: Scenario) -> str:
    """A stream of the ordinary user with attachments that were sent at different times."""
    dates: dict[str, set[int]] = {}
    for message in messages_with_attachments(scenario):
        dates.setdefault(message.stream, set()).add(message.sent)
    for stream, found in dates.items():
        if len(found) > 1:
            return stream
    raise NotApplicable("no stream has attachments of two different dates: send two files to one")


def _of_a_user(scenario: Scenario, prefix: str, operation: str, by: str, im: str, **request: Any) -> None:
    """What both lists of a user's streams promise: membership and order, types, inactive ones."""
    with own_room(scenario) as one, own_room(scenario) as two, own_room(scenario) as off:
        scenario.get("setRoomActive", off.owner, path={"id": off.id}, query={"active": False})
        rooms: dict[str, Any] = {"streamTypes": [{"type": "ROOM"}]}
        listed = find(scenario, operation, by, {one.id, two.id, im}, **request, body={})
        scenario.equal(f"{prefix}-1", {one.id, two.id, im}, set(listed), "own streams that are listed")
        order = patiently(
            scenario.world,
            lambda: _order(scenario, operation, by, one, two, body=rooms, **request),
            until=lambda found: len(found) == 2,
        )
        scenario.equal(f"{prefix}-2", [one.id, two.id], order, "rooms in the order of the list")
        for kind, wanted in (("ROOM", {one.id}), ("IM", {im})):
            body: dict[str, Any] = {"streamTypes": [{"type": kind}]}
            found = find(scenario, operation, by, {one.id, im}, **request, body=body)
            scenario.equal(f"{prefix}-3", wanted, set(found), f"own streams listed with type {kind}")
            kinds = {type_of(stream) for stream in found.values()}
            scenario.equal(f"{prefix}-3", {kind}, kinds, f"types listed with type {kind}")
        for include, wanted in ((True, {one.id, off.id}), (False, {one.id})):
            body = rooms | {"includeInactiveStreams": include}
            found = find(scenario, operation, by, {one.id, off.id}, **request, body=body)
            scenario.equal(f"{prefix}-4", wanted, set(found), f"rooms listed with inactive ones {include}")


def _order(scenario: Scenario, operation: str, by: str, *rooms: Room, **request: Any) -> list[str]:
    """The rooms in the order in which a list has them."""
    names = {canonical(room.id): room.id for room in rooms}
    ids = [canonical(stream.get("id")) for stream in every(scenario, operation, by, **request)]
    return list(dict.fromkeys(names[name] for name in ids if name in names))


def _of_the_company(scenario: Scenario, wanted: set[str], criteria: dict[str, Any]) -> set[str]:
    return set(find(scenario, "listStreamsAsAdmin", things.admin(scenario.world), wanted, body=criteria))
