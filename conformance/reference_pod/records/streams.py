"""Streams: rooms, IMs, MIMs and posts, with their members past and present."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.reference_pod.records.users import tenant_of
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
class Roster:
    """Who takes part in a stream: `current` by time of joining, `users` by id, `tenants` past and present."""

    current: tuple[Member, ...]
    users: Mapping[int, Member]
    tenants: frozenset[int]


@dataclass(frozen=True, slots=True)
class Stream:
    """A conversation. `attributes` holds what V3RoomAttributes or V1IMAttributes names, under its wire names.

    `tenant` is the creator's; a user has one entry among the members, that of the latest membership.
    A room is active until it is deactivated, any other stream while all its members are active users.
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
    _roster: Roster | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def roster(self) -> Roster:
        """The members as they are looked up and listed, worked out once for each version of the stream."""
        if self._roster is None:
            current = tuple(sorted(_current(self), key=lambda m: (m.joined, m.user)))
            roster = Roster(current, {m.user: m for m in current}, _tenants(self))
            object.__setattr__(self, "_roster", roster)
            return roster
        return self._roster

    @property
    def current(self) -> tuple[Member, ...]:
        """The members that have not left, in the order of joining."""
        return self.roster.current

    @property
    def owners(self) -> tuple[Member, ...]:
        """The current members that own the room."""
        return tuple(m for m in self.current if m.owner)

    @property
    def tenants(self) -> frozenset[int]:
        """The tenants that take part or took part, the creator's included."""
        return self.roster.tenants

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
        return self.roster.users.get(user)

    def owned_by(self, user: int) -> bool:
        """Whether the user is one of the room's owners."""
        member = self.member(user)
        return member is not None and member.owner

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


# The indexes work this out for every stream there is, so they keep nothing of it.


def _current(stream: Stream) -> list[Member]:
    return [m for m in stream.members if m.left is None]


def _tenants(stream: Stream) -> frozenset[int]:
    return frozenset((stream.tenant, *(tenant_of(m.user) for m in stream.members)))


def _room_names(stream: Stream) -> tuple[Hashable, ...]:
    name = stream.attributes.get("name")
    return (room_name_key(stream.tenant, name),) if stream.type == "ROOM" and name else ()


def _open_to(stream: Stream) -> tuple[int, ...]:
    visible = stream.public or stream.attributes.get("discoverable")
    return (stream.tenant,) if stream.type == "ROOM" and stream.active and visible else ()


def _participants(stream: Stream) -> tuple[int, ...]:
    return () if stream.type == "POST" else tuple(_tenants(stream))


STREAMS: TableSpec[Stream] = TableSpec(
    "streams",
    key=lambda s: s.id,
    order=lambda s: (s.created, s.id),
    indexes={
        "tenant": lambda s: (s.tenant,),
        "enterprise": _participants,
        "member": lambda s: tuple(m.user for m in _current(s)),
        "active-member": lambda s: tuple(m.user for m in _current(s)) if s.active else (),
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
