"""Findings: what a target does against its contract, one for each check, requirement and operation."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from conformance.evidence.outcomes import status_of
from conformance.evidence.records import Check, CheckStatus, Exchange
from conformance.evidence.runlog import RunLog

Curl = Callable[[Mapping[str, Any]], str]
"""Writes the request of an exchange record as a curl command."""


def finding_id(check: str, requirement: str, operation: str) -> str:
    """The id that the same finding has in every run: ten hexadecimal digits."""
    return hashlib.sha256("\n".join((check, requirement, operation)).encode()).hexdigest()[:10]


def findings(log: RunLog, status: CheckStatus, curl: Curl) -> list[dict[str, Any]]:
    """The checks that ended with `status` ("failed", "warned" or "error") as findings, in order of discovery.

    What was observed first stands in the finding; other observations of the same requirement stand in `also`.
    """
    found: dict[str, dict[str, Any]] = {}
    for check in log.checks:
        if status_of(check) != status:
            continue
        name = finding_id(check.check, check.requirement, check.operation)
        if name not in found:
            found[name] = _finding(name, check, log.exchanges, curl)
            continue
        first = found[name]
        first["occurrences"] += check.count
        seen = {first["observed"], *(row["observed"] for row in first["also"])}
        if check.observed not in seen:
            first["also"].append(
                {"observed": check.observed, "reproduce": reproduce(check, log.exchanges, curl)}
            )
    return list(found.values())


def observed(check: Check) -> str:
    """What a check observed or, when it broke before it could, the reason."""
    return check.observed or check.reason or ""


def reproduce(check: Check, exchanges: Mapping[str, Exchange], curl: Curl) -> str | None:
    """The curl command of the exchange that a check refers to, None when it refers to none."""
    exchange = exchanges.get(check.exchange) if check.exchange else None
    return curl(exchange.request) if exchange else None


def _finding(name: str, check: Check, exchanges: Mapping[str, Exchange], curl: Curl) -> dict[str, Any]:
    return {
        "id": name,
        "check": check.check,
        "requirement": check.requirement,
        "level": check.level,
        "family": check.family,
        "operation": check.operation,
        "title": check.title,
        "expected": check.expected or "",
        "observed": observed(check),
        "quote": check.quote,
        "pointer": check.pointer,
        "reproduce": reproduce(check, exchanges, curl),
        "exchange": check.exchange,
        "test": check.test,
        "occurrences": check.count,
        "also": [],
    }
