"""Followers: both lists tell who follows whom, and following is begun and ended for each alone."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.people import refused, unknown_user
from conformance.suite.looking import part
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response


@pytest.mark.check(
    "lifecycle.following",
    "FOLLOW-1",
    "FOLLOW-2",
    "FOLLOW-LIST-1",
    "FOLLOW-LIST-2",
    "FOLLOW-LIST-3",
    "FOLLOW-LIST-4",
    "UNFOLLOW-1",
    "UNFOLLOW-2",
)
def test_following_is_seen_from_both_sides(scenario: Scenario) -> None:
    """Who follows is listed with the followed user, and the other way round, until it ends."""
    followed, first, second = (_user(scenario, name) for name in ("followed", "first", "second"))
    if not scenario.status("FOLLOW-1", _send(scenario, "followUsers", followed, first, second), 200):
        return
    _lists(scenario, "FOLLOW-LIST-1", "FOLLOW-LIST-2", "listFollowers", followed, first, second)
    for follower in (first, second):
        _lists(scenario, "FOLLOW-LIST-3", "FOLLOW-LIST-4", "listFollowing", follower, followed)
    scenario.equal(
        "FOLLOW-1", sorted((first, second)), _ids(scenario, "listFollowers", followed), "followers"
    )
    scenario.equal("FOLLOW-2", [], _ids(scenario, "listFollowing", followed), "whom the followed one follows")
    if scenario.status("UNFOLLOW-1", _send(scenario, "unfollowUsers", followed, first), 200):
        followers = _ids(scenario, "listFollowers", followed)
        scenario.equal("UNFOLLOW-2", True, second in followers, "the other one follows still")
        scenario.equal("UNFOLLOW-1", False, first in followers, "the one follows still")
        scenario.equal("UNFOLLOW-1", [], _ids(scenario, "listFollowing", first), "whom the one follows")


@pytest.mark.check("lifecycle.following-again", "FOLLOW-3", "FOLLOW-4", "UNFOLLOW-3")
def test_following_twice_is_following_once(scenario: Scenario) -> None:
    """Following twice changes nothing more, nor does unfollowing twice, nor following oneself."""
    followed, follower = (_user(scenario, name) for name in ("followed twice", "twice"))
    _send(scenario, "followUsers", followed, follower)
    again = _send(scenario, "followUsers", followed, follower)
    if scenario.status("FOLLOW-3", again, 200, what="following again"):
        followers = _ids(scenario, "listFollowers", followed)
        scenario.equal("FOLLOW-3", [follower], followers, "followers after following twice")
    oneself = _send(scenario, "followUsers", followed, followed, follower)
    if scenario.status("FOLLOW-4", oneself, 200, what="following with oneself in the list"):
        followers = _ids(scenario, "listFollowers", followed)
        scenario.equal("FOLLOW-4", False, followed in followers, "a user follows itself")
    _send(scenario, "unfollowUsers", followed, follower)
    scenario.status("UNFOLLOW-3", _send(scenario, "unfollowUsers", followed, follower), 200, what="again")


@pytest.mark.check(
    "lifecycle.following-refusals", "FOLLOW-5", "FOLLOW-6", "UNFOLLOW-4", "FOLLOW-LIST-5", "FOLLOW-LIST-6"
)
def test_users_whom_nobody_knows_neither_follow_nor_are_followed(scenario: Scenario) -> None:
    """A user whom nobody knows cannot follow, be followed or be asked for."""
    nobody, someone = unknown_user(scenario.world), _user(scenario, "someone")
    refused(scenario, "FOLLOW-5", _send(scenario, "followUsers", someone, nobody), "an unknown follower")
    refused(
        scenario, "FOLLOW-6", _send(scenario, "followUsers", nobody, someone), "an unknown user to follow"
    )
    refused(scenario, "UNFOLLOW-4", _send(scenario, "unfollowUsers", nobody, someone), "an unknown user")
    for requirement, operation in (("FOLLOW-LIST-5", "listFollowers"), ("FOLLOW-LIST-6", "listFollowing")):
        answer = scenario.send(operation, things.user(scenario.world), path={"uid": nobody})
        refused(scenario, requirement, answer, operation)


def _user(scenario: Scenario, name: str) -> int:
    return things.account(scenario.world, f"lifecycle following {name}")


def _send(scenario: Scenario, operation: str, followed: int, *followers: int) -> Response:
    admin, body = things.admin(scenario.world), {"followers": list(followers)}
    return scenario.send(operation, admin, path={"uid": followed}, body=body)


def _list(scenario: Scenario, operation: str, user: int) -> Any:
    return scenario.look(operation, things.user(scenario.world), path={"uid": user}, query={"limit": 100})


def _ids(scenario: Scenario, operation: str, user: int) -> list[Any]:
    """The ids of a list of one page."""
    found = part(
        _list(scenario, operation, user), "followers" if operation == "listFollowers" else "following"
    )
    return sorted(found) if isinstance(found, list) else []


def _lists(
    scenario: Scenario, requirement: str, counting: str, operation: str, user: int, *wanted: int
) -> None:
    ids = _ids(scenario, operation, user)
    scenario.equal(requirement, sorted(wanted), ids, operation)
    count = part(_list(scenario, operation, user), "count")
    scenario.equal_where_shown(counting, len(wanted), count, f"count of {operation}")
