"""The lists as a target has them already, for runs that may make nothing to be listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.suite import found, things
from conformance.suite.pagination.pages import Listing
from conformance.suite.world import World, field_of

_ROOMS = {"streamTypes": [{"type": "ROOM"}], "includeInactiveStreams": True}


def present(operation: str) -> Callable[[World], Listing] | None:
    """How the list is read as it is; None for those that the suite adds nothing to in any run."""
    return _PRESENT.get(operation)


def _by_admin(**request: Any) -> Callable[[World], Listing]:
    return lambda world: Listing(things.admin(world), **request)


def _about_user(actor: Callable[[World], str], **request: Any) -> Callable[[World], Listing]:
    def listing(world: World) -> Listing:
        path = {"uid": things.user_id(world, things.user(world))}
        return Listing(actor(world), path=path, **request)

    return listing


def _rooms(world: World) -> Listing:
    """The rooms that a word of a room's name finds."""
    user = things.user(world)
    room = world.get("getRoom", user, path={"id": found.stream(world, user, "ROOM")})
    name = str(field_of(room, "getRoom", "roomAttributes", "name"))
    return Listing(user, body={"query": name.split()[0]})


def _users(world: World) -> Listing:
    """The users that the ordinary user's own name finds."""
    user = things.user(world)
    name = str(field_of(world.get("getSessionInfo", user), "getSessionInfo", "displayName"))
    return Listing(user, query={"local": True}, body={"query": name.split()[0]})


def _members(world: World) -> Listing:
    return Listing(things.admin(world), path={"id": found.stream(world, things.user(world), "ROOM")})


_PRESENT: Mapping[str, Callable[[World], Listing]] = {
    "listCompanyCertificatesByType": _by_admin(body=[{"type": "USER"}]),
    "searchRooms": _rooms,
    "searchUsers": _users,
    "listStreams": lambda world: Listing(things.user(world), body=_ROOMS),
    "listUserStreams": _about_user(things.admin, body=_ROOMS),
    "listStreamsAsAdmin": _by_admin(body={"streamTypes": [{"type": "ROOM"}]}),
    "listStreamMembersAsAdmin": _members,
    "listUserAccounts": _by_admin(),
    "findUserAccounts": _by_admin(body={}),
    "listProtocols": _by_admin(),
    "listFollowers": _about_user(things.user),
    "listFollowing": _about_user(things.user),
    "listAllowedFileExtensions": _by_admin(),
    "listGroups": _by_admin(path={"typeId": "SDL"}, headers=things.host()),
}
