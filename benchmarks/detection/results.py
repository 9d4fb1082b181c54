"""What was measured, a JSON line for each run, so that a comparison that was interrupted can go on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.detection.sampling import Case
from benchmarks.detection.tool import Alarm


class OtherResults(ValueError):
    """A file has the results of another comparison, or none; the message is one line."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What a tool was run against: an area of a pod that is right, or has one defect or one variant."""

    tool: str
    area: str
    defect: str | None = None
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it; `error` is the last that was said by a tool that did not run to its end."""

    tried: Tried
    alarms: frozenset[Alarm] = frozenset()
    requests: int = 0
    seconds: float = 0.0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What is compared, and where: the command, the sample, and of each tool its version and settings."""

    command: str
    cases: tuple[Case, ...]
    variants: Mapping[str, str]
    versions: Mapping[str, str]
    settings: Mapping[str, str]
    date: str = ""
    machine: str = ""

    @property
    def comparison(self) -> tuple[Any, ...]:
        """What has to be the same for results to belong together."""
        return self.command, self.cases, self.variants, self.versions, self.settings


@dataclass(slots=True)
class Results:
    """All of it; `tolerated` has each defect with whether the suite's proof finds it by a warning only."""

    about: About
    runs: dict[Tried, Run] = field(default_factory=dict)
    tolerated: dict[str, bool] = field(default_factory=dict)


def read_results(path: Path) -> Results:
    """The results in a file; raises OtherResults. A last line that was not written to its end is cut off."""
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, encoding="utf-8")
    rows = [json.loads(line) for line in whole.splitlines()]
    if not rows or rows[0].get("record") != "about":
        raise OtherResults(f"{path}: does not begin with what the results are about")
    results = Results(_about(rows[0]))
    for row in rows[1:]:
        if row["record"] == "tolerated":
            results.tolerated[row["defect"]] = row["tolerated"]
        else:
            run = _run(row)
            results.runs[run.tried] = run
    return results


def begin_results(path: Path, about: About) -> Results:
    """The results that a file has of this comparison, or a new file; raises OtherResults."""
    if not path.exists():
        path.write_text(_line({"record": "about", **asdict(about)}), encoding="utf-8")
    results = read_results(path)
    if results.about.comparison != about.comparison:
        raise OtherResults(f"{path}: has the results of another comparison; remove it or name another file")
    return results


def add_run(path: Path, run: Run) -> None:
    """Write a run to the file."""
    alarms = sorted([alarm.operation, alarm.kind] for alarm in run.alarms)
    row = {"record": "run", **asdict(run.tried), "alarms": alarms, "requests": run.requests}
    _append(path, {**row, "seconds": round(run.seconds, 1), "error": run.error})


def add_tolerated(path: Path, defect: str, tolerated: bool) -> None:
    """Write down whether a defect is only warned of."""
    _append(path, {"record": "tolerated", "defect": defect, "tolerated": tolerated})


def planned(about: About) -> Iterator[Tried]:
    """Everything to be tried, all tools one after the other on the same pod."""
    areas = dict.fromkeys((*(case.area for case in about.cases), *about.variants.values()))
    for area in areas:
        yield from (Tried(tool, area) for tool in about.versions)
    for case in about.cases:
        yield from (Tried(tool, case.area, defect=case.defect) for tool in about.versions)
    for variant, area in about.variants.items():
        yield from (Tried(tool, area, variant=variant) for tool in about.versions)


def missing(results: Results, all_of: Iterable[Tried]) -> list[Tried]:
    """What has not been run yet."""
    return [tried for tried in all_of if tried not in results.runs]


def _append(path: Path, row: Mapping[str, Any]) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(_line(row))


def _line(row: Mapping[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _about(row: Mapping[str, Any]) -> About:
    fields = {key: value for key, value in row.items() if key != "record"}
    return About(**{**fields, "cases": tuple(Case(**case) for case in row["cases"])})


def _run(row: Mapping[str, Any]) -> Run:
    return Run(
        tried=Tried(row["tool"], row["area"], row["defect"], row["variant"]),
        alarms=frozenset(Alarm(operation, kind) for operation, kind in row["alarms"]),
        requests=row["requests"],
        seconds=row["seconds"],
        error=row["error"],
    )
