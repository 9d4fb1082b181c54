"""A pytest plugin that runs the tests of the suite in a random order, which the run's seed repeats."""

from __future__ import annotations

import random

import pytest


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Shuffle; all workers have the same seed, and so the same order."""
    random.Random(int(config.getoption("--seed"))).shuffle(items)
