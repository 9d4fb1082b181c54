"""What the tests of the family have in common with pytest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.suite.pagination import items
from conformance.suite.world import World


@pytest.fixture(scope="session", autouse=True)
def leave_nothing(world: World) -> Iterator[None]:
    """Take away what was made for the lists, after the last test of the process: they share it."""
    yield
    items.clean_up(world)
