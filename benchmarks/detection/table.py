"""The table of the comparison, as the README shows it."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmarks.detection.sampling import Case
from benchmarks.detection.tool import Alarm, Tool


@dataclass(slots=True)
class Score:
    """What one tool did in all of its runs; `ignored` kinds of alarms do not count."""

    tool: Tool
    version: str
    name: str
    ignored: frozenset[str] = frozenset()
    found: list[Case] = field(default_factory=list)
    found_there: int = 0
    missed: list[Case] = field(default_factory=list)
    false_alarms: dict[str, frozenset[Alarm]] = field(default_factory=dict)
    requests: int = 0
    seconds: float = 0.0
    runs: int = 0
    failed: list[str] = field(default_factory=list)

    def counted(self, alarms: frozenset[Alarm]) -> frozenset[Alarm]:
        """The alarms that count."""
        return frozenset(alarm for alarm in alarms if alarm.kind not in self.ignored)

    def judge(self, case: Case, clean: frozenset[Alarm], alarms: frozenset[Alarm]) -> None:
        """Whether there are alarms which the pod without the defect did not raise."""
        new = self.counted(alarms - clean)
        (self.found if new else self.missed).append(case)
        self.found_there += any(alarm.operation == case.operation for alarm in new)


INTRODUCTION = """# Detection

What the suite finds, and what a user would find with other tools, on the same defects and the same pod.
Written by

    {command}

on {date}. {machine}

A tool finds a defect when it raises an alarm (an operation with a kind of failure) that it does not raise on
the pod without the defect; `there` counts the defects with such an alarm on the defect's own operation. Each
tool tests all operations of the area that the defect is in, against a fresh pod each time. What it reports of
a pod without a defect, or of a conforming variant, is a false alarm. Requests and seconds are means of a run;
the seconds hold the start of the tool's process. Warnings of this suite, about what the
vendor's policy allows or only its guides say, do not count as found.
"""

SETTINGS = """
## Settings

Each tool has its documented settings for finding most: all phases, every failure and not the first one only,
a fixed seed, signed in with the administrator's credentials. The rows `quiet` leave out the two checks that
call documented answers failures: a 400 for an id that is not there, a 2xx for a lenient reading. The requests
of Schemathesis are made by the engine that this suite uses too, which brings its own judgements, steps and
models. Specmatic reads OpenAPI 3 only, so it has no row for the published documents, the largest of which is
Swagger 2.0.
"""


def page(scores: list[Score], cases: list[Case], variants: list[str], facts: dict[str, str]) -> str:
    """The whole page."""
    lines = [INTRODUCTION.format(**facts), *_table(scores, cases, variants), SETTINGS]
    lines += [f"- {score.name} {score.version}: `{score.tool.settings}`" for score in scores]
    lines += ["", "## Defects", "", *_defects(scores, cases)]
    if variants:
        lines += ["", "Variants: " + ", ".join(f"`{name}`" for name in variants) + "."]
    failed = [f"- {text}" for score in scores for text in score.failed]
    if failed:
        lines += ["", "## Runs that did not end", "", *failed]
    return "\n".join(lines) + "\n"


def _table(scores: list[Score], cases: list[Case], variants: list[str]) -> list[str]:
    total = len(cases)
    lines = [
        f"| tool | found of {total} | there | hand-written | derived | false alarms, no defect "
        f"| false alarms, {len(variants)} variants | requests | seconds |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for score in scores:
        by_origin = [
            sum(case.origin == origin for case in score.found) for origin in ("hand-written", "derived")
        ]
        clean = sum(len(found) for name, found in score.false_alarms.items() if name.startswith("area "))
        varied = sum(len(found) for name, found in score.false_alarms.items() if name.startswith("variant "))
        runs = max(1, score.runs)
        cells = [score.name, len(score.found), score.found_there, *by_origin, clean, varied]
        cells += [f"{score.requests / runs:,.0f}", f"{score.seconds / runs:.1f}"]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return lines


def _defects(scores: list[Score], cases: list[Case]) -> list[str]:
    names = [score.name for score in scores]
    lines = ["| defect | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for case in cases:
        marks = ["found" if case in score.found else "-" for score in scores]
        lines.append(f"| `{case.defect}` | " + " | ".join(marks) + " |")
    return lines
