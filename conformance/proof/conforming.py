"""Pods that must not be accused: the reference, variants, several at once, and deviations that conform."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from conformance.contract import load_contract
from conformance.reference_pod.defects.derived import conforming_deviations
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants import concerned, find_variant, find_variants, list_variants

REFERENCE = "reference"
"""The name under which the pod without any difference is run like a variant."""

COMBINED, DIFFERENCES = 8, 8
"""So many pods of a proof differ in so many ways at once, as real ones do; another seed draws others."""

AND = "+"
"""Between the names of the variants that a pod combines."""


@dataclass(frozen=True, slots=True)
class Conforming:
    """A pod that conforms: what it is served with, and, of a derived deviation, why it is no defect."""

    name: str
    variants: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()
    why: str | None = None

    def may_differ(self) -> frozenset[str]:
        """The ids of the operations that it may answer otherwise than the reference does."""
        if self.deviations:
            return frozenset(name.rpartition("@")[2] for name in self.deviations)
        contract = load_contract()
        if not self.variants:
            return frozenset(contract.operations)
        pod = Pod(contract)
        return frozenset().union(*(concerned(pod, find_variant(name)) for name in self.variants))


@cache
def conforming_pods() -> Mapping[str, Conforming]:
    """All of them by name; raises ReasonsError."""
    derived = conforming_deviations(load_contract()).items()
    return {
        REFERENCE: Conforming(REFERENCE),
        **{row.name: Conforming(row.name, variants=(row.name,)) for row in list_variants()},
        **{row.id: Conforming(row.id, deviations=(row.id,), why=why) for row, why in derived},
    }


def combinations(seed: int) -> tuple[str, ...]:
    """The names of pods that combine several variants, drawn by the seed."""
    chance = random.Random(f"{seed} combinations")
    names = [variant.name for variant in list_variants()]
    return tuple(AND.join(sorted(chance.sample(names, DIFFERENCES))) for _ in range(COMBINED))


def conforming_pod(name: str) -> Conforming:
    """The pod of this name, which may combine variants; raises UnknownName when there is no such variant."""
    if AND not in name:
        return conforming_pods()[name]
    return Conforming(name, variants=tuple(variant.name for variant in find_variants(name.split(AND))))
