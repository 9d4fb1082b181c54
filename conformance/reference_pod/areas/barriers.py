"""Information barriers: who is in which group, and which policies stand between the groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Answer, Call, Refusal, bad_request, not_found
from conformance.reference_pod.paging import window
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.barriers import (
    BARRIER_GROUPS,
    BARRIER_MEMBERS,
    BARRIER_POLICIES,
    BarrierGroup,
    BarrierMember,
    BarrierPolicy,
)
from conformance.reference_pod.records.users import TENANTS, USERS, User

MAXIMUM = 10_000
"""The most members in one page, and as many as there are when no limit is given."""


def list_barrier_groups(call: Call) -> Answer:
    """The company's groups that at least one policy names."""
    groups = call.store[BARRIER_GROUPS].find("tenant", call.caller.tenant)
    return Answer([_group(call, g) for g in groups if call.store[BARRIER_POLICIES].count("group", g.id)])


def list_barrier_group_members(call: Call) -> Answer:
    """One page of a group's user ids, in ascending order."""
    group = _existing(call, not_found)
    skip, limit = window(call, MAXIMUM, MAXIMUM)
    members = call.store[BARRIER_MEMBERS].page(skip, limit, index="group", value=group.id)
    return Answer([m.user for m in members])


def add_barrier_group_members(call: Call) -> Answer:
    """Put users into a group, each on its own: the results say which of them failed."""

    def add(group: BarrierGroup, user: User) -> str:
        # Who is in the group already stays in it: the wish is fulfilled.
        call.store[BARRIER_MEMBERS].put(BarrierMember(group.id, user.id))
        return ""

    return _change_members(call, add)


def remove_barrier_group_members(call: Call) -> Answer:
    """Take users out of a group, each on its own; deactivated users cannot be taken out here."""

    def remove(group: BarrierGroup, user: User) -> str:
        if not user.active:
            return "A deactivated user cannot be removed"
        removed = call.store[BARRIER_MEMBERS].delete((group.id, user.id))
        return "" if removed else "The user is not a member of the group"

    return _change_members(call, remove)


def list_barrier_policies(call: Call) -> Answer:
    """All policies of the company."""
    return Answer([_policy(call, p) for p in call.store[BARRIER_POLICIES].find("tenant", call.caller.tenant)])


def seed(pod: Pod) -> None:
    """Every company starts with two blocked groups, an allowed pair and a group without a policy."""
    for tenant in pod.store[TENANTS]:
        now = pod.clock()
        groups = {
            name: pod.store[BARRIER_GROUPS].put(BarrierGroup(pod.ids.object_id(), tenant.id, name, now, now))
            for name in ("Research", "Sales", "Control Room", "Interns")
        }
        for type_, pair in (("BLOCK", ("Research", "Sales")), ("ALLOW", ("Research", "Control Room"))):
            ids = tuple(groups[name].id for name in pair)
            pod.store[BARRIER_POLICIES].put(
                BarrierPolicy(pod.ids.object_id(), tenant.id, type_, ids, now, now)
            )
        users = pod.store[USERS].find("tenant", tenant.id)
        # One member alone: nobody is kept apart from anybody before an administrator wants it.
        for user in users[-1:]:
            pod.store[BARRIER_MEMBERS].put(BarrierMember(groups["Research"].id, user.id))


def _change_members(call: Call, change: Callable[[BarrierGroup, User], str]) -> Answer:
    group = _existing(call, bad_request)
    results = []
    for user_id in call.body:
        user = call.store[USERS].get(user_id)
        ours = user is not None and user.tenant == call.caller.tenant
        results.append(change(group, user) if user is not None and ours else "The user cannot be found")
    if "" in results:
        call.store[BARRIER_GROUPS].put(replace(group, modified=call.now))
    return Answer({"overallResult": "FAIL" if any(results) else "SUCCESS", "results": results})


def _existing(call: Call, refusal: Callable[[str], Refusal]) -> BarrierGroup:
    group = call.store[BARRIER_GROUPS].get(call.path["gid"])
    if group is None or group.tenant != call.caller.tenant:
        raise refusal("The group cannot be found")
    return group


def _group(call: Call, group: BarrierGroup) -> dict[str, Any]:
    return {
        "id": group.id,
        "name": group.name,
        "active": group.active,
        "memberCount": call.store[BARRIER_MEMBERS].count("group", group.id),
        "policies": [p.id for p in call.store[BARRIER_POLICIES].find("group", group.id)],
        "createdDate": group.created,
        "modifiedDate": group.modified,
    }


def _policy(call: Call, policy: BarrierPolicy) -> dict[str, Any]:
    members = {m.user for group in policy.groups for m in call.store[BARRIER_MEMBERS].find("group", group)}
    return {
        "id": policy.id,
        "policyType": policy.type,
        "active": policy.active,
        "memberCount": len(members),
        "groups": list(policy.groups),
        "createdDate": policy.created,
        "modifiedDate": policy.modified,
    }
