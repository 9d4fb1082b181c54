"""Merging the files that the pytest processes of a run wrote into one `run.jsonl`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from conformance.evidence.records import RecordError

RANK = {"exchange": 0, "check": 1, "coverage": 2, "test": 3, "gone": 4, "manners": 5}


@dataclass(slots=True)
class _Index:
    """Where every record lies: (test, rank, file, offset, length)."""

    lines: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    orders: dict[str, int] = field(default_factory=dict)
    run: dict[str, Any] | None = None
    plans: list[dict[str, Any]] = field(default_factory=list)
    end: dict[str, Any] | None = None


def merge(folder: Path, end: dict[str, Any] | None = None) -> Path:
    """Merge `folder`/records/*.jsonl into `folder`/run.jsonl and return its path.

    The order is: run, plan, what belongs to no test, the tests in the order of the plan (each after its
    exchanges and checks), what belongs to tests that never ended, end. `end` is the end record that the
    caller knows better than the processes. A last line that was cut off is left out; any other bad line
    raises RecordError.
    """
    sources = sorted((folder / "records").glob("*.jsonl"), key=_name)
    index = _Index()
    for number, source in enumerate(sources):
        _read(source, number, index)
    target = folder / "run.jsonl"
    scratch = folder / "run.jsonl.part"
    unfinished = max(index.orders.values(), default=0) + 1
    placed = sorted(
        (index.orders.get(test, unfinished) if test else -1, test, rank, file, offset, length)
        for test, rank, file, offset, length in index.lines
    )
    with scratch.open("wb") as out:
        if index.run:
            _write(out, index.run)
        if index.plans:
            _write(out, _joined(index.plans))
        files = [source.open("rb") for source in sources]
        try:
            for *_, file, offset, length in placed:
                files[file].seek(offset)
                out.write(files[file].read(length) + b"\n")
        finally:
            for opened in files:
                opened.close()
        closing = end or index.end
        if closing:
            _write(out, {"record": "end", **closing})
    scratch.replace(target)
    return target


def _read(source: Path, number: int, index: _Index) -> None:
    offset = 0
    with source.open("rb") as file:
        for count, line in enumerate(file, start=1):
            start, offset = offset, offset + len(line)
            if not line.endswith(b"\n"):
                return  # the process ended while it wrote this line
            try:
                record = json.loads(line)
                kind = record["record"]
            except (ValueError, TypeError, KeyError):
                raise RecordError(f"{source}: line {count} is not a record") from None
            match kind:
                case "run":
                    index.run = index.run or record
                case "plan":
                    index.plans.append(record)
                case "end":
                    index.end = record
                case "exchange" | "check" | "coverage" | "test" | "gone" | "manners":
                    test = record.get("test") or ""
                    if kind == "test":
                        index.orders[test] = record["order"]
                    index.lines.append((test, RANK[kind], number, start, len(line) - 1))
                case _:
                    raise RecordError(f"{source}: line {count}: unknown kind of record {kind!r}")


def _joined(plans: list[dict[str, Any]]) -> dict[str, Any]:
    """One plan: the processes of a run collect the same tests, so equal rows are one row."""
    first = plans[0]
    operations = dict.fromkeys(op for plan in plans for op in plan["operations"])
    rows = {
        (row["check"], row["requirement"], row["operation"]): row for plan in plans for row in plan["checks"]
    }
    tests = max(plan["tests"] for plan in plans)
    return {**first, "tests": tests, "operations": list(operations), "checks": list(rows.values())}


def _write(out: BinaryIO, record: dict[str, Any]) -> None:
    out.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


def _name(path: Path) -> tuple[int, str]:
    """preflight before main, main before gw0, gw2 before gw10."""
    first = {"preflight": -1, "main": 0}
    return first.get(path.stem, len(path.stem)), path.stem
