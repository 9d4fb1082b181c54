"""Sessions of users, and the partners that use Community Connect with client credentials."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import Store, TableSpec


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in user; `expires` is epoch milliseconds."""

    token: str
    user: int
    expires: int


@dataclass(frozen=True, slots=True)
class Partner:
    """A client of Community Connect; `user` is the service account that it acts as."""

    client_id: str
    client_secret: str
    user: int
    scopes: frozenset[str]


SESSIONS: TableSpec[Session] = TableSpec(
    "sessions",
    key=lambda s: s.token,
    order=lambda s: (s.expires, s.token),
    indexes={"user": lambda s: (s.user,)},
)

PARTNERS: TableSpec[Partner] = TableSpec(
    "partners",
    key=lambda p: p.client_id,
    order=lambda p: p.client_id,
    indexes={"user": lambda p: (p.user,)},
)


def end_sessions(store: Store, user: int) -> None:
    """Sign the user out everywhere."""
    for session in store[SESSIONS].find("user", user):
        store[SESSIONS].delete(session.token)
