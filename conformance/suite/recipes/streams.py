"""IMs and streams."""

from __future__ import annotations

from conformance.suite import found, things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


@recipe("createIM")
def _create_im(world: World) -> Recipe:
    colleague = things.user_id(world, world.actor("colleague"))
    return Recipe(things.user(world), body=[colleague], keep=("*",))


@recipe("createIMForUsers")
def _create_im_for_users(world: World) -> Recipe:
    pair = [things.user_id(world, things.user(world)), things.user_id(world, world.actor("colleague"))]
    return Recipe(things.admin(world), body=pair, keep=("*",))


@recipe("updateIM")
def _update_im(world: World) -> Recipe:
    path = {"id": things.im(world)}
    return Recipe(things.user(world), path=path, body={"pinnedMessageId": ""}, keep=("pinnedMessageId",))


@recipe("getIM")
def _get_im(world: World) -> Recipe:
    user = things.user(world)
    im = found.stream(world, user, "IM") if world.reads_only else things.im(world)
    return Recipe(user, path={"id": im})


@recipe("listStreams")
def _list(world: World) -> Recipe:
    things.room(world, "listed")
    body = {"streamTypes": [{"type": "ROOM"}, {"type": "IM"}], "includeInactiveStreams": True}
    return Recipe(things.user(world), query={"skip": 0, "limit": 10}, body=body)


@recipe("listUserStreams")
def _list_of_user(world: World) -> Recipe:
    things.room(world, "listed")
    path = {"uid": things.user_id(world, things.user(world))}
    body = {"streamTypes": [{"type": "ROOM"}]}
    return Recipe(things.admin(world), path=path, query={"skip": 0, "limit": 10}, body=body)


@recipe("getStream")
def _get(world: World) -> Recipe:
    return Recipe(things.user(world), path={"sid": things.room(world, "read")})


@recipe("listStreamAttachments")
def _attachments(world: World) -> Recipe:
    path = {"sid": things.room(world, "read")}
    return Recipe(things.user(world), path=path, query={"limit": 10, "sortDir": "ASC"})


@recipe("listStreamsAsAdmin")
def _list_as_admin(world: World) -> Recipe:
    things.room(world, "listed")
    body = {"streamTypes": [{"type": "ROOM"}], "status": "ACTIVE"}
    return Recipe(things.admin(world), query={"skip": 0, "limit": 10}, body=body)


@recipe("listStreamMembersAsAdmin")
def _members_as_admin(world: World) -> Recipe:
    path = {"id": things.room_with_colleague(world, "listed")}
    return Recipe(things.admin(world), path=path, query={"skip": 0, "limit": 10})
