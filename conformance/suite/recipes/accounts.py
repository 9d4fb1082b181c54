"""User accounts: every change goes to accounts that the tests made for themselves."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World, field_of


def _of(world: World, purpose: str) -> dict[str, int]:
    return {"uid": things.account(world, purpose)}


def _roles(world: World) -> str:
    """A role that an account can be given: of those that the pod lists, the least powerful known one."""
    listed = world.keep("roles", lambda: world.get("listSystemRoles", things.admin(world)))
    ids = [field_of(row, "listSystemRoles", "id") for row in listed or []]
    return "INDIVIDUAL" if "INDIVIDUAL" in ids else str(things.first(world, "listSystemRoles", "id"))


def _feature(world: World) -> str:
    listed = world.keep("features", lambda: world.get("listSystemFeatures", things.admin(world)))
    return str(field_of(listed, "listSystemFeatures", 0))


@recipe("listUserAccounts")
def _list(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"skip": 0, "limit": 10})


@recipe("findUserAccounts")
def _find(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"skip": 0, "limit": 10}, body={"status": "ENABLED"})


@recipe("createUserAccount")
def _create(world: World) -> Recipe:
    return Recipe(things.admin(world), body=things.new_account(world), keep=("userAttributes",))


@recipe("updateUserAccount")
def _update(world: World) -> Recipe:
    body = {"title": "Tester", "department": "Conformance", "recommendedLanguage": "en-US"}
    return Recipe(things.admin(world), path=_of(world, "updated"), body=body)


@recipe("getUserAccount")
def _get(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"uid": things.user_id(world, things.user(world))})


@recipe("addUserRole")
def _add_role(world: World) -> Recipe:
    return Recipe(things.admin(world), path=_of(world, "roles"), body={"id": _roles(world)}, keep=("id",))


@recipe("removeUserRole")
def _remove_role(world: World) -> Recipe:
    path, body = _of(world, "roles removed"), {"id": _roles(world)}
    world.get("addUserRole", things.admin(world), path=path, body=body)
    return Recipe(things.admin(world), path=path, body=body, keep=("id",))


@recipe("listUserAvatars")
def _avatars(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"uid": things.user_id(world, things.user(world))})


@recipe("updateUserAvatar")
def _update_avatar(world: World) -> Recipe:
    return Recipe(
        things.admin(world), path=_of(world, "avatar"), body={"image": things.PIXEL}, keep=("image",)
    )


@recipe("listUserDelegates")
def _delegates(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"uid": things.person(world, "delegates")})


@recipe("updateUserDelegates")
def _update_delegates(world: World) -> Recipe:
    body = {"userId": things.account(world, "delegate"), "action": "ADD"}
    return Recipe(things.admin(world), path=_of(world, "delegates"), body=body, keep=("userId",))


@recipe("listUserFeatures")
def _features(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"uid": things.person(world, "features")})


@recipe("updateUserFeatures")
def _update_features(world: World) -> Recipe:
    body = [{"entitlment": _feature(world), "enabled": True}]
    return Recipe(things.admin(world), path=_of(world, "features"), body=body, keep=("*",))


@recipe("getUserStatus")
def _status(world: World) -> Recipe:
    return Recipe(things.admin(world), path={"uid": things.user_id(world, things.user(world))})


@recipe("updateUserStatus")
def _update_status(world: World) -> Recipe:
    return Recipe(things.admin(world), path=_of(world, "status"), body={"status": "ENABLED"})


@recipe("updateUserSuspension")
def _suspend(world: World) -> Recipe:
    body = {"suspended": True, "suspendedUntil": 4102444800, "suspensionReason": "Conformance tests"}
    path = {"userId": things.account(world, "suspension")}
    return Recipe(things.admin(world), path=path, body=body)
