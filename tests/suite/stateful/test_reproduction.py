"""The script of a failing walk: it is Python, it runs alone, and its exit code says what it saw."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conformance.models.model import Step
from conformance.proof.pod import served_pod
from conformance.suite.stateful.reproduction import main, script

WALK = (
    Step("create", "user"),
    Step("add", "user", "colleague"),
    Step("remove", "user", "colleague"),
    Step("add", "user", "colleague"),
)
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
DEFECT = "returning-owners@addRoomMember"


@pytest.mark.parametrize(("defects", "code"), [((DEFECT,), 1), ((), 0)])
def test_the_script_runs_alone(tmp_path: Path, defects: tuple[str, ...], code: int) -> None:
    file = tmp_path / "walk.py"
    file.write_text(script("rooms", file.name, 'Breaks """all""".', WALK), encoding="utf-8")
    with served_pod(defects) as pod:
        command = [sys.executable, str(file), "--target", str(pod.file)]
        ran = subprocess.run(
            command, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
        )
    assert ran.returncode == code, ran.stdout + ran.stderr
    assert ("observed after add(user, colleague)" in ran.stdout) == bool(code)
    assert ran.stderr == ""


def test_a_step_that_does_not_apply_is_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    with served_pod() as pod:
        code = main("rooms", [("promote", "user", "colleague", "")], ["--target", str(pod.file)])
    assert (code, "promote(user, colleague): does not apply" in capsys.readouterr().out) == (0, True)


def test_a_target_file_that_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main("rooms", [], ["--target", str(tmp_path / "none.toml")]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_pod_that_is_not_there_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    with served_pod() as pod:
        text = pod.file.read_text(encoding="utf-8")
        gone = pod.file.with_name("gone.toml")
        gone.write_text(text.replace("127.0.0.1:", "127.0.0.1:1#").replace("1#", "1/"), encoding="utf-8")
        assert main("rooms", [("create", "user", "", "")], ["--target", str(gone)]) == 2
    assert "blocked" in capsys.readouterr().out
