"""Connections between users of two pods."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.requests import Call
from conformance.suite.world import World


def _stranger(world: World) -> int:
    return things.user_id(world, world.actor("stranger"))


def _unconnected(world: World) -> None:
    """End what there is between the ordinary user and the stranger, so that an invitation is open to make."""
    me, stranger = things.user_id(world, things.user(world)), _stranger(world)
    for actor, peer in (("stranger", me), (things.user(world), stranger)):
        call = Call(body={"userId": peer})
        world.send("acceptConnection", actor, call, "preparation")
    world.send("removeConnection", things.user(world), Call(path={"uid": stranger}), "preparation")


def _invited(world: World) -> int:
    """An invitation of the ordinary user that waits for the stranger's answer; the inviter's id."""
    _unconnected(world)
    world.get("createConnection", things.user(world), body={"userId": _stranger(world)})
    return things.user_id(world, things.user(world))


def _connected(world: World) -> None:
    inviter = _invited(world)
    world.get("acceptConnection", "stranger", body={"userId": inviter})


@recipe("listConnections")
def _list(world: World) -> Recipe:
    return Recipe(things.user(world), query={"status": "ALL"})


@recipe("createConnection")
def _create(world: World) -> Recipe:
    _unconnected(world)
    return Recipe(things.user(world), body={"userId": _stranger(world)}, keep=("userId",))


@recipe("acceptConnection")
def _accept(world: World) -> Recipe:
    return Recipe(world.actor("stranger"), body={"userId": _invited(world)}, keep=("userId",))


@recipe("rejectConnection")
def _reject(world: World) -> Recipe:
    return Recipe(world.actor("stranger"), body={"userId": _invited(world)}, keep=("userId",))


@recipe("getConnection")
def _get(world: World) -> Recipe:
    colleague = things.user_id(world, world.actor("colleague"))
    return Recipe(things.user(world), path={"userId": str(colleague)})


@recipe("removeConnection")
def _remove(world: World) -> Recipe:
    _connected(world)
    return Recipe(things.user(world), path={"uid": _stranger(world)})
