"""Groups and group types of the Profile Manager."""

from __future__ import annotations

from typing import Any

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


def _member(world: World) -> dict[str, Any]:
    account = things.account(world, world.name("group member"))
    return {"member": {"memberTenant": account >> 36, "memberId": account}}


@recipe("insertGroup")
def _insert(world: World) -> Recipe:
    keep = ("type", "ownerType", "ownerId", "name", "profile", "members", "subType")
    return Recipe(things.admin(world), headers=things.host(), body=things.new_group(world), keep=keep)


@recipe("addMemberToGroup")
def _add_member(world: World) -> Recipe:
    path = {"groupId": things.group(world, "members")}
    return Recipe(
        things.admin(world), path=path, headers=things.host(), body=_member(world), keep=("member",)
    )


@recipe("getGroup")
def _get(world: World) -> Recipe:
    path = {"groupId": things.group(world, "read")}
    return Recipe(things.admin(world), path=path, headers=things.host())


@recipe("updateGroup")
def _update(world: World) -> Recipe:
    group_id, etag = things.group_with_etag(world, "updated")
    body = {**things.new_group(world), "id": group_id, "eTag": etag, "status": "ACTIVE"}
    headers = {**things.host(), "If-Match": etag}
    keep = ("type", "ownerType", "ownerId", "name", "id", "eTag", "status", "profile", "members", "subType")
    return Recipe(things.admin(world), {"groupId": group_id}, headers=headers, body=body, keep=keep)


@recipe("listGroups")
def _list(world: World) -> Recipe:
    things.group(world, "read")
    query = {"limit": 10, "sortOrder": "ASC", "status": "ACTIVE"}
    return Recipe(things.admin(world), path={"typeId": "SDL"}, query=query, headers=things.host())


@recipe("updateAvatar")
def _avatar(world: World) -> Recipe:
    path = {"groupId": things.group(world, "avatar")}
    body = {"image": things.PIXEL}
    return Recipe(things.admin(world), path=path, headers=things.host(), body=body, keep=("image",))


@recipe("deleteAllGroups")
def _delete_all(world: World) -> Recipe:
    """It deletes every group of the caller's pod: so it comes last."""
    world.forget("group")
    return Recipe(world.actor("stranger_admin", "admin"), headers=things.host())


@recipe("listTypes")
def _types(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"limit": 10}, headers=things.host())


@recipe("getType")
def _type(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"typeId": "SDL"}, headers=things.host())
