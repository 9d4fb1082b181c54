"""The verdict on a run: a pure function of its records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal

from conformance.evidence.findings import Curl, findings
from conformance.evidence.outcomes import JUDGED, PRECEDENCE, RequirementOutcome, outcomes
from conformance.evidence.records import Planned
from conformance.evidence.runlog import JUDGED_BAD, RunLog, Traffic

Verdict = Literal["pass", "fail", "incomplete", "error"]

EXIT_CODES: Mapping[str, int] = {"pass": 0, "fail": 1, "incomplete": 2, "error": 4}
"""The exit code of a run by its verdict."""
GONE = 3
"""The exit code of an incomplete run whose target stopped answering."""


def exit_code(document: Mapping[str, Any]) -> int:
    """The exit code that a verdict document stands for."""
    if document["verdict"] == "incomplete" and document["gone"]:
        return GONE
    return EXIT_CODES[document["verdict"]]


COUNTED = (*PRECEDENCE, "waived", "not-run")
PYTEST_EXITS = {
    2: "pytest gave up collecting the tests",
    3: "pytest had an internal error",
    4: "pytest refused its options",
}
EFFECTS = ("read", "create", "update", "delete", "irreversible", "notifies-people", "sign-in")
"""By these the requests of a run are counted."""
NAMED = 5
"""How many missing requirements a reason names."""
NOTHING_BROKEN = frozenset({"passed", "not-applicable", "withheld", "blocked"})


def verdict(log: RunLog, curl: Curl) -> dict[str, Any]:
    """The verdict document of a run, as `verdict.json` holds it.

    One failed requirement is proof, so `fail` stands whatever else went wrong; trouble in the suite comes
    before `incomplete`, and only a run that leaves nothing open is a `pass`. `reasons` says why it is none.
    """
    by_requirement = outcomes(log)
    failed = findings(log, "failed", curl)
    troubles = list(_troubles(log))
    gaps = list(_gaps(log, by_requirement))
    gone = list(dict.fromkeys(record.why for record in log.gone))
    word: Verdict = "fail" if failed else "error" if troubles else "incomplete" if gone or gaps else "pass"
    end = log.end
    return {
        "verdict": word,
        "reasons": [*_failures(failed), *troubles, *gone, *gaps],
        "run": log.run.run,
        "suite": log.run.suite,
        "profile": log.run.profile,
        "seed": log.run.seed,
        "workers": log.run.workers,
        "target": dict(log.run.target),
        "specs": dict(log.run.specs),
        "started": log.run.started,
        "finished": end.finished if end else None,
        "duration": _duration(log),
        "interrupted": end is None or end.interrupted,
        "requests": sum(log.effects.values()),
        "effects": {effect: log.effects.get(effect, 0) for effect in EFFECTS},
        "gone": gone,
        "manners": asdict(log.manners),
        "tests": {"planned": log.plan.tests, "ended": len(log.tests)},
        "counts": _counts(by_requirement),
        "operations": _operations(log),
        "requirements": _requirements(by_requirement),
        "coverage": coverage(log),
        "findings": failed,
        "warnings": findings(log, "warned", curl),
        "errors": findings(log, "error", curl),
    }


def _failures(failed: list[dict[str, Any]]) -> Iterator[str]:
    if failed:
        operations = {row["operation"] for row in failed}
        yield f"{_plural(len(failed), 'requirement')} failed on {_plural(len(operations), 'operation')}"


def _troubles(log: RunLog) -> Iterator[str]:
    """What went wrong in the suite itself."""
    broken = sum(check.status == "error" for check in log.checks)
    if broken:
        yield f"{_plural(broken, 'check')} broke instead of judging"
    explained = {check.test for check in log.checks if check.status in JUDGED_BAD}
    bad = [test for test in log.tests if test.outcome in ("failed", "error")]
    unexplained = [test for test in bad if test.test not in explained]
    if unexplained:
        number, first = _plural(len(unexplained), "test"), unexplained[0]
        yield f"{number} ended without a check that says why, the first as {first.outcome}: {first.test}"
    end = log.end
    if end is None or end.interrupted or end.pytest_exit in (0, 5):
        return
    if end.pytest_exit is None or end.pytest_exit < 0:
        yield "pytest was ended from outside"
    elif end.pytest_exit != 1:
        yield PYTEST_EXITS.get(end.pytest_exit, f"pytest ended with exit status {end.pytest_exit}")
    elif not log.gone and all(test.outcome in NOTHING_BROKEN for test in log.tests):
        yield "pytest reports a failure that no record explains"


def _gaps(log: RunLog, by_requirement: Mapping[Planned, RequirementOutcome]) -> Iterator[str]:
    """What the run left open."""
    if log.end is None:
        yield "the records stop before the end of the run"
    elif log.end.interrupted:
        yield "the run was interrupted"
    if not log.tests:
        yield "no test ran"
    elif len(log.tests) < log.plan.tests:
        yield f"{log.plan.tests - len(log.tests)} of {log.plan.tests} tests did not run"
    statuses = Counter(str(outcome.status) for outcome in by_requirement.values())
    if statuses["not-run"]:
        missing = [
            planned.requirement for planned, found in by_requirement.items() if found.status == "not-run"
        ]
        named = ", ".join(missing[:NAMED]) + (", …" if len(missing) > NAMED else "")
        yield f"{len(missing)} of {len(by_requirement)} required checks did not run: {named}"
    if log.tests and not any(statuses[status] for status in JUDGED):
        yield "no requirement was judged"
    if statuses["blocked"]:
        # A failed check explains them; without one a step failed that nobody judged.
        yield f"{_plural(statuses['blocked'], 'check')} blocked by a step that failed"


def _counts(by_requirement: Mapping[Planned, RequirementOutcome]) -> dict[str, int]:
    statuses = Counter(str(outcome.status) for outcome in by_requirement.values())
    return {status: statuses[status] for status in COUNTED}


def _operations(log: RunLog) -> dict[str, Any]:
    reasons = _reasons(log)
    not_exercised: list[dict[str, str]] = []
    without_2xx: list[dict[str, str]] = []
    for operation in log.plan.operations:
        traffic = log.traffic.get(operation, Traffic())
        if not traffic.statuses:
            not_exercised.append({"operation": operation, "why": reasons.get(operation) or _silence(traffic)})
        if not traffic.answered_2xx:
            why = reasons.get(operation) or _answers(traffic)
            without_2xx.append({"operation": operation, "why": why})
    total = len(log.plan.operations)
    return {
        "total": total,
        "exercised": total - len(not_exercised),
        "not-exercised": not_exercised,
        "answered-2xx": total - len(without_2xx),
        "without-2xx": without_2xx,
    }


def _reasons(log: RunLog) -> dict[str, str]:
    """The recorded reason, by operation, for what was not tested."""
    reasons: dict[str, str] = {}
    for check in log.checks:
        if check.status in ("blocked", "withheld", "not-applicable"):
            reasons.setdefault(check.operation, f"{check.status}: {check.reason or 'no reason was recorded'}")
    return reasons


def _silence(traffic: Traffic) -> str:
    if not traffic.requests:
        return "no request was sent"
    return f"no answer: {traffic.errors.most_common(1)[0][0]}"


def _answers(traffic: Traffic) -> str:
    if not traffic.statuses:
        return _silence(traffic)
    answers = ", ".join(
        f"{status} ({_plural(count, 'time')})" for status, count in sorted(traffic.statuses.items())
    )
    return f"answered only {answers}"


def _requirements(by_requirement: Mapping[Planned, RequirementOutcome]) -> dict[str, Any]:
    untested = [
        {"id": planned.requirement, "why": outcome.why}
        for planned, outcome in by_requirement.items()
        if outcome.why is not None
    ]
    total = len(by_requirement)
    return {"total": total, "tested": total - len(untested), "not-tested": untested}


def coverage(log: RunLog) -> list[dict[str, Any]]:
    """By model how much of each of its parts was reached; what any test reached counts."""
    found: dict[str, dict[str, dict[str, bool]]] = {}
    for record in log.coverage:
        for part, names in record.parts.items():
            reached = found.setdefault(record.model, {}).setdefault(part, {})
            for name in names["missing"]:
                reached.setdefault(name, False)
            reached.update(dict.fromkeys(names["reached"], True))
    return [
        {
            "model": model,
            **{
                part: {
                    "reached": sum(reached.values()),
                    "total": len(reached),
                    "missing": [name for name, was in reached.items() if not was],
                }
                for part, reached in parts.items()
            },
        }
        for model, parts in sorted(found.items())
    ]


def _duration(log: RunLog) -> float | None:
    """Seconds from the first record to the last, None for a run without an end."""
    if log.end is None:
        return None
    return (
        datetime.fromisoformat(log.end.finished) - datetime.fromisoformat(log.run.started)
    ).total_seconds()


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
