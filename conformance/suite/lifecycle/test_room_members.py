"""Members and owners of rooms: joining, leaving, promoting, demoting, inviting."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import Room, by_id, colleague, in_milliseconds, members, own_room, third
from conformance.suite.scenario import Scenario
from conformance.suite.streams import find


@pytest.mark.check("lifecycle.room-joining", "ROOM-ADD-1", "ROOM-ADD-2", "ROOM-MEMBERS-1", "ROOM-MEMBERS-2")
def test_a_new_member_is_in_the_room(scenario: Scenario) -> None:
    """A new member is in the room: in its list of members, and among its own streams."""
    actor, user = colleague(scenario.world)
    with own_room(scenario) as room:
        before = set(members(scenario, room))
        scenario.equal("ROOM-MEMBERS-1", {room.owner_id}, before, "members of a new room")
        added = scenario.send("addRoomMember", room.owner, path={"id": room.id}, body={"id": user})
        if not scenario.status("ROOM-ADD-1", added, 200):
            return
        now = members(scenario, room)
        scenario.equal("ROOM-ADD-1", {room.owner_id, user}, set(now), "members afterwards")
        member = now.get(user, {})
        scenario.equal(
            "ROOM-ADD-2", False, bool(member.get("owner", member == {})), "owner, of the new member"
        )
        in_milliseconds(scenario, "ROOM-MEMBERS-2", member.get("joinDate"), "joinDate")
        scenario.equal(
            "ROOM-ADD-1", [room.id], _listed(scenario, actor, room), "own streams of the new member"
        )


@pytest.mark.check(
    "lifecycle.room-leaving",
    "ROOM-REMOVE-1",
    "ROOM-ADMIN-MEMBERS-1",
    "ROOM-ADMIN-MEMBERS-2",
    "ROOM-ADMIN-MEMBERS-3",
)
def test_who_left_is_a_past_member(scenario: Scenario) -> None:
    """Who left is no member any more, and one of the past members for administrators."""
    actor, user = colleague(scenario.world)
    admin = things.admin(scenario.world)
    with own_room(scenario) as room:
        scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": user})
        _listed(scenario, actor, room)
        removed = scenario.send("removeRoomMember", room.owner, path={"id": room.id}, body={"id": user})
        if not scenario.status("ROOM-REMOVE-1", removed, 200):
            return
        scenario.equal("ROOM-REMOVE-1", {room.owner_id}, set(members(scenario, room)), "members afterwards")
        scenario.equal("ROOM-REMOVE-1", [], _listed(scenario, actor, room), "own streams of the one removed")
        current, everybody = {room.owner_id}, {room.owner_id, user}
        for requirement, query, wanted in (
            ("ROOM-ADMIN-MEMBERS-1", {"includePastMembers": True}, everybody),
            ("ROOM-ADMIN-MEMBERS-2", {"includePastMembers": False}, current),
            ("ROOM-ADMIN-MEMBERS-3", {}, current),
        ):
            listed = scenario.look("listRoomMembersAsAdmin", admin, path={"id": room.id}, query=query)
            scenario.equal(requirement, wanted, set(by_id(listed)), f"members listed with {query}")


@pytest.mark.check("lifecycle.room-owners", "ROOM-PROMOTE-1", "ROOM-DEMOTE-1", "ROOM-DEMOTE-2")
def test_a_member_becomes_an_owner_and_a_participant_again(scenario: Scenario) -> None:
    """A member becomes an owner, and a participant again."""
    _, user = colleague(scenario.world)
    with own_room(scenario) as room:
        path, body = {"id": room.id}, {"id": user}
        scenario.get("addRoomMember", room.owner, path=path, body=body)
        promoted = scenario.send("promoteRoomOwner", room.owner, path=path, body=body)
        if scenario.status("ROOM-PROMOTE-1", promoted, 200):
            scenario.equal(
                "ROOM-PROMOTE-1", {room.owner_id, user}, _owners(scenario, room), "owners afterwards"
            )
        demoted = scenario.send("demoteRoomOwner", room.owner, path=path, body=body)
        if scenario.status("ROOM-DEMOTE-1", demoted, 200):
            scenario.equal("ROOM-DEMOTE-1", {room.owner_id}, _owners(scenario, room), "owners afterwards")
        last = scenario.send("demoteRoomOwner", room.owner, path=path, body={"id": room.owner_id})
        scenario.expect(
            "ROOM-DEMOTE-2",
            400 <= last.status < 500 and room.owner_id in _owners(scenario, room),
            expected="a 4xx, and the last owner is an owner still",
            observed=f"{last.status}, owners {_owners(scenario, room)}",
        )


@pytest.mark.check("lifecycle.room-members-as-admin", "ROOM-ADMIN-ADD-1", "ROOM-ADMIN-REMOVE-1")
def test_an_administrator_adds_and_removes_members(scenario: Scenario) -> None:
    """An administrator adds members to rooms of others, and removes them."""
    actor, user = colleague(scenario.world)
    admin = things.admin(scenario.world)
    with own_room(scenario) as room:
        for requirement, operation, wanted in (
            ("ROOM-ADMIN-ADD-1", "addRoomMemberAsAdmin", {room.owner_id, user}),
            ("ROOM-ADMIN-REMOVE-1", "removeRoomMemberAsAdmin", {room.owner_id}),
        ):
            response = scenario.send(operation, admin, path={"id": room.id}, body={"id": user})
            if not scenario.status(requirement, response, 200):
                continue
            scenario.equal(requirement, wanted, set(members(scenario, room)), f"members after {operation}")
            here = [room.id] if user in wanted else []
            scenario.equal(
                requirement, here, _listed(scenario, actor, room), f"own streams after {operation}"
            )


@pytest.mark.check("lifecycle.room-invitations", "ROOM-ADD-3", "ROOM-ADD-4")
def test_participants_invite_where_they_may(scenario: Scenario) -> None:
    """Participants add others where members can invite, and only there."""
    world = scenario.world
    actor, user = colleague(world)
    guest = _guest(scenario)
    for requirement, may in (("ROOM-ADD-3", True), ("ROOM-ADD-4", False)):
        with own_room(scenario, membersCanInvite=may) as room:
            scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": user})
            added = scenario.send("addRoomMember", actor, path={"id": room.id}, body={"id": guest})
            scenario.expect(
                requirement,
                (added.status == 200) if may else 400 <= added.status < 500,
                expected="status: 200" if may else "status: a 4xx",
                observed=f"status: {added.status}",
            )
            there = guest in members(scenario, room)
            scenario.equal(requirement, may, there, "the third is a member afterwards")


@pytest.mark.check("lifecycle.room-owners-only", "ROOM-PROMOTE-2", "ROOM-DEMOTE-3", "ROOM-REMOVE-2")
def test_only_owners_decide_who_belongs_to_a_room(scenario: Scenario) -> None:
    """Participants can neither promote nor demote nor remove others."""
    world = scenario.world
    actor, user = colleague(world)
    guest = _guest(scenario)
    with own_room(scenario) as room:
        for member in (user, guest):
            scenario.get("addRoomMember", room.owner, path={"id": room.id}, body={"id": member})
        # With a second owner a refusal cannot be about demoting the last one.
        scenario.get("promoteRoomOwner", room.owner, path={"id": room.id}, body={"id": guest})
        for requirement, operation, target in (
            ("ROOM-PROMOTE-2", "promoteRoomOwner", user),
            ("ROOM-DEMOTE-3", "demoteRoomOwner", guest),
            ("ROOM-REMOVE-2", "removeRoomMember", guest),
        ):
            before = members(scenario, room)
            refused = scenario.send(operation, actor, path={"id": room.id}, body={"id": target})
            after = members(scenario, room)
            scenario.expect(
                requirement,
                400 <= refused.status < 500 and before == after,
                expected="a 4xx, and the same members and owners",
                observed=f"{refused.status}, members {after}",
            )


@pytest.mark.check("lifecycle.room-public", "ROOM-ADD-5", "ROOM-CREATE-8")
def test_anybody_joins_a_public_room(scenario: Scenario) -> None:
    """Anybody of the pod can join a public room, and nobody a private one."""
    actor, user = colleague(scenario.world)
    flags = {"viewHistory": True, "discoverable": True, "membersCanInvite": True}
    with own_room(scenario, public=True, **flags) as open_room, own_room(scenario) as private:
        for requirement, room, allowed in (
            ("ROOM-ADD-5", open_room, True),
            ("ROOM-CREATE-8", private, False),
        ):
            scenario.send("addRoomMember", actor, path={"id": room.id}, body={"id": user})
            inside = user in members(scenario, room)
            scenario.equal(requirement, allowed, inside, "whoever adds itself is a member afterwards")


def _owners(scenario: Scenario, room: Room) -> set[int]:
    return {user for user, member in members(scenario, room).items() if member.get("owner")}


def _listed(scenario: Scenario, actor: str, room: Room) -> list[str]:
    """The room, if it is in the actor's list of streams."""
    body: dict[str, Any] = {"streamTypes": [{"type": "ROOM"}]}
    return list(find(scenario, "listStreams", actor, {room.id}, body=body))


def _guest(scenario: Scenario) -> int:
    """A third user of the pod, who is neither the owner nor the colleague."""
    guest = third(scenario.world)
    if guest == things.user_id(scenario.world, things.user(scenario.world)):
        raise NotApplicable("the target file names no third user of the pod")
    return guest
