"""Connections: every transition, seen from both sides."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.peers import Pair, strangers
from conformance.suite.scenario import Scenario


@pytest.mark.check("lifecycle.connection-invitation", "CONN-CREATE-1", "CONN-CREATE-3", "CONN-LIST-1")
def test_an_invitation_is_pending_on_both_sides(scenario: Scenario) -> None:
    """An invitation is pending on both sides."""
    pair = strangers(scenario.world)
    created = scenario.send("createConnection", pair.user, body={"userId": pair.stranger_id})
    if not scenario.status("CONN-CREATE-1", created, 200):
        return
    both = _statuses_of(scenario, pair)
    scenario.equal("CONN-CREATE-1", ("PENDING_OUTGOING", "PENDING_INCOMING"), both, "statuses of both")
    listed = scenario.look("listConnections", pair.user, query={"userIds": pair.stranger_id})
    scenario.equal("CONN-LIST-1", ["PENDING_OUTGOING"], _statuses(listed), "listed without a status")
    again = scenario.send("createConnection", pair.user, body={"userId": pair.stranger_id})
    unchanged = again.status == 200 and again.json().get("status") == "PENDING_OUTGOING"
    scenario.expect(
        "CONN-CREATE-3",
        unchanged or 400 <= again.status < 500,
        expected="a 4xx, or 200 with PENDING_OUTGOING",
        observed=f"{again.status}: {again.text[:100]}",
    )


@pytest.mark.check("lifecycle.connection-acceptance", "CONN-ACCEPT-1", "CONN-CREATE-2", "CONN-LIST-1")
def test_accepting_connects_both_sides(scenario: Scenario) -> None:
    """Accepting connects both sides."""
    pair = strangers(scenario.world)
    created = scenario.get("createConnection", pair.user, body={"userId": pair.stranger_id})
    accepted = scenario.send("acceptConnection", pair.stranger, body={"userId": pair.user_id})
    if not scenario.status("CONN-ACCEPT-1", accepted, 200):
        return
    both = _statuses_of(scenario, pair)
    scenario.equal("CONN-ACCEPT-1", ("ACCEPTED", "ACCEPTED"), both, "statuses of both")
    now = scenario.look("getConnection", pair.user, path={"userId": str(pair.stranger_id)}) or {}
    if created.get("firstRequestedAt") is None or now.get("firstRequestedAt") is None:
        scenario.not_applicable("CONN-CREATE-2", "the target leaves firstRequestedAt out")
    else:
        times = created["firstRequestedAt"], now["firstRequestedAt"]
        scenario.equal("CONN-CREATE-2", *times, "firstRequestedAt")
    listed = scenario.look("listConnections", pair.user, query={"userIds": pair.stranger_id})
    scenario.equal("CONN-LIST-1", [], _statuses(listed), "listed without a status")


@pytest.mark.check("lifecycle.connection-rejection", "CONN-REJECT-1")
def test_rejecting_is_seen_by_the_one_who_rejects(scenario: Scenario) -> None:
    """Rejecting is seen by the one who rejects."""
    pair = strangers(scenario.world)
    scenario.get("createConnection", pair.user, body={"userId": pair.stranger_id})
    rejected = scenario.send("rejectConnection", pair.stranger, body={"userId": pair.user_id})
    if scenario.status("CONN-REJECT-1", rejected, 200):
        status = _status(scenario, pair.stranger, pair.user_id)
        scenario.equal("CONN-REJECT-1", "REJECTED", status, "status afterwards")


@pytest.mark.check("lifecycle.connection-implicit", "CONN-IMPLICIT-1", "CONN-REJECT-2")
def test_colleagues_are_connected_without_a_request(scenario: Scenario) -> None:
    """Colleagues are connected without a request, and cannot reject each other."""
    user = things.user(scenario.world)
    colleague = things.user_id(scenario.world, scenario.world.actor("colleague"))
    scenario.equal("CONN-IMPLICIT-1", "ACCEPTED", _status(scenario, user, colleague), "status of a colleague")
    rejected = scenario.send("rejectConnection", user, body={"userId": colleague})
    scenario.expect(
        "CONN-REJECT-2",
        400 <= rejected.status < 500,
        expected="a 4xx",
        observed=f"{rejected.status}: {rejected.text[:100]}",
    )


def _statuses_of(scenario: Scenario, pair: Pair) -> tuple[Any, Any]:
    """The status as the user sees it, and as the stranger does."""
    sent = _status(scenario, pair.user, pair.stranger_id)
    return sent, _status(scenario, pair.stranger, pair.user_id)


def _status(scenario: Scenario, viewer: str, peer: int) -> Any:
    found = scenario.look("getConnection", viewer, path={"userId": str(peer)})
    return found.get("status") if isinstance(found, dict) else None


def _statuses(listed: Any) -> list[Any]:
    return [row.get("status") for row in listed or []]
