"""Connections between users of two pods."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.peers import Pair, strangers
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


def _invited(world: World) -> Pair:
    """Two users, of whom one has invited the other."""
    pair = strangers(world)
    world.get("createConnection", pair.user, body={"userId": pair.stranger_id})
    return pair


@recipe("listConnections")
def _list(world: World) -> Recipe:
    return Recipe(things.user(world), query={"status": "ALL"})


@recipe("createConnection")
def _create(world: World) -> Recipe:
    pair = strangers(world)
    return Recipe(pair.user, body={"userId": pair.stranger_id}, keep=("userId",))


@recipe("acceptConnection")
def _accept(world: World) -> Recipe:
    pair = _invited(world)
    return Recipe(pair.stranger, body={"userId": pair.user_id}, keep=("userId",))


@recipe("rejectConnection")
def _reject(world: World) -> Recipe:
    pair = _invited(world)
    return Recipe(pair.stranger, body={"userId": pair.user_id}, keep=("userId",))


@recipe("getConnection")
def _get(world: World) -> Recipe:
    colleague = things.user_id(world, world.actor("colleague"))
    return Recipe(things.user(world), path={"userId": str(colleague)})


@recipe("removeConnection")
def _remove(world: World) -> Recipe:
    pair = _invited(world)
    world.get("acceptConnection", pair.stranger, body={"userId": pair.user_id})
    return Recipe(pair.user, path={"uid": pair.stranger_id})
