"""Presence: one's own, that of colleagues and of connected external users."""

from __future__ import annotations

from dataclasses import replace

from conformance.reference_pod.accounts.lookup import colleague, reachable_tenants
from conformance.reference_pod.call import Answer, Call, bad_request, forbidden, not_found, success
from conformance.reference_pod.paging import window
from conformance.reference_pod.records.connections import CONNECTIONS
from conformance.reference_pod.records.presence import (
    INTERESTS,
    OFFLINE,
    PRESENCES,
    Interest,
    Presence,
    bring_online,
    presence_of,
)
from conformance.reference_pod.records.users import USERS

DEFAULT_LIMIT, MAX_LIMIT = 1000, 5000
INTEREST = 3600 * 1000
"""How long a registered interest lasts, in milliseconds."""
CATEGORIES = frozenset(
    {
        "AVAILABLE",
        "BUSY",
        "DO_NOT_DISTURB",
        "ON_THE_PHONE",
        "BE_RIGHT_BACK",
        "IN_A_MEETING",
        "AWAY",
        "OUT_OF_OFFICE",
        "OFF_WORK",
        "OFFLINE",
    }
)
"""What can be set. UNDEFINED is only read: it stands for a presence that the pod does not know."""


def get_own_presence(call: Call) -> Answer:
    """The caller's presence."""
    bring_online(call.store, call.caller.tenant, call.pod.ids.number)
    return Answer(presence_of(call.store, call.caller.id).wire(call.now))


def set_own_presence(call: Call) -> Answer:
    """Set the caller's presence."""
    return _set(call, call.caller.id)


def set_user_presence(call: Call) -> Answer:
    """Set a colleague's presence."""
    user = call.body.get("userId")
    if user is None:
        raise bad_request("userId is required")
    if colleague(call, user) is None:
        raise not_found(f"User {user} cannot be found")
    return _set(call, user)


def get_user_presence(call: Call) -> Answer:
    """A colleague's presence, or that of an external user, who must be connected with the caller.

    A local query shows external users OFFLINE. Without a registered interest of the last hour the pod does
    not know an external user's presence: the documents say only that one should register, so it is UNDEFINED.
    """
    user = call.store[USERS].get(call.path["uid"])
    if user is None:
        raise not_found("User cannot be found")
    bring_online(call.store, user.tenant, call.pod.ids.number)
    if user.tenant == call.caller.tenant:
        return Answer(presence_of(call.store, user.id).wire(call.now))
    if call.query.get("local"):
        return Answer(Presence(user.id, OFFLINE, since=0, change=0).wire(call.now))
    connection = call.store[CONNECTIONS].get(frozenset((call.caller.id, user.id)))
    if connection is None or connection.status != "ACCEPTED":
        raise forbidden("The presence of an external user is shown only to its connections")
    interest = call.store[INTERESTS].get((call.caller.id, user.id))
    if interest is None or interest.since + INTEREST <= call.now:
        return Answer(Presence(user.id, "UNDEFINED", since=call.now, change=0).wire(call.now))
    return Answer(presence_of(call.store, user.id).wire(call.now, external=True))


def list_presences(call: Call) -> Answer:
    """The presence of all users of the company by id. Those with ids less than lastUserId are skipped."""
    bring_online(call.store, call.caller.tenant, call.pod.ids.number)
    first = call.query.get("lastUserId", 0)
    _, limit = window(call, DEFAULT_LIMIT, MAX_LIMIT)
    page = call.store[USERS].after(first - 1, limit, index="tenant", value=call.caller.tenant)
    return Answer([presence_of(call.store, user.id).wire(call.now) for user in page])


def register_presence_interest(call: Call) -> Answer:
    """Register or renew the interest in users of the own company and of its partners."""
    if not call.body:
        raise bad_request("The list of user ids is empty")
    known = reachable_tenants(call)
    for user_id in call.body:
        user = call.store[USERS].get(user_id)
        if user is None or user.tenant not in known:
            raise not_found(f"User {user_id} cannot be found")
        call.store[INTERESTS].put(Interest(call.caller.id, user_id, call.now))
    return success("OK")


def _set(call: Call, user: int) -> Answer:
    """Set a presence. Users of this pod have no client that could be idle, so none is shown AWAY for that."""
    category = call.body["category"]
    if category not in CATEGORIES:
        raise bad_request(f"{category!r} is not a presence that can be set")
    bring_online(call.store, call.caller.tenant, call.pod.ids.number)
    old = presence_of(call.store, user)
    if call.query.get("soft") and old.category == OFFLINE:
        new = replace(old, when_online=category, since=call.now)
    else:
        change = old.change if category == old.category else call.pod.ids.number()
        new = Presence(user, category, since=call.now, change=change)
    call.store[PRESENCES].put(new)
    return Answer(new.wire(call.now))
