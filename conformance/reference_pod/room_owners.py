"""Who may own a room, and who becomes its owner when it has none."""

from __future__ import annotations

from conformance.reference_pod.records.features import has_feature
from conformance.reference_pod.records.streams import Stream
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.store import Store


def may_own(user: User | None, room: Stream) -> bool:
    """Owning a public room needs the entitlement to create one."""
    return user is not None and (not room.public or has_feature(user, "canCreatePublicRoom"))


def with_owner(store: Store, room: Stream, now: int) -> Stream:
    """The room with its eldest end user as the owner, when it has none.

    That is the active person of longest standing among the members who may own it; a service account never
    succeeds, so the room can remain without an owner.
    """
    if room.owners:
        return room
    for member in sorted(room.current, key=lambda member: (member.joined, member.user)):
        user = store[USERS].get(member.user)
        if user is not None and _is_person(user) and may_own(user, room):
            return room.with_ownership(user.id, True, now)
    return room


def _is_person(user: User) -> bool:
    return user.active and user.attributes.get("accountType", "NORMAL") == "NORMAL"
