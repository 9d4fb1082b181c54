"""One outcome for every requirement of a run, out of all the checks that judged it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from conformance.evidence.records import Check, CheckStatus, Planned
from conformance.evidence.runlog import RunLog

OutcomeStatus = CheckStatus | Literal["not-run"]

PRECEDENCE: tuple[CheckStatus, ...] = (
    "failed",
    "error",
    "warned",
    "passed",
    "blocked",
    "withheld",
    "not-applicable",
)
"""Worst first among the judged; a requirement that was judged anywhere does not count as untested."""

JUDGED = frozenset({"failed", "warned", "passed"})


@dataclass(frozen=True, slots=True)
class RequirementOutcome:
    """What became of one requirement; `why` says why it was not tested, None when it was."""

    status: OutcomeStatus
    why: str | None


def outcomes(log: RunLog) -> Mapping[Planned, RequirementOutcome]:
    """The outcome of every planned or judged requirement, in the order of the plan."""
    found: dict[Planned, list[Check]] = {planned: [] for planned in log.plan.checks}
    for check in log.checks:
        found.setdefault(Planned(check.check, check.requirement, check.operation), []).append(check)
    return {planned: _outcome(checks) for planned, checks in found.items()}


def status_of(check: Check) -> CheckStatus:
    """The status of a check as it counts: advice never fails a run."""
    return "warned" if check.status == "failed" and check.level == "advice" else check.status


def _outcome(checks: Iterable[Check]) -> RequirementOutcome:
    worst = min(checks, key=lambda check: PRECEDENCE.index(status_of(check)), default=None)
    if worst is None:
        return RequirementOutcome("not-run", "not run: no check reported it")
    status = status_of(worst)
    if status in JUDGED:
        return RequirementOutcome(status, None)
    return RequirementOutcome(
        status, f"{status}: {worst.reason or worst.observed or 'no reason was recorded'}"
    )
