"""Disclaimers of a company; users refer to the one that is assigned to them."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import TableSpec


@dataclass(frozen=True, slots=True)
class Disclaimer:
    """A text that a company shows to its users every so many hours. Times are epoch milliseconds."""

    id: str
    tenant: int
    name: str
    content: str
    frequency_hours: int
    created: int
    modified: int
    default: bool = False
    active: bool = True
    format: str = "TEXT"


DISCLAIMERS: TableSpec[Disclaimer] = TableSpec(
    "disclaimers",
    key=lambda d: d.id,
    order=lambda d: (d.created, d.name, d.id),
    indexes={"tenant": lambda d: (d.tenant,)},
)
