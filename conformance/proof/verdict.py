"""What the outcomes of tests say about a defect or a variant: pure functions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from conformance.proof.cases import Case
from conformance.proof.outcome import Outcome, Row

Verdict = Literal["killed", "killed-otherwise", "survived", "unreached"]
"""Killed for the stated reason; killed for another one; not found; its operation was never called."""

VERDICTS: tuple[Verdict, ...] = ("killed", "killed-otherwise", "survived", "unreached")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a defect: what was found, what was stated and missed, and errors inside tests.

    `warned` says that what was stated was found, but only as a warning: the vendor's policy allows it.
    """

    case: Case
    verdict: Verdict
    found: tuple[Row, ...]
    missed: tuple[Row, ...]
    warned: bool
    errors: tuple[str, ...]
    calls: int
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Alarm:
    """A test that accuses, or cannot judge, a pod that conforms."""

    test: str
    outcome: str
    check: str | None
    requirement: str | None
    says: str


@dataclass(frozen=True, slots=True)
class VariantResult:
    """What became of a variant; `tests` were run."""

    variant: str
    tests: int
    alarms: tuple[Alarm, ...]
    seconds: float = 0.0


def judge_defect(case: Case, outcomes: Mapping[str, Outcome], calls: int, seconds: float = 0.0) -> Result:
    """The verdict on a defect; warnings count only where they are what is stated."""
    failed = frozenset(row for outcome in outcomes.values() for row in outcome.failed)
    found = failed | {row for outcome in outcomes.values() for row in outcome.warned}
    missed = missed_rows(case.stated, found)
    killed = not missed if case.stated else any(check in case.any_of for check, _ in found)
    verdict: Verdict
    if killed:
        verdict = "killed"
    elif failed:
        verdict = "killed-otherwise"
    else:
        verdict = "survived" if calls else "unreached"
    hit = failed.intersection(_expected(case, found))
    return Result(
        case=case,
        verdict=verdict,
        found=tuple(sorted(found)),
        missed=tuple(sorted(missed)),
        warned=killed and not hit,
        errors=tuple(f"{name}: {o.reason}" for name, o in outcomes.items() if o.outcome == "error"),
        calls=calls,
        seconds=seconds,
    )


def _expected(case: Case, found: Collection[Row]) -> frozenset[Row]:
    stated = {(check, name) for check, names in case.stated.items() for name in names}
    return frozenset(row for row in found if row in stated or row[0] in case.any_of)


def missed_rows(stated: Mapping[str, Sequence[str]], found: Collection[Row]) -> frozenset[Row]:
    """What is stated of a defect, check to requirements, and was not found."""
    return frozenset(_missed(stated, found))


def _missed(stated: Mapping[str, Sequence[str]], found: Collection[Row]) -> Iterator[Row]:
    for check, requirements in stated.items():
        rows = [(check, requirement) for requirement in requirements]
        # A walk over a model ends at the first requirement that it finds broken: one of them is enough.
        if check.startswith("stateful.") and not set(rows).isdisjoint(found):
            continue
        yield from (row for row in rows if row not in found)


def judge_variant(variant: str, outcomes: Mapping[str, Outcome], seconds: float = 0.0) -> VariantResult:
    """The false alarms on a variant: failures, errors, and what was blocked or left unjudged."""
    alarms = tuple(alarm for name, outcome in outcomes.items() for alarm in _alarms(name, outcome))
    return VariantResult(variant, len(outcomes), alarms, seconds)


def _alarms(test: str, outcome: Outcome) -> Iterator[Alarm]:
    for finding in outcome.findings:
        if not finding.warning:
            yield Alarm(test, "failed", finding.check, finding.requirement, finding.says)
    if outcome.outcome in ("error", "blocked"):
        yield Alarm(test, outcome.outcome, None, None, outcome.reason)
    for check, requirement in sorted(outcome.unjudged):
        yield Alarm(test, "incomplete", check, requirement, "was not judged, and nothing says why")
