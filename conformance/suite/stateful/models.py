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
"""The users of one pod whose connections are walked."""


def model_and_driver(name: str, scenario: Sender) -> tuple[Model[Any], Driver]:
    """A model with its driver; raises NotApplicable when the target lacks an actor that it needs."""
    match name:
        case "connections":
            return _connections(scenario)
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


def _connections(scenario: Sender) -> tuple[Connections, ConnectionDriver]:
    # Connections belong to users, and others test them as well.
    scenario.world.take_turn()
    model = Connections(NEAR, scenario.world.actor("stranger"))
    return model, ConnectionDriver(scenario, model)


def _all(scenario: Sender) -> tuple[Together, TogetherDriver]:
    parts = [model_and_driver(name, scenario) for name in ("connections", "groups", "rooms", "followers")]
    together = Together(tuple(model for model, _ in parts))
    return together, TogetherDriver(together, tuple(driver for _, driver in parts))
