"""Mixed concurrent traffic over all operations leaves every invariant true and nothing behind."""

from __future__ import annotations

from conformance.contract import load_contract
from conformance.reference_pod.pod import Settings
from tests.reference_pod.invariants import etag_faults, faults
from tests.reference_pod.served import served_pod
from tests.reference_pod.traffic.crowd import ACTIONS, crowd_of

WORKERS, ROUNDS, SEED = 4, 4, 1


def test_the_traffic_has_a_request_for_every_operation() -> None:
    assert set(ACTIONS) == set(load_contract().operations)


def test_mixed_concurrent_traffic_leaves_every_invariant_true() -> None:
    with served_pod(Settings(session_seconds=2, jwt_seconds=2)) as served:
        report = crowd_of(served).work(WORKERS, SEED, lambda worker: worker.rounds(ROUNDS))
        assert report.failures == []
        assert report.operations == set(ACTIONS), "operations that were not asked"
        assert served.audit.breaches == [], "answers that the contract does not allow"
        assert faults(served.pod) == []
        assert etag_faults(report.writes, served.pod) == []
        missed = set(ACTIONS) - report.succeeded
        assert len(missed) < 10, f"too few operations succeeded; not one of {sorted(missed)}"
