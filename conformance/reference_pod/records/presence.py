"""Presence of users, the interest in that of external ones, and the feeds that report changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from conformance.reference_pod.records.users import USERS, tenant_of
from conformance.reference_pod.store import Store, TableSpec

OFFLINE = "OFFLINE"

EXTERNAL_VIEW = {"BE_RIGHT_BACK": "AWAY", "OFF_WORK": OFFLINE, "DO_NOT_DISTURB": "AWAY"}
"""What users of other companies see instead of these categories."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A user's state; `change` numbers the changes of the category of all users, 0 before the first one.

    `when_online` is what the category becomes when an OFFLINE user signs in.
    """

    user: int
    category: str
    since: int
    change: int
    when_online: str | None = None

    def wire(self, now: int, *, external: bool = False) -> dict[str, Any]:
        """The V2Presence; that of an offline user bears the time of the call."""
        category = EXTERNAL_VIEW.get(self.category, self.category) if external else self.category
        return {
            "category": category,
            "userId": self.user,
            "timestamp": now if category == OFFLINE else self.since,
        }


@dataclass(frozen=True, slots=True)
class PresenceFeed:
    """A reader's place in the changes; only its owner may use it."""

    id: str
    owner: int
    position: int


@dataclass(frozen=True, slots=True)
class Interest:
    """A user wants to see the presence of an external user; `since` is the last registration."""

    user: int
    external: int
    since: int


PRESENCES: TableSpec[Presence] = TableSpec(
    "presences",
    key=lambda p: p.user,
    order=lambda p: (p.change, p.user),
    indexes={
        "tenant": lambda p: (tenant_of(p.user),),
        "waiting": lambda p: (tenant_of(p.user),) if p.when_online else (),
    },
)

PRESENCE_FEEDS: TableSpec[PresenceFeed] = TableSpec(
    "presence-feeds", key=lambda f: f.id, order=lambda f: f.id
)

INTERESTS: TableSpec[Interest] = TableSpec(
    "presence-interests", key=lambda i: (i.user, i.external), order=lambda i: (i.user, i.external)
)


def presence_of(store: Store, user: int) -> Presence:
    """The user's presence; one that was never set is OFFLINE."""
    return store[PRESENCES].get(user) or Presence(user, OFFLINE, since=0, change=0)


def bring_online(store: Store, tenant: int, next_change: Callable[[], int]) -> None:
    """Give those who have signed in since the presence that was waiting for it."""
    for waiting in store[PRESENCES].find("waiting", tenant):
        user = store[USERS].get(waiting.user)
        if user is not None and user.last_login is not None and user.last_login > waiting.since:
            category = waiting.when_online or OFFLINE
            store[PRESENCES].put(
                replace(
                    waiting,
                    category=category,
                    since=user.last_login,
                    change=next_change(),
                    when_online=None,
                )
            )
