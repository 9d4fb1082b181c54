"""Small results of a comparison: two tools, three defects in one area, one variant."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.detection.results import About, Results, Run, Tried
from benchmarks.detection.sampling import Case
from benchmarks.detection.tool import Alarm

OURS, THEIRS = "symphony-conformance", "Schemathesis, normalised documents"
AREA, VARIANT = "Followers", "reversed-keys"

LOST = Case("forgets-writes@followUsers", "followUsers", AREA, "hand-written", "lifecycle")
CUT = Case("truncated-json@listFollowers", "listFollowers", AREA, "derived", "contract")
TOLERATED = Case("follows-oneself@followUsers", "followUsers", AREA, "hand-written", "lifecycle")

ABOUT = About(
    command="python -m benchmarks.detection",
    cases=(LOST, TOLERATED, CUT),
    variants={VARIANT: AREA},
    versions={OURS: "1.0 (abc)", THEIRS: "4.32.5"},
    settings={OURS: "profile gate", THEIRS: "schemathesis run"},
    date="2026-11-29",
    machine="Python 3.11, 2 cores, load 1.",
)


def alarm(kind: str, operation: str = "followUsers") -> Alarm:
    """An alarm on an operation."""
    return Alarm(operation, kind)


def run(
    tool: str,
    *alarms: Alarm,
    defect: Case | None = None,
    variant: str | None = None,
    error: str | None = None,
) -> Run:
    """A run of ten requests in two seconds."""
    tried = Tried(tool, AREA, defect.defect if defect else None, variant)
    return Run(tried, frozenset(alarms), 10, 2.0, error)


def results(*runs: Run, tolerated: Iterable[Case] = ()) -> Results:
    """The results that have these runs."""
    warned = {case.defect for case in tolerated}
    return Results(
        ABOUT,
        {run.tried: run for run in runs},
        {case.defect: case.defect in warned for case in ABOUT.cases},
    )
