"""A run from pytest's start to the exit code, with a stand-in for pytest."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]

FILES = {"run.jsonl", "verdict.json", "matrix.json", "matrix.html", "junit.xml", "pytest.log"}


def drive(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Conduct a run in a process of its own, on a machine without Node."""
    return subprocess.run(
        [sys.executable, "-m", "tests.cli.drive", str(folder), *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": "", "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def verdict(folder: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    return document


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(("way", "word", "code"), [("passing", "pass", 0), ("failing", "fail", 1)])
def test_the_exit_code_is_that_of_the_verdict(tmp_path: Path, way: str, word: str, code: int) -> None:
    done = drive(tmp_path, way)
    assert (done.returncode, verdict(tmp_path)["verdict"]) == (code, word), done.stdout + done.stderr


def test_the_run_folder_holds_the_records_and_what_is_made_of_them(tmp_path: Path) -> None:
    drive(tmp_path, "passing")
    assert names(tmp_path) == FILES


def test_the_output_says_where_the_run_folder_is_and_that_there_is_no_allure_report(tmp_path: Path) -> None:
    done = drive(tmp_path, "passing")
    assert done.stdout.endswith(
        f"run folder:   {tmp_path}\nno Allure report: the run left no Allure results\n"
    )


def test_each_finding_is_told_in_one_line_when_the_output_is_no_terminal(tmp_path: Path) -> None:
    done = drive(tmp_path, "failing")
    told = [line for line in done.stdout.splitlines() if line.startswith("FINDING")]
    assert told == [
        "FINDING createRoom answers a valid request with a documented success; observed 500 text/html: oops"
    ]


def test_a_finding_can_be_seen_again_with_the_curl_command_of_its_exchange(tmp_path: Path) -> None:
    drive(tmp_path, "failing")
    command = verdict(tmp_path)["findings"][0]["reproduce"]
    assert command.startswith("curl ")
    assert "http://127.0.0.1:9/pod/createRoom" in command
    assert '"$SESSION_TOKEN"' in command


def test_a_crash_of_pytest_is_exit_code_4_with_the_end_of_its_log(tmp_path: Path) -> None:
    done = drive(tmp_path, "crashing")
    assert (done.returncode, verdict(tmp_path)["verdict"]) == (4, "error")
    assert done.stderr == f"the end of {tmp_path / 'pytest.log'}:\n  INTERNALERROR> something broke\n"


def test_options_that_pytest_refuses_are_a_usage_error_in_one_line(tmp_path: Path) -> None:
    done = drive(tmp_path, "refusing")
    assert done.returncode == 5
    assert done.stderr == (
        "pytest refused its options: ERROR: Wrong expression passed to '-k': "
        "a b: at column 3: expected end of input; got identifier\n"
    )


def test_a_pytest_that_leaves_no_record_is_exit_code_4_in_one_line(tmp_path: Path) -> None:
    done = drive(tmp_path, "silent")
    assert done.returncode == 4
    assert done.stderr == (
        f"no verdict: {tmp_path / 'run.jsonl'}: there is no run record; the end of "
        f"{tmp_path / 'pytest.log'}: ImportError: no suite\n"
    )


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_an_interrupted_run_leaves_a_readable_folder_and_says_where_it_is(tmp_path: Path, name: str) -> None:
    done = drive(tmp_path, "interrupted", name)
    document = verdict(tmp_path)
    assert (done.returncode, document["verdict"], document["interrupted"]) == (2, "incomplete", True)
    assert document["reasons"][:2] == ["the run was interrupted", "1 of 2 tests did not run"]
    assert names(tmp_path) == FILES
    assert f"run folder:   {tmp_path}\n" in done.stdout
    assert (tmp_path / "pytest.log").read_text() == "cleaned up\n"


def test_a_run_interrupted_before_its_first_record_says_so(tmp_path: Path) -> None:
    done = drive(tmp_path, "early")
    assert done.returncode == 2
    assert done.stderr == f"interrupted before the first record; what there is lies in {tmp_path}\n"


def test_a_second_interrupt_ends_the_run_at_once_and_keeps_what_there_is(tmp_path: Path) -> None:
    done = drive(tmp_path, "stubborn")
    document = verdict(tmp_path)
    assert (done.returncode, document["verdict"], document["tests"]["ended"]) == (2, "incomplete", 1)
