"""Streams: rooms, IMs, MIMs and posts, with their members past and present."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.reference_pod.records.users import TENANT_BITS
from conformance.reference_pod.store import TableSpec

CHATS = ("IM", "MIM")
"""The types whose members never change."""


@dataclass(frozen=True, slots=True)
class Member:
    """One user's membership; `left` is None while it lasts. Times are epoch milliseconds."""

    user: int
    joined: int
    owner: bool = False
    left: int | None = None
    through_groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stream:
    """A conversation. `attributes` holds what V3RoomAttributes or V1IMAttributes names, under its wire names.

    `tenant` is the creator's; a user has one entry among the members, that of the latest membership.
    """

    id: str
    type: str
    tenant: int
    created: int
    created_by: int
    members: tuple[Member, ...]
    active: bool = True
    attributes: dict[str, Any] = field(default_factory=dict)
    updated: int = 0
    last_message: int | None = None
    groups: tuple[tuple[int, int], ...] = ()

    @property
    def current(self) -> tuple[Member, ...]:
        """The members that have not left."""
        return tuple(m for m in self.members if m.left is None)

    @property
    def owners(self) -> tuple[Member, ...]:
        """The current members that own the room."""
        return tuple(m for m in self.current if m.owner)

    @property
    def tenants(self) -> frozenset[int]:
        """The tenants that take part or took part, the creator's included."""
        return frozenset((self.tenant, *(m.user >> TENANT_BITS for m in self.members)))

    @property
    def cross_pod(self) -> bool:
        """Whether users of other pods may take part (rooms) or do (all others)."""
        return bool(self.attributes.get("crossPod")) if self.type == "ROOM" else len(self.tenants) > 1

    @property
    def public(self) -> bool:
        """Whether everybody of the tenant may join."""
        return bool(self.attributes.get("public"))

    @property
    def modified(self) -> int:
        """When attributes or members changed last; messages do not count."""
        return max(self.created, self.updated)

    def member(self, user: int) -> Member | None:
        """The user's current membership."""
        return next((m for m in self.members if m.user == user and m.left is None), None)

    def owned_by(self, user: int) -> bool:
        """Whether the user is one of the room's owners."""
        return any(m.user == user for m in self.owners)

    def joined_by(self, user: int, now: int) -> Stream:
        """The stream with the user as a member from now on, in place of an earlier membership."""
        others = tuple(m for m in self.members if m.user != user)
        return replace(self, members=(*others, Member(user, now)), updated=now)

    def left_by(self, user: int, now: int) -> Stream:
        """The stream after the user left it."""
        members = tuple(replace(m, left=now, owner=False) if m.user == user else m for m in self.members)
        return replace(self, members=members, updated=now)

    def with_ownership(self, user: int, owner: bool, now: int) -> Stream:
        """The room in which this member is an owner, or no longer is."""
        members = tuple(replace(m, owner=owner) if m.user == user else m for m in self.members)
        return replace(self, members=members, updated=now)


def _room_names(stream: Stream) -> tuple[Hashable, ...]:
    name = stream.attributes.get("name")
    return (room_name_key(stream.tenant, name),) if stream.type == "ROOM" and name else ()


def _open_to(stream: Stream) -> tuple[int, ...]:
    visible = stream.public or stream.attributes.get("discoverable")
    return (stream.tenant,) if stream.type == "ROOM" and stream.active and visible else ()


def _participants(stream: Stream) -> tuple[int, ...]:
    return () if stream.type == "POST" else tuple(stream.tenants)


STREAMS: TableSpec[Stream] = TableSpec(
    "streams",
    key=lambda s: s.id,
    order=lambda s: (s.created, s.id),
    indexes={
        "tenant": lambda s: (s.tenant,),
        "enterprise": _participants,
        "member": lambda s: tuple(m.user for m in s.current),
        "conversation": lambda s: (frozenset(m.user for m in s.members),) if s.type in CHATS else (),
        "room-name": _room_names,
        "open-room": _open_to,
    },
)
"""The streams of all tenants.

`enterprise` finds the IMs, MIMs and rooms that a tenant takes part in, `open-room` the rooms that all its
users can find without being members.
"""


def room_name_key(tenant: int, name: str) -> tuple[int, str]:
    """Names that differ only in case and white space are the same name."""
    return tenant, "".join(name.split()).casefold()
