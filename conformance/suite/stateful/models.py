"""The models of the stateful checks, each with the driver and the actors that it is walked with."""

from __future__ import annotations

from typing import Any

from conformance.models.connections import Connections
from conformance.models.followers import Followers
from conformance.models.groups import Groups
from conformance.models.model import Model
from conformance.models.rooms import Rooms
from conformance.models.together import Together
from conformance.suite.stateful.connecting import ConnectionDriver
from conformance.suite.stateful.driver import Driver, Sender
from conformance.suite.stateful.following import FollowDriver
from conformance.suite.stateful.grouping import GroupDriver
from conformance.suite.stateful.rooming import RoomDriver
from conformance.suite.stateful.together import TogetherDriver

NAMES = ("connections", "groups", "rooms", "followers", "all")
"""The models that are walked."""

NEAR = ("colleague", "admin")
"""Connections belong to users: these two, so that walks and other tests of connections do not meet."""


def model_and_driver(name: str, scenario: Sender) -> tuple[Model[Any], Driver]:
    """A model with its driver; raises NotApplicable when the target lacks an actor that it needs."""
    match name:
        case "connections":
            return _connections(scenario, "stranger")
        case "groups":
            groups = Groups()
            return groups, GroupDriver(scenario, groups)
        case "rooms":
            rooms = Rooms()
            return rooms, RoomDriver(scenario, rooms)
        case "followers":
            followers = Followers()
            return followers, FollowDriver(scenario, followers)
        case _:
            return _all(scenario)


def _connections(scenario: Sender, *far: str) -> tuple[Connections, ConnectionDriver]:
    model = Connections(NEAR, scenario.world.actor(*far))
    return model, ConnectionDriver(scenario, model)


def _all(scenario: Sender) -> tuple[Together, TogetherDriver]:
    # Not the other pod's user of the walks over connections, which may go on at the same time.
    parts = [
        _connections(scenario, "stranger_admin", "stranger"),
        *(model_and_driver(name, scenario) for name in ("groups", "rooms", "followers")),
    ]
    together = Together(tuple(model for model, _ in parts))
    return together, TogetherDriver(together, tuple(driver for _, driver in parts))
