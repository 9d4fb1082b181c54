"""Whole runs of the command against pods that misbehave: verdict, reports and records stand in each."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.end_to_end.kit import Ended, command, pod_process
from tests.end_to_end.leaks import leaks_of
from tests.evidence.test_schemas import problems
from tests.hostile.whole_runs import RUNS

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Finished:
    """A run that has ended: its output, its folder and what is in there."""

    ended: Ended
    folder: Path
    verdict: dict[str, Any]
    records: list[dict[str, Any]]


@pytest.fixture(scope="module", params=RUNS)
def finished(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Finished]:
    name = request.param
    place = tmp_path_factory.mktemp(name)
    target, folder = place / "target.toml", place / "run"
    with pod_process([sys.executable, "-m", "tests.hostile.whole_runs", name, str(target)]):
        options = ("--profile", "smoke", "--select", RUNS[name].select, "--output", folder)
        ended = command("run", "--target", target, *options)
    assert (folder / "verdict.json").is_file(), f"the verdict is lost: {ended.output}"
    verdict = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    lines = (folder / "run.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    return name, Finished(ended, folder, verdict, [json.loads(line) for line in lines])


def test_the_run_ends_as_the_table_says(finished: tuple[str, Finished]) -> None:
    name, run = finished
    assert run.ended.code == RUNS[name].code, run.ended.output[-3000:]
    missing = [words for words in RUNS[name].says if words not in " ".join(run.ended.output.split())]
    assert not missing, f"the output does not say {missing}: {run.ended.output[-3000:]}"


def test_every_report_stands(finished: tuple[str, Finished]) -> None:
    _, run = finished
    assert problems("verdict", run.verdict) == []
    assert [found for record in run.records for found in problems("run-record", record)] == []
    cases = list(ElementTree.parse(run.folder / "junit.xml").getroot().iter("testcase"))
    assert len(cases) == run.verdict["tests"]["ended"] == run.verdict["tests"]["planned"]
    results = list((run.folder / "allure-results").glob("*-result.json"))
    assert len(results) == len(cases)
    assert run.verdict["errors"] == [], "the suite itself broke"


def test_nothing_that_is_written_or_printed_holds_a_secret(finished: tuple[str, Finished]) -> None:
    _, run = finished
    assert leaks_of(run.folder.parent / "target.toml", run.folder, run.ended.output) == []


def test_no_report_commands_a_terminal(finished: tuple[str, Finished]) -> None:
    _, run = finished
    texts = {file.name: file.read_text(encoding="utf-8") for file in run.folder.rglob("*") if file.is_file()}
    found = {name: COMMANDS.findall(text) for name, text in (texts | {"output": run.ended.output}).items()}
    assert {name: codes for name, codes in found.items() if codes} == {}


def test_markup_of_a_target_is_text_in_pages(finished: tuple[str, Finished]) -> None:
    _, run = finished
    assert "<script>document" not in (run.folder / "matrix.html").read_text(encoding="utf-8")
    assert "<img" not in (run.folder / "matrix.html").read_text(encoding="utf-8")


def test_no_file_is_named_by_a_target(finished: tuple[str, Finished]) -> None:
    _, run = finished
    assert not [file for file in run.folder.parent.rglob("*owned*")]


def test_long_bodies_do_not_fill_the_disk(finished: tuple[str, Finished]) -> None:
    _, run = finished
    longest = max(len(json.dumps(record)) for record in run.records)
    assert longest < 1_000_000, f"a record of {longest:,} bytes"


def test_an_outage_is_no_failure_of_an_operation(finished: tuple[str, Finished]) -> None:
    name, run = finished
    if name in ("dying", "overloaded"):
        assert run.verdict["findings"] == []
        assert run.verdict["counts"]["blocked"] > 0
        assert len(run.verdict["gone"]) == 1
    else:
        assert run.verdict["gone"] == []
