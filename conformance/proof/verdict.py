"""What the outcomes of the tests say about a defect: pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

Row = tuple[str, str]
"""A check with a requirement."""


def missed_rows(stated: Mapping[str, Sequence[str]], found: Collection[Row]) -> frozenset[Row]:
    """What is stated of a defect, check to requirements, and was not found."""
    return frozenset(_missed(stated, found))


def _missed(stated: Mapping[str, Sequence[str]], found: Collection[Row]) -> Iterator[Row]:
    for check, requirements in stated.items():
        rows = [(check, requirement) for requirement in requirements]
        # A walk over a model ends at the first requirement that it finds broken: one of them is enough.
        if check.startswith("stateful.") and not set(rows).isdisjoint(found):
            continue
        yield from (row for row in rows if row not in found)
