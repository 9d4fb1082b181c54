"""Presence and presence feeds."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World, field_of


def _feed(world: World) -> str:
    created = world.get("createPresenceFeed", things.user(world))
    return str(field_of(created, "createPresenceFeed", "id"))


@recipe("createPresenceFeed")
def _create_feed(world: World) -> Recipe:
    return Recipe(things.user(world))


@recipe("readPresenceFeed")
def _read_feed(world: World) -> Recipe:
    feed = world.keep("feed", lambda: _feed(world))
    return Recipe(things.user(world), path={"feedId": feed})


@recipe("deletePresenceFeed")
def _delete_feed(world: World) -> Recipe:
    return Recipe(things.user(world), path={"feedId": _feed(world)})


@recipe("registerPresenceInterest")
def _register(world: World) -> Recipe:
    colleague = things.user_id(world, world.actor("colleague"))
    return Recipe(things.admin(world), body=[colleague], keep=("*",))


@recipe("getOwnPresence")
def _get_own(world: World) -> Recipe:
    return Recipe(things.user(world))


@recipe("setOwnPresence")
def _set_own(world: World) -> Recipe:
    return Recipe(things.user(world), query={"soft": False}, body={"category": "AVAILABLE"})


@recipe("getUserPresence")
def _get(world: World) -> Recipe:
    path = {"uid": things.user_id(world, world.actor("colleague"))}
    return Recipe(things.user(world), path=path, query={"local": True})


@recipe("listPresences")
def _list(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"limit": 10})


@recipe("setUserPresence")
def _set(world: World) -> Recipe:
    body = {"category": "AVAILABLE", "userId": things.user_id(world, things.user(world))}
    return Recipe(things.admin(world), query={"soft": False}, body=body, keep=("userId",))
