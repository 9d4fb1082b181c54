"""Runs that are killed from outside, and the sweep that follows."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.evidence.records import iter_records
from tests.end_to_end.kit import COMMAND, Ended, command, verdict
from tests.end_to_end.leaks import leaks_of
from tests.end_to_end.real_pod import RealPod, residue, touched

PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Crash:
    """What became of one killed run: the sweep, what it left, what it touched, and the verdict of the run.

    `leaks` are the secrets that its files held before and after the sweep, and that the commands printed.
    """

    lines: int
    swept: Ended
    residue: list[str]
    touched: list[str]
    leaks: list[str]
    verdict: dict[str, Any]
    records: int

    @property
    def trouble(self) -> list[str]:
        """Everything that should not be."""
        found = [f"residue: {line}" for line in self.residue] + [f"touched: {line}" for line in self.touched]
        found += [f"secret: {line}" for line in self.leaks]
        if self.swept.code != 0:
            found.append(f"sweep ended with {self.swept.code}: {self.swept.output}")
        if not self.verdict["interrupted"]:
            found.append(f"the verdict {self.verdict['verdict']} does not say that the run was interrupted")
        if not self.records:
            found.append("run.jsonl is empty")
        return found


def crash(pod: RealPod, folder: Path, lines: int, *options: str, pause: float = 0.0) -> Crash:
    """Start a run, kill everything of it when its ledger has so many lines, and sweep."""
    before = pod.records()
    process = _started(pod, folder, *options)
    try:
        _wait(process, folder, lines)
        time.sleep(pause)
    finally:
        kill_all(process.pid)
        printed, _ = process.communicate()
    leaks = leaks_of(pod.target_file, folder, printed)
    swept = command("sweep", "--ledger", folder / "ledger.jsonl")
    after = pod.records()
    return Crash(
        lines,
        swept,
        _unexplained(residue(pod.pod, before, after), swept),
        touched(before, after),
        leaks + leaks_of(pod.target_file, folder, swept.output),
        verdict(folder),
        sum(1 for _ in iter_records(folder / "run.jsonl")),
    )


def _unexplained(left: list[str], swept: Ended) -> list[str]:
    """What is left without a word of the sweep.

    A feed whose creation was not answered has no name to look for, and no operation lists feeds: it says so.
    """
    said = "left: feed:" in swept.output
    return [line for line in left if not (said and line.startswith("presence-feeds "))]


def interrupt(pod: RealPod, folder: Path, lines: int, *options: str) -> Ended:
    """Start a run, send it Ctrl-C when its ledger has so many lines, and wait for its end."""
    process = _started(pod, folder, *options)
    try:
        _wait(process, folder, lines)
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE)
    finally:
        kill_all(process.pid)
    return Ended(process.returncode, output)


def _started(pod: RealPod, folder: Path, *options: str) -> subprocess.Popen[str]:
    arguments = [*COMMAND, "run", "--target", str(pod.target_file), "--output", str(folder), *options]
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    # Without Node the HTML report is left out, which these tests do not look at.
    without_node = {**os.environ, "PATH": str(Path(sys.executable).parent)}
    return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, env=without_node, **streams)


def _wait(process: subprocess.Popen[str], folder: Path, lines: int) -> None:
    """Wait until the ledger has so many lines, or the run ends before."""
    ledger, give_up = folder / "ledger.jsonl", time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < give_up:
        if ledger.exists() and ledger.read_bytes().count(b"\n") >= lines:
            return
        time.sleep(0.005)


def kill_all(pid: int) -> None:
    """End a process and everything below it at once."""
    for child in [*_below(pid), pid]:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _below(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found, wanted = [], [pid]
    while wanted:
        parent = wanted.pop()
        children = [child for child, above in pairs if above == parent]
        found += children
        wanted += children
    return found
