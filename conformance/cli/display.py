"""The live display of a run: a panel on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from conformance.cli.progress import Found, Progress, clock
from conformance.plain_text import printable

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

SHOWN_FINDINGS = 5
PLAIN_SECONDS = 5.0
"""Time between two plain lines."""


class Display(Protocol):
    """Shows how a run is getting on."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def update(self, note: str = "") -> None:
        """Show the state as it is now; `note` says what is being done when it is not the tests."""


def display_for(progress: Progress, stream: TextIO | None = None) -> Display:
    """The display that suits the stream (default: standard output)."""
    stream = stream or sys.stdout
    return Panel(progress) if stream.isatty() else PlainLines(progress, stream)


class PlainLines:
    """One line every few seconds and one for every finding."""

    def __init__(self, progress: Progress, stream: TextIO) -> None:
        self._progress = progress
        self._stream = stream
        self._started = time.monotonic()
        self._last = self._started
        self._told = 0
        self._note = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is left on the screen that would have to go."""

    def update(self, note: str = "") -> None:
        """Print what is due."""
        findings = list(self._progress.findings.values())
        for found in findings[self._told :]:
            self._say(finding_line(found))
        self._told = len(findings)
        now = time.monotonic()
        changed, self._note = note != self._note, note
        if changed or now - self._last >= PLAIN_SECONDS:
            self._last = now
            line = status_line(self._progress, now - self._started)
            self._say(f"{line} | {note}" if note else line)

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


def status_line(progress: Progress, elapsed: float) -> str:
    """The state of a run in one line."""
    rate = progress.requests / elapsed if elapsed else 0.0
    parts = [
        f"{progress.done}/{progress.tests} tests",
        f"{len(progress.touched)}/{progress.operations} operations",
        f"{progress.passed} checks passed, {progress.failed} failed",
        plural(len(progress.findings), "finding"),
        f"{progress.requests:,} requests ({rate:.0f}/s)",
        f"{clock(elapsed)} gone, {clock(progress.time_left(elapsed))} left",
    ]
    return " | ".join(parts)


def finding_line(found: Found) -> str:
    """A finding in one line."""
    return f"FINDING {printable(found.title)}; observed {printable(found.observed)}"


def plural(count: int, noun: str) -> str:
    """A count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


class Panel:
    """A progress bar, the counts and the last findings, redrawn in place."""

    def __init__(self, progress: Progress) -> None:
        from rich.console import Console
        from rich.live import Live

        self._progress = progress
        self._started = time.monotonic()
        self._note = ""
        self._live = Live(self, console=Console(), refresh_per_second=5, transient=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def update(self, note: str = "") -> None:
        """Keep the note; the panel redraws itself several times a second."""
        self._note = note

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the present state in the width that there is."""
        from rich.progress_bar import ProgressBar
        from rich.table import Table
        from rich.text import Text

        progress, elapsed = self._progress, time.monotonic() - self._started
        bar = Table.grid(padding=(0, 1), expand=True)
        bar.add_column(no_wrap=True)
        bar.add_column(ratio=1)
        bar.add_column(no_wrap=True, justify="right")
        bar.add_row(
            Text(f"tests {progress.done}/{progress.tests}", style="bold"),
            ProgressBar(total=max(progress.tests, 1), completed=progress.done),
            f"{clock(elapsed)} gone, {clock(progress.time_left(elapsed))} left",
        )
        yield bar
        yield self._counts(elapsed)
        findings = list(progress.findings.values())
        if findings:
            latest = ", the latest:" if len(findings) > SHOWN_FINDINGS else ":"
            yield Text(f"{plural(len(findings), 'finding')}{latest}", style="bold red")
        for found in findings[-SHOWN_FINDINGS:]:
            line = Text("  ✗ ", style="red", no_wrap=True, overflow="ellipsis")
            line.append(printable(found.title), style="bold")
            line.append(f" ({printable(found.observed)})", style="default")
            yield line
        if self._note:
            yield Text(self._note, style="yellow")

    def _counts(self, elapsed: float) -> Text:
        from rich.text import Text

        progress = self._progress
        rate = progress.requests / elapsed if elapsed else 0.0
        counts = Text(no_wrap=False)
        counts.append(f"operations {len(progress.touched)}/{progress.operations}  ")
        counts.append(f"{progress.passed} passed", style="green")
        for count, word, style in (
            (progress.failed, "failed", "red"),
            (progress.warned, "warned", "yellow"),
            (progress.broken, "broken", "magenta"),
        ):
            if count:
                counts.append(f"  {count} {word}", style=style)
        counts.append(f"  {progress.requests:,} requests, {rate:.0f}/s")
        return counts
