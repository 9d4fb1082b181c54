"""A whole run in memory: everything that was judged, and of the exchanges those that a judgement needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from conformance.evidence.records import (
    Check,
    Coverage,
    End,
    Exchange,
    Gone,
    Manners,
    Plan,
    Record,
    RecordError,
    Run,
    Test,
    iter_records,
)

JUDGED_BAD = frozenset({"failed", "warned", "error"})


@dataclass(slots=True)
class Traffic:
    """What was sent to one operation: requests, answers by status, requests without any answer by reason."""

    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def answered_2xx(self) -> bool:
        """Whether one answer at least was a success."""
        return any(200 <= status < 300 for status in self.statuses)


@dataclass(frozen=True, slots=True)
class RunLog:
    """The digest of a run; `exchanges` are those that failed, warned or broken checks refer to.

    `effects` counts all requests by the gravest effect that each may have had, `traffic` those of tests by
    operation: what is asked before a run, or to clean up after it, tests nothing.
    """

    run: Run
    plan: Plan
    tests: tuple[Test, ...]
    checks: tuple[Check, ...]
    exchanges: Mapping[str, Exchange]
    traffic: Mapping[str, Traffic]
    effects: Mapping[str, int]
    end: End | None
    coverage: tuple[Coverage, ...] = ()
    gone: tuple[Gone, ...] = ()
    manners: Manners = field(default_factory=Manners)


def read_run(path: Path) -> RunLog:
    """The run of a `run.jsonl`; raises RecordError for a file that holds no readable run."""
    try:
        return digest(iter_records(path))
    except RecordError as error:
        message = str(error)
        raise RecordError(message if str(path) in message else f"{path}: {message}") from None


def digest(records: Iterable[Record]) -> RunLog:
    """The run that the records tell; raises RecordError when there is no run record."""
    run: Run | None = None
    plan = Plan(0, (), ())
    tests: list[Test] = []
    checks: list[Check] = []
    coverage: list[Coverage] = []
    gone: list[Gone] = []
    manners: list[Manners] = []
    kept: dict[str, Exchange] = {}
    recent: dict[str, Exchange] = {}
    traffic: dict[str, Traffic] = {}
    effects: Counter[str] = Counter()
    end: End | None = None
    wanted: set[str] = set()
    for record in records:
        match record:
            case Run():
                run = record
            case Plan():
                plan = record
            case Exchange():
                effects[record.effect] += 1
                recent[record.id] = record
                if record.test is not None:
                    _count(traffic.setdefault(record.operation, Traffic()), record)
            case Check():
                checks.append(record)
                if record.exchange is not None and record.status in JUDGED_BAD:
                    wanted.add(record.exchange)
            case Coverage():
                coverage.append(record)
            case Test():
                # A test's record follows its exchanges and checks, so what nobody asked for may go now.
                tests.append(record)
                kept |= {name: recent[name] for name in wanted & recent.keys()}
                recent.clear()
            case Gone():
                gone.append(record)
            case Manners():
                manners.append(record)
            case End():
                end = record
    if run is None:
        raise RecordError("there is no run record")
    kept |= {name: recent[name] for name in wanted & recent.keys()}
    checks, tests = _without_lost(checks, tests, gone)
    waited = Manners(*(sum(parts) for parts in zip(*map(astuple, manners), strict=True)))
    judged = (tuple(tests), tuple(checks), kept, traffic, effects, end, tuple(coverage))
    return RunLog(run, plan, *judged, gone=tuple(gone), manners=waited)


def _without_lost(checks: list[Check], tests: list[Test], gone: list[Gone]) -> tuple[list[Check], list[Test]]:
    """The checks and tests without the failures in which it was noticed that the target had gone: blocked.

    They tell of the target's end, and nothing of the operations that happened to be asked then.
    """
    whys = {name: record.why for record in gone for name in record.exchanges}
    lost = [check for check in checks if check.status == "failed" and check.exchange in whys]
    if not lost:
        return checks, tests
    blocked = {
        id(check): replace(check, status="blocked", reason=whys[check.exchange or ""]) for check in lost
    }
    checks = [blocked.get(id(check), check) for check in checks]
    broken = {check.test for check in checks if check.status in ("failed", "error")}
    touched = {check.test for check in lost} - broken
    return checks, [
        replace(test, outcome="blocked") if test.test in touched and test.outcome == "failed" else test
        for test in tests
    ]


def _count(traffic: Traffic, exchange: Exchange) -> None:
    traffic.requests += 1
    if exchange.response is not None:
        traffic.statuses[int(exchange.response["status"])] += 1
    else:
        traffic.errors[exchange.error or "no answer"] += 1
