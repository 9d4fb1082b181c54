"""Expressions that a tenant's compliance officers do not allow in the attributes of a room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from conformance.reference_pod.store import Store, TableSpec


@dataclass(frozen=True, slots=True)
class Expression:
    """One forbidden expression of one tenant."""

    tenant: int
    text: str


EXPRESSIONS: TableSpec[Expression] = TableSpec(
    "expressions",
    key=lambda e: (e.tenant, e.text),
    order=lambda e: (e.tenant, e.text),
    indexes={"tenant": lambda e: (e.tenant,)},
)


def offends(store: Store, tenant: int, texts: Iterable[str]) -> bool:
    """Whether one of the texts contains a forbidden expression, in upper or lower case."""
    forbidden = [expression.text.casefold() for expression in store[EXPRESSIONS].find("tenant", tenant)]
    return any(expression in text.casefold() for text in texts for expression in forbidden)
