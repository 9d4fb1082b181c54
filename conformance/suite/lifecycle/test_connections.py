"""Connections: every transition, seen from both sides, and what is implicit between colleagues."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.connection_steps import (
    PENDING,
    connected,
    declined,
    invited,
    listed,
    refused,
    refused_or,
    seen,
    status,
    status_in,
    statuses,
)
from conformance.suite.peers import disconnect, strangers
from conformance.suite.scenario import Scenario


@pytest.mark.check(
    "lifecycle.connection-invitation",
    "CONN-CREATE-1",
    "CONN-CREATE-3",
    "CONN-CREATE-4",
    "CONN-LIST-1",
    "CONN-LIST-6",
)
def test_an_invitation_is_pending_on_both_sides(scenario: Scenario) -> None:
    """An invitation is pending on both sides."""
    pair = strangers(scenario.world)
    created = scenario.send("createConnection", pair.user, body={"userId": pair.stranger_id})
    if not scenario.status("CONN-CREATE-1", created, 200):
        return
    scenario.equal("CONN-CREATE-1", PENDING[0], status_in(created), "status in the answer")
    scenario.equal("CONN-CREATE-1", PENDING, statuses(scenario, pair), "statuses of both")
    peers = tuple(seen(scenario, actor, peer).get("userId") for actor, peer in pair.sides)
    scenario.equal("CONN-CREATE-4", (pair.stranger_id, pair.user_id), peers, "userId that each sees")
    sent = listed(scenario, pair.user, userIds=pair.stranger_id)
    scenario.equal("CONN-LIST-1", {pair.stranger_id: PENDING[0]}, sent, "listed without a status")
    got = listed(scenario, pair.stranger, userIds=pair.user_id)
    scenario.equal("CONN-LIST-6", {pair.user_id: PENDING[1]}, got, "listed for the invited one")
    scenario.equal("CONN-LIST-6", PENDING[0], sent.get(pair.stranger_id), "listed for the sender")
    again = scenario.send("createConnection", pair.user, body={"userId": pair.stranger_id})
    refused_or(scenario, "CONN-CREATE-3", again, PENDING[0])
    scenario.equal("CONN-CREATE-3", PENDING, statuses(scenario, pair), "statuses after a second one")
    disconnect(scenario.world, pair)


@pytest.mark.check(
    "lifecycle.connection-acceptance", "CONN-ACCEPT-1", "CONN-CREATE-2", "CONN-LIST-1", "CONN-TIMES-1"
)
def test_accepting_connects_both_sides(scenario: Scenario) -> None:
    """Accepting connects both sides."""
    pair = invited(scenario)
    before = seen(scenario, pair.user, pair.stranger_id)
    accepted = scenario.send("acceptConnection", pair.stranger, body={"userId": pair.user_id})
    if not scenario.status("CONN-ACCEPT-1", accepted, 200):
        return
    scenario.equal("CONN-ACCEPT-1", "ACCEPTED", status_in(accepted), "status in the answer")
    scenario.equal("CONN-ACCEPT-1", ("ACCEPTED", "ACCEPTED"), statuses(scenario, pair), "statuses of both")
    now = seen(scenario, pair.user, pair.stranger_id)
    _same(scenario, "CONN-CREATE-2", before, now, "firstRequestedAt")
    _not_earlier(scenario, "CONN-TIMES-1", before, now)
    unasked = listed(scenario, pair.user, userIds=pair.stranger_id)
    scenario.equal("CONN-LIST-1", {}, unasked, "listed without a status")
    disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-rejection", "CONN-REJECT-1", "CONN-REJECT-3")
def test_rejecting_is_seen_by_the_one_who_rejects(scenario: Scenario) -> None:
    """Rejecting is seen by the one who rejects, and does not connect the other one."""
    pair = invited(scenario)
    rejected = scenario.send("rejectConnection", pair.stranger, body={"userId": pair.user_id})
    if not scenario.status("CONN-REJECT-1", rejected, 200):
        return
    scenario.equal("CONN-REJECT-1", "REJECTED", status_in(rejected), "status in the answer")
    sender, invitee = statuses(scenario, pair)
    scenario.equal("CONN-REJECT-1", "REJECTED", invitee, "status of the one who rejected")
    scenario.expect(
        "CONN-REJECT-3",
        sender != "ACCEPTED",
        expected="status of the one who asked: not ACCEPTED",
        observed=sender,
    )
    disconnect(scenario.world, pair)


@pytest.mark.check(
    "lifecycle.connection-second-request", "CONN-CREATE-5", "CONN-CREATE-2", "CONN-COUNT-1", "CONN-TIMES-1"
)
def test_a_declined_user_may_be_asked_again(scenario: Scenario) -> None:
    """Who has declined may be asked again: the request counts, the time of the first one stays."""
    pair = strangers(scenario.world)
    first = scenario.get("createConnection", pair.user, body={"userId": pair.stranger_id})
    scenario.get("rejectConnection", pair.stranger, body={"userId": pair.user_id})
    again = scenario.send("createConnection", pair.user, body={"userId": pair.stranger_id})
    if not scenario.status("CONN-CREATE-5", again, 200):
        return
    scenario.equal("CONN-CREATE-5", PENDING, statuses(scenario, pair), "statuses of both")
    second = seen(scenario, pair.user, pair.stranger_id)
    _same(scenario, "CONN-CREATE-2", first, second, "firstRequestedAt")
    _not_earlier(scenario, "CONN-TIMES-1", first, second)
    scenario.get("acceptConnection", pair.stranger, body={"userId": pair.user_id})
    answered = seen(scenario, pair.user, pair.stranger_id)
    counts: list[Any] = [found.get("requestCounter") for found in (first, second, answered)]
    if None in counts:
        scenario.left_out("CONN-COUNT-1", "requestCounter")
    else:
        grown = [counts[0], counts[0] + 1, counts[0] + 1]
        scenario.equal("CONN-COUNT-1", grown, counts, "requestCounter asked, asked again, accepted")
    disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-removal", "CONN-REMOVE-1", "CONN-REMOVE-2")
def test_either_side_can_remove_a_connection(scenario: Scenario) -> None:
    """Either side can remove a connection, which is then gone from its lists, and can be made anew."""
    for first in (True, False):
        pair = connected(scenario)
        actor, peer = pair.sides[0 if first else 1]
        removed = scenario.send("removeConnection", actor, path={"uid": peer})
        if not scenario.status("CONN-REMOVE-1", removed, 200):
            return
        read = scenario.send("getConnection", actor, path={"userId": str(peer)})
        scenario.status("CONN-REMOVE-1", read, 404, what="reading what was removed")
        for asked in ("ALL", "ACCEPTED"):
            left = listed(scenario, actor, status=asked, userIds=peer)
            scenario.equal("CONN-REMOVE-1", {}, left, f"listed with status {asked}")
        anew = scenario.send("createConnection", actor, body={"userId": peer})
        scenario.expect(
            "CONN-REMOVE-2",
            anew.status == 200 and status_in(anew) == PENDING[0],
            expected=f"200 with {PENDING[0]}",
            observed=f"{anew.status}: {anew.text[:100]}",
        )
        disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-transitions", "CONN-GET-3")
def test_the_status_follows_every_step(scenario: Scenario) -> None:
    """The status follows every step of either side, whichever of the two begins."""
    pair = strangers(scenario.world)
    for (one, other_id), (other, one_id) in (pair.sides, pair.sides[::-1]):
        for actor, step, request, expected in (
            (one, "createConnection", {"body": {"userId": other_id}}, PENDING),
            (other, "rejectConnection", {"body": {"userId": one_id}}, (None, "REJECTED")),
            (one, "createConnection", {"body": {"userId": other_id}}, PENDING),
            (other, "acceptConnection", {"body": {"userId": one_id}}, ("ACCEPTED", "ACCEPTED")),
            (other, "removeConnection", {"path": {"uid": one_id}}, (None, None)),
        ):
            scenario.get(step, actor, **request)
            found = status(scenario, one, other_id), status(scenario, other, one_id)
            # what the other one sees of a rejection or a removal is not described
            told = slice(1, 2) if None in expected else slice(2)
            scenario.equal("CONN-GET-3", expected[told], found[told], f"statuses after {step} of {actor}")
        disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-cleanup", "CONN-REMOVE-6")
def test_cleaning_up_leaves_no_connection_behind(scenario: Scenario) -> None:
    """Answered and removed, no connection is left on either side, whatever it had been."""
    for reach in (invited, declined, connected):
        pair = reach(scenario)
        disconnect(scenario.world, pair)
        for actor, peer in pair.sides:
            read = scenario.send("getConnection", actor, path={"userId": str(peer)})
            scenario.status("CONN-REMOVE-6", read, 404, what=f"reading what was {reach.__name__}")
            left = listed(scenario, actor, status="ALL", userIds=peer)
            scenario.equal("CONN-REMOVE-6", {}, left, f"listed of what was {reach.__name__}")


@pytest.mark.check(
    "lifecycle.connection-implicit",
    "CONN-IMPLICIT-1",
    "CONN-IMPLICIT-2",
    "CONN-IMPLICIT-3",
    "CONN-IMPLICIT-4",
    "CONN-IMPLICIT-5",
    "CONN-REJECT-2",
)
def test_colleagues_are_connected_without_a_request(scenario: Scenario) -> None:
    """Colleagues are connected without a request, and cannot reject each other."""
    user = things.user(scenario.world)
    peer = things.user_id(scenario.world, scenario.world.actor("colleague"))
    scenario.equal("CONN-IMPLICIT-1", "ACCEPTED", status(scenario, user, peer), "status of a colleague")
    unasked = listed(scenario, user, userIds=peer)
    scenario.equal("CONN-IMPLICIT-2", None, unasked.get(peer), "colleague listed without a status")
    unnamed = scenario.send("listConnections", user, query={"status": "ACCEPTED"})
    if scenario.status("CONN-IMPLICIT-2", unnamed, 200, what="listing ACCEPTED without userIds"):
        found = listed(scenario, user, status="ACCEPTED").get(peer)
        scenario.equal("CONN-IMPLICIT-2", None, found, "colleague listed without userIds")
    named = listed(scenario, user, status="ACCEPTED", userIds=peer)
    scenario.equal("CONN-IMPLICIT-3", {peer: "ACCEPTED"}, named, "listed with ACCEPTED and userIds")
    for requirement, step in (
        ("CONN-IMPLICIT-4", "createConnection"),
        ("CONN-IMPLICIT-5", "acceptConnection"),
    ):
        answer = scenario.send(step, user, body={"userId": peer})
        scenario.expect(
            requirement,
            answer.status == 200 and status_in(answer) == "ACCEPTED",
            expected="200 with ACCEPTED",
            observed=f"{answer.status}: {answer.text[:100]}",
        )
    refused(scenario, "CONN-REJECT-2", scenario.send("rejectConnection", user, body={"userId": peer}))
    scenario.equal("CONN-REJECT-2", "ACCEPTED", status(scenario, user, peer), "status after rejecting")


@pytest.mark.check("lifecycle.connection-filters", "CONN-LIST-2", "CONN-LIST-3", "CONN-LIST-5")
def test_lists_are_filtered_by_status(scenario: Scenario) -> None:
    """Lists are filtered by status, from both sides and in every state; ALL shows every status."""
    for reach in (invited, connected, declined):
        pair = reach(scenario)
        for actor, peer in pair.sides:
            now = seen(scenario, actor, peer)
            for asked in ("PENDING_INCOMING", "PENDING_OUTGOING", "ACCEPTED", "REJECTED"):
                found = listed(scenario, actor, status=asked, userIds=peer)
                wanted = {peer: asked} if now.get("status") == asked else {}
                scenario.equal("CONN-LIST-2", wanted, found, f"listed with status {asked}")
            if now:
                found = listed(scenario, actor, status="ALL", userIds=peer)
                scenario.equal("CONN-LIST-3", {peer: now.get("status")}, found, "listed with status ALL")
                _agree(scenario, actor, now)
        disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-user-ids", "CONN-LIST-4", "CONN-LIST-7")
def test_lists_are_restricted_to_user_ids(scenario: Scenario) -> None:
    """Lists are restricted to the users whose ids are given, one or several of them."""
    pair = connected(scenario)
    actors = [name for name in ("colleague", "user", "admin") if name in scenario.world.target.actors]
    colleague = things.user_id(scenario.world, next(name for name in actors if name != pair.user))
    only = listed(scenario, pair.user, status="ACCEPTED", userIds=pair.stranger_id)
    scenario.equal("CONN-LIST-4", {pair.stranger_id: "ACCEPTED"}, only, "listed for the one id")
    other = listed(scenario, pair.user, status="ACCEPTED", userIds=colleague)
    scenario.equal("CONN-LIST-4", {colleague: "ACCEPTED"}, other, "listed for the other id")
    both = listed(scenario, pair.user, status="ACCEPTED", userIds=f"{pair.stranger_id},{colleague}")
    wanted = {pair.stranger_id: "ACCEPTED", colleague: "ACCEPTED"}
    scenario.equal("CONN-LIST-4", wanted, both, "listed for both ids")
    rejected = listed(scenario, pair.user, status="REJECTED", userIds=f"{pair.stranger_id},{colleague}")
    scenario.equal("CONN-LIST-7", {}, rejected, "listed for both ids with REJECTED")
    disconnect(scenario.world, pair)


def _agree(scenario: Scenario, actor: str, read: dict[str, Any]) -> None:
    """A connection in the list is the one that is read alone; either may leave properties out."""
    rows = scenario.look("listConnections", actor, query={"status": "ALL", "userIds": read.get("userId")})
    rows = rows if isinstance(rows, list) else []
    row: dict[str, Any] = next((row for row in rows if row.get("userId") == read.get("userId")), {})
    if scenario.expect("CONN-LIST-5", bool(row), expected="the connection in the list", observed=rows):
        shared = [name for name in read if row.get(name) is not None and read[name] is not None]
        alone = {name: read[name] for name in shared}
        scenario.equal("CONN-LIST-5", alone, {name: row[name] for name in shared}, "listed and read alone")


def _same(scenario: Scenario, requirement: str, before: Any, now: Any, name: str) -> None:
    scenario.equal_where_shown(requirement, before.get(name), now.get(name), name)


def _not_earlier(scenario: Scenario, requirement: str, before: Any, now: Any) -> None:
    first, old, new = now.get("firstRequestedAt"), before.get("updatedAt"), now.get("updatedAt")
    if first is None or old is None or new is None:
        scenario.left_out(requirement, "firstRequestedAt or updatedAt")
    else:
        scenario.expect(
            requirement,
            new >= old and new >= first,
            expected=f"updatedAt: not before {max(old, first)}",
            observed=f"updatedAt: {new}",
        )
