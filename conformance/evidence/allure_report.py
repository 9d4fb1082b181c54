"""The Allure 3 report of a run, made by the npm package `allure` when Node is there."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

VERSION = "3.18.0"
"""The version of the npm package that is fetched when no Allure of the same major version is installed."""

TIME_LIMIT = 180.0
"""Seconds for fetching the package and making the report."""

POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'unsafe-inline' 'unsafe-eval' data: blob:; form-action 'none'\">"
)
"""What the page may load: only what is inside it."""

GROUPS = "epic,feature,story"
PATIENCE = {
    # A machine without a network finds out in seconds instead of minutes.
    "npm_config_fetch_retries": "1",
    "npm_config_fetch_timeout": "30000",
    "npm_config_update_notifier": "false",
}


class NoReport(Exception):
    """The report was not made; the message is one line that says why and how to get it."""


def make_report(folder: Path, stop: Callable[[], bool] = lambda: False, limit: float = TIME_LIMIT) -> Path:
    """Make `folder`/allure-report/index.html, one self-contained file, of `folder`/allure-results; its path.

    `stop` is asked several times a second whether to give up. Raises NoReport.
    """
    results, report = folder / "allure-results", folder / "allure-report"
    if not results.is_dir() or not any(results.iterdir()):
        raise NoReport("no Allure report: the run left no Allure results")
    how = how_to(folder)
    command = allure_command(os.environ)
    if command is None:
        raise NoReport(f"no Allure report: npx is not on the PATH; {how}")
    options = ["awesome", "--single-file", "--config", str(configuration(folder)), "--group-by", GROUPS]
    log = folder / "allure.log"
    with log.open("wb") as out:
        trouble = _run([*command, *options, "--output", str(report), str(results)], out.fileno(), stop, limit)
    index = report / "index.html"
    if trouble is None and not index.is_file():
        trouble = "Allure wrote no index.html"
    if trouble:
        raise NoReport(f"no Allure report: {trouble} (see {log}); {how}")
    log.unlink()
    _seal(index)
    return index


def _seal(index: Path) -> None:
    """Keep the page from loading anything: neither what a target answered, nor Allure's own analytics."""
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace("<head>", f"<head>\n{POLICY}", 1), encoding="utf-8")


def how_to(folder: Path) -> str:
    """How to make the report of a run folder by hand, in a few words."""
    options = ["--single-file", "--output", str(folder / "allure-report"), str(folder / "allure-results")]
    return f"to make it (with Node 20 or later): npx allure@{VERSION} awesome {shlex.join(options)}"


def configuration(folder: Path) -> Path:
    """`allurerc.mjs` beside the run folder when there is one, else the one of this package."""
    own = folder.resolve().parent / "allurerc.mjs"
    return own if own.is_file() else Path(__file__).with_name("allurerc.mjs")


def allure_command(environment: Mapping[str, str]) -> list[str] | None:
    """The command that runs Allure: an installed one of the right major version, else npx, else None."""
    path = environment.get("PATH")
    installed = shutil.which("allure", path=path)
    if installed and _major(installed) == VERSION.split(".")[0]:
        return [installed]
    npx = shutil.which("npx", path=path)
    return [npx, "--yes", f"allure@{VERSION}"] if npx else None


def _major(executable: str) -> str | None:
    """The major version that an `allure` reports; Allure 2 is another program with the same name."""
    try:
        shown = subprocess.run(
            [executable, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return shown.stdout.strip().split(".")[0]


def _run(command: list[str], out: int, stop: Callable[[], bool], limit: float) -> str | None:
    """Run a command in a process group of its own; what went wrong, None when nothing did."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.STDOUT,
        env={**PATIENCE, **os.environ},
        start_new_session=True,
    )
    give_up = time.monotonic() + limit
    try:
        while True:
            try:
                status = process.wait(0.2)
            except subprocess.TimeoutExpired:
                if stop():
                    return "interrupted"
                if time.monotonic() > give_up:
                    return f"Allure took longer than {limit:.0f} s"
            else:
                return None if status == 0 else f"Allure ended with exit status {status}"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
