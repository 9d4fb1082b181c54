"""Walks over the models: every order of steps leads where the documents say."""

from __future__ import annotations

import pytest

from conformance.suite.scenario import Scenario
from conformance.suite.stateful.checking import check_model


@pytest.mark.check(
    "stateful.connections",
    "STATE-CONN-VIEW",
    "STATE-CONN-INVITE",
    "STATE-CONN-ACCEPT",
    "STATE-CONN-REJECT",
    "STATE-CONN-REMOVE",
    "STATE-CONN-NONE",
    "STATE-CONN-IMPLICIT",
)
def test_connections_follow_their_model(scenario: Scenario) -> None:
    """Connections of three users of two pods are what any order of steps makes of them."""
    check_model(scenario, "connections")


@pytest.mark.check(
    "stateful.groups",
    "STATE-GROUP-READ",
    "STATE-GROUP-ETAG",
    "STATE-GROUP-CREATE",
    "STATE-GROUP-UPDATE",
    "STATE-GROUP-STALE",
    "STATE-GROUP-MEMBER",
    "STATE-GROUP-TWICE",
    "STATE-GROUP-AVATAR",
    "STATE-GROUP-DELETE",
)
def test_groups_follow_their_model(scenario: Scenario) -> None:
    """A group is what the accepted changes made of it, and no update gets lost."""
    check_model(scenario, "groups")


@pytest.mark.check(
    "stateful.rooms",
    "STATE-ROOM-MEMBERS",
    "STATE-ROOM-CREATE",
    "STATE-ROOM-ADD",
    "STATE-ROOM-REMOVE",
    "STATE-ROOM-PROMOTE",
    "STATE-ROOM-DEMOTE",
    "STATE-ROOM-ACTIVE",
    "STATE-ROOM-ADMIN",
    "STATE-ROOM-LOCKED",
)
def test_rooms_follow_their_model(scenario: Scenario) -> None:
    """A room has the members and owners that any order of steps gives it."""
    check_model(scenario, "rooms")


@pytest.mark.check(
    "stateful.followers",
    "STATE-FOLLOW-FOLLOWERS",
    "STATE-FOLLOW-FOLLOWING",
    "STATE-FOLLOW-BEGIN",
    "STATE-FOLLOW-END",
)
def test_followers_follow_their_model(scenario: Scenario) -> None:
    """Those who follow are those who began to and have not ceased."""
    check_model(scenario, "followers")


@pytest.mark.check(
    "stateful.all",
    "STATE-CONN-VIEW",
    "STATE-GROUP-READ",
    "STATE-GROUP-ETAG",
    "STATE-ROOM-MEMBERS",
    "STATE-FOLLOW-FOLLOWERS",
    "STATE-FOLLOW-FOLLOWING",
)
def test_all_models_hold_together(scenario: Scenario) -> None:
    """Connections, groups, rooms and followers leave each other alone in any order of steps."""
    check_model(scenario, "all")
