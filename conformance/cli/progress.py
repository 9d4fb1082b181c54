"""What a live display shows: counts that grow as records come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.evidence.findings import finding_id

LONG_TEST = 3.0
"""Seconds that a test may take without a doubt about the time that is left."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as one line of a display."""

    operation: str
    title: str
    observed: str


@dataclass(slots=True)
class Progress:
    """The state of a run so far; `feed` takes the records as they are written."""

    tests: int = 0
    operations: int = 0
    done: int = 0
    touched: set[str] = field(default_factory=set)
    passed: int = 0
    failed: int = 0
    warned: int = 0
    broken: int = 0
    requests: int = 0
    findings: dict[str, Found] = field(default_factory=dict)
    _ended: tuple[int, float] = (0, 0.0)
    """How many tests had ended when one was last seen to end, and when that was."""

    def feed(self, record: Mapping[str, Any]) -> None:
        """Count one record."""
        match record["record"]:
            case "plan":
                self.tests = max(self.tests, record["tests"])
                self.operations = max(self.operations, len(record["operations"]))
            case "exchange":
                self.requests += 1
            case "test":
                self.done += 1
                self.touched.add(record["operation"])
            case "check":
                self._check(record)

    def _check(self, record: Mapping[str, Any]) -> None:
        match record["status"]:
            case "passed":
                self.passed += 1
            case "warned":
                self.warned += 1
            case "error":
                self.broken += 1
            case "failed" if record["level"] == "advice":
                self.warned += 1
            case "failed":
                self.failed += 1
                name = finding_id(record["check"], record["requirement"], record["operation"])
                found = Found(record["operation"], record["title"], record["observed"])
                self.findings.setdefault(name, found)

    def time_left(self, elapsed: float) -> float | None:
        """Seconds that the rest will take at the pace so far; None while there is too little to tell.

        Nor does the pace tell anything when a test alone takes longer than it foretold for all that are left.
        """
        if self.done != self._ended[0]:
            self._ended = self.done, elapsed
        if elapsed < 3 or self.done < 3 or not self.tests:
            return None
        left = elapsed / self.done * max(self.tests - self.done, 0)
        return left if left == 0 or elapsed - self._ended[1] <= max(left, LONG_TEST) else None


def clock(seconds: float | None) -> str:
    """Seconds as minutes and seconds, "-:--" when unknown."""
    if seconds is None:
        return "-:--"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"
