"""Looking users up, followers, and service account manifests."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World


def _own_id(world: World) -> int:
    return things.user_id(world, things.user(world))


def _colleague_id(world: World) -> int:
    return things.user_id(world, world.actor("colleague"))


def _followed(world: World) -> None:
    """Make the colleague follow the ordinary user; lists of followers can be read without."""
    if world.reads_only:
        return
    body = {"followers": [_colleague_id(world)]}
    world.get("followUsers", things.admin(world), path={"uid": _own_id(world)}, body=body)


@recipe("getSessionInfo")
def _session(world: World) -> Recipe:
    return Recipe(things.user(world))


@recipe("lookUpUser")
def _look_up_one(world: World) -> Recipe:
    return Recipe(things.user(world), query={"uid": _own_id(world), "local": True}, vary=False)


@recipe("lookUpUsers")
def _look_up_many(world: World) -> Recipe:
    ids = f"{_own_id(world)},{_colleague_id(world)}"
    return Recipe(things.user(world), query={"uid": ids, "local": True})


@recipe("searchUsers")
def _search(world: World) -> Recipe:
    query = {"skip": 0, "limit": 10, "local": True}
    return Recipe(things.user(world), query=query, body={"query": world.target.actors["admin"].username})


@recipe("followUsers")
def _follow(world: World) -> Recipe:
    body = {"followers": [_colleague_id(world)]}
    return Recipe(things.admin(world), path={"uid": _own_id(world)}, body=body, keep=("followers",))


@recipe("unfollowUsers")
def _unfollow(world: World) -> Recipe:
    _followed(world)
    body = {"followers": [_colleague_id(world)]}
    return Recipe(things.admin(world), path={"uid": _own_id(world)}, body=body, keep=("followers",))


@recipe("listFollowers")
def _followers(world: World) -> Recipe:
    _followed(world)
    return Recipe(things.user(world), path={"uid": _own_id(world)}, query={"limit": 10})


@recipe("listFollowing")
def _following(world: World) -> Recipe:
    _followed(world)
    return Recipe(things.user(world), path={"uid": _colleague_id(world)}, query={"limit": 10})


@recipe("setOwnManifest")
def _set_manifest(world: World) -> Recipe:
    return Recipe(things.user(world), body={"manifest": '{"purpose":"conformance"}'}, keep=("manifest",))


@recipe("getOwnManifest")
def _get_manifest(world: World) -> Recipe:
    if not world.reads_only:
        world.get("setOwnManifest", things.user(world), body={"manifest": '{"purpose":"conformance"}'})
    return Recipe(things.user(world))
