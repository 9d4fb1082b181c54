"""IMs: who is in them, that the same users meet in the same stream, and creating them for others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import colleague, content, in_milliseconds, third
from conformance.suite.scenario import Scenario
from conformance.suite.streams import canonical, members_of, type_of


@pytest.mark.check(
    "lifecycle.im-creation",
    "IM-CREATE-1",
    "IM-CREATE-2",
    "IM-CREATE-3",
    "IM-CREATE-4",
    "IM-INFO-1",
    "IM-INFO-2",
)
def test_an_im_has_its_caller_in_it(scenario: Scenario) -> None:
    """An IM has its caller in it, and the same users meet in the same stream."""
    world = scenario.world
    user = things.user(world)
    me, peer = things.user_id(world, user), things.account(world, "peer of an IM")
    stream = _create(scenario, "IM-CREATE-1", "createIM", user, [peer])
    if stream is None:
        return
    both = _members(scenario, user, stream)
    scenario.equal("IM-CREATE-2", sorted([me, peer]), both, "members of the IM")
    again = _create(scenario, "IM-CREATE-4", "createIM", user, [peer])
    scenario.equal("IM-CREATE-4", canonical(stream), canonical(again), "id of an IM with the same user")
    twice = _create(scenario, "IM-CREATE-3", "createIM", user, [peer, peer])
    if twice is not None:
        members = _members(scenario, user, twice)
        scenario.equal("IM-CREATE-3", sorted([me, peer]), members, "members of the IM with a duplicate")
    system = part(scenario.look("getIM", user, path={"id": stream}), "IMSystemInfo")
    scenario.equal("IM-INFO-1", canonical(stream), canonical(part(system, "id")), "id that getIM shows")
    in_milliseconds(scenario, "IM-INFO-2", part(system, "creationDate"), "creationDate")


@pytest.mark.check("lifecycle.im-too-few-users", "IM-CREATE-5", "IM-ADMIN-1")
def test_an_im_needs_enough_users(scenario: Scenario) -> None:
    """An IM without another user is refused, and for others one with a single user."""
    world = scenario.world
    _, peer = colleague(world)
    # What is created first is what a target would answer that takes the list for another one.
    scenario.get("createIM", things.user(world), body=[peer])
    for requirement, operation, by, body in (
        ("IM-CREATE-5", "createIM", things.user(world), []),
        ("IM-ADMIN-1", "createIMForUsers", things.admin(world), [peer]),
    ):
        refused = scenario.send(operation, by, body=body)
        scenario.expect(
            requirement,
            400 <= refused.status < 500,
            expected=f"a 4xx for {len(body)} user ids",
            observed=f"{refused.status}: {refused.text[:100]}",
        )


@pytest.mark.check("lifecycle.im-multi-party", "IM-CREATE-6", "IM-CREATE-7")
def test_several_users_meet_in_one_conversation(scenario: Scenario) -> None:
    """Several users meet in one conversation, in whatever order they are named."""
    world = scenario.world
    user = things.user(world)
    _, peer = colleague(world)
    others = [peer, third(world)]
    response = scenario.send("createIM", user, body=others)
    if 400 <= response.status < 500:
        raise NotApplicable("the target creates no conversations of more than two users")
    stream = part(content(response), "id")
    if not scenario.status("IM-CREATE-6", response, 200) or stream is None:
        return
    members = sorted({things.user_id(world, user), *others})
    shown = scenario.look("getStream", user, path={"sid": stream}) or {}
    scenario.equal("IM-CREATE-6", (members, "MIM"), (members_of(shown), type_of(shown)), "members and type")
    again = _create(scenario, "IM-CREATE-7", "createIM", user, others[::-1])
    scenario.equal(
        "IM-CREATE-7", canonical(stream), canonical(again), "id for the same users in another order"
    )


@pytest.mark.check("lifecycle.im-for-others", "IM-ADMIN-2", "IM-ADMIN-3", "IM-ADMIN-4", "IM-ADMIN-5")
def test_an_administrator_creates_an_im_for_others(scenario: Scenario) -> None:
    """An administrator creates an IM for others without being in it."""
    world = scenario.world
    admin, user = things.admin(world), things.user(world)
    pair = sorted([things.user_id(world, user), things.account(world, "peer of an IM for others")])
    stream = _create(scenario, "IM-ADMIN-2", "createIMForUsers", admin, pair)
    if stream is None:
        return
    if things.user_id(world, admin) in pair:
        raise NotApplicable("the target file has no ordinary user besides the administrator")
    both = _members(scenario, user, stream)
    scenario.equal("IM-ADMIN-2", set(pair), set(pair) & set(both), "users of the IM that were named")
    scenario.equal("IM-ADMIN-3", pair, both, "members of the IM")
    again = _create(scenario, "IM-ADMIN-5", "createIMForUsers", admin, pair[::-1])
    scenario.equal("IM-ADMIN-5", canonical(stream), canonical(again), "id of an IM of the same users")
    twice = _create(scenario, "IM-ADMIN-4", "createIMForUsers", admin, [*pair, pair[0]])
    if twice is not None:
        members = _members(scenario, user, twice)
        scenario.equal("IM-ADMIN-4", pair, members, "members of the IM with a duplicate")


@pytest.mark.check("lifecycle.im-of-deactivated", "IM-INFO-3")
def test_an_im_with_a_deactivated_user_is_inactive(scenario: Scenario) -> None:
    """An IM with a deactivated user is inactive."""
    world = scenario.world
    user = things.user(world)
    peer = things.account(world, f"peer who leaves {world.name('im')}")
    stream = scenario.get("createIM", user, body=[peer])
    body = {"status": "DISABLED"}
    scenario.get("updateUserStatus", things.admin(world), path={"uid": peer}, body=body)
    system = part(scenario.look("getIM", user, path={"id": part(stream, "id")}), "IMSystemInfo")
    scenario.equal("IM-INFO-3", False, part(system, "active"), "active, of the IM")


def _create(
    scenario: Scenario, requirement: str, operation: str, by: str, users: Sequence[int]
) -> str | None:
    """The id of the conversation of these users; None, and the requirement is broken, if there is none."""
    response = scenario.send(operation, by, body=list(users))
    stream = part(content(response), "id")
    fine = scenario.expect(
        requirement,
        response.status == 200 and isinstance(stream, str),
        expected="200 with the id of a stream",
        observed=f"{response.status}: {response.text[:100]}",
    )
    return stream if fine else None


def _members(scenario: Scenario, by: str, stream: str) -> Any:
    return members_of(scenario.look("getStream", by, path={"sid": stream}) or {})
