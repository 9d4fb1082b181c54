"""Presence and presence feeds."""

from __future__ import annotations

from contextlib import suppress

from conformance.suite import things
from conformance.suite.outcomes import NotApplicable, NotRun
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.requests import Call
from conformance.suite.world import World, field_of


def _demand_feeds(world: World) -> None:
    """Raises NotApplicable on a target that has no presence feeds: they are deprecated, and may be gone."""

    def status() -> int:
        return world.send("createPresenceFeed", things.user(world), Call(), "are there feeds?").status

    found = world.keep("status of presence feeds", status)
    if found in (404, 410):
        raise NotApplicable(f"presence feeds are deprecated, and the target answers {found} to them")


def _feed(world: World) -> str:
    _demand_feeds(world)
    created = world.get("createPresenceFeed", things.user(world))
    return str(field_of(created, "createPresenceFeed", "id"))


@recipe("createPresenceFeed")
def _create_feed(world: World) -> Recipe:
    _demand_feeds(world)
    return Recipe(things.user(world))


def _tell(world: World) -> None:
    """Change somebody's presence, so that feeds have something to tell, if the target lets one."""
    with suppress(NotRun):
        user = things.account(world, "presence feed")
        for category in ("BUSY", "AVAILABLE"):
            call = Call(query={"soft": False}, body={"userId": user, "category": category})
            world.send("setUserPresence", things.admin(world), call, "preparation")


@recipe("readPresenceFeed")
def _read_feed(world: World) -> Recipe:
    feed = world.keep("feed", lambda: _feed(world))
    _tell(world)
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
