"""Connections: invitations between users of different pods; users of one pod are connected implicitly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.reference_pod.accounts.lookup import reachable_tenants
from conformance.reference_pod.call import Answer, Call, bad_request, not_found, success
from conformance.reference_pod.records.connections import CONNECTIONS, Connection
from conformance.reference_pod.records.users import USERS, User


def list_connections(call: Call) -> Answer:
    """Pending ones unless a status is asked for; implicit ones only for ACCEPTED with explicit user ids."""
    status = call.query.get("status")
    wanted = {status} if status else {"PENDING_INCOMING", "PENDING_OUTGOING"}
    user_ids = _user_ids(call.query.get("userIds"))
    found = [
        _wire(connection, call.caller.id)
        for connection in call.store[CONNECTIONS].find("user", call.caller.id)
        if (status == "ALL" or connection.seen_by(call.caller.id) in wanted)
        and (user_ids is None or connection.other(call.caller.id) in user_ids)
    ]
    if status == "ACCEPTED" and user_ids is not None:
        found += [_implicit(user) for user in user_ids if _is_colleague(call, user)]
    return Answer(found)


def create_connection(call: Call) -> Answer:
    """Invite a user. Only one request is open between two users; a declined one may be made again."""
    peer = _peer(call)
    if peer.tenant == call.caller.tenant:
        return Answer(_implicit(peer.id))
    if peer.tenant not in reachable_tenants(call):
        raise bad_request("The pods of the two users do not communicate with each other")
    old = call.store[CONNECTIONS].get(frozenset((call.caller.id, peer.id)))
    if old is not None and old.status != "REJECTED":
        raise bad_request("Only one connection request is allowed between two users")
    connection = Connection(
        requester=call.caller.id,
        invitee=peer.id,
        status="PENDING",
        first_requested=old.first_requested if old else call.now,
        updated=call.now,
        requests=old.requests + 1 if old else 1,
    )
    call.store[CONNECTIONS].put(connection)
    return Answer(_wire(connection, call.caller.id))


def accept_connection(call: Call) -> Answer:
    """PENDING_INCOMING becomes ACCEPTED; users of one pod are connected already."""
    peer = _peer(call)
    if peer.tenant == call.caller.tenant:
        return Answer(_implicit(peer.id))
    return _decide(call, "ACCEPTED")


def reject_connection(call: Call) -> Answer:
    """PENDING_INCOMING becomes REJECTED; an implicit connection cannot be rejected."""
    if _peer(call).tenant == call.caller.tenant:
        raise bad_request("An implicit connection cannot be rejected")
    return _decide(call, "REJECTED")


def get_connection(call: Call) -> Answer:
    """The connection with one user; 404 when the user does not exist or nobody ever asked."""
    user = _number(call.path["userId"])
    if _is_colleague(call, user):
        return Answer(_implicit(user))
    return Answer(_wire(_existing(call, user), call.caller.id))


def remove_connection(call: Call) -> Answer:
    """Ends an accepted connection; users that are not connected get 400."""
    user = call.path["uid"]
    if call.store[USERS].get(user) is None:
        raise not_found("User cannot be found")
    connection = call.store[CONNECTIONS].get(frozenset((call.caller.id, user)))
    if connection is None or connection.status != "ACCEPTED":
        raise bad_request("The users are not connected")
    call.store[CONNECTIONS].delete(frozenset((call.caller.id, user)))
    return success("Connection Removed.")


def _decide(call: Call, status: str) -> Answer:
    connection = _existing(call, call.body["userId"])
    if connection.seen_by(call.caller.id) != "PENDING_INCOMING":
        raise bad_request("There is no connection request from this user to answer")
    decided = call.store[CONNECTIONS].put(replace(connection, status=status, updated=call.now))
    return Answer(_wire(decided, call.caller.id))


def _existing(call: Call, user: int) -> Connection:
    connection = call.store[CONNECTIONS].get(frozenset((call.caller.id, user)))
    if connection is None:
        raise not_found("Connection cannot be found")
    return connection


def _peer(call: Call) -> User:
    """The user that the body names."""
    user_id = call.body.get("userId")
    if user_id is None:
        raise bad_request("userId is missing")
    if user_id == call.caller.id:
        raise bad_request("A user cannot connect with itself")
    peer = call.store[USERS].get(user_id)
    if peer is None:
        raise not_found("User cannot be found")
    return peer


def _is_colleague(call: Call, user: int) -> bool:
    peer = call.store[USERS].get(user)
    return peer is not None and peer.tenant == call.caller.tenant and peer.id != call.caller.id


def _user_ids(text: str | None) -> list[int] | None:
    return None if text is None else [_number(part) for part in text.split(",")]


def _number(text: str) -> int:
    if not (text.isascii() and text.strip().isdigit()):
        raise bad_request(f"{text!r} is not a user id")
    return int(text)


def _implicit(user: int) -> dict[str, Any]:
    return {"userId": user, "status": "ACCEPTED"}


def _wire(connection: Connection, viewer: int) -> dict[str, Any]:
    return {
        "userId": connection.other(viewer),
        "status": connection.seen_by(viewer),
        "firstRequestedAt": connection.first_requested,
        "updatedAt": connection.updated,
        "requestCounter": connection.requests,
    }
