"""Runs tests of the suite against a target and says what each one found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from conformance.contract import load_contract
from conformance.proof.pod import served_pod
from conformance.proof.tests import SuiteTest, suite_tests
from conformance.suite.outcomes import NotRun
from conformance.suite.world import World
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.target import Target
from conformance.target.transport import Transport

Row = tuple[str, str]
"""A check with a requirement."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a test ended: what failed, what only warned, in words, and why it stopped, if it did."""

    outcome: str
    failed: frozenset[Row] = frozenset()
    warned: frozenset[Row] = frozenset()
    messages: tuple[str, ...] = ()
    reason: str = ""

    @property
    def found(self) -> frozenset[Row]:
        """What failed or warned."""
        return self.failed | self.warned

    @property
    def broken(self) -> frozenset[str]:
        """The requirements that were found broken."""
        return frozenset(requirement for _, requirement in self.found)


@dataclass(slots=True)
class Records:
    """Keeps the records of a test in memory."""

    records: list[Mapping[str, Any]] = field(default_factory=list)

    def write(self, record: Mapping[str, Any]) -> None:
        """Keep a record."""
        self.records.append(record)


@contextmanager
def opened(target: Target, *, profile: str = "gate", seed: int = 1) -> Iterator[World]:
    """A world on the target; what it names repeats with the seed."""
    with Transport(target, find_profile(profile), contract=load_contract(), seed=seed) as transport:
        yield World(load_contract(), target, transport, f"s{seed}")


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
        crashed = error
    outcome = running.report(test.id, ended)
    checks = [record for record in records.records if record["record"] == "check"]
    if crashed is not None:
        outcome, why = "error", f"{type(crashed).__name__}: {crashed}"
    else:
        why = str(ended or "")
    return Outcome(
        outcome,
        _rows(record for record in checks if _is_failure(record)),
        _rows(record for record in checks if _is_warning(record)),
        tuple(
            f"{record['requirement']}: {record['expected']} | {record['observed']}"
            for record in checks
            if _is_failure(record) or _is_warning(record)
        ),
        why,
    )


def _is_failure(record: Mapping[str, Any]) -> bool:
    return bool(record["status"] == "failed" and record["level"] != "advice")


def _is_warning(record: Mapping[str, Any]) -> bool:
    return bool(record["status"] == "warned" or (not _is_failure(record) and record["status"] == "failed"))


def _rows(records: Iterable[Mapping[str, Any]]) -> frozenset[Row]:
    return frozenset((record["check"], record["requirement"]) for record in records)


def run_tests(
    names: Iterable[str],
    *,
    defects: Sequence[str] = (),
    variants: Sequence[str] = (),
    profile: str = "gate",
    seed: int = 1,
) -> dict[str, Outcome]:
    """Run these tests, one after the other, against one fresh reference pod."""
    with (
        served_pod(defects, variants, seed=seed) as pod,
        opened(pod.target, profile=profile, seed=seed) as world,
    ):
        return {name: run_test(suite_tests()[name], world) for name in names}


def run_one(name: str, *, defects: Sequence[str] = (), variants: Sequence[str] = ()) -> Outcome:
    """Run one test against a fresh reference pod."""
    return run_tests([name], defects=defects, variants=variants)[name]
