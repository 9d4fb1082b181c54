"""Connections: steps that the state does not allow, and users that nobody has."""

from __future__ import annotations

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.connection_steps import (
    PENDING,
    connected,
    declined,
    invited,
    listed,
    nobody_there,
    refused,
    refused_or,
    status,
    statuses,
)
from conformance.suite.peers import disconnect, strangers
from conformance.suite.scenario import Scenario


@pytest.mark.check(
    "lifecycle.connection-none", "CONN-GET-1", "CONN-ACCEPT-2", "CONN-REJECT-4", "CONN-REMOVE-3"
)
def test_without_a_request_there_is_nothing_to_answer(scenario: Scenario) -> None:
    """Without a request there is nothing to read, accept, reject or remove."""
    pair = strangers(scenario.world)
    peer = pair.stranger_id
    read = scenario.send("getConnection", pair.user, path={"userId": str(peer)})
    refused(scenario, "CONN-GET-1", read, 404)
    accepted = scenario.send("acceptConnection", pair.user, body={"userId": peer})
    refused(scenario, "CONN-ACCEPT-2", accepted, 400, 404)
    rejected = scenario.send("rejectConnection", pair.user, body={"userId": peer})
    refused(scenario, "CONN-REJECT-4", rejected, 400, 404)
    removed = scenario.send("removeConnection", pair.user, path={"uid": peer})
    refused(scenario, "CONN-REMOVE-3", removed, 400, 404)
    for requirement in ("CONN-ACCEPT-2", "CONN-REJECT-4", "CONN-REMOVE-3"):
        scenario.equal(requirement, (None, None), statuses(scenario, pair), "statuses of both afterwards")


@pytest.mark.check("lifecycle.connection-requester", "CONN-ACCEPT-3", "CONN-REJECT-5")
def test_only_the_invited_one_answers(scenario: Scenario) -> None:
    """Only the invited user can answer an invitation: it stays pending when its sender tries to."""
    pair = invited(scenario)
    for requirement, step in (("CONN-ACCEPT-3", "acceptConnection"), ("CONN-REJECT-5", "rejectConnection")):
        answer = scenario.send(step, pair.user, body={"userId": pair.stranger_id})
        refused_or(scenario, requirement, answer, PENDING[0])
        scenario.equal(requirement, PENDING, statuses(scenario, pair), "statuses of both afterwards")
    disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-accepted-twice", "CONN-ACCEPT-4", "CONN-REJECT-6", "CONN-CREATE-6")
def test_an_accepted_connection_stays_accepted(scenario: Scenario) -> None:
    """An accepted connection is neither asked for, accepted nor rejected a second time."""
    pair = connected(scenario)
    for requirement, step, (actor, peer) in (
        ("CONN-ACCEPT-4", "acceptConnection", pair.sides[1]),
        ("CONN-REJECT-6", "rejectConnection", pair.sides[1]),
        ("CONN-CREATE-6", "createConnection", pair.sides[0]),
    ):
        refused_or(scenario, requirement, scenario.send(step, actor, body={"userId": peer}), "ACCEPTED")
        both = statuses(scenario, pair)
        scenario.equal(requirement, ("ACCEPTED", "ACCEPTED"), both, "statuses of both afterwards")
    disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-rejected-twice", "CONN-ACCEPT-5", "CONN-REJECT-7")
def test_a_rejected_request_stays_rejected(scenario: Scenario) -> None:
    """A rejected request can be neither accepted nor rejected afterwards."""
    pair = declined(scenario)
    actor, peer = pair.sides[1]
    for requirement, step in (("CONN-ACCEPT-5", "acceptConnection"), ("CONN-REJECT-7", "rejectConnection")):
        refused_or(scenario, requirement, scenario.send(step, actor, body={"userId": peer}), "REJECTED")
        after = status(scenario, actor, peer)
        scenario.equal(requirement, "REJECTED", after, "status of the one who rejected")
    disconnect(scenario.world, pair)


@pytest.mark.check("lifecycle.connection-early-removal", "CONN-REMOVE-4", "CONN-REMOVE-5")
def test_removing_what_is_no_connection(scenario: Scenario) -> None:
    """Removing what was not accepted is refused and changes nothing, or leads to the tabled status."""
    steps = ((invited, 1, "REJECTED"), (invited, 0, None), (declined, 1, "PENDING_INCOMING"))
    for reach, side, tabled in steps:
        pair = reach(scenario)
        actor, peer = pair.sides[side]
        before = statuses(scenario, pair)
        answer = scenario.send("removeConnection", actor, path={"uid": peer})
        if 200 <= answer.status < 300:
            after = status(scenario, actor, peer)
            scenario.expect(
                "CONN-REMOVE-4",
                after == tabled if tabled else after != "ACCEPTED",
                expected=f"from {before[side]}: a 400, or 200 and the status {tabled or 'of no connection'}",
                observed=f"{answer.status} and the status {after}",
            )
            scenario.not_applicable("CONN-REMOVE-5", "the target removes what was not accepted")
        else:
            scenario.status("CONN-REMOVE-4", answer, 400, 404)
            scenario.equal("CONN-REMOVE-5", before, statuses(scenario, pair), "statuses of both afterwards")
        disconnect(scenario.world, pair)


@pytest.mark.check(
    "lifecycle.connection-unknown-user",
    "CONN-CREATE-7",
    "CONN-ACCEPT-6",
    "CONN-REJECT-8",
    "CONN-GET-2",
    "CONN-REMOVE-7",
)
def test_there_is_no_connection_with_nobody(scenario: Scenario) -> None:
    """A user who does not exist can be neither invited, answered, read nor removed."""
    user, nobody = things.user(scenario.world), nobody_there(scenario.world)
    for requirement, step in (
        ("CONN-CREATE-7", "createConnection"),
        ("CONN-ACCEPT-6", "acceptConnection"),
        ("CONN-REJECT-8", "rejectConnection"),
    ):
        refused(scenario, requirement, scenario.send(step, user, body={"userId": nobody}), 400, 404)
    left = listed(scenario, user, status="ALL", userIds=nobody)
    scenario.equal("CONN-CREATE-7", {}, left, "listed afterwards")
    refused(
        scenario, "CONN-GET-2", scenario.send("getConnection", user, path={"userId": str(nobody)}), 400, 404
    )
    refused(
        scenario, "CONN-REMOVE-7", scenario.send("removeConnection", user, path={"uid": nobody}), 400, 404
    )


@pytest.mark.check("lifecycle.connection-self", "CONN-CREATE-8")
def test_nobody_invites_itself(scenario: Scenario) -> None:
    """A user does not become its own pending connection."""
    user = things.user(scenario.world)
    own = things.user_id(scenario.world, user)
    answer = scenario.send("createConnection", user, body={"userId": own})
    refused_or(scenario, "CONN-CREATE-8", answer, "ACCEPTED")
    pending = listed(scenario, user, userIds=own)
    scenario.equal("CONN-CREATE-8", {}, pending, "pending with itself")


@pytest.mark.check("lifecycle.connection-no-user", "CONN-CREATE-9")
def test_an_invitation_names_a_user(scenario: Scenario) -> None:
    """An invitation without a user is refused."""
    answer = scenario.send("createConnection", things.user(scenario.world), body={})
    refused(scenario, "CONN-CREATE-9", answer)
