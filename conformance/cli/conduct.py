"""The part of a run after its preparation: pytest, run folder, reports, exit code."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from subprocess import Popen
from typing import Any

from conformance.cli.children import PYTEST_STOP_SECONDS, interrupt, kill, last_line, start_pytest
from conformance.cli.cleaning import Clean
from conformance.cli.display import Display, display_for
from conformance.cli.exit_codes import CommandError
from conformance.cli.folder import finalise
from conformance.cli.interrupts import Interrupts
from conformance.cli.progress import Progress
from conformance.cli.tail import Tail
from conformance.evidence.allure_report import NoReport, how_to, make_report
from conformance.evidence.records import End
from conformance.evidence.summary import summary
from conformance.evidence.verdict import exit_code
from conformance.plain_text import printable

POLL_SECONDS = 0.2
PYTEST_USAGE_ERROR = 4
LOG_TAIL = 15

Start = Callable[[Sequence[str], Path], Popen[bytes]]


def conduct(
    arguments: Sequence[str], folder: Path, start: Start = start_pytest, clean: Clean | None = None
) -> int:
    """Run pytest with these arguments, fill the run folder, say what came of it; the exit code.

    `clean` removes what the run made, also after an interrupt. Raises CommandError when pytest refuses its
    arguments or leaves no records of a run.
    """
    print(f"run folder: {folder}", flush=True)
    progress = Progress()
    with Interrupts() as interrupts:
        with display_for(progress) as display:
            process = start(arguments, folder / "pytest.log")
            end = _follow(process, folder, progress, display, interrupts)
            if end.pytest_exit == PYTEST_USAGE_ERROR:
                raise CommandError(f"pytest refused its options: {last_line(folder / 'pytest.log')}")
            cleaned: list[str] = []
            if clean is not None:
                display.update("removing what the run made")
                cleaned = clean(folder, lambda: not interrupts.hurried)
            display.update("writing the verdict")
            document = finalise(folder, end)
            display.update("making the Allure report")
            report = _allure(folder, interrupts)
        _show(document, folder, [*cleaned, report])
    return exit_code(document)


def _follow(
    process: Popen[bytes], folder: Path, progress: Progress, display: Display, interrupts: Interrupts
) -> End:
    """Watch pytest to its end, or to the end that the user wants."""
    tail = Tail(folder / "records")
    kill_at: float | None = None
    try:
        while process.poll() is None and not interrupts.hurried:
            if kill_at is None and interrupts.wanted:
                interrupt(process)
                kill_at = time.monotonic() + PYTEST_STOP_SECONDS
            if kill_at is not None and time.monotonic() > kill_at:
                break
            _feed(progress, tail)
            display.update("" if kill_at is None else "interrupted: cleaning up (Ctrl-C again ends at once)")
            time.sleep(POLL_SECONDS)
    finally:
        kill(process)
    _feed(progress, tail)
    finished = datetime.now(UTC).isoformat(timespec="milliseconds")
    return End(finished, interrupts.wanted, process.returncode)


def _feed(progress: Progress, tail: Tail) -> None:
    for record in tail.new():
        progress.feed(record)


def _allure(folder: Path, interrupts: Interrupts) -> str:
    """Make the Allure report; the line that says where it is or how to get one."""
    if interrupts.wanted:
        return f"no Allure report of an interrupted run; {how_to(folder)}"
    try:
        return f"Allure report: {make_report(folder, stop=lambda: interrupts.wanted)}"
    except NoReport as error:
        return str(error)


def _show(document: dict[str, Any], folder: Path, said: list[str]) -> None:
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    print()
    print(summary(document, width))
    print(f"run folder:   {folder}")
    print(*said, sep="\n", flush=True)
    if document["verdict"] == "error":
        log = folder / "pytest.log"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_TAIL:]
        print(f"the end of {log}:", *(f"  {printable(line)}" for line in lines), sep="\n", file=sys.stderr)
