"""Rooms: what was written is what every reader reads."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.looking import flag, in_order, of_names_in
from conformance.suite.rooms import Room, colleague, content, look_at, own_room, parts
from conformance.suite.scenario import Scenario

KEYWORDS = [{"key": "region", "value": "EMEA"}, {"key": "lead", "value": "Daffy Duck"}]
FLAGS = ("membersCanInvite", "discoverable", "readOnly", "copyProtected", "viewHistory")
REQUIREMENTS = {
    "name": "ROOM-ATTRIBUTES-1",
    "keywords": "ROOM-ATTRIBUTES-2",
    "description": "ROOM-ATTRIBUTES-3",
    "membersCanInvite": "ROOM-ATTRIBUTES-4",
    "discoverable": "ROOM-ATTRIBUTES-5",
    "public": "ROOM-ATTRIBUTES-6",
    "readOnly": "ROOM-ATTRIBUTES-7",
    "copyProtected": "ROOM-ATTRIBUTES-8",
    "viewHistory": "ROOM-ATTRIBUTES-9",
}


@pytest.mark.check("round-trip.room", *REQUIREMENTS.values())
def test_a_room_has_the_attributes_that_it_was_given(scenario: Scenario) -> None:
    """A room has the attributes that it was given, in every answer and for every member."""
    open_to_all = {"public": True, "viewHistory": True, "discoverable": True, "membersCanInvite": True}
    texts = {"description": 'Größe & Maß, "日本語"', "keywords": KEYWORDS}
    for attributes in (
        {**texts, **dict.fromkeys(FLAGS, True), "public": False},
        {**texts, **dict.fromkeys(FLAGS, False), "public": False},
        {**texts, **open_to_all, "readOnly": False, "copyProtected": False},
    ):
        name = scenario.world.name("Straße")
        with own_room(scenario, name=name, **attributes) as room:
            _compare(scenario, room, {"name": name, **attributes})


@pytest.mark.check("round-trip.room-update", "ROOM-UPDATE-5", "ROOM-UPDATE-6")
def test_an_update_is_read_by_every_member(scenario: Scenario) -> None:
    """What an update writes is what it answers, and what every member reads."""
    actor, user = colleague(scenario.world)
    with own_room(scenario) as room:
        scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": user})
        wanted: dict[str, Any] = {
            "name": scenario.world.name("Straße"),
            "description": 'Größe & Maß, "日本語"',
            "keywords": KEYWORDS,
            "membersCanInvite": True,
            "discoverable": True,
        }
        wish = {name: in_order(value) for name, value in wanted.items()}
        answered, _ = parts(scenario.look("updateRoom", room.owner, path={"id": room.id}, body=wanted))
        scenario.equal("ROOM-UPDATE-5", wish, _shown(wanted, answered), "answered")
        for reader in (room.owner, actor):
            read, _ = look_at(scenario, room, reader)
            scenario.equal("ROOM-UPDATE-6", wish, _shown(wanted, read), f"read by the {reader}")


@pytest.mark.check("round-trip.room-kinds", "ROOM-ATTRIBUTES-10", "ROOM-ATTRIBUTES-11")
def test_a_room_is_of_the_kind_that_was_asked_for(scenario: Scenario) -> None:
    """A room for many companies, or for a meeting, is one, or its creation is refused."""
    owner = things.user(scenario.world)
    for requirement, kinds in (
        ("ROOM-ATTRIBUTES-10", ("multiLateralRoom", "crossPod")),
        ("ROOM-ATTRIBUTES-11", ("scheduledMeeting",)),
    ):
        body = {"name": scenario.world.name("room"), "description": "Made by conformance tests"}
        answer = scenario.send("createRoom", owner, body=body | dict.fromkeys(kinds, True))
        if scenario.unless_refused(requirement, answer, what=f"creating a room with {kinds[0]}"):
            _, system = parts(content(answer))
            path = {"id": system.get("id")}
            found, _ = parts(scenario.look("getRoom", owner, path=path))
            scenario.equal(requirement, True, found.get(kinds[0]), kinds[0])
            scenario.send("setRoomActive", owner, path=path, query={"active": False}, why="clean up")


@pytest.mark.check("round-trip.room-update-flags", "ROOM-UPDATE-11", "ROOM-UPDATE-12")
def test_an_update_does_what_it_does_not_refuse(scenario: Scenario) -> None:
    """A flag that an update sets is set afterwards, or the update is refused."""
    with own_room(scenario) as room:
        for requirement, name in (
            ("ROOM-UPDATE-11", "viewHistory"),
            ("ROOM-UPDATE-12", "scheduledMeeting"),
            ("ROOM-UPDATE-12", "groupChat"),
            ("ROOM-UPDATE-12", "crossPod"),
            ("ROOM-UPDATE-12", "multiLateralRoom"),
        ):
            body = {"description": f"Changed together with {name}", name: True}
            answer = scenario.send("updateRoom", room.owner, path={"id": room.id}, body=body)
            if scenario.unless_refused(requirement, answer, what=f"an update of {name}"):
                found, _ = look_at(scenario, room)
                scenario.equal(requirement, True, flag(found, name), name)


def _compare(scenario: Scenario, room: Room, wanted: dict[str, Any]) -> None:
    actor, user = colleague(scenario.world)
    scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": user})
    readings = {
        "answered": parts(room.detail)[0],
        "read by the owner": look_at(scenario, room)[0],
        "read by a member": look_at(scenario, room, actor)[0],
    }
    for name, requirement in REQUIREMENTS.items():
        for how, found in readings.items():
            wish = in_order(wanted[name])
            scenario.equal(requirement, wish, _shown(wanted, found)[name], f"{name}, {how}")


def _shown(wanted: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """What an answer shows of these attributes; keywords are in no promised order."""
    return {
        name: flag(found, name) if isinstance(wish, bool) else in_order(of_names_in(wish, found.get(name)))
        for name, wish in wanted.items()
    }
