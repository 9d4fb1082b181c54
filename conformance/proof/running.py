"""Runs tests of the suite against pods and says what each one found."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from conformance.contract import load_contract
from conformance.proof.cases import Case
from conformance.proof.conforming import conforming_pod
from conformance.proof.outcome import Finding, Outcome
from conformance.proof.pod import served_pod
from conformance.proof.tests import SuiteTest, suite_tests
from conformance.proof.verdict import Result, VariantResult, judge_defect, judge_variant
from conformance.suite.outcomes import NotRun
from conformance.suite.world import World
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.target import Target
from conformance.target.transport import Transport

LOOKS_AGAIN = (0.0, 0.0)
"""The waits between looks of the proof's tests: a variant may show things late, by looks and not by time.

A pod with defects shows everything at once, and looking again would only make it slow.
"""


@dataclass(slots=True)
class Records:
    """Keeps the records of a test in memory."""

    records: list[Mapping[str, Any]] = field(default_factory=list)

    def write(self, record: Mapping[str, Any]) -> None:
        """Keep a record."""
        self.records.append(record)


def prove_defect(case: Case, profile: str, seed: int) -> Result:
    """Run the tests of a case against a fresh pod with its defect.

    A hand-written one that misses what is stated gets a pod of its own: on a broken pod an earlier test may
    have left what was in its way.
    """
    began = time.monotonic()
    outcomes, calls = _on_a_pod_with(case, case.tests, profile, seed)
    for name in dict.fromkeys(check for check, _ in judge_defect(case, outcomes, calls).missed):
        if name in outcomes and len(outcomes) > 1:
            alone, more = _on_a_pod_with(case, [name], profile, seed)
            outcomes[name], calls = alone[name], calls + more
    return judge_defect(case, outcomes, calls, time.monotonic() - began)


def _on_a_pod_with(
    case: Case, tests: Iterable[str], profile: str, seed: int
) -> tuple[dict[str, Outcome], int]:
    """The outcomes of tests on a fresh pod with the defect, and the calls of its operation."""
    with served_pod([case.id], case.variants, seed=seed) as pod, opened(pod.target, profile, seed) as world:
        outcomes = {name: run_test(suite_tests()[name], world) for name in tests}
        return outcomes, pod.calls[case.operation]


def prove_variant(name: str, tests: Iterable[str], profile: str, seed: int) -> VariantResult:
    """Run tests against a fresh pod that differs in this way and conforms."""
    began = time.monotonic()
    pod = conforming_pod(name)
    outcomes = run_tests(tests, defects=pod.deviations, variants=pod.variants, profile=profile, seed=seed)
    return judge_variant(name, outcomes, time.monotonic() - began)


def reached_operations(tests: Iterable[str], profile: str, seed: int) -> dict[str, frozenset[str]]:
    """Which operations each test calls on a right pod."""
    reached: dict[str, frozenset[str]] = {}
    with served_pod(seed=seed) as pod, opened(pod.target, profile, seed) as world:
        for name in tests:
            before = pod.calls.copy()
            run_test(suite_tests()[name], world)
            reached[name] = frozenset((pod.calls - before).keys())
    return reached


def run_tests(
    names: Iterable[str],
    *,
    defects: Sequence[str] = (),
    variants: Sequence[str] = (),
    profile: str = "gate",
    seed: int = 1,
) -> dict[str, Outcome]:
    """Run these tests, one after the other, against one fresh reference pod."""
    patience = () if defects else LOOKS_AGAIN
    with (
        served_pod(defects, variants, seed=seed) as pod,
        opened(pod.target, profile, seed, patience=patience) as world,
    ):
        return {name: run_test(suite_tests()[name], world) for name in names}


@contextmanager
def opened(target: Target, profile: str, seed: int, *, patience: tuple[float, ...] = ()) -> Iterator[World]:
    """A world on the target; what it names repeats with the seed. `patience`: see World."""
    with Transport(target, find_profile(profile), contract=load_contract(), seed=seed) as transport:
        yield World(load_contract(), target, transport, f"s{seed}", patience=patience)


def run_test(test: SuiteTest, world: World) -> Outcome:
    """Run one test; an exception inside it is the outcome "error"."""
    records = Records()
    running = test.begin(world, cast(Recorder, records))
    ended: NotRun | None = None
    crashed: Exception | None = None
    try:
        test.call(running, profile=world.transport.profile, run_seed=world.transport.seed)
    except NotRun as reason:
        ended = reason
    except Exception as error:
        ended = running.stumble(error)
        crashed = None if ended else error
    outcome = "error"
    try:
        outcome = running.report(test.id, ended)
    except Exception as error:
        # One judgement that cannot be written down must not cost a whole proof.
        crashed = crashed or error
    checks = [record for record in records.records if record["record"] == "check"]
    told = {(record["check"], record["requirement"]) for record in checks}
    planned = {(subject.check, subject.requirement) for subject in running.subjects}
    return Outcome(
        outcome="error" if crashed else outcome,
        findings=tuple(_finding(record) for record in checks if record["status"] in ("failed", "warned")),
        unjudged=frozenset() if crashed else frozenset(planned - told),
        reason=f"{type(crashed).__name__}: {crashed}" if crashed else str(ended or ""),
    )


def _finding(record: Mapping[str, Any]) -> Finding:
    says = f"expected {record['expected']}; observed {record['observed']}"
    warning = record["status"] == "warned" or record["level"] == "advice"
    return Finding(record["check"], record["requirement"], says, warning)
