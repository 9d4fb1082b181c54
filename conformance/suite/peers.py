"""Two users of different pods, brought to a state in which nothing connects them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.suite import things
from conformance.suite.outcomes import NotApplicable
from conformance.suite.requests import Call
from conformance.suite.world import World


@dataclass(frozen=True, slots=True)
class Pair:
    """An ordinary user and a stranger of another pod, by actor name and by id."""

    user: str
    user_id: int
    stranger: str
    stranger_id: int

    @property
    def sides(self) -> tuple[tuple[str, int], tuple[str, int]]:
        """Each of the two as an actor, with the id of the other."""
        return (self.user, self.stranger_id), (self.stranger, self.user_id)


def strangers(world: World) -> Pair:
    """The ordinary user and the stranger with no connection and no request between them, for this test alone.

    Raises NotApplicable when the target file names no stranger, or one of the same pod.
    """
    user, stranger = things.user(world), world.actor("stranger")
    pair = Pair(user, things.user_id(world, user), stranger, things.user_id(world, stranger))
    if pair.user_id >> 36 == pair.stranger_id >> 36:
        raise NotApplicable(
            f"actors.{stranger} is a user of the same pod: connections need one of another pod"
        )
    world.take_turn()
    disconnect(world, pair)
    return pair


def disconnect(world: World, pair: Pair) -> None:
    """End whatever stands between the two: ask again after a rejection, answer what is open, then remove it.

    Which of these steps succeed depends on the state; none of them is judged here.
    """
    found = [_status(world, actor, peer) for actor, peer in pair.sides]
    if found == [None, None]:
        return
    if "REJECTED" in found:
        for actor, peer in pair.sides:
            world.send("createConnection", actor, Call(body={"userId": peer}), "preparation")
    for actor, peer in pair.sides:
        world.send("acceptConnection", actor, Call(body={"userId": peer}), "preparation")
    for actor, peer in pair.sides:
        world.send("removeConnection", actor, Call(path={"uid": peer}), "preparation")


def _status(world: World, actor: str, peer: int) -> Any:
    answer = world.send("getConnection", actor, Call(path={"userId": str(peer)}), "preparation")
    if answer.status == 404:
        return None
    try:
        return answer.json()["status"]
    except (ValueError, LookupError, TypeError):
        return f"unclear ({answer.status})"
