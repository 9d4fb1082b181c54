"""Which users a caller can administer or find."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Call, bad_request
from conformance.reference_pod.records.features import has_feature
from conformance.reference_pod.records.users import TENANTS, USERS, User
from conformance.reference_pod.streams.activity import follow_status
from conformance.reference_pod.streams.room_owners import follow_owner


def colleague(call: Call, user_id: int) -> User | None:
    """The user of the caller's own tenant with this id."""
    user = call.store[USERS].get(user_id)
    return user if user is not None and user.tenant == call.caller.tenant else None


def account(call: Call, user_id: int) -> User:
    """The account that an administrator names; one of another tenant is as unknown as any other (400)."""
    user = colleague(call, user_id)
    if user is None:
        raise bad_request(f"User {user_id} cannot be found")
    return user


def save(call: Call, user: User, **changes: Any) -> User:
    """Store the changed account with the time of the change."""
    saved = call.store[USERS].put(replace(user, updated=call.now, **changes))
    if saved.active != user.active:
        follow_status(call.store, saved.id)
        follow_owner(call.store, saved.id, call.now)
    return saved


def reachable_tenants(call: Call) -> frozenset[int]:
    """The caller's own tenant and those that cross-pod traffic is agreed with."""
    own = call.store[TENANTS].get(call.caller.tenant)
    return frozenset((call.caller.tenant, *(own.partners if own is not None else ())))


def directory(call: Call) -> tuple[int, ...]:
    """The tenants in which the caller can look for users.

    `local` keeps to the own one. The directory search also covers partners, and finds nobody at all for a
    caller who may talk to external users neither in IMs nor in rooms.
    """
    own = call.caller.tenant
    if call.query.get("local"):
        return (own,)
    if not (
        has_feature(call.caller, "isExternalIMEnabled") or has_feature(call.caller, "isExternalRoomEnabled")
    ):
        return ()
    return (own, *sorted(reachable_tenants(call) - {own}))


def by_email(call: Call, email: str, tenants: tuple[int, ...]) -> User | None:
    """The user with this address, of the first of the tenants that has one."""
    found = [user for user in call.store[USERS].find("email", email.lower()) if user.tenant in tenants]
    return min(found, key=lambda user: tenants.index(user.tenant), default=None)


def by_username(call: Call, username: str) -> User | None:
    """The user of the caller's tenant who signs in under this name."""
    return call.store[USERS].first("username", (call.caller.tenant, username.lower()))
