"""The rights family fails for a pod that serves callers without the entitlement, and only then."""

from __future__ import annotations

from typing import cast

import pytest

from conformance.contract import load_contract
from conformance.contract.requirements import reservation
from conformance.reference_pod.rights import REQUIRED
from conformance.suite.item import Item
from conformance.suite.operations import OPERATIONS
from conformance.suite.rights.test_rights import test_refuses_callers_without_the_entitlement as judge
from conformance.suite.world import World
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.transport import Transport
from tests.suite.kit import FakeRecorder, rows
from tests.suite.live import live_target

KINDS = {
    "updateUserStatus": "failed",
    "insertGroup": "failed",
    "putAllowedFileExtension": "failed",
    "followUsers": "warned",
}


def status_of(operation: str, *defects: str) -> str:
    """What the family says of an operation of a fresh reference pod."""
    with live_target(defects) as target, Transport(target, find_profile("gate")) as transport:
        world = World(load_contract(), target, transport, "t")
        item = Item(OPERATIONS[operation], "rights", world, cast(Recorder, FakeRecorder()))
        judge(item)
        item.report("t", None)
    return rows(item)["rights.refused"]


@pytest.mark.parametrize("operation", KINDS)
def test_a_right_pod_passes(operation: str) -> None:
    assert status_of(operation) == "passed"


@pytest.mark.parametrize(("operation", "status"), KINDS.items())
def test_a_pod_that_serves_anybody_is_found(operation: str, status: str) -> None:
    assert status_of(operation, f"ignores-rights@{operation}") == status


def test_every_operation_that_asks_the_reference_pod_for_a_privilege_is_covered() -> None:
    covered = {name for name, operation in OPERATIONS.items() if reservation(operation)}
    assert set(REQUIRED) <= covered, sorted(set(REQUIRED) - covered)
