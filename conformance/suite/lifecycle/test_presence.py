"""Presence: set, read by others, soft and local, and the presence of the whole company."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.people import refused, rows_of, unknown_user
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import patiently
from conformance.suite.scenario import Scenario

SECONDS_END = 100_000_000_000
"""A time of this size is in milliseconds: as seconds it would lie in the year 5138."""


@pytest.mark.check(
    "lifecycle.presence-of-another", "PRES-SET-1", "PRES-SET-2", "PRES-SET-3", "PRES-GET-1", "PRES-GET-2"
)
def test_a_presence_that_is_set_is_read(scenario: Scenario) -> None:
    """A presence that an administrator sets is answered, and read by a colleague."""
    user = things.account(scenario.world, "lifecycle presence")
    for category in ("BUSY", "OUT_OF_OFFICE"):
        answer = _set(scenario, user, category)
        if not scenario.status("PRES-SET-1", answer, 200):
            return
        scenario.equal("PRES-SET-1", user, part(answer.json(), "userId"), "userId answered")
        scenario.equal("PRES-SET-2", category, part(answer.json(), "category"), "category answered")
        found = _presence(scenario, user)
        scenario.equal("PRES-GET-1", user, part(found, "userId"), "userId read")
        scenario.equal("PRES-SET-3", category, part(found, "category"), "category read")
        time = part(found, "timestamp")
        if time is None:
            scenario.left_out("PRES-GET-2", "the timestamp")
        else:
            scenario.expect(
                "PRES-GET-2", time > SECONDS_END, expected="a timestamp in milliseconds", observed=time
            )


@pytest.mark.check("lifecycle.presence-categories", "PRES-CATEGORY-1", "PRES-CATEGORY-2", "PRES-CATEGORY-3")
def test_the_categories_that_can_be_set_are_the_documented_ones(scenario: Scenario) -> None:
    """Each documented category is accepted; another one, a missing one and an unknown user are refused."""
    user = things.account(scenario.world, "lifecycle presence categories")
    for category in ("AVAILABLE", "BUSY", "ON_THE_PHONE", "BE_RIGHT_BACK", "IN_A_MEETING", "AWAY"):
        scenario.status("PRES-CATEGORY-1", _set(scenario, user, category), 200, what=category)
    before = patiently(
        scenario.world,
        lambda: _presence(scenario, user),
        until=lambda found: part(found, "category") == "AWAY",
    )
    refused(scenario, "PRES-CATEGORY-2", _set(scenario, user, "CONFORMANCE"), "a category of no document")
    scenario.equal("PRES-CATEGORY-2", part(before, "category"), _category(scenario, user), "category kept")
    stranger = unknown_user(scenario.world)
    refused(scenario, "PRES-CATEGORY-3", _set(scenario, stranger, "BUSY"), "a user whom nobody knows")


@pytest.mark.check("lifecycle.presence-soft", "PRES-SOFT-1")
def test_a_soft_presence_does_not_bring_anybody_online(scenario: Scenario) -> None:
    """Setting the presence of an offline user softly leaves it OFFLINE."""
    user = things.account(scenario.world, "lifecycle soft presence")
    _set(scenario, user, "OFFLINE")
    if _category(scenario, user) != "OFFLINE":
        raise NotApplicable("the user does not read OFFLINE after that was set")
    softly = _set(scenario, user, "AVAILABLE", soft=True)
    if scenario.status("PRES-SOFT-1", softly, 200):
        scenario.equal("PRES-SOFT-1", "OFFLINE", _category(scenario, user), "category afterwards")


@pytest.mark.check("lifecycle.presence-own", "PRES-OWN-1", "PRES-OWN-2", "PRES-OWN-3")
def test_the_own_presence_is_the_callers(scenario: Scenario) -> None:
    """The own presence is the caller's, and the one that the caller set."""
    world = scenario.world
    # Everybody else in this suite sets the presence of the ordinary user.
    actor = world.actor("colleague")
    own = things.user_id(world, actor)
    answer = scenario.send("setOwnPresence", actor, query={"soft": False}, body={"category": "IN_A_MEETING"})
    if not scenario.status("PRES-OWN-1", answer, 200):
        return
    scenario.equal("PRES-OWN-1", own, part(answer.json(), "userId"), "userId answered")
    found = scenario.look("getOwnPresence", actor)
    scenario.equal("PRES-OWN-2", own, part(found, "userId"), "userId read")
    scenario.equal("PRES-OWN-3", "IN_A_MEETING", part(found, "category"), "category read")


@pytest.mark.check("lifecycle.presence-local", "PRES-LOCAL-1")
def test_a_local_query_shows_users_of_other_pods_offline(scenario: Scenario) -> None:
    """A local query shows a user of another pod OFFLINE, whatever that user set."""
    world = scenario.world
    stranger, own = world.actor("stranger"), things.tenant(world)
    other = things.user_id(world, stranger)
    if other >> 36 == own:
        raise NotApplicable("actors.stranger is a user of the same pod")
    scenario.get("setOwnPresence", stranger, query={"soft": False}, body={"category": "AVAILABLE"})
    query: dict[str, Any] = {"local": True}
    found = scenario.look("getUserPresence", things.user(world), path={"uid": other}, query=query)
    scenario.equal("PRES-LOCAL-1", "OFFLINE", part(found, "category"), "category in a local query")


@pytest.mark.check("lifecycle.presence-unknown", "PRES-GET-3")
def test_the_presence_of_a_user_whom_nobody_knows_is_refused(scenario: Scenario) -> None:
    """The presence of a user whom nobody knows is refused."""
    path = {"uid": unknown_user(scenario.world)}
    answer = scenario.send("getUserPresence", things.user(scenario.world), path=path)
    refused(scenario, "PRES-GET-3", answer, "a user whom nobody knows")


@pytest.mark.check("agreement.presences-listed", "PRES-LIST-1", "PRES-LIST-2")
def test_an_active_user_is_in_the_list_of_the_company(scenario: Scenario) -> None:
    """A user who is not inactive is listed, with the presence that is read on its own."""
    world = scenario.world
    user = things.account(world, "lifecycle presences")
    scenario.get(
        "setUserPresence",
        things.admin(world),
        query={"soft": False},
        body={"userId": user, "category": "AVAILABLE"},
    )
    alone = _category(scenario, user)
    if alone in (None, "OFFLINE", "UNDEFINED"):
        raise NotApplicable(f"the user counts as inactive: it reads {alone} after AVAILABLE was set")
    # One id less, and room for one more: so it does not matter whether the list begins at the id or after it.
    query = {"lastUserId": user - 1, "limit": 2}
    listed = rows_of(scenario.look("listPresences", things.admin(world), query=query))
    found = {row.get("userId"): row.get("category") for row in listed}
    if scenario.expect(
        "PRES-LIST-1", user in found, expected=f"a presence of {user}", observed=f"presences of {[*found]}"
    ):
        scenario.equal("PRES-LIST-2", alone, found[user], "category in the list")


def _set(scenario: Scenario, user: int, category: str, *, soft: bool = False) -> Any:
    body = {"userId": user, "category": category}
    return scenario.send("setUserPresence", things.admin(scenario.world), query={"soft": soft}, body=body)


def _presence(scenario: Scenario, user: int) -> Any:
    return scenario.look("getUserPresence", things.user(scenario.world), path={"uid": user})


def _category(scenario: Scenario, user: int) -> Any:
    return part(_presence(scenario, user), "category")
