"""The matrix of a run: requirement by check by result, as JSON and as a page; a pure function of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from conformance.evidence.outcomes import PRECEDENCE, outcomes
from conformance.evidence.records import Check
from conformance.evidence.runlog import RunLog
from conformance.plain_text import plain


def matrix(log: RunLog) -> dict[str, Any]:
    """The document of `matrix.json`: a row for each requirement and check, and what no check can judge."""
    told = {(check.check, check.requirement): check for check in log.checks}
    rows = [
        _row(planned.requirement, planned.check, planned.operation, told, str(outcome.status), outcome.why)
        for planned, outcome in outcomes(log).items()
    ]
    untestable = [dict(row) for row in log.plan.untestable]
    return {
        "run": log.run.run,
        "counts": dict(sorted(Counter(row["status"] for row in rows).items())),
        "rows": sorted(rows, key=lambda row: (row["operation"], row["requirement"], row["check"])),
        "untestable": sorted(untestable, key=lambda row: str(row["requirement"])),
    }


def _row(
    requirement: str,
    check: str,
    operation: str,
    told: Mapping[tuple[str, str], Check],
    status: str,
    why: str | None,
) -> dict[str, Any]:
    said = told.get((check, requirement))
    return {
        "requirement": requirement,
        "check": check,
        "operation": operation,
        "status": status,
        "why": why,
        "level": said.level if said else None,
        "title": said.title if said else None,
        "words": said.quote if said else None,
        "at": said.pointer if said else None,
    }


def matrix_page(document: Mapping[str, Any]) -> str:
    """The matrix as one HTML page that needs nothing else."""
    counts = " · ".join(f"{count} {_shown(status)}" for status, count in document["counts"].items())
    template = files("conformance.evidence").joinpath("matrix.template.html").read_text(encoding="utf-8")
    return Template(template).substitute(
        run=_shown(document["run"]),
        counts=f"{counts} · {len(document['untestable'])} not testable over these APIs",
        statuses="".join(f"<option>{_shown(status)}</option>" for status in document["counts"]),
        rows="\n".join(_html_row(row) for row in sorted(document["rows"], key=_urgency)),
        untestable="\n".join(_html_untestable(document["untestable"])),
    )


def _urgency(row: Mapping[str, Any]) -> int:
    """What somebody has to act on comes first, and what was not tested before what passed."""
    order: list[str] = [status for status in PRECEDENCE if status != "passed"]
    order.insert(order.index("warned"), "not-run")
    return order.index(row["status"]) if row["status"] in order else len(order)


def _html_row(row: Mapping[str, Any]) -> str:
    status = _shown(row["status"])
    why = f"<br><small>{_shown(row['why'])}</small>" if row["why"] else ""
    level = f" <small>{_shown(row['level'])}</small>" if row["level"] else ""
    words = f"<br><q>{_shown(row['words'])}</q>" if row["words"] else ""
    at = f"<br><code>{_shown(row['at'])}</code>" if row["at"] else ""
    return (
        f'<tr class="{status}"><td><b>{status}</b>{level}{why}</td>'
        f"<td>{_shown(row['operation'])}<br><small>{_shown(row['requirement'])}</small></td>"
        f"<td>{_shown(row['title'] or '')}{words}{at}</td><td>{_shown(row['check'])}</td></tr>"
    )


def _html_untestable(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for row in rows:
        yield (
            f"<tr><td>{_shown(row['operation'])}<br><small>{_shown(row['requirement'])}</small></td>"
            f"<td><q>{_shown(row['words'])}</q></td><td>{_shown(row['why'])}</td></tr>"
        )


def _shown(text: str) -> str:
    """The text as HTML that shows it and does nothing else."""
    return escape(plain(text))
