"""A broken requirement, ready to be told: the same for generated and for hand-written tests."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from conformance.checks.catalogue import BY_ID
from conformance.contract.requirements import Level, Requirement
from conformance.suite.outcomes import NotRun
from conformance.target.exchange import Exchange
from conformance.target.recorder import Recorder


@dataclass(frozen=True, slots=True)
class Subject:
    """What a check record is about: one requirement, the check that judges it, and the document's words."""

    check: str
    requirement: str
    level: Level
    operation: str
    title: str
    words: str
    pointer: str | None


def subject_of(row: Requirement) -> Subject:
    """What a record says of a requirement that follows from an operation's own entry."""
    title = f"{row.operation} {BY_ID[row.check].asks}"
    return Subject(row.check, row.id, row.level, row.operation, title, row.words, row.pointer)


@dataclass(frozen=True, slots=True)
class Failure:
    """One broken requirement with what was expected and observed, and the exchange that shows it."""

    subject: Subject
    expected: str
    observed: str
    exchange: Exchange | None


class ConformanceTest(Protocol):
    """What the plugin asks of a test of the suite when it has ended."""

    recorder: Recorder
    exchanges: int

    @property
    def title(self) -> str:
        """The test in a sentence, for people."""
        ...

    @property
    def family(self) -> str:
        """The oracle family."""
        ...

    @property
    def operation_id(self) -> str:
        """The operation under which reports file the test."""
        ...

    @property
    def subjects(self) -> list[Subject]:
        """What the test is there to judge."""
        ...

    @property
    def failures(self) -> list[Failure]:
        """What it found broken."""
        ...

    @property
    def warnings(self) -> list[Failure]:
        """What it found that is only worth a warning."""
        ...

    @property
    def judged(self) -> set[str]:
        """The checks, or the requirements, that it judged at least once."""
        ...

    def stumble(self, error: Exception) -> NotRun | None:
        """What blocked the test when it broke over a wrong answer of the target's; None for its own fault."""
        ...

    def report(self, test: str, ended: NotRun | None) -> str:
        """Write the check records; returns the outcome."""
        ...


def failure_message(failures: Iterable[Failure]) -> str:
    """What a person reads first of a failed test."""
    parts = []
    for failure in failures:
        lines = [
            f"{failure.subject.title}: it does not",
            f"  expected: {failure.expected}",
            f"  observed: {failure.observed}",
        ]
        if failure.exchange is not None:
            lines.append(f"  repeat:   {failure.exchange.curl()}")
        parts.append("\n".join(lines))
    return "\n".join(parts)


def check_record(
    test: str,
    family: str,
    subject: Subject,
    status: str,
    *,
    failure: Failure | None = None,
    count: int = 1,
    reason: str | None = None,
) -> dict[str, Any]:
    """What one check said in one test, as the run's records hold it."""
    exchange = failure.exchange if failure else None
    return {
        "record": "check",
        "check": subject.check,
        "requirement": subject.requirement,
        "level": subject.level,
        "family": family,
        "operation": subject.operation,
        "status": status,
        "title": subject.title,
        "expected": failure.expected if failure else None,
        "observed": failure.observed if failure else None,
        "quote": subject.words,
        "pointer": subject.pointer,
        "exchange": exchange.id if exchange else None,
        "test": test,
        "reason": reason,
        "count": count,
    }
