"""Two users of different pods, brought to a state in which nothing connects them."""

from __future__ import annotations

from dataclasses import dataclass

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


def strangers(world: World) -> Pair:
    """The ordinary user and the stranger with no connection and no request between them.

    Raises NotApplicable when the target file names no stranger, or one of the same pod.
    """
    user, stranger = things.user(world), world.actor("stranger")
    pair = Pair(user, things.user_id(world, user), stranger, things.user_id(world, stranger))
    if pair.user_id >> 36 == pair.stranger_id >> 36:
        raise NotApplicable("actors.stranger is a user of the same pod: connections need one of another pod")
    disconnect(world, pair)
    return pair


def disconnect(world: World, pair: Pair) -> None:
    """End whatever stands between the two: answer what is open, then remove it.

    Which of these steps succeed depends on the state; none of them is judged here.
    """
    for actor, peer in ((pair.user, pair.stranger_id), (pair.stranger, pair.user_id)):
        world.send("acceptConnection", actor, Call(body={"userId": peer}), "preparation")
    world.send("removeConnection", pair.user, Call(path={"uid": pair.stranger_id}), "preparation")
