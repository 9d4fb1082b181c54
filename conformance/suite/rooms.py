"""Rooms of a test's own, and who is in them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from conformance.checks.judgement import described
from conformance.suite import things
from conformance.suite.outcomes import Blocked, NotApplicable, NotRun
from conformance.suite.requests import Call
from conformance.suite.scenario import Scenario
from conformance.suite.world import World, field_of
from conformance.target.exchange import Response

PLAUSIBLE = range(10**12, 10**13)
"""Among these any time of this century is, if it is in milliseconds."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room that a test made: its id, the actor who owns it, and what was answered when it was created."""

    id: str
    owner: str
    owner_id: int
    detail: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The name that it was given."""
        return str((self.detail.get("roomAttributes") or {}).get("name"))

    @property
    def created(self) -> int:
        """When it was created, by the clock of the target in epoch milliseconds; 0 if that was not said."""
        return int((self.detail.get("roomSystemInfo") or {}).get("creationDate") or 0)


@contextmanager
def own_room(scenario: Scenario, **attributes: Any) -> Iterator[Room]:
    """A new room of the ordinary user, taken out of use in the end.

    Raises NotApplicable when the user is not entitled to a room with these attributes.
    """
    world = scenario.world
    owner = things.user(world)
    body = {"name": world.name("room"), "description": "Made by conformance tests", **attributes}
    response = scenario.send("createRoom", owner, body=body)
    if response.status == 403 and attributes:
        raise NotApplicable(f"actor {owner!r} may not create a room with {', '.join(sorted(attributes))}")
    if response.status != 200:
        raise Blocked("createRoom", f"answered {described(response)}")
    detail = content(response)
    room_id = str(field_of(detail, "createRoom", "roomSystemInfo", "id"))
    try:
        yield Room(room_id, owner, things.user_id(world, owner), detail)
    finally:
        with suppress(NotRun):
            world.send("setRoomActive", owner, Call({"id": room_id}, {"active": False}), "clean up")


def look_at(scenario: Scenario, room: Room, by: str | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The attributes and the system information of a room as an actor reads them; empty if it may not."""
    detail = scenario.look("getRoom", by or room.owner, path={"id": room.id})
    return parts(detail)


def parts(detail: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The attributes and the system information of a room's details."""
    if not isinstance(detail, dict):
        return {}, {}
    return detail.get("roomAttributes") or {}, detail.get("roomSystemInfo") or {}


def content(response: Response) -> Any:
    """The JSON of an answer; None when it has none."""
    try:
        return response.json()
    except ValueError:
        return None


def in_milliseconds(scenario: Scenario, requirement: str, time: object, what: str) -> None:
    """Judge that a time, where it is shown, is in milliseconds."""
    if time is None:
        scenario.left_out(requirement, what)
        return
    scenario.expect(
        requirement,
        isinstance(time, int) and time in PLAUSIBLE,
        expected=f"{what}: milliseconds since 1970",
        observed=f"{what}: {time!r}",
    )


def colleague(world: World) -> tuple[str, int]:
    """A user of the same pod who is in none of the rooms that a test makes: the actor and its id."""
    actor = world.actor("colleague")
    return actor, things.user_id(world, actor)


def third(world: World) -> int:
    """The id of one more user of the same pod."""
    return things.user_id(world, world.actor("nobody", "admin"))


def members(scenario: Scenario, room: Room) -> dict[int, dict[str, Any]]:
    """The current members of a room by user id, as its owner sees them; empty when the list is refused."""
    return by_id(scenario.look("listRoomMembers", room.owner, path={"id": room.id}))


def by_id(listed: Any) -> dict[int, dict[str, Any]]:
    """The entries of a membership list by user id."""
    return {m["id"]: m for m in listed or () if isinstance(m, dict) and "id" in m}


def patiently(world: World, ask: Callable[[], Any], *, until: Callable[[Any], bool]) -> Any:
    """The first answer that is as it should be, or the last one: what is new may be indexed a bit later."""
    answer = ask()
    for pause in world.patience:
        if until(answer):
            break
        time.sleep(pause)
        answer = ask()
    return answer
