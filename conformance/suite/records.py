"""The records that frame a run: what it is, what it plans, and what an error left unjudged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from conformance.checks.catalogue import BY_ID
from conformance.contract import Contract
from conformance.contract.requirements import requirements_of
from conformance.suite.item import Item, check_record
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


def plan_record(contract: Contract, planned: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """Every requirement that the planned tests (node id, family, operation) are there to judge."""
    checks = [
        {"check": row.check, "requirement": row.id, "operation": operation}
        for _, family, operation in planned
        for row in requirements_of(contract.operations[operation])
        if row.family == family and not BY_ID[row.check].conditional
    ]
    operations = list(dict.fromkeys(operation for _, _, operation in planned))
    return {"record": "plan", "tests": len(planned), "operations": operations, "checks": checks}


def unjudged_records(item: Item, test: str, error: Exception) -> Iterator[dict[str, Any]]:
    """Trouble inside the suite is an error of every check that it kept from judging, never a pass."""
    reason = f"{type(error).__name__}: {error}"
    for row in requirements_of(item.operation):
        if row.family == item.family and row.check not in item.judged:
            yield check_record(test, item.family, row, "error", reason=reason)
