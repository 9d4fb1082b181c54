"""Rooms: what was written is what every reader reads."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite.looking import flag, in_order, of_names_in
from conformance.suite.rooms import Room, colleague, look_at, own_room, parts
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
