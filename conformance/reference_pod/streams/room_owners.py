"""Who may own a room, and who becomes its owner when it has none."""

from __future__ import annotations

from dataclasses import replace

from conformance.reference_pod.records.features import has_feature
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.store import Store


def may_own(user: User | None, room: Stream) -> bool:
    """Owning a public room needs the entitlement to create one."""
    return user is not None and (not room.public or has_feature(user, "canCreatePublicRoom"))


def active_owners(store: Store, room: Stream) -> list[Member]:
    """The owners whose accounts are not deactivated."""
    return [owner for owner in room.owners if (user := store[USERS].get(owner.user)) and user.active]


def with_owner(store: Store, room: Stream, now: int) -> Stream:
    """The room with its eldest end user as an owner, when it has none who is active.

    That is the active person of longest standing among the members who may own it; a service account never
    succeeds, so the room can remain without an owner.
    """
    if active_owners(store, room):
        return room
    for member in sorted(room.current, key=lambda member: (member.joined, member.user)):
        user = store[USERS].get(member.user)
        if user is not None and is_person(user) and may_own(user, room):
            return room.with_ownership(user.id, True, now)
    return room


def succeeded(store: Store, room: Stream, now: int) -> Stream:
    """The room after it may have lost an owner; a public one that nobody may own any more is deactivated."""
    room = with_owner(store, room, now)
    if room.active and room.public and room.current and not active_owners(store, room):
        return replace(room, active=False, updated=now)
    return room


def follow_owner(store: Store, user_id: int, now: int) -> None:
    """Bring the user's active rooms up to date after the account was activated or deactivated.

    The user stays a member, and an owner of what it owned: an account can be activated again.
    """
    for room in store[STREAMS].find("member", user_id):
        if room.type == "ROOM" and room.active:
            after = succeeded(store, room, now)
            if after is not room:
                store[STREAMS].put(after)


def is_person(user: User) -> bool:
    """Whether this is the active account of an end user."""
    return user.active and user.attributes.get("accountType", "NORMAL") == "NORMAL"
