"""Values that round trips make up."""

from __future__ import annotations

import re

from conformance.suite.round_trip.trips import TRIPS
from conformance.suite.round_trip.values import SIGNS, made_up


def test_telephone_numbers_are_such_as_their_country_has() -> None:
    numbers = [pair[0]["smsNumber"] for pair in made_up(TRIPS["account"].values, 3, "account", 1)]
    wrong = [number for number in numbers if not re.fullmatch(r"\+1541[2-9]\d{6}", number)]
    assert len(numbers) == 3
    assert wrong == [], "ten digits after the country's"


def test_the_same_seed_makes_up_the_same_values() -> None:
    strategy = TRIPS["app"].values
    assert made_up(strategy, 3, "app", 1) == made_up(strategy, 3, "app", 1)
    assert made_up(strategy, 3, "app", 1) != made_up(strategy, 3, "app", 2)


def test_every_sign_is_in_the_texts_of_one_thing_and_another_one_in_those_of_the_next() -> None:
    pairs = made_up(TRIPS["certificate"].values, len(SIGNS), "certificate", 1)
    shown = [[sign for sign in SIGNS if all(sign in values["name"] for values in pair)] for pair in pairs]
    assert shown == [[sign] for sign in (*SIGNS[1:], SIGNS[0])]


def test_texts_are_no_longer_than_they_may_be() -> None:
    lengths = [len(values["name"]) for pair in made_up(TRIPS["app"].values, 13, "app", 1) for values in pair]
    assert max(lengths) <= 20, lengths
