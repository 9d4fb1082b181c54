"""The child processes of a run: the reference pod and pytest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from conformance.cli.exit_codes import CommandError, ExitCode

START = "2026-01-01T00:00:00Z"
"""When the time of a pod of our own begins: requests that repeat times it has shown repeat with the seed."""
POD_START_SECONDS = 20.0
POD_STOP_SECONDS = 5.0
PYTEST_STOP_SECONDS = 20.0
"""How long pytest may take to wind down after it was interrupted: it may have things to clean up."""


@contextmanager
def reference_pod(folder: Path, seed: int, canary: str = "") -> Iterator[Path]:
    """Run the reference pod as a child process; gives its target file, which is `folder`/target.toml.

    `canary` is part of every token that the pod gives out.

    Raises CommandError when it does not become ready.
    """
    target_file = folder / "target.toml"
    command = [sys.executable, "-m", "conformance", "mock", "--port", "0"]
    command += ["--target-file", str(target_file), "--seed", str(seed), "--start", START, "--canary", canary]
    out, log = folder / "reference-pod.out", folder / "reference-pod.log"
    with out.open("wb") as output, log.open("wb") as errors:
        # A session of its own: Ctrl-C at the terminal must not take the pod from a suite that is cleaning up.
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, start_new_session=True
        )
    try:
        _wait_until_ready(process, out, log)
        yield target_file
    finally:
        stop(process, signal.SIGTERM, POD_STOP_SECONDS)


def _wait_until_ready(process: subprocess.Popen[bytes], out: Path, log: Path) -> None:
    give_up = time.monotonic() + POD_START_SECONDS
    while not out.read_bytes().startswith(b"ready "):
        if process.poll() is not None:
            trouble = f"ended with exit status {process.returncode}"
        elif time.monotonic() > give_up:
            trouble = f"was not ready after {POD_START_SECONDS:.0f} s"
        else:
            time.sleep(0.05)
            continue
        raise CommandError(f"the reference pod {trouble}: {last_line(log)}", ExitCode.SUITE_TROUBLE)


def start_pytest(arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start pytest with its output going to `log`, in a session of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    # Plugins that happen to be installed have no part in a run; the run names those that have.
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with log.open("wb") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], first: signal.Signals, seconds: float) -> None:
    """Ask a child of ours to end, and after `seconds` end it and everything that it started."""
    if process.poll() is None:
        process.send_signal(first)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill(process)


def interrupt(process: subprocess.Popen[bytes]) -> None:
    """Send Ctrl-C to a child of ours and its workers, as a terminal would."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a child of ours, and everything that it started, at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def last_line(log: Path) -> str:
    """The last line of a log that says something."""
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n") if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")
