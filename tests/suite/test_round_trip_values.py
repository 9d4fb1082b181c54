"""Values that round trips make up."""

from __future__ import annotations

from conformance.suite.round_trip.trips import TRIPS
from conformance.suite.round_trip.values import made_up


def test_the_same_seed_makes_up_the_same_values() -> None:
    strategy = TRIPS["app"].values
    assert made_up(strategy, 3, "app", 1) == made_up(strategy, 3, "app", 1)
    assert made_up(strategy, 3, "app", 1) != made_up(strategy, 3, "app", 2)
