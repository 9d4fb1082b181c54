"""Groups: their members, and the picture in their profile."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.group_steps import (
    Group,
    json_of,
    kept,
    member,
    member_ids,
    own_group,
    person,
    profile_of,
    put,
    read,
    retire,
    separated,
    step,
)
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import patiently
from conformance.suite.scenario import Scenario

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)")


@pytest.mark.check(
    "lifecycle.group-member", "GROUP-MEMBER-1", "GROUP-MEMBER-2", "GROUP-MEMBER-3", "GROUP-MEMBER-4"
)
def test_an_added_member_is_in_the_group(scenario: Scenario) -> None:
    """A member that is added is in the group, beside those who were there."""
    first, second = person(scenario.world, "user"), person(scenario.world, "colleague")
    with own_group(scenario, members=[member(first)]) as group:
        answer = step(scenario, "addMemberToGroup", group["id"], {"member": member(second)})
        if not scenario.status("GROUP-MEMBER-1", answer, 200):
            return
        both = sorted({first, second})
        scenario.equal("GROUP-MEMBER-2", both, member_ids(json_of(answer)), "members in the answer")
        found = read(scenario, group["id"])
        scenario.equal("GROUP-MEMBER-1", both, member_ids(found), "members")
        tenants = {m.get("memberId"): m.get("memberTenant") for m in found.get("members") or ()}
        wanted = {user: user >> 36 for user in both}
        scenario.equal("GROUP-MEMBER-3", wanted, tenants, "memberTenant of each memberId")
        names = ("id", "name", "status", "createdDate")
        scenario.equal("GROUP-MEMBER-4", kept(group, *names), kept(found, *names), "the rest of the group")
        scenario.equal("GROUP-MEMBER-4", profile_of(group), profile_of(found), "profile")


@pytest.mark.check("lifecycle.group-member-dates", "GROUP-DATES-3", "GROUP-DATES-4")
def test_members_keep_the_time_they_joined(scenario: Scenario) -> None:
    """The time at which a member joined is a date-time, and stays while the group changes."""
    user, colleague = person(scenario.world, "user"), person(scenario.world, "colleague")
    with own_group(scenario, members=[member(user)]) as group:
        before = _added(read(scenario, group["id"]), user)
        if before is None:
            raise NotApplicable("the target leaves addedDate out")
        scenario.expect(
            "GROUP-DATES-3",
            ISO.fullmatch(str(before)) is not None,
            expected="addedDate: YYYY-MM-DDThh:mm:ss.sZ",
            observed=f"addedDate: {before}",
        )
        step(scenario, "addMemberToGroup", group["id"], {"member": member(colleague)})
        now = read(scenario, group["id"])
        scenario.equal("GROUP-DATES-4", before, _added(now, user), "addedDate after another member came")
        put(scenario, now, name=scenario.world.name("renamed"))
        after = _added(read(scenario, group["id"]), user)
        scenario.equal("GROUP-DATES-4", before, after, "addedDate after an update")


@pytest.mark.check("lifecycle.group-member-twice", "GROUP-INSERT-5", "GROUP-MEMBER-5")
def test_nobody_is_a_member_twice(scenario: Scenario) -> None:
    """Nobody is a member of a group twice, neither by insertion nor by addition."""
    user = person(scenario.world, "user")
    twice = {**things.new_group(scenario.world), "members": [member(user), member(user)]}
    answer = step(scenario, "insertGroup", body=twice)
    scenario.status("GROUP-INSERT-5", answer, 400, what="a group with the same member twice")
    if answer.status == 201:
        retire(scenario.world, str(json_of(answer).get("id")))
    with own_group(scenario, members=[member(user)]) as group:
        step(scenario, "addMemberToGroup", group["id"], {"member": member(user)})
        scenario.equal("GROUP-MEMBER-5", [user], member_ids(read(scenario, group["id"])), "members")


@pytest.mark.check("lifecycle.group-member-refusals", "GROUP-MEMBER-7", "GROUP-MEMBER-8")
def test_only_users_become_members(scenario: Scenario) -> None:
    """An addition without a member is refused, and so is one of a user who does not exist."""
    nobody = (things.tenant(scenario.world) << 36) + (1 << 36) - 1
    with own_group(scenario) as group:
        answer = step(scenario, "addMemberToGroup", group["id"], {})
        scenario.status("GROUP-MEMBER-7", answer, 400, what="an addition without a member")
        answer = step(scenario, "addMemberToGroup", group["id"], {"member": member(nobody)})
        scenario.status("GROUP-MEMBER-8", answer, 400, 404, what="an addition of nobody")
        left = member_ids(read(scenario, group["id"]))
        scenario.equal("GROUP-MEMBER-7", [], left, "members afterwards")
        scenario.equal("GROUP-MEMBER-8", [], left, "members afterwards")


@pytest.mark.check("lifecycle.group-disabled-member", "GROUP-MEMBER-9")
def test_a_disabled_user_leaves_distribution_lists(scenario: Scenario) -> None:
    """A user whose account is disabled is no longer a member of a distribution list."""
    world = scenario.world
    user = things.account(world, world.name("leaver"))
    stays = person(world, "user")
    with own_group(scenario, members=[member(user), member(stays)]) as group:
        body = {"status": "DISABLED"}
        scenario.get("updateUserStatus", things.admin(world), path={"uid": user}, body=body)
        found = patiently(
            world,
            lambda: member_ids(read(scenario, group["id"])),
            until=lambda members: user not in members,
        )
        scenario.equal("GROUP-MEMBER-9", [stays], found, "members after one was disabled")


@pytest.mark.check("lifecycle.group-barrier", "GROUP-BARRIER-1", "GROUP-BARRIER-2", "GROUP-BARRIER-3")
def test_barriers_hold_inside_groups(scenario: Scenario) -> None:
    """Two users whom an information barrier separates do not meet in a distribution list."""
    with separated(scenario.world) as (one, other):
        both = [member(one), member(other)]
        body = {**things.new_group(scenario.world), "members": both}
        answer = step(scenario, "insertGroup", body=body)
        scenario.status("GROUP-BARRIER-1", answer, 452, what="inserting both")
        if answer.status == 201:
            retire(scenario.world, str(json_of(answer).get("id")))
        with own_group(scenario, members=both[:1]) as group:
            answer = step(scenario, "addMemberToGroup", group["id"], {"member": both[1]})
            scenario.status("GROUP-BARRIER-2", answer, 452, what="adding the other one")
            scenario.equal("GROUP-BARRIER-2", [one], member_ids(read(scenario, group["id"])), "members")
            answer = put(scenario, read(scenario, group["id"]), members=both)
            scenario.status("GROUP-BARRIER-3", answer, 452, what="updating to both")
            scenario.equal("GROUP-BARRIER-3", [one], member_ids(read(scenario, group["id"])), "members")


@pytest.mark.check(
    "lifecycle.group-avatar", "GROUP-AVATAR-1", "GROUP-AVATAR-2", "GROUP-AVATAR-4", "GROUP-AVATAR-5"
)
def test_the_avatar_of_a_group_can_be_changed(scenario: Scenario) -> None:
    """A picture becomes the avatar in the profile; what is no picture does not, and nothing else changes."""
    with own_group(scenario, members=[member(person(scenario.world, "user"))]) as group:
        answer = step(scenario, "updateAvatar", group["id"], {"image": things.PIXEL})
        if not scenario.status("GROUP-AVATAR-1", answer, 200):
            return
        told, found = _avatars(json_of(answer)), read(scenario, group["id"])
        if part(found, "profile", "avatars") is None and not told:
            scenario.left_out("GROUP-AVATAR-1", "avatars of the profile")
        else:
            scenario.expect(
                "GROUP-AVATAR-1",
                bool(_avatars(found)) and _avatars(found) != _avatars(group),
                expected="other avatars in the profile than before",
                observed=_avatars(found),
            )
        scenario.equal("GROUP-AVATAR-2", _avatars(found), told, "avatars in the answer and read")
        names = ("id", "name", "status", "createdDate", "ownerId")
        scenario.equal("GROUP-AVATAR-4", kept(group, *names), kept(found, *names), "the rest of the group")
        scenario.equal("GROUP-AVATAR-4", member_ids(group), member_ids(found), "members")
        scenario.equal("GROUP-AVATAR-4", profile_of(group), profile_of(found), "profile")
        text = base64.b64encode(b"This is no picture.").decode()
        answer = step(scenario, "updateAvatar", group["id"], {"image": text})
        scenario.status("GROUP-AVATAR-5", answer, 400, what="an avatar that is no picture")
        scenario.equal("GROUP-AVATAR-5", _avatars(found), _avatars(read(scenario, group["id"])), "avatars")


def _added(group: Group, user: int) -> Any:
    found = (m.get("addedDate") for m in group.get("members") or () if m.get("memberId") == user)
    return next(found, None)


def _avatars(group: Group) -> list[Any]:
    avatars = (group.get("profile") or {}).get("avatars") or []
    return sorted((str(avatar.get("size")), str(avatar.get("url"))) for avatar in avatars)
