"""Connections between users of different pods, each held once for both sides."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import TableSpec


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection as it stands: who asked whom, and the status as the asked user sees it."""

    requester: int
    invitee: int
    status: str
    """PENDING, ACCEPTED or REJECTED."""
    first_requested: int
    updated: int
    requests: int = 1

    def other(self, user: int) -> int:
        """The user at the other end."""
        return self.invitee if user == self.requester else self.requester

    def seen_by(self, user: int) -> str:
        """The status in the words of the API, from this user's side."""
        if self.status != "PENDING":
            return self.status
        return "PENDING_OUTGOING" if user == self.requester else "PENDING_INCOMING"


CONNECTIONS: TableSpec[Connection] = TableSpec(
    "connections",
    key=lambda c: frozenset((c.requester, c.invitee)),
    order=lambda c: (c.first_requested, c.requester, c.invitee),
    indexes={"user": lambda c: (c.requester, c.invitee)},
)
