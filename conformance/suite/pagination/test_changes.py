"""Lists that change while they are read: what was there throughout is neither lost nor repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.pagination import items
from conformance.suite.pagination.judging import each, judge, reader_of
from conformance.suite.pagination.pages import WINDOW, Listing, Reader, Trouble
from conformance.suite.scenario import Scenario
from conformance.suite.world import World

SIZE = 2
"""The size of the pages between which the list changes."""
REACH = 400
"""How many items are read until all that were there throughout must have come."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A list that is about to change: what stays in it, and what happens after the first page.

    `refusable` says that the documents let a target refuse the cursor after a change.
    """

    listing: Listing
    staying: tuple[Any, ...]
    happen: Callable[[], None]
    refusable: bool = False


@pytest.mark.parametrize("operation", each("changes"))
def test_what_stays_is_neither_lost_nor_repeated(scenario: Scenario, operation: str) -> None:
    """What is in a list throughout comes once while other items come and go between pages."""
    reader = reader_of(scenario, operation)
    # Others may change the list in the same moment: what is found once is looked for again.
    found = _found(scenario, reader) and _found(scenario, reader)
    judge(scenario, "each item that stays, once", found)


def _found(scenario: Scenario, reader: Reader) -> str | None:
    scene = SCENES[reader.operation.id](reader, scenario.world)
    reader = replace(reader, listing=scene.listing)
    try:
        return _missed_or_repeated(scene, _read(reader, scene))
    except Trouble as trouble:
        return None if scene.refusable and 400 <= _status(scenario) < 500 else str(trouble)


def _read(reader: Reader, scene: Scene) -> list[Any]:
    """The keys of the pages, with the change after the first one."""
    seen: list[Any] = []
    size = max(SIZE, reader.least_size(reader.known()))
    for number, page in enumerate(reader.pages(size, enough=REACH)):
        seen += page.keys
        if number == 0:
            scene.happen()
        # One page more than it takes: what is repeated comes later.
        elif set(scene.staying) <= set(seen[: -len(page.keys) or None]):
            break
    return seen


def _missed_or_repeated(scene: Scene, seen: Sequence[Any]) -> str | None:
    for key in scene.staying:
        if seen.count(key) != 1:
            return f"{key} came {seen.count(key)} times"
    return None


def _status(scenario: Scenario) -> int:
    last = scenario.last
    return last.response.status if last is not None and last.response is not None else 0


def _streams(reader: Reader, world: World) -> Scene:
    def happen() -> None:
        items.new_room(world, f"{world.name('later')} room", member=True)

    return Scene(reader.listing, reader.known().keys[:WINDOW], happen)


def _presences(reader: Reader, world: World) -> Scene:
    def happen() -> None:
        things.account(world, world.name("later"))

    return Scene(reader.listing, reader.known().keys[:WINDOW], happen)


def _followers(_: Reader, world: World) -> Scene:
    """A user of its own with four followers; a fifth comes."""
    *early, late = items.people(world).ids
    user = things.account(world, world.name("followed"))
    items.follow(world, user, early)
    listing = Listing(things.user(world), path={"uid": user})
    return Scene(listing, tuple(early), lambda: items.follow(world, user, [late]))


def _following(_: Reader, world: World) -> Scene:
    *early, late = items.people(world).ids
    user = things.account(world, world.name("follower"))
    for followed in early:
        items.follow(world, followed, [user])
    listing = Listing(things.user(world), path={"uid": user})
    return Scene(listing, tuple(early), lambda: items.follow(world, late, [user]))


def _extensions(reader: Reader, world: World) -> Scene:
    """One that was read is deleted, or the first of one's own when none was."""
    gone = items.new_extension(world)

    def happen() -> None:
        items.delete_extension(world, gone)
        items.new_extension(world)

    staying = tuple(key for key in reader.known().keys[:WINDOW] if key != gone)
    return Scene(reader.listing, staying, happen, refusable=True)


def _groups(reader: Reader, world: World) -> Scene:
    """The newest come first: one that was read is deleted, and a newer one comes before it."""
    *staying, gone = (items.new_group(world) for _ in range(items.MANY))

    def happen() -> None:
        items.delete_group(world, gone)
        items.new_group(world)

    query = {**reader.listing.query, "status": "ACTIVE", "sortOrder": "DESC"}
    return Scene(replace(reader.listing, query=query), tuple(staying), happen)


SCENES: dict[str, Callable[[Reader, World], Scene]] = {
    "listStreams": _streams,
    "listUserStreams": _streams,
    "listPresences": _presences,
    "listFollowers": _followers,
    "listFollowing": _following,
    "listAllowedFileExtensions": _extensions,
    "listGroups": _groups,
}
"""What happens to each list of which something is promised while it changes."""
