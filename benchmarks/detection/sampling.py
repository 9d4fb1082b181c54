"""Which defects and variants take part: the same ones for the same seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from conformance.contract import Operation, load_contract
from conformance.reference_pod.defects.catalogued import Catalogued, catalogued_defects
from conformance.reference_pod.defects.derived import derived_defects
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants import concerned, list_variants

EMPTIES_THE_POD = "deleteAllGroups"
"""No tool is asked to test this one: it takes away what all the others are tested on."""

MOST_OF_AN_AREA = {"hand-written": 6, "derived": 3}
"""Of each origin: an area with many defects would stand for all the others."""


@dataclass(frozen=True, slots=True)
class Case:
    """A defect; `family` is that of the check that the proof states for it, or of the first of several."""

    defect: str
    operation: str
    area: str
    origin: str
    family: str


def operations_of_area(area: str) -> list[Operation]:
    """The operations of an area that tools are asked to test, in the order of the contract."""
    found = load_contract().operations.values()
    return [operation for operation in found if operation.area == area and operation.id != EMPTIES_THE_POD]


def areas_of_at_most(largest: int) -> tuple[str, ...]:
    """The areas with so many operations or fewer."""
    sizes = Counter(operation.area for operation in load_contract().operations.values())
    return tuple(area for area, size in sizes.items() if size <= largest)


def choose(hand_written: int, derived: int, seed: int, areas: Collection[str]) -> list[Case]:
    """So many defects of each origin; the hand-written ones are taken from the families in turn.

    Derived ones that say themselves that they are only worth a warning are left out, and so are those that
    the catalogue of hand-written ones has too.
    """
    wanted = {operation.id: area for area in areas for operation in operations_of_area(area)}
    catalogued = [
        Case(row.id, row.operation, wanted[row.operation], "hand-written", family_of(row))
        for row in catalogued_defects().values()
        if not row.variants and row.operation in wanted
    ]
    others = [
        Case(row.id, row.operation, wanted[row.operation], "derived", row.checks[0].partition(".")[0])
        for row in derived_defects(load_contract())
        if not row.warned and row.operation in wanted and row.id not in catalogued_defects()
    ]
    random.Random(seed).shuffle(others)
    return [
        *spread(in_turn(catalogued, seed), hand_written, MOST_OF_AN_AREA["hand-written"]),
        *spread(others, derived, MOST_OF_AN_AREA["derived"]),
    ]


def spread(cases: Iterable[Case], number: int, most: int) -> list[Case]:
    """The first so many, but of no area more than `most`."""
    taken: list[Case] = []
    sizes: Counter[str] = Counter()
    for case in cases:
        if len(taken) < number and sizes[case.area] < most:
            taken.append(case)
            sizes[case.area] += 1
    return taken


def family_of(defect: Catalogued) -> str:
    """The family of the first check that is stated for a defect."""
    return next(iter(defect.kills)).partition(".")[0]


def in_turn(cases: Iterable[Case], seed: int) -> list[Case]:
    """All of them: one of each family by chance, then another one of each, as long as there are some."""
    families: dict[str, list[Case]] = {}
    for case in cases:
        families.setdefault(case.family, []).append(case)
    generator = random.Random(seed)
    for rows in families.values():
        generator.shuffle(rows)
    longest = max(map(len, families.values()), default=0)
    return [rows[turn] for turn in range(longest) for rows in families.values() if turn < len(rows)]


def choose_variants(number: int, seed: int, areas: Sequence[str]) -> dict[str, str]:
    """So many variants by chance, each with one of the areas that it answers differently in."""
    pod, generator = Pod(load_contract()), random.Random(seed)
    variants = list(list_variants())
    generator.shuffle(variants)
    chosen: dict[str, str] = {}
    for variant in variants:
        changed = concerned(pod, variant)
        fitting = [area for area in areas if changed & {item.id for item in operations_of_area(area)}]
        if fitting and len(chosen) < number:
            chosen[variant.name] = generator.choice(fitting)
    return chosen
