"""Which defects and variants take part: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from conformance.contract import Operation, load_contract
from conformance.reference_pod.defects.catalogued import Catalogued, catalogued_defects
from conformance.reference_pod.defects.derived import derived_defects, sample


@dataclass(frozen=True, slots=True)
class Case:
    """A defect, with what the tools are asked to test: all operations of its operation's area."""

    defect: str
    operation: str
    origin: str

    @property
    def area(self) -> list[Operation]:
        """The operations of the area, in the order of the contract."""
        own = load_contract().operations[self.operation]
        return operations_of_area(own.area)


def operations_of_area(area: str) -> list[Operation]:
    """The operations of an area, but for the one that empties the pod under all the others."""
    found = load_contract().operations.values()
    return [operation for operation in found if operation.area == area and operation.id != "deleteAllGroups"]


def choose(hand_written: int, derived: int, seed: int, areas: Collection[str] | None) -> list[Case]:
    """So many defects of each origin; the hand-written ones are taken from the families in turn."""
    operations = load_contract().operations
    wanted = {
        name
        for name, operation in operations.items()
        if name != "deleteAllGroups" and (areas is None or operation.area in areas)
    }
    rows = [row for row in derived_defects(load_contract()) if not row.warned and row.operation in wanted]
    return [
        *(Case(row.id, row.operation, "hand-written") for row in _in_turn(hand_written, seed, wanted)),
        *(Case(row.id, row.operation, "derived") for row in sample(rows, derived, seed)),
    ]


def _in_turn(number: int, seed: int, wanted: Collection[str]) -> Iterable[Catalogued]:
    """One of each family, then another one of each, until there are enough."""
    families: dict[str, list[Catalogued]] = {}
    for defect in catalogued_defects().values():
        if not defect.variants and defect.operation in wanted:
            families.setdefault(next(iter(defect.kills)).partition(".")[0], []).append(defect)
    generator = random.Random(seed)
    for rows in families.values():
        generator.shuffle(rows)
    turns = [rows[turn] for turn in range(number) for rows in families.values() if turn < len(rows)]
    return turns[:number]
