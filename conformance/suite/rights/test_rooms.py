"""Rooms of others: who is not in a private one sees nothing of it and changes nothing in it."""

from __future__ import annotations

import pytest

from conformance.suite import things
from conformance.suite.rooms import colleague, look_at, members, own_room
from conformance.suite.scenario import Scenario


@pytest.mark.check(
    "rights.private-room", "ROOM-INFO-1", "ROOM-MEMBERS-3", "STREAM-INFO-9", "STREAM-FILES-5", "IM-INFO-5"
)
def test_outsiders_see_nothing_of_a_private_room(scenario: Scenario) -> None:
    """Outsiders see nothing of a private room or an IM."""
    world = scenario.world
    outsider, _ = colleague(world)
    peer = things.account(world, "peer of a private IM")
    im = str(scenario.get("createIM", things.user(world), body=[peer]).get("id"))
    with own_room(scenario, discoverable=False) as room:
        for requirement, operation, path in (
            ("ROOM-INFO-1", "getRoom", {"id": room.id}),
            ("ROOM-MEMBERS-3", "listRoomMembers", {"id": room.id}),
            ("STREAM-INFO-9", "getStream", {"sid": room.id}),
            ("STREAM-FILES-5", "listStreamAttachments", {"sid": room.id}),
            ("IM-INFO-5", "getIM", {"id": im}),
        ):
            refused = scenario.send(operation, outsider, path=path)
            scenario.expect(
                requirement,
                400 <= refused.status < 500,
                expected="a 4xx for a user who is not a member",
                observed=f"{refused.status}: {refused.text[:100]}",
            )


@pytest.mark.check("rights.past-member", "ROOM-PAST-1", "ROOM-PAST-2", "STREAM-PAST-1", "STREAM-PAST-2")
def test_past_members_see_nothing_of_a_private_room(scenario: Scenario) -> None:
    """Who was a member of a private room and is none any more sees nothing of it."""
    guest, user = colleague(scenario.world)
    with own_room(scenario, discoverable=False) as room:
        path = {"id": room.id}
        for operation in ("addRoomMember", "removeRoomMember"):
            scenario.get(operation, room.owner, path=path, body={"id": user})
        for requirement, operation, where in (
            ("ROOM-PAST-1", "getRoom", path),
            ("ROOM-PAST-2", "listRoomMembers", path),
            ("STREAM-PAST-1", "getStream", {"sid": room.id}),
            ("STREAM-PAST-2", "listStreamAttachments", {"sid": room.id}),
        ):
            refused = scenario.send(operation, guest, path=where)
            scenario.expect(
                requirement,
                400 <= refused.status < 500,
                expected="a 4xx for a user who was removed from the room",
                observed=f"{refused.status}: {refused.text[:100]}",
            )


@pytest.mark.check("rights.room-of-others", "ROOM-UPDATE-7", "ROOM-ACTIVE-6", "ROOM-ADD-6")
def test_outsiders_change_nothing_in_a_private_room(scenario: Scenario) -> None:
    """Outsiders change nothing in a private room: not its attributes, not its use, not its members."""
    outsider, user = colleague(scenario.world)
    with own_room(scenario) as room:
        before = look_at(scenario, room), members(scenario, room)
        for requirement, operation, request in (
            ("ROOM-UPDATE-7", "updateRoom", {"body": {"description": "Changed by an outsider"}}),
            ("ROOM-ACTIVE-6", "setRoomActive", {"query": {"active": False}}),
            ("ROOM-ADD-6", "addRoomMember", {"body": {"id": user}}),
        ):
            refused = scenario.send(operation, outsider, path={"id": room.id}, **request)
            after = look_at(scenario, room), members(scenario, room)
            scenario.expect(
                requirement,
                400 <= refused.status < 500 and before == after,
                expected="a 4xx, and the room as it was",
                observed=f"{refused.status}, the room {'as it was' if before == after else 'changed'}",
            )
