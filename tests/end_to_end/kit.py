"""The command line as a user starts it: a reference pod in one process, a run in another."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end.leaks import CANARY

COMMAND = [sys.executable, "-m", "conformance"]


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    code: int
    output: str


def command(*arguments: str | Path, cwd: Path | None = None) -> Ended:
    """Run a command of the suite to its end; the output holds both streams."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cwd,
        # Without Node the HTML report is left out, which these tests do not look at.
        env={**os.environ, "PATH": str(Path(sys.executable).parent)},
        check=False,
    )
    return Ended(done.returncode, done.stdout)


@contextmanager
def mock(target_file: Path, *options: str) -> Iterator[None]:
    """The reference pod as a command, from its ready line to its end; its tokens hold the canary."""
    arguments = ["--port", "0", "--target-file", str(target_file), "--canary", CANARY, *options]
    with pod_process([*COMMAND, "mock", *arguments]):
        yield


@contextmanager
def pod_process(arguments: Sequence[str]) -> Iterator[None]:
    """A process that serves a pod, from its ready line to its end."""
    process = subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        ready = process.stdout.readline()
        assert ready.startswith("ready http://127.0.0.1:"), f"the pod did not start: {ready!r}"
        yield
    finally:
        process.terminate()
        process.communicate(timeout=10)


def verdict(folder: Path) -> dict[str, Any]:
    """The verdict of a run folder."""
    document: dict[str, Any] = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    return document


def run_against(tmp_path: Path, options: Sequence[str], *arguments: str) -> tuple[Ended, dict[str, Any]]:
    """A run against a reference pod with these options; returns how it ended and its verdict."""
    target, folder = tmp_path / "target.toml", tmp_path / "run"
    with mock(target, *options):
        ended = command("run", "--target", target, "--output", folder, "--profile", "smoke", *arguments)
    return ended, verdict(folder)
