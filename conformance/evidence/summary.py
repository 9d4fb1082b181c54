"""The verdict in plain text, for a terminal or a log."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from conformance.plain_text import printable

SHOWN = 20
"""Findings that are written out; the rest stand in verdict.json."""

OTHERS_SHOWN = 3
"""Other observations of one finding that are written out."""

WORDS = {
    "pass": "PASS: the target conforms",
    "fail": "FAIL: the target does not conform",
    "incomplete": "INCOMPLETE: not everything that is required was tested",
    "error": "ERROR: the suite itself had trouble",
}


def summary(document: Mapping[str, Any], width: int = 100) -> str:
    """The verdict document as text of at most `width` columns, curl commands excepted."""
    # What a target answered must not be able to command the terminal.
    return "\n".join(map(printable, "\n".join(_lines(document, width)).split("\n"))) + "\n"


def _lines(document: Mapping[str, Any], width: int) -> Iterator[str]:
    findings = document["findings"]
    if findings:
        yield from _findings(findings, width)
    if document["errors"]:
        yield from _errors(document["errors"], width)
    yield WORDS[document["verdict"]]
    for reason in document["reasons"]:
        yield from _wrapped(reason, "  - ", width)
    yield ""
    target = document["target"]
    operations = document["operations"]
    requirements = document["requirements"]
    yield from _row(
        "target", f"{target['name']}, profile {document['profile']}, seed {document['seed']}", width
    )
    exercised = f"{operations['exercised']} of {operations['total']} exercised"
    yield from _row("operations", f"{exercised}, {operations['answered-2xx']} answered 2xx", width)
    yield from _row("requirements", f"{requirements['tested']} of {requirements['total']} tested", width)
    yield from _row("checks", _counted(document["counts"]), width)
    for name, reached in _coverage(document["coverage"]):
        yield from _row(name, reached, width)
    yield from _row("requests", f"{document['requests']:,}{_time(document['duration'])}", width)
    yield from _row("effects", _counted(document["effects"]), width)
    manners = _manners(document["manners"])
    if manners:
        yield from _row("waits", manners, width)
    for title, rows in (
        ("not exercised", [_reason(row) for row in operations["not-exercised"]]),
        ("without 2xx", [_reason(row) for row in _only_2xx(operations)]),
        ("warnings, which fail no run", [_warning(row) for row in document["warnings"]]),
    ):
        if rows:
            yield ""
            yield f"{title}:"
            yield from _limited(rows, width)


def _reason(row: Mapping[str, Any]) -> str:
    return f"{row['operation']}: {row['why']}"


def _warning(row: Mapping[str, Any]) -> str:
    return f"{row['operation']}: {row['title']}: {row['observed']} [{row['id']}]"


def _findings(findings: list[Mapping[str, Any]], width: int) -> Iterator[str]:
    by_operation: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings[:SHOWN]:
        by_operation.setdefault(finding["operation"], []).append(finding)
    for operation, group in by_operation.items():
        yield operation
        for finding in group:
            yield from _wrapped(f"{finding['title']} [{finding['level']}, {finding['id']}]", "  ", width)
            yield from _labelled("expected", finding["expected"], width)
            yield from _labelled("observed", finding["observed"], width)
            for other in finding["also"][:OTHERS_SHOWN]:
                yield from _labelled("and", other["observed"], width)
            yield from _labelled("document", f'"{finding["quote"]}" {finding["pointer"]}', width)
            if finding["reproduce"]:
                yield f"    reproduce  {finding['reproduce']}"
        yield ""
    if len(findings) > SHOWN:
        yield f"... and {len(findings) - SHOWN} more findings in verdict.json"
        yield ""


def _errors(errors: list[Mapping[str, Any]], width: int) -> Iterator[str]:
    yield "checks that broke:"
    yield from _limited([f"{row['requirement']}: {row['observed']}" for row in errors], width)
    yield ""


def _coverage(models: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """How much of each kind (states, transitions, refusals, links) all models together have reached."""
    totals: dict[str, tuple[int, int]] = {}
    for model in models:
        for kind, part in model.items():
            if isinstance(part, Mapping):
                reached, total = totals.get(kind, (0, 0))
                totals[kind] = reached + part["reached"], total + part["total"]
    walked = [f"{reached} of {total} {kind}" for kind, (reached, total) in totals.items() if kind != "links"]
    if walked:
        yield "models", f"{', '.join(walked)} reached"
    if "links" in totals:
        reached, total = totals["links"]
        yield "links", f"{reached} of {total} answered 2xx"


def _manners(manners: Mapping[str, Any]) -> str:
    parts = []
    if manners["asked"]:
        parts.append(f"{manners['asked']} that the target asked for ({manners['asked_seconds']:.0f} s)")
    if manners["paced_seconds"] >= 1:
        parts.append(f"{manners['paced_seconds']:.0f} s to keep to the rate limit")
    if manners["outages"]:
        parts.append(f"{manners['outages']} for a target that came back ({manners['outage_seconds']:.0f} s)")
    return ", ".join(parts)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in counts.items() if count) or "none"


def _time(seconds: float | None) -> str:
    if not seconds:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    words = f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
    return f" in {words}"


def _only_2xx(operations: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    silent = {row["operation"] for row in operations["not-exercised"]}
    return [row for row in operations["without-2xx"] if row["operation"] not in silent]


def _limited(rows: Iterable[str], width: int) -> Iterator[str]:
    rows = list(rows)
    for row in rows[:SHOWN]:
        yield from _wrapped(row, "  ", width)
    if len(rows) > SHOWN:
        yield f"  ... and {len(rows) - SHOWN} more in verdict.json"


def _row(label: str, text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(
        text, width, break_on_hyphens=False, initial_indent=f"{label:<14}", subsequent_indent=" " * 14
    )


def _labelled(label: str, text: str, width: int) -> Iterator[str]:
    yield from textwrap.wrap(
        text, width, break_on_hyphens=False, initial_indent=f"    {label:<11}", subsequent_indent=" " * 15
    ) or [f"    {label}"]


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        text, width, break_on_hyphens=False, initial_indent=indent, subsequent_indent=" " * (len(indent) + 2)
    )
