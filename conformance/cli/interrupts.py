"""Ctrl-C and SIGTERM while a run is going on: counted, not raised."""

from __future__ import annotations

import signal
import time
from types import FrameType, TracebackType
from typing import Any, Self

SAME_SECONDS = 1.0
"""Signals that come this close together are one: tox and CI runners repeat the Ctrl-C of the terminal."""


class Interrupts:
    """Counts SIGINT and SIGTERM inside a with statement: once means wind down, twice means end at once."""

    def __init__(self) -> None:
        self._count = 0
        self._last = float("-inf")
        self._before: dict[signal.Signals, Any] = {}

    @property
    def wanted(self) -> bool:
        """Whether the run is to be ended."""
        return self._count > 0

    @property
    def hurried(self) -> bool:
        """Whether it is to be ended at once."""
        return self._count > 1

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            self._before[number] = signal.signal(number, self._receive)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - self._last > SAME_SECONDS:
            self._count += 1
            self._last = now
