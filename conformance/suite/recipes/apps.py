"""Applications and who may use them."""

from __future__ import annotations

from typing import Any

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World, field_of


def _entitlement(world: World) -> dict[str, Any]:
    app_id = field_of(things.app_entitlements(world), "listAppEntitlements", 0, "appId")
    return {"appId": app_id, "listed": True, "install": False}


@recipe("listAppEntitlements")
def _list(world: World) -> Recipe:
    return Recipe(things.admin(world))


@recipe("updateAppEntitlements")
def _update(world: World) -> Recipe:
    """What was read is written back: it is a setting of the whole pod."""
    body = things.app_entitlements(world)
    return Recipe(things.admin(world), body=body, keep=("*",), vary=world.target.disposable)


@recipe("listUserAppEntitlements")
def _list_of_user(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"uid": things.person(world, "apps")})


@recipe("replaceUserAppEntitlements")
def _replace(world: World) -> Recipe:
    path = {"uid": things.account(world, "apps")}
    return Recipe(things.admin(world), path=path, body=[_entitlement(world)], keep=("*",))


@recipe("patchUserAppEntitlements")
def _patch(world: World) -> Recipe:
    path = {"uid": things.account(world, "apps")}
    body = [{"appId": _entitlement(world)["appId"], "listed": "TRUE", "install": "KEEP"}]
    return Recipe(things.admin(world), path=path, body=body, keep=("*",))


@recipe("createApp")
def _create_app(world: World) -> Recipe:
    return Recipe(things.admin(world), body=things.new_app(world), keep=("applicationInfo",))


@recipe("updateApp")
def _update_app(world: World) -> Recipe:
    app_id = things.app(world, "updated")
    body = things.new_app(world)
    body["applicationInfo"]["appId"] = app_id
    return Recipe(things.admin(world), path={"id": app_id}, body=body, keep=("applicationInfo",))


@recipe("deleteApp")
def _delete_app(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"id": things.app(world, world.name("deleted"))})


@recipe("getApp")
def _get_app(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"id": things.app(world, "read")})
