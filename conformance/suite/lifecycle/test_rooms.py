"""Rooms: creating them, their attributes, and taking them out of use."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.looking import flag, in_order
from conformance.suite.rooms import (
    Room,
    colleague,
    content,
    in_milliseconds,
    look_at,
    members,
    own_room,
    parts,
    third,
)
from conformance.suite.scenario import Scenario


@pytest.mark.check(
    "lifecycle.room-creation",
    "ROOM-CREATE-1",
    "ROOM-CREATE-2",
    "ROOM-CREATE-3",
    "ROOM-CREATE-4",
    "ROOM-CREATE-5",
    "ROOM-ACTIVE-1",
)
def test_a_new_room_is_private_and_active(scenario: Scenario) -> None:
    """A new room is private and active, and belongs to the one who created it."""
    with own_room(scenario) as room:
        attributes, system = look_at(scenario, room)
        scenario.equal("ROOM-CREATE-1", room.name, attributes.get("name"), "name of the new room")
        scenario.equal(
            "ROOM-CREATE-2", False, bool(attributes.get("public")), "public, which was not asked for"
        )
        scenario.equal("ROOM-ACTIVE-1", True, system.get("active"), "active")
        in_milliseconds(scenario, "ROOM-CREATE-3", system.get("creationDate"), "creationDate")
        scenario.equal_where_shown(
            "ROOM-CREATE-4", room.owner_id, system.get("createdByUserId"), "createdByUserId"
        )
        owner = members(scenario, room).get(room.owner_id, {})
        scenario.equal("ROOM-CREATE-5", True, owner.get("owner"), "owner, of the one who created the room")


@pytest.mark.check("lifecycle.room-ignored-attributes", "ROOM-CREATE-6", "ROOM-CREATE-7")
def test_creation_ignores_what_it_says_it_ignores(scenario: Scenario) -> None:
    """Creating a room ignores subType and groupChat."""
    for requirement, name, value in (
        ("ROOM-CREATE-6", "subType", "EMAIL"),
        ("ROOM-CREATE-7", "groupChat", True),
    ):
        world = scenario.world
        body = {"name": world.name("room"), "description": "Made by conformance tests", name: value}
        created = scenario.send("createRoom", things.user(world), body=body)
        if not scenario.status(requirement, created, 200, what=f"creating a room with {name}"):
            continue
        _, system = parts(content(created))
        path = {"id": system.get("id")}
        attributes, _ = parts(scenario.look("getRoom", things.user(world), path=path))
        scenario.expect(
            requirement,
            bool(attributes) and attributes.get(name) != value,
            expected=f"a room without {name} {value!r}",
            observed=attributes,
        )
        scenario.send("setRoomActive", things.user(world), path=path, query={"active": False}, why="clean up")


@pytest.mark.check("lifecycle.room-activity", "ROOM-ACTIVE-2", "ROOM-ACTIVE-3", "ROOM-ACTIVE-4")
def test_a_room_is_taken_out_of_use_and_back(scenario: Scenario) -> None:
    """A room is taken out of use and back into it."""
    with own_room(scenario) as room:
        _switch(scenario, room, False, "ROOM-ACTIVE-2", "setRoomActive", room.owner)
        _, system = look_at(scenario, room)
        scenario.same_where_shown("ROOM-ACTIVE-4", _history(room), system, "history of the room")
        _switch(scenario, room, True, "ROOM-ACTIVE-3", "setRoomActive", room.owner)


@pytest.mark.check("lifecycle.room-activity-as-admin", "ROOM-ADMIN-ACTIVE-1", "ROOM-ADMIN-ACTIVE-2")
def test_an_administrator_takes_a_room_out_of_use_and_back(scenario: Scenario) -> None:
    """An administrator takes a room of others out of use and back into it."""
    with own_room(scenario) as room:
        admin = things.admin(scenario.world)
        _switch(scenario, room, False, "ROOM-ADMIN-ACTIVE-1", "setRoomActiveAsAdmin", admin)
        _switch(scenario, room, True, "ROOM-ADMIN-ACTIVE-2", "setRoomActiveAsAdmin", admin)


@pytest.mark.check("lifecycle.room-locked", "ROOM-ACTIVE-5", "ROOM-ADMIN-ADD-2")
def test_the_membership_of_a_deactivated_room_is_locked(scenario: Scenario) -> None:
    """The membership of a deactivated room is locked, for its owner and for administrators."""
    world = scenario.world
    _, colleague_id = colleague(world)
    with own_room(scenario) as room:
        scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": colleague_id})
        before = set(members(scenario, room))
        scenario.get("setRoomActive", room.owner, path={"id": room.id}, query={"active": False})
        for requirement, operation, by, user in (
            ("ROOM-ACTIVE-5", "addRoomMember", room.owner, third(world)),
            ("ROOM-ACTIVE-5", "removeRoomMember", room.owner, colleague_id),
            ("ROOM-ADMIN-ADD-2", "addRoomMemberAsAdmin", things.admin(world), third(world)),
            ("ROOM-ADMIN-ADD-2", "removeRoomMemberAsAdmin", things.admin(world), colleague_id),
        ):
            scenario.send(operation, by, path={"id": room.id}, body={"id": user})
            # Members are counted once the room is in use again: then anybody's list shows them.
            scenario.get("setRoomActive", room.owner, path={"id": room.id}, query={"active": True})
            after = set(members(scenario, room))
            scenario.equal(
                requirement, before, after, f"members after {operation} while the room was inactive"
            )
            scenario.get("setRoomActive", room.owner, path={"id": room.id}, query={"active": False})


@pytest.mark.check("lifecycle.room-update", "ROOM-UPDATE-1", "ROOM-UPDATE-2", "ROOM-UPDATE-3")
def test_an_update_changes_what_it_names(scenario: Scenario) -> None:
    """An update changes the attributes that it names, and not the history of the room."""
    with own_room(scenario, membersCanInvite=True, keywords=[{"key": "region", "value": "EMEA"}]) as room:
        before, _ = look_at(scenario, room)
        wanted = {"name": scenario.world.name("room"), "description": "Changed by conformance tests"}
        updated = scenario.send("updateRoom", room.owner, path={"id": room.id}, body=wanted)
        if not scenario.status("ROOM-UPDATE-1", updated, 200):
            return
        attributes, system = look_at(scenario, room)
        written = {name: attributes.get(name) for name in wanted}
        scenario.equal("ROOM-UPDATE-1", wanted, written, "attributes after the update")
        scenario.same_where_shown("ROOM-UPDATE-2", _history(room), system, "history of the room")
        unnamed = "membersCanInvite", "keywords", "public", "readOnly"
        kept, found = ({name: in_order(seen.get(name)) for name in unnamed} for seen in (before, attributes))
        scenario.equal("ROOM-UPDATE-3", kept, found, "attributes that the update does not name")


@pytest.mark.check("lifecycle.room-fixed-attributes", "ROOM-UPDATE-4")
def test_some_attributes_never_change(scenario: Scenario) -> None:
    """Some attributes cannot be changed once the room was created."""
    public = {"public": True, "viewHistory": True, "discoverable": True, "membersCanInvite": True}
    with own_room(scenario) as plain, own_room(scenario, copyProtected=True) as protected:
        for room, name, body in (
            (plain, "public", public),
            (plain, "readOnly", {"readOnly": True}),
            (protected, "copyProtected", {"copyProtected": False}),
        ):
            before = bool(look_at(scenario, room)[0].get(name))
            scenario.send("updateRoom", room.owner, path={"id": room.id}, body=body)
            attributes, _ = look_at(scenario, room)
            after = bool(attributes.get(name)) if attributes else None
            scenario.equal("ROOM-UPDATE-4", before, after, f"{name} after an attempt to change it")


def _history(room: Room) -> dict[str, Any]:
    """What never changes of a room's system information."""
    return {"creationDate": room.created or None, "createdByUserId": room.owner_id}


def _switch(scenario: Scenario, room: Room, active: bool, requirement: str, operation: str, by: str) -> None:
    """Take the room out of use or back, and look at the answer and at the room."""
    response = scenario.send(operation, by, path={"id": room.id}, query={"active": active})
    if not scenario.status(requirement, response, 200):
        return
    scenario.equal(requirement, active, flag(parts(content(response))[1], "active"), "active, in the answer")
    scenario.equal(requirement, active, flag(look_at(scenario, room)[1], "active"), "active, read afterwards")
