"""The family of rights covers what a pod reserves."""

from __future__ import annotations

from conformance.contract.requirements import reservation
from conformance.reference_pod.rights import REQUIRED
from conformance.suite.operations import OPERATIONS


def test_every_operation_that_asks_the_reference_pod_for_a_privilege_is_covered() -> None:
    covered = {name for name, operation in OPERATIONS.items() if reservation(operation)}
    assert set(REQUIRED) <= covered, sorted(set(REQUIRED) - covered)
