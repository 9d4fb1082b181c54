"""Results as JSON lines: what was interrupted goes on, and what does not belong together is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.detection.results import (
    About,
    OtherResults,
    Tried,
    add_run,
    add_tolerated,
    begin_results,
    missing,
    planned,
    read_results,
)
from tests.benchmarks.build import ABOUT, AREA, CUT, LOST, OURS, THEIRS, VARIANT, alarm, run

FOUND = run(OURS, alarm("lifecycle.follow FOLLOW-1"), alarm("b", "listFollowers"), defect=LOST)
FAILED = run(THEIRS, defect=LOST, error="no memory")


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    begin_results(file, ABOUT)
    add_tolerated(file, LOST.defect, False)
    add_run(file, FOUND)
    add_run(file, FAILED)
    read = read_results(file)
    assert read.about == ABOUT
    assert read.runs == {FOUND.tried: FOUND, FAILED.tried: FAILED}
    assert read.tolerated == {LOST.defect: False}


def test_an_interrupted_comparison_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    begin_results(file, ABOUT)
    add_run(file, FOUND)
    again = begin_results(file, replace(ABOUT, date="2027-01-01", machine="another one"))
    left = missing(again, planned(ABOUT))
    assert FOUND.tried not in left
    assert len(left) == len(list(planned(ABOUT))) - 1


def test_a_line_that_was_not_written_to_its_end_is_run_again(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    begin_results(file, ABOUT)
    add_run(file, FOUND)
    with file.open("a", encoding="utf-8") as written:
        written.write('{"record": "run", "tool": "sym')
    assert set(read_results(file).runs) == {FOUND.tried}
    add_run(file, FAILED)
    assert set(read_results(file).runs) == {FOUND.tried, FAILED.tried}


@pytest.mark.parametrize(
    "other",
    [
        replace(ABOUT, command="python -m benchmarks.detection --seed 2"),
        replace(ABOUT, cases=(CUT,)),
        replace(ABOUT, versions={**ABOUT.versions, THEIRS: "5.0"}),
        replace(ABOUT, settings={**ABOUT.settings, THEIRS: "schemathesis fuzz"}),
    ],
    ids=["command", "sample", "version", "settings"],
)
def test_results_of_another_comparison_are_not_added_to(tmp_path: Path, other: About) -> None:
    file = tmp_path / "results.jsonl"
    begin_results(file, ABOUT)
    with pytest.raises(OtherResults, match="another comparison"):
        begin_results(file, other)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "results.jsonl"
    file.write_text('{"record": "run"}\n', encoding="utf-8")
    with pytest.raises(OtherResults, match="does not begin"):
        read_results(file)


def test_every_tool_gets_the_right_pod_each_defect_and_each_variant() -> None:
    plan = list(planned(ABOUT))
    for tool in (OURS, THEIRS):
        assert [tried for tried in plan if tried.tool == tool] == [
            Tried(tool, AREA),
            *(Tried(tool, AREA, defect=case.defect) for case in ABOUT.cases),
            Tried(tool, AREA, variant=VARIANT),
        ]
