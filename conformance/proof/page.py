"""The kill matrix as one HTML page that needs nothing else; a pure function of `proof.json`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from conformance.proof.conforming import AND

FAMILIES = (
    "contract",
    "negative",
    "sign-in",
    "rights",
    "lifecycle",
    "agreement",
    "round-trip",
    "concurrency",
    "pagination",
    "stateful",
)
"""The columns of the matrix."""


def kill_matrix_page(proof: Mapping[str, Any]) -> str:
    """The page: defects by families of checks, the false alarms, and what each check finds."""
    template = files("conformance.proof").joinpath("kill-matrix.template.html").read_text(encoding="utf-8")
    families = columns(proof)
    return Template(template).substitute(
        started=escape(proof["started"]),
        command=escape(proof["command"]),
        counts="\n".join(_count(name, row) for name, row in proof["counts"]["origin"].items()),
        troubles="\n".join(f"<li>{escape(line)}</li>" for line in proof["troubles"]) or "<li>none</li>",
        families="".join(f"<th>{escape(family)}</th>" for family in families),
        defects="\n".join(_defect(row, families) for row in proof["defects"]),
        variants="\n".join(_variant(row) for row in proof["variants"]),
        checks="\n".join(_check(row) for row in proof["checks"]),
    )


def columns(proof: Mapping[str, Any]) -> tuple[str, ...]:
    """The families in their order, and behind them any that has no place yet."""
    met = {check.partition(".")[0] for row in proof["defects"] for check, _ in row["found"]}
    return (*FAMILIES, *sorted(met - set(FAMILIES)))


def _count(origin: str, row: Mapping[str, int]) -> str:
    said = " · ".join(f"{count} {escape(verdict)}" for verdict, count in row.items())
    return f"<p><b>{escape(origin)}</b>: {said}</p>"


def _defect(row: Mapping[str, Any], families: Iterable[str]) -> str:
    why = f"<br><small>{escape(row['why'])}</small>" if row["why"] else ""
    warned = "<br><small>as a warning</small>" if row["warned"] else ""
    missed = "".join(f"<br><small>missed: {escape(name)} by {escape(c)}</small>" for c, name in row["missed"])
    cells = "".join(f"<td>{'<br>'.join(_cell(row, family))}</td>" for family in families)
    return (
        f'<tr class="{row["verdict"]}"><td><code>{escape(row["defect"])}</code>'
        f"<br>{escape(row['summary'])}</td>"
        f"<td><b>{row['verdict']}</b>{warned}{missed}{why}</td>{cells}</tr>"
    )


def _cell(row: Mapping[str, Any], family: str) -> Iterator[str]:
    """The checks of one family that found the defect; those that are expected to are marked."""
    stated = {check for check, _ in row["stated"]} | set(row["any_of"])
    for check in dict.fromkeys(check for check, _ in row["found"]):
        if check.partition(".")[0] == family:
            names = ", ".join(name for other, name in row["found"] if other == check)
            mark = "stated" if check in stated else "also"
            shown = escape(check.partition(".")[2])
            yield f'<span class="{mark}" title="{escape(names)}">{shown}</span>'


def _variant(row: Mapping[str, Any]) -> str:
    alarms = "".join(
        f"<br>{escape(alarm['test'])} {escape(alarm['outcome'])}: {escape(alarm['says'])}"
        for alarm in row["alarms"]
    )
    said = f"{len(row['alarms'])} false alarms{alarms}" if row["alarms"] else "no false alarm"
    mark = "survived" if row["alarms"] else "killed"
    parts = "<br>".join(f"<code>{escape(part)}</code>" for part in row["variant"].split(AND))
    return f'<tr class="{mark}"><td>{parts}</td><td>{row["tests"]}</td><td><b>{said}</b></td></tr>'


def _check(row: Mapping[str, Any]) -> str:
    kills = ", ".join(f"<code>{escape(name)}</code>" for name in row["kills"]) or "<b>nothing</b>"
    return (
        f"<tr><td><code>{escape(row['check'])}</code></td><td>{len(row['kills'])}</td>"
        f"<td><details><summary>defects</summary>{kills}</details></td></tr>"
    )
