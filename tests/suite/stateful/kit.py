"""Scenarios against reference pods of this process, for tests of the stateful family itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from conformance.contract import load_contract
from conformance.contract.capabilities import load_statements
from conformance.proof.pod import served_pod
from conformance.suite.scenario import Scenario
from conformance.suite.world import World
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.transport import Transport
from tests.suite.kit import FakeRecorder


@contextmanager
def live_scenario(
    check: str, requirements: Sequence[str], *defects: str, profile: str = "smoke", seed: int = 1
) -> Iterator[Scenario]:
    """A scenario of this check against a reference pod with these defects."""
    with (
        served_pod(defects) as pod,
        Transport(pod.target, find_profile(profile), seed=seed) as transport,
    ):
        world = World(load_contract(), pod.target, transport, "t")
        rows = {name: load_statements()[name] for name in requirements}
        yield Scenario(check, check, rows, world, cast(Recorder, FakeRecorder()))


def coverage_of(scenario: Scenario) -> dict[str, Any]:
    """The parts of the one coverage record that the scenario wrote."""
    records = cast(FakeRecorder, scenario.recorder).records
    (record,) = [record for record in records if record["record"] == "coverage"]
    return dict(record["parts"])
