"""The records that frame a run: what it is, what it plans, and what an error left unjudged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from conformance.contract import Contract
from conformance.contract.catalogue import load_catalogue
from conformance.suite.failure import ConformanceTest, check_record
from conformance.target.target import Target
from conformance.version import version


def run_record(
    run: str, target: Target, contract: Contract, workers: int, *, profile: str, seed: int
) -> dict[str, Any]:
    """What this run is: target, profile, seed, documents."""
    return {
        "record": "run",
        "run": run,
        "started": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "profile": profile,
        "seed": seed,
        "suite": version(),
        "target": {
            "name": target.name,
            "file": str(target.file) if target.file else None,
            "apis": dict(target.apis),
        },
        "specs": dict(contract.digests),
        "workers": workers,
    }


def plan_record(planned: Sequence[ConformanceTest]) -> dict[str, Any]:
    """Every requirement that the planned tests are there to judge."""
    checks = [
        {"check": subject.check, "requirement": subject.requirement, "operation": subject.operation}
        for test in planned
        for subject in test.subjects
    ]
    operations = list(dict.fromkeys(row["operation"] for row in checks))
    untestable = [
        {"requirement": row.id, "operation": row.operation, "words": row.words, "why": row.untestable}
        for row in load_catalogue().values()
        if row.untestable is not None
    ]
    return {
        "record": "plan",
        "tests": len(planned),
        "operations": operations,
        "checks": checks,
        "untestable": untestable,
    }


def unjudged_records(test: ConformanceTest, name: str, error: Exception) -> Iterator[dict[str, Any]]:
    """Trouble inside the suite is an error of every requirement that it kept from judging, never a pass."""
    reason = f"{type(error).__name__}: {error}"
    for subject in test.subjects:
        if not {subject.check, subject.requirement} & test.judged:
            yield check_record(name, test.family, subject, "error", reason=reason)


def record_of(
    test: ConformanceTest, name: str, order: int, outcome: str, seconds: float, why: object
) -> dict[str, Any]:
    """How a test ended."""
    return {
        "record": "test",
        "test": name,
        "order": order,
        "title": test.title,
        "family": test.family,
        "operation": test.operation_id,
        "outcome": outcome,
        "duration_ms": round(seconds * 1000, 1),
        "exchanges": test.exchanges,
        "reason": str(why) if why else None,
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
    }
