"""The command of the comparison: a page is written of complete results only, and mistakes get one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.detection.__main__ import main
from benchmarks.detection.results import Run, add_run, begin_results, planned
from tests.benchmarks.build import ABOUT


def test_a_page_is_written_when_every_run_is_there(tmp_path: Path) -> None:
    begin_results(tmp_path / "results.jsonl", ABOUT)
    for tried in planned(ABOUT):
        add_run(tmp_path / "results.jsonl", Run(tried))
    assert main(page_only(tmp_path)) == 0
    assert (tmp_path / "page.md").read_text(encoding="utf-8").startswith("# Detection")


def test_a_page_with_a_run_that_did_not_end_is_written_and_the_command_says_2(tmp_path: Path) -> None:
    begin_results(tmp_path / "results.jsonl", ABOUT)
    for tried in planned(ABOUT):
        add_run(tmp_path / "results.jsonl", Run(tried, error="no memory"))
    assert main(page_only(tmp_path)) == 2
    assert "no memory" in (tmp_path / "page.md").read_text(encoding="utf-8")


def test_no_page_is_written_while_runs_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begin_results(tmp_path / "results.jsonl", ABOUT)
    assert main(page_only(tmp_path)) == 2
    assert not (tmp_path / "page.md").exists()
    assert "10 runs are missing" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--results", "--specmatic"])
def test_a_file_that_is_not_there_is_told_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    absent = tmp_path / "absent"
    more = ["--page-only"] if option == "--results" else []
    assert main([option, str(absent), *more]) == 5
    said = capsys.readouterr().err
    assert str(absent) in said
    assert said.count("\n") == 1


def page_only(folder: Path) -> list[str]:
    files = ["--results", str(folder / "results.jsonl"), "--output", str(folder / "page.md")]
    return ["--page-only", *files]
