"""The command run: exit codes before any test, and a small real run on the reference pod."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conformance.cli.children import reference_pod
from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.cli.run import Options, pytest_arguments
from tests.evidence.test_schemas import problems

ROOT = Path(__file__).resolve().parents[2]


def call(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, on a machine without Node."""
    return subprocess.run(
        [sys.executable, "-m", "conformance", "run", *arguments],
        cwd=ROOT,
        env={**os.environ, "PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port on which nothing listens and which nobody else can take meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


def target_file(folder: Path, port: int, extra: str = "") -> Path:
    path = folder / "target.toml"
    (folder / "token.txt").write_text("token")
    path.write_text(
        f'[target]\nname = "nothing"\ndisposable = false\n{extra}\n'
        f'[apis.pod]\nbase_url = "http://127.0.0.1:{port}/pod"\n'
        f'[login]\nbase_url = "http://127.0.0.1:{port}/login"\n'
        '[actors.user]\nusername = "user"\nsession_token_file = "token.txt"\n'
    )
    return path


def test_a_target_on_which_nothing_listens_is_exit_code_3_in_one_line(
    tmp_path: Path, closed_port: int
) -> None:
    done = call("--target", str(target_file(tmp_path, closed_port)), "--output", str(tmp_path / "run"))
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    assert f"127.0.0.1:{closed_port}" in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert not (tmp_path / "run").exists()


def test_a_wrong_key_in_the_target_file_is_exit_code_5_in_one_line(tmp_path: Path, closed_port: int) -> None:
    path = target_file(tmp_path, closed_port, 'tiemout_seconds = "x"')
    done = call("--target", str(path), "--output", str(tmp_path / "run"))
    assert (done.returncode, done.stdout) == (5, ""), done.stderr
    assert str(path) in done.stderr
    assert "tiemout_seconds" in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


def test_an_output_folder_that_is_not_empty_is_refused_before_any_test(tmp_path: Path) -> None:
    (tmp_path / "verdict.json").write_text("{}")
    done = call("--profile", "smoke", "--output", str(tmp_path))
    assert (done.returncode, done.stdout) == (5, ""), done.stderr
    assert "exists and is not an empty folder; name a new one" in done.stderr


def test_options_become_arguments_of_pytest() -> None:
    options = Options(Path("t.toml"), "smoke", None, 7, 3, "createRoom")
    arguments = pytest_arguments(options, Path("/t.toml"), Path("/run"))
    pairs = dict(pairwise(arguments))
    wanted = {
        "--pyargs": "conformance.suite",
        "--target": "/t.toml",
        "--profile": "smoke",
        "--seed": "7",
        "--output": "/run",
        "--alluredir": "/run/allure-results",
        "-n": "3",
        "-k": "createRoom",
    }
    assert {name: pairs[name] for name in wanted} == wanted


def test_one_worker_needs_no_distribution() -> None:
    options = Options(None, "gate", None, 1, 1, None)
    arguments = pytest_arguments(options, Path("/t.toml"), Path("/run"))
    assert not {"-n", "-k"} & set(arguments)


def test_a_reference_pod_that_does_not_start_is_trouble_of_the_suite(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho first >&2; echo 'NameError: oops' >&2; exit 9\n")
    broken.chmod(0o755)
    monkeypatch.setattr("conformance.cli.children.sys.executable", str(broken))
    with pytest.raises(CommandError) as caught, reference_pod(tmp_path, 1):
        pass
    assert str(caught.value) == "the reference pod ended with exit status 9: NameError: oops"
    assert caught.value.code == ExitCode.SUITE_TROUBLE


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_run_on_the_reference_pod_leaves_a_valid_folder(tmp_path: Path, workers: str) -> None:
    folder = tmp_path / "run"
    select = "listLanguages or getPodCertificate"
    arguments = ["--profile", "smoke", "--select", select, "--workers", workers, "--output", str(folder)]
    done = call(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr + (folder / "pytest.log").read_text()
    verdict = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    assert problems("verdict", verdict) == []
    assert (verdict["operations"]["total"], verdict["operations"]["answered-2xx"]) == (2, 2)
    lines = (folder / "run.jsonl").read_text(encoding="utf-8").splitlines()
    assert [found for line in lines for found in problems("run-record", json.loads(line))] == []
    cases = ElementTree.parse(folder / "junit.xml").getroot().iter("testcase")
    assert {case.attrib["classname"].split(".")[0] for case in cases} == {"pod"}
    assert any((folder / "allure-results").iterdir())


def test_a_selection_that_matches_nothing_is_incomplete(tmp_path: Path) -> None:
    done = call("--profile", "smoke", "--select", "noSuchOperation", "--output", str(tmp_path / "run"))
    assert done.returncode == 2, done.stdout + done.stderr
    assert "  - no test ran\n" in done.stdout


def test_a_selection_that_is_no_expression_is_wrong_usage(tmp_path: Path) -> None:
    done = call("--profile", "smoke", "--select", "a b", "--output", str(tmp_path / "run"))
    assert done.returncode == 5, done.stdout + done.stderr
    assert done.stderr.startswith("symphony-conformance: pytest refused its options: ")
    assert done.stderr.count("\n") == 1, done.stderr
