"""What each tool found and whom it accused wrongly: pure functions of the results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.detection.ours import UNJUDGED
from benchmarks.detection.results import Results, Run, Tried
from benchmarks.detection.sampling import Case
from benchmarks.detection.schemathesis_cli import ACCUSE_DOCUMENTED
from benchmarks.detection.tool import Alarm


@dataclass(frozen=True, slots=True)
class Row:
    """A tool as a line of the table; alarms whose kind begins with one of `ignored` do not count."""

    tool: str
    name: str
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """What a row comes to; `there` are the defects with a new alarm on their own operation."""

    row: Row
    found: frozenset[str]
    there: frozenset[str]
    right: int
    varied: int
    varied_anew: int
    requests: float
    seconds: float


def rows_of(results: Results) -> list[Row]:
    """A row for each tool, and one more for those with checks that a user would switch off."""
    rows = []
    for tool in results.about.versions:
        rows.append(Row(tool, tool))
        if tool.startswith("Schemathesis"):
            rows.append(Row(tool, f"{tool}, quiet", ACCUSE_DOCUMENTED))
    return rows


def score(results: Results, row: Row) -> Score:
    """The score of a row."""
    new = {case.defect: _new(results, row, case) for case in results.about.cases}
    varied = [
        (_alarms(results, row, Tried(row.tool, area, variant=name)), _right(results, row, area))
        for name, area in results.about.variants.items()
    ]
    right = [tried for tried in results.runs if _of(row, tried) and not (tried.defect or tried.variant)]
    runs = [run for tried, run in results.runs.items() if _of(row, tried) and run.error is None]
    return Score(
        row=row,
        found=frozenset(defect for defect, alarms in new.items() if alarms),
        there=frozenset(
            case.defect
            for case in results.about.cases
            if any(alarm.operation == case.operation for alarm in new[case.defect])
        ),
        right=sum(len(_alarms(results, row, tried)) for tried in right),
        varied=sum(len(alarms) for alarms, _ in varied),
        varied_anew=sum(len(alarms - before) for alarms, before in varied),
        requests=sum(run.requests for run in runs) / max(1, len(runs)),
        seconds=sum(run.seconds for run in runs) / max(1, len(runs)),
    )


def judged(results: Results) -> tuple[Case, ...]:
    """The defects that count: those of which the documents leave no doubt."""
    return tuple(case for case in results.about.cases if not results.tolerated.get(case.defect, False))


def only_warned_of(results: Results) -> tuple[Case, ...]:
    """The others."""
    return tuple(case for case in results.about.cases if results.tolerated.get(case.defect, False))


def broken_off(results: Results) -> Iterator[Run]:
    """The runs that did not come to their end."""
    return (run for run in results.runs.values() if run.error is not None)


def _new(results: Results, row: Row, case: Case) -> frozenset[Alarm]:
    """The alarms about a defect that the right pod does not raise; what could not be judged is none."""
    clean = results.runs.get(Tried(row.tool, case.area))
    if clean is None or clean.error is not None:
        return frozenset()
    alarms = _alarms(results, row, Tried(row.tool, case.area, defect=case.defect))
    return frozenset(alarm for alarm in alarms - clean.alarms if not alarm.kind.startswith(UNJUDGED))


def _right(results: Results, row: Row, area: str) -> frozenset[Alarm]:
    return _alarms(results, row, Tried(row.tool, area))


def _alarms(results: Results, row: Row, tried: Tried) -> frozenset[Alarm]:
    run = results.runs.get(tried)
    alarms = run.alarms if run is not None else frozenset()
    return frozenset(alarm for alarm in alarms if not alarm.kind.startswith(row.ignored))


def _of(row: Row, tried: Tried) -> bool:
    return tried.tool == row.tool
