"""What was written is what is read, and what was not written did not change: for made-up values."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite.round_trip.engine import travel
from conformance.suite.round_trip.trips import TRIPS
from conformance.suite.scenario import Scenario


def each() -> list[Any]:
    """The parameters: each kind of thing, with its three requirements."""
    return [
        pytest.param(
            name,
            marks=pytest.mark.check(
                f"round-trip.{name}-values", *(f"TRIP-{name.upper()}-{number}" for number in (1, 2, 3))
            ),
        )
        for name in TRIPS
    ]


@pytest.mark.parametrize("kind", each())
def test_what_was_written_is_read(scenario: Scenario, kind: str) -> None:
    """Made-up values are read back as they were written, and nothing else changes."""
    travel(scenario, kind, TRIPS[kind])
