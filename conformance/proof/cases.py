"""What is to be proved: defects with the tests that concern them and what those must find."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from conformance.proof.tests import suite_tests
from conformance.reference_pod.defects.catalogued import Catalogued, catalogued_defects

Origin = Literal["catalogue", "derived"]

MET_BY_INVALID_REQUESTS = frozenset({"contract.error-body", "contract.no-stack-trace"})
"""Checks of the family contract that need a refusal: the tests with invalid requests meet them."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Case:
    """A defect and the tests that run against it.

    Of a catalogued one every requirement in `stated`, by check, has to be found broken; of a derived one any
    requirement by one of the checks `any_of`.
    """

    id: str
    operation: str
    summary: str
    origin: Origin
    tests: tuple[str, ...]
    stated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()


def catalogued_cases() -> tuple[Case, ...]:
    """The defects of the catalogue."""
    return tuple(_catalogued(defect) for defect in catalogued_defects().values())


def _catalogued(defect: Catalogued) -> Case:
    return Case(
        id=defect.id,
        operation=defect.operation,
        summary=defect.summary,
        origin="catalogue",
        tests=tuple(dict.fromkeys((*tests_of(defect), f"contract@{defect.operation}"))),
        stated=defect.kills,
        areas=defect.areas,
        variants=defect.variants,
    )


def tests_of(defect: Catalogued) -> tuple[str, ...]:
    """The tests in which the checks are made that the catalogue states for the defect."""
    return _distinct(test for check in defect.kills for test in tests_with(check, defect.operation))


def tests_with(check: str, operation: str) -> Iterable[str]:
    """The tests in which a check is made: one if it is hand-written, else those of the operation."""
    if check in suite_tests():
        return (check,)
    families = [check.partition(".")[0]]
    if check in MET_BY_INVALID_REQUESTS:
        families.append("negative")
    return tuple(name for family in families if (name := f"{family}@{operation}") in suite_tests())


def sample(things: Sequence[T], number: int, seed: int) -> tuple[T, ...]:
    """So many of them by chance, the same for the same seed, in their own order."""
    chosen = random.Random(seed).sample(range(len(things)), min(number, len(things)))
    return tuple(things[place] for place in sorted(chosen))


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
