"""The live display of a proof: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self, TextIO

from conformance.cli.display import PLAIN_SECONDS, plural
from conformance.cli.progress import clock
from conformance.proof.verdict import Result, VariantResult


@dataclass(slots=True)
class Tally:
    """How far a proof has come."""

    defects: int
    variants: int
    verdicts: Counter[str] = field(default_factory=Counter)
    variants_done: int = 0
    alarms: int = 0
    lines: list[str] = field(default_factory=list)

    def feed(self, result: Result | VariantResult) -> None:
        """Count one result; what is not as it should be becomes a line."""
        if isinstance(result, VariantResult):
            self.variants_done += 1
            self.alarms += len(result.alarms)
            if result.alarms:
                self.lines.append(f"ALARM {result.variant}: {plural(len(result.alarms), 'false alarm')}")
            return
        self.verdicts[result.verdict] += 1
        if result.verdict != "killed":
            self.lines.append(f"{result.verdict.upper()} {result.case.id}")

    @property
    def done(self) -> int:
        """Defects and variants that are over."""
        return self.verdicts.total() + self.variants_done

    @property
    def total(self) -> int:
        """All defects and variants."""
        return self.defects + self.variants

    def line(self, elapsed: float) -> str:
        """The state in one line."""
        others = [f"{count} {verdict}" for verdict, count in self.verdicts.items() if verdict != "killed"]
        parts = [
            f"{self.verdicts.total()}/{self.defects} defects",
            f"{self.variants_done}/{self.variants} variants",
            ", ".join([f"{self.verdicts['killed']} killed", *others]),
            plural(self.alarms, "false alarm"),
            f"{clock(elapsed)} gone",
        ]
        return " | ".join(parts)


class Display(Protocol):
    """Shows how a proof is getting on."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def update(self) -> None:
        """Show the tally as it is now."""


def display_for(tally: Tally, stream: TextIO | None = None) -> Display:
    """The display that suits the stream (default: standard output)."""
    stream = stream or sys.stdout
    return Bar(tally) if stream.isatty() else PlainLines(tally, stream)


class PlainLines:
    """One line every few seconds, and one for everything that is not as it should be."""

    def __init__(self, tally: Tally, stream: TextIO) -> None:
        self._tally = tally
        self._stream = stream
        self._started = self._last = time.monotonic()
        self._told = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Say how it ended."""
        self._say(self._tally.line(time.monotonic() - self._started))

    def update(self) -> None:
        """Print what is due."""
        for line in self._tally.lines[self._told :]:
            self._say(line)
        self._told = len(self._tally.lines)
        now = time.monotonic()
        if now - self._last >= PLAIN_SECONDS:
            self._last = now
            self._say(self._tally.line(now - self._started))

    def _say(self, line: str) -> None:
        print(line, file=self._stream, flush=True)


class Bar:
    """A progress bar with the tally behind it; what is not as it should be stays above it."""

    def __init__(self, tally: Tally) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._tally = tally
        self._started = time.monotonic()
        self._told = 0
        self._progress = Progress(
            BarColumn(), TextColumn("{task.description}"), TimeRemainingColumn(), transient=True
        )
        self._task = self._progress.add_task(tally.line(0), total=tally.total)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def update(self) -> None:
        """Redraw."""
        for line in self._tally.lines[self._told :]:
            self._progress.console.print(line, markup=False, highlight=False)
        self._told = len(self._tally.lines)
        line = self._tally.line(time.monotonic() - self._started)
        self._progress.update(self._task, completed=self._tally.done, description=line)
