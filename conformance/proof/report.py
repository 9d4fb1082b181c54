"""The document of `proof.json`: everything that a proof saw, and whether it holds; pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from conformance.checks.catalogue import CHECKS
from conformance.contract import load_contract
from conformance.proof.conforming import conforming_pod
from conformance.proof.selection import Selection
from conformance.proof.survivors import stale
from conformance.proof.tests import suite_tests
from conformance.proof.verdict import VERDICTS, Result, VariantResult
from conformance.version import version


@dataclass(frozen=True, slots=True)
class Conduct:
    """How a proof was made: for whoever wants to repeat it."""

    command: str
    started: str
    seconds: float
    seed: int
    profile: str
    workers: int


def document(
    conduct: Conduct,
    selection: Selection,
    results: Sequence[Result],
    variants: Sequence[VariantResult],
    survivors: Mapping[str, str],
) -> dict[str, Any]:
    """The document; its `troubles` are one line for each reason why the proof does not hold."""
    defects = [_defect(result, survivors) for result in sorted(results, key=lambda r: r.case.id)]
    checks = kills_by_check(results) if selection.whole else _found_by_check(results)
    whole = {
        "suite": version(),
        **asdict(conduct),
        "scope": selection.scope,
        "specs": dict(load_contract().digests),
        "counts": counts(results),
        "defects": defects,
        "variants": [_variant(result) for result in sorted(variants, key=lambda v: v.variant)],
        "checks": [{"check": check, "kills": kills} for check, kills in sorted(checks.items())],
        "stale": list(stale(results, survivors)),
    }
    return {**whole, "troubles": troubles(whole)}


def counts(results: Iterable[Result]) -> dict[str, Any]:
    """How many defects met each verdict: by origin, by area and by API."""
    operations = load_contract().operations
    found: dict[str, dict[str, Counter[str]]] = {"origin": {}, "area": {}, "api": {}}
    for result in results:
        keys = [("origin", result.case.origin), ("api", operations[result.case.operation].api)]
        keys += [("area", area) for area in result.case.areas]
        for group, name in keys:
            found[group].setdefault(name, Counter())[result.verdict] += 1
    return {
        group: {name: {v: numbers[v] for v in VERDICTS} for name, numbers in sorted(named.items())}
        for group, named in found.items()
    }


def kills_by_check(results: Iterable[Result]) -> dict[str, list[str]]:
    """Every check of the suite with the defects that it found; a check with none proves nothing."""
    every = [check.id for check in CHECKS] + [name for name, t in suite_tests().items() if not t.generated]
    found = _found_by_check(results)
    return {check: found.get(check, []) for check in every}


def _found_by_check(results: Iterable[Result]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for result in results:
        for check, _ in result.found:
            found.setdefault(check, set()).add(result.case.id)
    return {check: sorted(names) for check, names in found.items()}


def troubles(proof: Mapping[str, Any]) -> list[str]:
    """One line for each defect, variant, check or list entry for which the proof does not hold."""
    lines: list[str] = []
    for row in proof["defects"]:
        if row["verdict"] != "killed" and row["why"] is None:
            lines.append(f"{row['defect']}: {_told(row)}")
        lines += [f"{row['defect']}: an error inside the test {error}" for error in row["errors"]]
    for row in proof["variants"]:
        lines += [f"variant {row['variant']}: {_alarm(alarm)}" for alarm in row["alarms"]]
    lines += [f"{name}: is listed as a survivor and killed meanwhile" for name in proof["stale"]]
    lines += [f"{row['check']}: finds none of the defects" for row in proof["checks"] if not row["kills"]]
    return lines


def _told(row: Mapping[str, Any]) -> str:
    if row["verdict"] == "unreached":
        return f"no test called {row['operation']}"
    missed = ", ".join(f"{check} {requirement}" for check, requirement in row["missed"])
    missed = missed or " or ".join(row["any_of"]) or "any check"
    if row["verdict"] == "survived":
        return f"survived; {missed} should have found it"
    found = ", ".join(sorted({check for check, _ in row["found"]}))
    return f"not killed for the stated reason: by {found}, not by {missed}"


def _alarm(alarm: Mapping[str, Any]) -> str:
    about = f" {alarm['check']} {alarm['requirement']}:" if alarm["check"] else ""
    return f"{alarm['test']} {alarm['outcome']}:{about} {alarm['says']}"


def _defect(result: Result, survivors: Mapping[str, str]) -> dict[str, Any]:
    case = result.case
    listed = survivors.get(case.id) if case.origin == "derived" else None
    return {
        "defect": case.id,
        "summary": case.summary,
        "origin": case.origin,
        "areas": list(case.areas),
        "operation": case.operation,
        "verdict": result.verdict,
        "warned": result.warned,
        "tests": list(case.tests),
        "stated": [[check, name] for check, names in case.stated.items() for name in names],
        "any_of": list(case.any_of),
        "found": [list(row) for row in result.found],
        "missed": [list(row) for row in result.missed],
        "errors": list(result.errors),
        "calls": result.calls,
        "seconds": round(result.seconds, 2),
        "why": listed if result.verdict != "killed" else None,
    }


def _variant(result: VariantResult) -> dict[str, Any]:
    return {
        "variant": result.variant,
        "why": conforming_pod(result.variant).why,
        "tests": result.tests,
        "alarms": [asdict(alarm) for alarm in result.alarms],
        "seconds": round(result.seconds, 2),
    }
