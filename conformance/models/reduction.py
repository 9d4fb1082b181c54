"""Making a failing walk short: delta debugging over its steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def reduced(steps: Sequence[T], fails: Callable[[Sequence[T]], bool], go_on: Callable[[], bool]) -> list[T]:
    """The shortest part of a failing walk that was found to fail still.

    `fails` tries a part; `go_on` is asked before each trial, and when it says no the best so far is given.
    Nothing can be left out of the result, unless `go_on` ended the search.
    """
    best, pieces = list(steps), 2
    while len(best) > 1:
        size = max(1, len(best) // pieces)
        for start in range(0, len(best), size):
            part = best[:start] + best[start + size :]
            if not go_on():
                return best
            if part and fails(part):
                best, pieces = part, max(pieces - 1, 2)
                break
        else:
            if size == 1:
                return best
            pieces = min(2 * pieces, len(best))
    return best
