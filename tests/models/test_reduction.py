"""Delta debugging: what is left is needed, and the budget is kept."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from conformance.models.reduction import reduced


@pytest.mark.parametrize("needed", [{3}, {0, 19}, {2, 9, 10}, {1, 5, 6, 18}], ids=str)
def test_only_what_is_needed_is_left(needed: set[int]) -> None:
    assert reduced(range(20), lambda part: needed <= set(part), lambda: True) == sorted(needed)


def test_a_walk_that_fails_only_as_a_whole_stays() -> None:
    assert reduced(range(8), lambda part: len(part) == 8, lambda: True) == list(range(8))


def test_every_result_was_seen_to_fail() -> None:
    tried: list[Sequence[int]] = []

    def fails(part: Sequence[int]) -> bool:
        tried.append(part)
        return {4, 11} <= set(part)

    assert reduced(range(16), fails, lambda: len(tried) < 5) in tried
    assert len(tried) == 5


def test_without_a_budget_nothing_is_tried() -> None:
    assert reduced([1, 2, 3], lambda part: True, lambda: False) == [1, 2, 3]
