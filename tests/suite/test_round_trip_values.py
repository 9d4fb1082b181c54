"""Values that round trips make up."""

from __future__ import annotations

import re

from conformance.suite.round_trip.trips import TRIPS
from conformance.suite.round_trip.values import made_up


def test_telephone_numbers_are_such_as_their_country_has() -> None:
    numbers = [pair[0]["smsNumber"] for pair in made_up(TRIPS["account"].values, 3, "account", 1)]
    wrong = [number for number in numbers if not re.fullmatch(r"\+1541[2-9]\d{6}", number)]
    assert len(numbers) == 3
    assert wrong == [], "ten digits after the country's"


def test_the_same_seed_makes_up_the_same_values() -> None:
    strategy = TRIPS["app"].values
    assert made_up(strategy, 3, "app", 1) == made_up(strategy, 3, "app", 1)
    assert made_up(strategy, 3, "app", 1) != made_up(strategy, 3, "app", 2)
