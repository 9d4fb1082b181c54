"""The command `list`: what operations, checks, requirements, defects and variants there are."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from conformance.cli.exit_codes import ExitCode

Row = Mapping[str, Any]


def list_(subject: str, *, as_json: bool) -> int:
    """Print the rows of a subject as a table or as a JSON list; the exit code."""
    rows = SUBJECTS[subject]()
    if as_json:
        json.dump(rows, sys.stdout, indent=2, ensure_ascii=False)
        print()
    else:
        for line in table(rows):
            print(line)
    return ExitCode.CONFORMANT


def table(rows: list[Row]) -> list[str]:
    """The rows as aligned columns under their names; the last column is as wide as it needs."""
    if not rows:
        return ["none"]
    names = list(rows[0])
    cells = [names, *([_text(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(names) - 1)]
    return [
        "  ".join([*(f"{cell:<{w}}" for cell, w in zip(line, widths, strict=False)), line[-1]])
        for line in cells
    ]


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else " ".join(str(value).split())


def operations() -> list[Row]:
    """All operations, in document order."""
    from conformance.contract import load_contract

    return [
        {
            "id": operation.id,
            "api": operation.api,
            "area": operation.area,
            "effects": sorted(operation.effects),
            "method": operation.method,
            "path": operation.path,
        }
        for operation in load_contract().operations.values()
    ]


def checks() -> list[Row]:
    """The checks of every exchange, then the hand-written ones with what their requirements mean."""
    from conformance.checks.catalogue import CHECKS
    from conformance.contract.capabilities import load_statements

    generated: list[Row] = [{"id": check.id, "family": check.family, "asks": check.asks} for check in CHECKS]
    means: dict[str, list[str]] = {}
    for statement in load_statements().values():
        for check in statement.checks:
            means.setdefault(check, []).append(statement.means)
    return generated + [
        {"id": check, "family": check.split(".")[0], "asks": "; ".join(asked)}
        for check, asked in sorted(means.items())
    ]


def requirements() -> list[Row]:
    """All requirements, with the words of the document and where they stand."""
    from conformance.contract import load_contract
    from conformance.contract.capabilities import load_statements
    from conformance.contract.requirements import derived_requirements

    derived: list[Row] = [
        {
            "id": row.id,
            "level": row.level,
            "check": row.check,
            "operation": row.operation,
            "pointer": row.pointer,
            "words": row.words,
        }
        for row in derived_requirements(load_contract())
    ]
    return derived + [
        {
            "id": row.id,
            "level": row.level,
            "check": ", ".join(row.checks) or f"none: {row.untestable}",
            "operation": row.operation,
            "pointer": row.at or "",
            "words": row.words,
        }
        for row in load_statements().values()
    ]


def defects() -> list[Row]:
    """The defects that the suite is known to find, by which checks and for which requirements.

    `mock --defect` takes any other operation behind the @ as well.
    """
    from conformance.reference_pod.defects.catalogued import catalogued_defects

    return [
        {
            "id": row.id,
            "operations": [row.operation],
            "checks": list(row.kills),
            "requirements": sorted({name for names in row.kills.values() for name in names}),
            "does": row.summary,
        }
        for row in catalogued_defects().values()
    ]


def variants() -> list[Row]:
    """The variants that `mock --variant` knows."""
    from conformance.reference_pod.variants import list_variants

    return [{"id": row.name, "because": row.because, "does": row.summary} for row in list_variants()]


SUBJECTS: Mapping[str, Callable[[], list[Row]]] = {
    "operations": operations,
    "checks": checks,
    "requirements": requirements,
    "defects": defects,
    "variants": variants,
}
