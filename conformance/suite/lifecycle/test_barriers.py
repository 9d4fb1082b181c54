"""Information barriers: users enter and leave groups, each with a result of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.looking import all_rows, part
from conformance.suite.outcomes import NotRun
from conformance.suite.requests import Call
from conformance.suite.scenario import Scenario

ADD, REMOVE, MEMBERS = "addBarrierGroupMembers", "removeBarrierGroupMembers", "listBarrierGroupMembers"


@dataclass(frozen=True, slots=True)
class BarrierGroup:
    """A group of the target and accounts of the test that are not in it."""

    scenario: Scenario
    path: dict[str, Any]
    users: list[int]

    def change(self, operation_id: str, users: list[int]) -> Any:
        """The bulk result of an addition or a removal; None when it was refused."""
        admin = things.admin(self.scenario.world)
        return self.scenario.look(operation_id, admin, path=self.path, body=users)

    def members(self) -> list[int]:
        """Those of the accounts that are in the group now, in the order of the accounts."""
        found = set(all_rows(self.scenario, MEMBERS, things.admin(self.scenario.world), path=self.path))
        return [user for user in self.users if user in found]


@contextmanager
def barrier_group(scenario: Scenario, *purposes: str) -> Iterator[BarrierGroup]:
    """A group with an account for each purpose, which leave it at the end."""
    world, admin = scenario.world, things.admin(scenario.world)
    world.check_allowed("addBarrierGroupMembers")
    path = {"gid": things.first(world, "listBarrierGroups", "id")}
    users = [things.account(world, f"barrier {purpose}") for purpose in purposes]
    try:
        yield BarrierGroup(scenario, path, users)
    finally:
        for user in users:
            with suppress(NotRun):
                world.send(REMOVE, admin, Call(path=path, body=[user]), "cleaning up")


@pytest.mark.check(
    "lifecycle.barrier-membership",
    "BARRIER-ADD-1",
    "BARRIER-REMOVE-1",
    "BARRIER-RESULT-1",
    "BARRIER-RESULT-4",
)
def test_users_enter_and_leave_a_barrier_group(scenario: Scenario) -> None:
    """A user who is added to a group is in its list until it is removed; others stay."""
    with barrier_group(scenario, "leaving", "staying") as group:
        for requirement, operation, users, left in (
            ("BARRIER-ADD-1", ADD, group.users, group.users),
            ("BARRIER-REMOVE-1", REMOVE, group.users[:1], group.users[1:]),
        ):
            result = group.change(operation, users)
            scenario.equal(
                "BARRIER-RESULT-1", [""] * len(users), part(result, "results"), f"results of {operation}"
            )
            scenario.equal_where_shown(
                "BARRIER-RESULT-4", "SUCCESS", part(result, "overallResult"), f"overallResult of {operation}"
            )
            scenario.equal(requirement, left, group.members(), f"members after {operation}")


@pytest.mark.check("lifecycle.barrier-results", "BARRIER-RESULT-2", "BARRIER-RESULT-3")
def test_each_user_has_its_own_result(scenario: Scenario) -> None:
    """The results of an addition come in the order of the users: empty for success, else a message."""
    with barrier_group(scenario, "first", "last") as group:
        first, last = group.users
        unknown = (things.tenant(scenario.world) + 1) << 36
        admin = things.admin(scenario.world)
        answer = scenario.send(ADD, admin, path=group.path, body=[first, unknown, last])
        if 400 <= answer.status < 500:
            for requirement in ("BARRIER-RESULT-2", "BARRIER-RESULT-3"):
                scenario.not_applicable(requirement, "the target refuses the whole list for one of its users")
            return
        results = part(answer.json() if answer.body else None, "results") or []
        scenario.equal("BARRIER-RESULT-2", 3, len(results), "number of results for three users")
        empty = [result == "" for result in results]
        scenario.equal("BARRIER-RESULT-2", [True, False, True], empty, "which results are empty")
        scenario.equal("BARRIER-RESULT-3", group.users, group.members(), "members with an empty result")


@pytest.mark.check("lifecycle.barrier-unknown-group", "BARRIER-MEMBERS-2")
def test_a_group_that_is_not_there_is_not_found(scenario: Scenario) -> None:
    """The members of a group that does not exist are not found."""
    known = str(things.first(scenario.world, "listBarrierGroups", "id"))
    unknown = known[:-1] + ("0" if known[-1] != "0" else "1")
    listed = scenario.get("listBarrierGroups", things.admin(scenario.world)) or []
    if any(part(row, "id") == unknown for row in listed):
        unknown += "0"
    path = {"gid": unknown}
    answer = scenario.send(MEMBERS, things.admin(scenario.world), path=path)
    scenario.status("BARRIER-MEMBERS-2", answer, 404)
