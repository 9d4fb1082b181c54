"""Connections: the state table from both sides, and what is refused."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.records.users import User
from tests.reference_pod.kit import SmallPod


def invite(small: SmallPod, by: User, peer: User) -> dict[str, Any]:
    body: dict[str, Any] = small.call("createConnection", by, body={"userId": peer.id}).body
    return body


def status_seen_by(small: SmallPod, viewer: User, peer: User) -> str:
    return str(small.call("getConnection", viewer, path={"userId": str(peer.id)}).body["status"])


def test_an_invitation_is_pending_on_both_sides(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    created = invite(small, alice, paul)
    assert created == {
        "userId": paul.id,
        "status": "PENDING_OUTGOING",
        "firstRequestedAt": small.clock.now,
        "updatedAt": small.clock.now,
        "requestCounter": 1,
    }
    assert status_seen_by(small, paul, alice) == "PENDING_INCOMING"


def test_accepting_connects_both_and_keeps_the_time_of_the_request(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    requested = invite(small, alice, paul)["firstRequestedAt"]
    small.clock.advance(seconds=5)
    accepted = small.call("acceptConnection", paul, body={"userId": alice.id}).body
    assert (accepted["status"], accepted["firstRequestedAt"]) == ("ACCEPTED", requested)
    assert accepted["updatedAt"] == requested + 5000
    assert status_seen_by(small, alice, paul) == "ACCEPTED"


def test_a_second_invitation_is_allowed_only_after_a_rejection(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    invite(small, alice, paul)
    small.refuses(400, "createConnection", alice, body={"userId": paul.id})
    small.call("rejectConnection", paul, body={"userId": alice.id})
    assert invite(small, alice, paul)["requestCounter"] == 2


def test_only_the_invited_user_can_accept(small: SmallPod) -> None:
    invite(small, small.people.alice, small.people.paul)
    small.refuses(400, "acceptConnection", small.people.alice, body={"userId": small.people.paul.id})


def test_colleagues_are_connected_implicitly(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    assert invite(small, alice, bob) == {"userId": bob.id, "status": "ACCEPTED"}
    assert status_seen_by(small, alice, bob) == "ACCEPTED"
    small.refuses(400, "rejectConnection", alice, body={"userId": bob.id})


def test_colleagues_are_listed_only_for_accepted_with_their_ids(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    assert small.call("listConnections", alice, query={"status": "ACCEPTED"}).body == []
    listed = small.call("listConnections", alice, query={"status": "ACCEPTED", "userIds": str(bob.id)}).body
    assert listed == [{"userId": bob.id, "status": "ACCEPTED"}]


def test_removing_needs_an_accepted_connection_and_leaves_none(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    invite(small, alice, paul)
    small.refuses(400, "removeConnection", alice, path={"uid": paul.id})
    small.call("acceptConnection", paul, body={"userId": alice.id})
    small.call("removeConnection", alice, path={"uid": paul.id})
    small.refuses(404, "getConnection", alice, path={"userId": str(paul.id)})
    small.refuses(404, "getConnection", paul, path={"userId": str(alice.id)})


def test_unknown_users_and_unasked_connections_are_not_found(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    small.refuses(404, "createConnection", alice, body={"userId": 1})
    small.refuses(404, "acceptConnection", alice, body={"userId": paul.id})
    small.refuses(404, "getConnection", alice, path={"userId": str(paul.id)})


def test_pods_without_an_agreement_cannot_connect(small: SmallPod) -> None:
    small.refuses(400, "createConnection", small.people.alice, body={"userId": small.people.frank.id})
