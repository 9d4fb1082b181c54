"""Presence feeds: they tell what changed since the last read, to the one who made them, until deleted."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.checks.judgement import described
from conformance.suite import things
from conformance.suite.lifecycle.people import refused, rows_of
from conformance.suite.looking import part
from conformance.suite.outcomes import Blocked, NotApplicable
from conformance.suite.rooms import patiently
from conformance.suite.scenario import Scenario
from conformance.suite.world import field_of

MOST_ROWS = 500
MOST_READS = 20
"""How often a feed is read until nothing is left to tell: other users change their presence meanwhile."""


@pytest.mark.check(
    "lifecycle.presence-feed", "FEED-CREATE-1", "FEED-CREATE-2", "FEED-READ-1", "FEED-READ-2", "FEED-READ-3"
)
def test_a_feed_tells_what_changed_since_the_last_read(scenario: Scenario) -> None:
    """A feed tells the present state of a user who changed since the last read, and tells it once."""
    world, actor = scenario.world, things.user(scenario.world)
    user = things.account(world, "lifecycle presence feed")
    _set(scenario, user, "BUSY")
    feed, other = _feed(scenario, actor), _feed(scenario, actor)
    scenario.expect("FEED-CREATE-2", feed != other, expected=f"another id than {feed}", observed=other)
    _read(scenario, actor, feed, "FEED-READ-3")
    _set(scenario, user, "AVAILABLE")
    _set(scenario, user, "IN_A_MEETING")
    told = _read(scenario, actor, feed, "FEED-READ-3")
    found = told.get(user)
    now = patiently(
        world,
        lambda: scenario.look("getUserPresence", actor, path={"uid": user}),
        until=lambda now: part(now, "category") == part(found, "category"),
    )
    scenario.equal("FEED-CREATE-1", user, part(found, "userId"), "user of whom the feed tells")
    scenario.equal("FEED-READ-1", part(now, "category"), part(found, "category"), "category in the feed")
    again = _read(scenario, actor, feed, "FEED-READ-3")
    scenario.expect(
        "FEED-READ-2", user not in again, expected=f"nothing of {user}", observed=again.get(user, "nothing")
    )
    for name in (feed, other):
        scenario.send("deletePresenceFeed", actor, path={"feedId": name})


@pytest.mark.check("lifecycle.presence-feed-deletion", "FEED-DELETE-1", "FEED-DELETE-2", "FEED-DELETE-3")
def test_a_deleted_feed_is_gone(scenario: Scenario) -> None:
    """Deleting a feed answers its id; it can be neither read nor deleted any more."""
    actor = things.user(scenario.world)
    path = {"feedId": _feed(scenario, actor)}
    scenario.send("readPresenceFeed", actor, path=path)
    deleted = scenario.send("deletePresenceFeed", actor, path=path)
    if scenario.status("FEED-DELETE-1", deleted, 200):
        scenario.equal("FEED-DELETE-1", path["feedId"], part(deleted.json(), "id"), "id answered")
        answer = scenario.send("readPresenceFeed", actor, path=path)
        refused(scenario, "FEED-DELETE-2", answer, "reading a deleted feed")
        answer = scenario.send("deletePresenceFeed", actor, path=path)
        refused(scenario, "FEED-DELETE-3", answer, "deleting it again")


@pytest.mark.check("lifecycle.presence-feed-owner", "FEED-OWNER-1", "FEED-OWNER-2")
def test_a_feed_is_its_makers_alone(scenario: Scenario) -> None:
    """A feed is neither read nor deleted by another user."""
    world, actor = scenario.world, things.user(scenario.world)
    colleague, path = world.actor("colleague"), {"feedId": _feed(scenario, actor)}
    read = scenario.send("readPresenceFeed", colleague, path=path)
    refused(scenario, "FEED-OWNER-1", read, "reading the feed of another user")
    deleted = scenario.send("deletePresenceFeed", colleague, path=path)
    refused(scenario, "FEED-OWNER-2", deleted, "deleting the feed of another user")
    scenario.send("deletePresenceFeed", actor, path=path)


def _feed(scenario: Scenario, actor: str) -> str:
    created = scenario.send("createPresenceFeed", actor)
    if created.status in (404, 410):
        raise NotApplicable(f"presence feeds are deprecated, and the target answers {created.status} to them")
    if created.status != 200:
        raise Blocked("createPresenceFeed", f"answered {described(created)}")
    return str(field_of(created.json(), "createPresenceFeed", "id"))


def _set(scenario: Scenario, user: int, category: str) -> None:
    body = {"userId": user, "category": category}
    scenario.get("setUserPresence", things.admin(scenario.world), query={"soft": False}, body=body)


def _read(scenario: Scenario, actor: str, feed: str, requirement: str) -> dict[Any, Any]:
    """Everything that the feed has to tell, by user."""
    told: dict[Any, Any] = {}
    for _ in range(MOST_READS):
        rows = rows_of(scenario.look("readPresenceFeed", actor, path={"feedId": feed}))
        scenario.expect(
            requirement,
            len(rows) <= MOST_ROWS,
            expected=f"at most {MOST_ROWS} records",
            observed=f"{len(rows)} records",
        )
        told |= {row.get("userId"): row for row in rows}
        if len(rows) < MOST_ROWS:
            return told
    raise NotApplicable(f"presence changes faster than a feed tells it: {MOST_READS} reads were not enough")
