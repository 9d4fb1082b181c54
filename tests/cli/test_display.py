"""The live display: what is counted, and how it reads at the widths that terminals have."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from conformance.cli.display import PLAIN_SECONDS, Panel, PlainLines, display_for, status_line
from conformance.cli.progress import Progress, clock
from conformance.cli.tail import Tail
from conformance.plain_text import printable
from tests.evidence import build


def progress_of(*rows: build.Row) -> Progress:
    progress = Progress()
    for row in rows:
        progress.feed(row)
    return progress


def busy() -> Progress:
    failed = [
        build.check("failed", operation=name, title=f"{name} answers", observed="500 " + "x" * 200)
        for name in (f"operation{number}" for number in range(7))
    ]
    plan = build.plan(tests=10, operations=(build.CREATE, build.READ))
    return progress_of(
        build.run(), plan, build.exchange(), *failed, build.check(), build.ended(), build.end()
    )


def test_records_are_counted_by_kind_and_status() -> None:
    progress = busy()
    assert (progress.done, progress.tests, len(progress.touched), progress.operations) == (1, 10, 1, 2)
    assert (progress.passed, progress.failed, progress.requests, len(progress.findings)) == (1, 7, 1, 7)


def test_the_same_failure_in_two_tests_is_one_finding() -> None:
    assert len(progress_of(build.check("failed"), build.check("failed")).findings) == 1


def test_advice_is_counted_as_a_warning() -> None:
    progress = progress_of(build.check("failed", level="advice"), build.check("warned"))
    assert (progress.warned, progress.failed, len(progress.findings)) == (2, 0, 0)


def test_time_left_follows_from_the_pace_so_far_and_is_unknown_at_first() -> None:
    progress = Progress(tests=10, done=5)
    assert progress.time_left(1.0) is None
    assert progress.time_left(50.0) == 50.0


def test_time_left_is_unknown_while_one_test_takes_longer_than_all_that_are_left_should() -> None:
    progress = Progress(tests=100, done=98)
    assert progress.time_left(98.0) == 2.0
    assert progress.time_left(100.0) == pytest.approx(2.04, abs=0.01)
    assert progress.time_left(110.0) is None
    progress.done = 99
    assert progress.time_left(111.0) == pytest.approx(1.12, abs=0.01)


@pytest.mark.parametrize(
    ("seconds", "text"), [(None, "-:--"), (0.4, "0:00"), (61.0, "1:01"), (3600.0, "60:00")]
)
def test_a_clock_shows_minutes_and_seconds(seconds: float | None, text: str) -> None:
    assert clock(seconds) == text


def test_a_status_line_says_how_far_how_fast_and_how_long() -> None:
    assert status_line(busy(), 10.0) == (
        "1/10 tests | 1/2 operations | 1 checks passed, 7 failed | 7 findings | "
        "1 requests (0/s) | 0:10 gone, -:-- left"
    )


def test_plain_lines_tell_each_finding_once() -> None:
    stream = io.StringIO()
    display = PlainLines(busy(), stream)
    display.update()
    display.update()
    told = [line for line in stream.getvalue().splitlines() if line.startswith("FINDING")]
    assert len(told) == 7


def test_plain_lines_come_every_few_seconds_and_not_at_every_update(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("conformance.cli.display.time.monotonic", lambda: now[0])
    stream = io.StringIO()
    display = PlainLines(Progress(), stream)
    for now[0] in (1.0, 2.0, PLAIN_SECONDS, PLAIN_SECONDS + 1):
        display.update()
    assert len(stream.getvalue().splitlines()) == 1


def test_a_stream_that_is_no_terminal_gets_plain_lines() -> None:
    assert isinstance(display_for(Progress(), io.StringIO()), PlainLines)


@pytest.mark.parametrize("width", [80, 120])
def test_the_panel_fits_the_terminal_and_shows_the_latest_findings(width: int) -> None:
    stream = io.StringIO()
    Console(file=stream, width=width, force_terminal=False).print(Panel(busy()))
    lines = stream.getvalue().splitlines()
    assert [line for line in lines if len(line) > width] == []
    assert lines[0].startswith("tests 1/10 ")
    assert lines[2] == "7 findings, the latest:"
    assert [line.split()[1] for line in lines[3:]] == [f"operation{n}" for n in range(2, 7)]


def test_what_a_target_answers_cannot_command_the_terminal() -> None:
    assert printable("a\x1b[2Jb\nc") == "a\ufffd[2Jb\ufffdc"


def test_a_tail_gives_each_whole_line_once(tmp_path: Path) -> None:
    file = tmp_path / "main.jsonl"
    tail = Tail(tmp_path)
    file.write_text(json.dumps(build.run()) + "\n" + '{"record":"te')
    assert [record["record"] for record in tail.new()] == ["run"]
    with file.open("a") as more:
        more.write('st"}\n')
    assert list(tail.new()) == [{"record": "test"}]
    assert list(tail.new()) == []


def test_a_tail_follows_files_that_appear_later(tmp_path: Path) -> None:
    tail = Tail(tmp_path / "records")
    assert list(tail.new()) == []
    (tmp_path / "records").mkdir()
    (tmp_path / "records" / "gw0.jsonl").write_text(json.dumps(build.run()) + "\n")
    assert len(list(tail.new())) == 1
