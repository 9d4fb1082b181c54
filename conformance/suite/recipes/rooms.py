"""Rooms and their members."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


def _colleague(world: World) -> dict[str, int]:
    return {"id": things.user_id(world, world.actor("colleague"))}


@recipe("createRoom")
def _create(world: World) -> Recipe:
    body = {
        "name": world.name("room"),
        "description": "Made by conformance tests",
        "keywords": [{"key": "purpose", "value": "conformance"}],
        "membersCanInvite": True,
        "discoverable": False,
        "public": False,
        "readOnly": False,
        "copyProtected": False,
        "crossPod": False,
        "viewHistory": True,
    }
    return Recipe(things.user(world), body=body, keep=("name", "public", "crossPod"))


@recipe("searchRooms")
def _search(world: World) -> Recipe:
    things.room(world, "searched")
    return Recipe(things.user(world), query={"skip": 0, "limit": 10}, body={"query": "room", "active": True})


@recipe("getRoom")
def _get(world: World) -> Recipe:
    return Recipe(things.user(world), path={"id": things.room(world, "read")})


@recipe("setRoomActive")
def _set_active(world: World) -> Recipe:
    path = {"id": things.room(world, "activated")}
    return Recipe(things.user(world), path=path, query={"active": True})


@recipe("updateRoom")
def _update(world: World) -> Recipe:
    body = {"name": world.name("room"), "description": "Changed by conformance tests"}
    return Recipe(things.user(world), path={"id": things.room(world, "updated")}, body=body, keep=("name",))


@recipe("addRoomMember")
def _add(world: World) -> Recipe:
    room = things.room(world, "joined")
    things.leave(world, room)
    return Recipe(things.user(world), path={"id": room}, body=_colleague(world), keep=("id",))


@recipe("removeRoomMember")
def _remove(world: World) -> Recipe:
    room = things.room_with_colleague(world, "left")
    return Recipe(things.user(world), path={"id": room}, body=_colleague(world), keep=("id",))


@recipe("promoteRoomOwner")
def _promote(world: World) -> Recipe:
    room = things.room_with_colleague(world, "promoted")
    return Recipe(things.user(world), path={"id": room}, body=_colleague(world), keep=("id",))


@recipe("demoteRoomOwner")
def _demote(world: World) -> Recipe:
    room = things.room_with_colleague(world, "demoted")
    world.get("promoteRoomOwner", things.user(world), path={"id": room}, body=_colleague(world))
    return Recipe(things.user(world), path={"id": room}, body=_colleague(world), keep=("id",))


@recipe("listRoomMembers")
def _members(world: World) -> Recipe:
    return Recipe(things.user(world), path={"id": things.room_with_colleague(world, "listed")})


@recipe("setRoomActiveAsAdmin")
def _set_active_as_admin(world: World) -> Recipe:
    path = {"id": things.room(world, "activated by admin")}
    return Recipe(things.admin(world), path=path, query={"active": True})


@recipe("listRoomMembersAsAdmin")
def _members_as_admin(world: World) -> Recipe:
    path = {"id": things.room_with_colleague(world, "listed")}
    return Recipe(things.admin(world), path=path, query={"includePastMembers": True})


@recipe("addRoomMemberAsAdmin")
def _add_as_admin(world: World) -> Recipe:
    room = things.room(world, "joined through admin")
    things.leave(world, room)
    return Recipe(things.admin(world), path={"id": room}, body=_colleague(world), keep=("id",))


@recipe("removeRoomMemberAsAdmin")
def _remove_as_admin(world: World) -> Recipe:
    room = things.room_with_colleague(world, "left through admin")
    return Recipe(things.admin(world), path={"id": room}, body=_colleague(world), keep=("id",))
