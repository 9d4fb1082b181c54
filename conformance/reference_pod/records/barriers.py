"""Information barriers: groups of users, and the policies that keep groups apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from conformance.reference_pod.store import Store, TableSpec


@dataclass(frozen=True, slots=True)
class BarrierGroup:
    """A named set of users. Times are epoch milliseconds."""

    id: str
    tenant: int
    name: str
    created: int
    modified: int
    active: bool = True


@dataclass(frozen=True, slots=True)
class BarrierMember:
    """One user's membership of one barrier group."""

    group: str
    user: int


@dataclass(frozen=True, slots=True)
class BarrierPolicy:
    """A rule between groups: BLOCK keeps members of different groups apart. Times are epoch milliseconds."""

    id: str
    tenant: int
    type: str
    groups: tuple[str, ...]
    created: int
    modified: int
    active: bool = True


BARRIER_GROUPS: TableSpec[BarrierGroup] = TableSpec(
    "barrier-groups",
    key=lambda g: g.id,
    order=lambda g: (g.created, g.id),
    indexes={"tenant": lambda g: (g.tenant,)},
)

BARRIER_MEMBERS: TableSpec[BarrierMember] = TableSpec(
    "barrier-members",
    key=lambda m: (m.group, m.user),
    order=lambda m: (m.user, m.group),
    indexes={"group": lambda m: (m.group,), "user": lambda m: (m.user,)},
)

BARRIER_POLICIES: TableSpec[BarrierPolicy] = TableSpec(
    "barrier-policies",
    key=lambda p: p.id,
    order=lambda p: (p.created, p.id),
    indexes={"tenant": lambda p: (p.tenant,), "group": lambda p: p.groups},
)


def separated(store: Store, user_ids: Iterable[int]) -> bool:
    """Whether an active BLOCK policy stands between any two of these users."""
    members: dict[str, set[int]] = {}
    for user in set(user_ids):
        for membership in store[BARRIER_MEMBERS].find("user", user):
            group = store[BARRIER_GROUPS].get(membership.group)
            if group is not None and group.active:
                members.setdefault(group.id, set()).add(user)
    policies = {p.id: p for group in members for p in store[BARRIER_POLICIES].find("group", group)}
    return any(
        # A user who is in both groups is not kept apart from itself.
        first in members and second in members and len(members[first] | members[second]) > 1
        for policy in policies.values()
        if policy.active and policy.type == "BLOCK"
        for first, second in combinations(policy.groups, 2)
    )
