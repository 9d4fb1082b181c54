"""Information barriers: groups with their members, policies, and whom they keep apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.areas import barriers
from conformance.reference_pod.records.barriers import (
    BARRIER_GROUPS,
    BARRIER_MEMBERS,
    BARRIER_POLICIES,
    BarrierMember,
    separated,
)
from conformance.reference_pod.records.users import USERS
from tests.reference_pod.kit import SmallPod


@pytest.fixture
def groups(small: SmallPod) -> dict[str, str]:
    """The ids of the home tenant's groups by name; none has a member."""
    barriers.seed(small.pod)
    for member in small.pod.store[BARRIER_MEMBERS]:
        small.pod.store[BARRIER_MEMBERS].delete((member.group, member.user))
    found = small.pod.store[BARRIER_GROUPS].find("tenant", small.people.alice.tenant)
    return {group.name: group.id for group in found}


def add(small: SmallPod, group: str, *users: int) -> Any:
    path = {"gid": group}
    return small.call("addBarrierGroupMembers", small.people.alice, path=path, body=list(users)).body


def members(small: SmallPod, group: str, **query: int) -> Any:
    path = {"gid": group}
    return small.call("listBarrierGroupMembers", small.people.alice, path=path, query=query).body


def test_only_groups_with_a_policy_are_listed(small: SmallPod, groups: dict[str, str]) -> None:
    listed = small.call("listBarrierGroups", small.people.alice).body
    assert {group["name"] for group in listed} == {"Research", "Sales", "Control Room"}


def test_a_group_names_its_policies_and_counts_its_members(small: SmallPod, groups: dict[str, str]) -> None:
    small.clock.advance(seconds=5)
    add(small, groups["Sales"], small.people.bob.id, small.people.carol.id)
    listed = {g["name"]: g for g in small.call("listBarrierGroups", small.people.alice).body}
    policies = small.call("listBarrierPolicies", small.people.alice).body
    blocking = next(p for p in policies if p["policyType"] == "BLOCK")
    assert listed["Sales"]["policies"] == [blocking["id"]]
    assert listed["Sales"]["memberCount"] == 2
    assert listed["Sales"]["modifiedDate"] == listed["Sales"]["createdDate"] + 5000
    assert blocking["groups"] == [groups["Research"], groups["Sales"]]


def test_members_are_added_removed_and_listed_by_id(small: SmallPod, groups: dict[str, str]) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    assert add(small, groups["Sales"], carol.id, alice.id, bob.id) == {
        "overallResult": "SUCCESS",
        "results": ["", "", ""],
    }
    assert members(small, groups["Sales"]) == [alice.id, bob.id, carol.id]
    assert members(small, groups["Sales"], skip=1, limit=1) == [bob.id]
    path = {"gid": groups["Sales"]}
    removed = small.call("removeBarrierGroupMembers", alice, path=path, body=[bob.id]).body
    assert removed["overallResult"] == "SUCCESS"
    assert members(small, groups["Sales"]) == [alice.id, carol.id]


@pytest.mark.parametrize("query", [{"limit": 10_001}, {"limit": 0}, {"skip": -1}])
def test_pages_outside_the_documented_bounds_are_refused(
    small: SmallPod, groups: dict[str, str], query: dict[str, int]
) -> None:
    path = {"gid": groups["Sales"]}
    small.refuses(400, "listBarrierGroupMembers", small.people.alice, path=path, query=query)


def test_results_name_the_users_that_failed_in_the_order_of_the_request(
    small: SmallPod, groups: dict[str, str]
) -> None:
    result = add(small, groups["Sales"], small.people.bob.id, 1, small.people.paul.id)
    assert result["overallResult"] == "FAIL"
    assert [bool(message) for message in result["results"]] == [False, True, True]
    assert members(small, groups["Sales"]) == [small.people.bob.id]


def test_a_deactivated_user_stays_in_the_group(small: SmallPod, groups: dict[str, str]) -> None:
    bob = small.people.bob
    add(small, groups["Sales"], bob.id)
    small.pod.store[USERS].put(replace(bob, status="DISABLED"))
    path = {"gid": groups["Sales"]}
    result = small.call("removeBarrierGroupMembers", small.people.alice, path=path, body=[bob.id]).body
    assert result["overallResult"] == "FAIL"
    assert members(small, groups["Sales"]) == [bob.id]


def test_unknown_groups_and_those_of_other_companies_are_refused(
    small: SmallPod, groups: dict[str, str]
) -> None:
    alice, paul = small.people.alice, small.people.paul
    small.refuses(404, "listBarrierGroupMembers", alice, path={"gid": "unknown"})
    small.refuses(404, "listBarrierGroupMembers", paul, path={"gid": groups["Sales"]})
    small.refuses(400, "addBarrierGroupMembers", paul, path={"gid": groups["Sales"]}, body=[paul.id])
    small.refuses(400, "removeBarrierGroupMembers", alice, path={"gid": "unknown"}, body=[alice.id])


def test_only_an_active_blocking_policy_separates(small: SmallPod, groups: dict[str, str]) -> None:
    store, alice, bob, carol = (
        small.pod.store,
        small.people.alice.id,
        small.people.bob.id,
        small.people.carol.id,
    )
    add(small, groups["Research"], alice)
    add(small, groups["Sales"], bob)
    add(small, groups["Control Room"], carol)
    assert separated(store, [alice, bob])
    assert not separated(store, [alice, carol]), "an ALLOW policy separates nobody"
    assert separated(store, [carol, alice, bob])
    policy = next(p for p in store[BARRIER_POLICIES].find("group", groups["Sales"]))
    store[BARRIER_POLICIES].put(replace(policy, active=False))
    assert not separated(store, [alice, bob])


def test_a_user_in_both_groups_is_not_separated_from_itself(small: SmallPod, groups: dict[str, str]) -> None:
    alice = small.people.alice.id
    for name in ("Research", "Sales"):
        small.pod.store[BARRIER_MEMBERS].put(BarrierMember(groups[name], alice))
    assert not separated(small.pod.store, [alice, alice])
    assert separated(small.pod.store, [alice, small.people.bob.id]) is False, "bob is in no group"


def test_nobody_is_separated_from_the_start(small: SmallPod) -> None:
    barriers.seed(small.pod)
    assert not separated(small.pod.store, [user.id for user in small.pod.store[USERS]])
