"""What is to be proved: defects with the tests that concern them and what those must find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from conformance.contract import load_contract
from conformance.proof.tests import suite_tests
from conformance.reference_pod.defects.catalogued import Catalogued, catalogued_defects
from conformance.reference_pod.defects.derived import DerivedDefect, derived_defects

Origin = Literal["catalogue", "derived"]

MET_BY_INVALID_REQUESTS = frozenset(
    {"contract.error-body", "contract.no-server-error", "contract.no-stack-trace"}
)
"""Checks of the family contract that odd and broken requests meet: the tests that send such make them too."""


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
        tests=tuple(dict.fromkeys((*stated_tests(defect), f"contract@{defect.operation}"))),
        stated=defect.kills,
        areas=defect.areas,
        variants=defect.variants,
    )


def derived_cases() -> tuple[Case, ...]:
    """The defects that follow from the contract."""
    return tuple(_derived(defect) for defect in derived_defects(load_contract()))


def _derived(defect: DerivedDefect) -> Case:
    made = (test for check in defect.checks for test in where_made(check, defect.operation))
    return Case(
        id=defect.id,
        operation=defect.operation,
        summary=defect.summary,
        origin="derived",
        tests=tuple(dict.fromkeys((f"contract@{defect.operation}", *made))),
        any_of=defect.checks,
        areas=("derived",),
    )


def stated_tests(defect: Catalogued) -> tuple[str, ...]:
    """The tests in which the checks are made that the catalogue states for the defect."""
    made = (test for check in defect.kills for test in where_made(check, defect.operation))
    return tuple(dict.fromkeys(made))


def where_made(check: str, operation: str) -> Iterable[str]:
    """The tests in which a check is made: one if it is hand-written, else those of the operation."""
    if check in suite_tests():
        return (check,)
    families = [check.partition(".")[0]]
    if check in MET_BY_INVALID_REQUESTS:
        families.append("negative")
    if check == "contract.error-body":
        families.append("rights")
    return tuple(name for family in families if (name := f"{family}@{operation}") in suite_tests())
