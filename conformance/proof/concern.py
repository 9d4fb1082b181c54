"""Which tests of the suite concern a defect."""

from __future__ import annotations

from collections.abc import Iterable

from conformance.proof.tests import suite_tests
from conformance.reference_pod.defects.catalogued import Catalogued

MET_BY_INVALID_REQUESTS = frozenset({"contract.error-body", "contract.no-stack-trace"})
"""Checks of the family contract that need a refusal: the tests with invalid requests meet them."""


def tests_of(defect: Catalogued) -> tuple[str, ...]:
    """The tests that are the checks which the catalogue states for the defect."""
    return tuple(
        dict.fromkeys(test for check in defect.kills for test in tests_with(check, defect.operation))
    )


def tests_with(check: str, operation: str) -> Iterable[str]:
    """The tests in which a check is made: one if it is hand-written, else those of the operation."""
    if check in suite_tests():
        return (check,)
    families = [check.partition(".")[0]]
    if check in MET_BY_INVALID_REQUESTS:
        families.append("negative")
    return tuple(name for family in families if (name := f"{family}@{operation}") in suite_tests())
