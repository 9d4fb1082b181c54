"""Several requests at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

T = TypeVar("T")


def at_once(writers: int, work: Callable[[int], T]) -> list[T]:
    """What each of the threads returns; all of them begin together."""
    start = Barrier(writers)

    def begin(number: int) -> T:
        start.wait(timeout=30)
        return work(number)

    with ThreadPoolExecutor(writers) as pool:
        return list(pool.map(begin, range(writers)))
