"""Disclaimers: listed, read, assigned to users and taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.people import has, refused, rows_of, unknown_user
from conformance.suite.looking import part
from conformance.suite.outcomes import Blocked, NotApplicable
from conformance.suite.requests import NO_BODY
from conformance.suite.scenario import Scenario

NO_DISCLAIMER = "conformance-no-such-disclaimer"


@pytest.mark.check("agreement.disclaimers", "DISC-LIST-1", "DISC-GET-1", "DISC-GET-2")
def test_a_disclaimer_reads_as_it_is_listed(scenario: Scenario) -> None:
    """Each disclaimer of the list reads the same on its own; an unknown one is refused."""
    admin = things.admin(scenario.world)
    listed = _disclaimers(scenario)[:5]
    ids = [row.get("id") for row in listed]
    scenario.equal("DISC-LIST-1", len(ids), len(set(ids)), f"different ids in {ids}")
    for row in listed:
        read = scenario.look("getDisclaimer", admin, path={"did": row["id"]})
        has(scenario, "DISC-GET-1", row, read, f"disclaimer {row['id']}")
    unknown = scenario.send("getDisclaimer", admin, path={"did": NO_DISCLAIMER})
    refused(scenario, "DISC-GET-2", unknown, "a disclaimer that does not exist")


@pytest.mark.check(
    "lifecycle.disclaimer-assignment",
    "DISC-ASSIGN-1",
    "DISC-USER-1",
    "DISC-USER-2",
    "DISC-USERS-1",
    "DISC-REMOVE-1",
)
def test_a_disclaimer_is_assigned_and_taken_away(scenario: Scenario) -> None:
    """An assigned disclaimer is the user's, and the user is one of its users, until it is taken away."""
    user = things.account(scenario.world, "lifecycle disclaimer")
    admin, path = things.admin(scenario.world), {"uid": user}
    wanted = _disclaimers(scenario)[0]
    assigned = scenario.send("assignUserDisclaimer", admin, path=path, body={"id": wanted["id"]})
    if not scenario.status("DISC-ASSIGN-1", assigned, 200):
        return
    read = scenario.look("getUserDisclaimer", admin, path=path)
    scenario.equal("DISC-ASSIGN-1", wanted["id"], part(read, "id"), "id of the user's disclaimer")
    has(scenario, "DISC-USER-1", wanted, read, "the user's disclaimer")
    users = _users(scenario, wanted["id"])
    scenario.expect(
        "DISC-USERS-1", user in users, expected=f"users with {user}", observed=f"users {users[:20]}"
    )
    removed = scenario.send("removeUserDisclaimer", admin, path=path)
    if not scenario.status("DISC-REMOVE-1", removed, 200):
        return
    users = _users(scenario, wanted["id"])
    scenario.expect(
        "DISC-REMOVE-1", user not in users, expected=f"users without {user}", observed=f"users {users[:20]}"
    )
    afterwards = scenario.send("getUserDisclaimer", admin, path=path)
    if afterwards.status == 200 and part(afterwards.json(), "isDefault"):
        scenario.not_applicable("DISC-USER-2", "the pod shows its default disclaimer for users without one")
    else:
        scenario.status("DISC-USER-2", afterwards, 204, what="disclaimer of a user without one")


@pytest.mark.check("lifecycle.disclaimer-replacement", "DISC-ASSIGN-2")
def test_a_user_has_the_disclaimer_that_was_assigned_last(scenario: Scenario) -> None:
    """A disclaimer that is assigned takes the place of the one before."""
    listed = _disclaimers(scenario)
    if len(listed) < 2:
        raise NotApplicable("the pod has one disclaimer only")
    user, admin = things.account(scenario.world, "lifecycle disclaimers"), things.admin(scenario.world)
    for row in listed[:2]:
        scenario.get("assignUserDisclaimer", admin, path={"uid": user}, body={"id": row["id"]})
    read = scenario.look("getUserDisclaimer", admin, path={"uid": user})
    scenario.equal("DISC-ASSIGN-2", listed[1]["id"], part(read, "id"), "id of the user's disclaimer")
    left = user in _users(scenario, listed[0]["id"])
    scenario.equal("DISC-ASSIGN-2", False, left, "the user has the first disclaimer as well")


@pytest.mark.check(
    "lifecycle.disclaimer-refusals",
    "DISC-ASSIGN-3",
    "DISC-ASSIGN-4",
    "DISC-USERS-2",
    "DISC-USER-3",
    "DISC-REMOVE-2",
)
def test_unknown_disclaimers_and_users_are_refused(scenario: Scenario) -> None:
    """A disclaimer or a user that does not exist is refused, and nothing is assigned."""
    world, admin = scenario.world, things.admin(scenario.world)
    path, nowhere = {"uid": things.account(world, "lifecycle disclaimer")}, {"uid": unknown_user(world)}
    real = {"id": _disclaimers(scenario)[0]["id"]}
    attempts: list[tuple[str, str, dict[str, Any], Any, str]] = [
        ("DISC-ASSIGN-3", "assignUserDisclaimer", path, {"id": NO_DISCLAIMER}, "an unknown disclaimer"),
        ("DISC-ASSIGN-4", "assignUserDisclaimer", nowhere, real, "an unknown user"),
        ("DISC-USERS-2", "listDisclaimerUsers", {"did": NO_DISCLAIMER}, NO_BODY, "an unknown disclaimer"),
        ("DISC-USER-3", "getUserDisclaimer", nowhere, NO_BODY, "an unknown user"),
        ("DISC-REMOVE-2", "removeUserDisclaimer", nowhere, NO_BODY, "an unknown user"),
    ]
    for requirement, operation, where, body, what in attempts:
        refused(scenario, requirement, scenario.send(operation, admin, path=where, body=body), what)


def _disclaimers(scenario: Scenario) -> list[Mapping[str, Any]]:
    """The disclaimers of the company; these APIs cannot create any."""
    listed = rows_of(scenario.get("listDisclaimers", things.admin(scenario.world)))
    if not listed:
        raise NotApplicable("the company has no disclaimer, and these APIs cannot create one")
    if not all(row.get("id") for row in listed):
        raise Blocked("listDisclaimers", "lists disclaimers without an id")
    return listed


def _users(scenario: Scenario, disclaimer: str) -> list[Any]:
    found = scenario.look("listDisclaimerUsers", things.admin(scenario.world), path={"did": disclaimer})
    return found if isinstance(found, list) else []
