"""Who follows whom, in the order in which they began."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import TableSpec


@dataclass(frozen=True, slots=True)
class Follow:
    """One user follows another; `number` grows with every new follow."""

    follower: int
    followed: int
    number: int


FOLLOWS: TableSpec[Follow] = TableSpec(
    "follows",
    key=lambda f: (f.follower, f.followed),
    order=lambda f: f.number,
    indexes={"followed": lambda f: (f.followed,), "follower": lambda f: (f.follower,)},
)
