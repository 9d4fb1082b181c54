"""One way for all kinds of things: make, read, change, read again, and look at what should have stayed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from conformance.suite.looking import in_order, of_names_in
from conformance.suite.outcomes import Blocked, NotRun
from conformance.suite.round_trip.trips import Trip
from conformance.suite.round_trip.values import Values, made_up
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response

MOST = 20
"""How many times a thing is made, however deep the profile goes: accounts can be disabled and not deleted."""


def travel(scenario: Scenario, name: str, trip: Trip) -> None:
    """Make and change as many things as the profile has generated requests, and judge each reading.

    The three requirements are, in order: what was written at the creation, what was written by the update,
    and what was not written. A target may refuse values that it does not like, but not all of them.
    """
    created, updated, untouched = scenario.requirements
    transport = scenario.world.transport
    count = min(transport.profile.positive, MOST)
    pairs = made_up(trip.values, count + 1, f"round trip of {name}", transport.seed)
    witness_values = _named(scenario, name, trip, pairs[0][0])
    with _made(scenario, trip, witness_values) as witness:
        if witness is None:
            raise Blocked(trip.create, "refuses made-up values")
        before = _readings(scenario, trip, witness)
        accepted = 0
        for first, second in pairs[1:]:
            values = _named(scenario, name, trip, first)
            with _made(scenario, trip, values) as key:
                if key is None:
                    continue
                accepted += 1
                _judge(scenario, created, trip, key, values, values)
                sent = _sent(trip, accepted, _named(scenario, name, trip, second))
                answer = trip.change(scenario, key, sent)
                if 400 <= answer.status < 500:
                    _judge(scenario, untouched, trip, key, values, values)
                elif scenario.status(updated, answer, 200, what="the update"):
                    expected = {**values, **sent}
                    _judge(scenario, updated, trip, key, sent, expected)
                    _judge(scenario, untouched, trip, key, values.keys() - sent.keys(), expected)
        after = _readings(scenario, trip, witness)
        scenario.equal(untouched, before, after, "another one, which nobody has written to")
        if not accepted:
            raise Blocked(trip.create, "refuses all made-up values but one")


def _sent(trip: Trip, number: int, values: Values) -> Values:
    """What an update sends: everything, or, where it need not, every second value by turns."""
    if not trip.partial:
        return values
    return {key: values[key] for place, key in enumerate(values) if (place + number) % 2}


def _named(scenario: Scenario, name: str, trip: Trip, values: Values) -> dict[str, Any]:
    own = {key: f"{scenario.world.name(name)} {values[key]}" for key in trip.own}
    return {**values, **own}


@contextmanager
def _made(scenario: Scenario, trip: Trip, values: Values) -> Iterator[Any]:
    """The key of a new thing, None when the target refuses the values; it is taken away at the end."""
    answer = trip.make(scenario, values)
    if 400 <= answer.status < 500:
        yield None
        return
    key = _key(trip, answer)
    try:
        yield key
    finally:
        with suppress(NotRun):
            trip.remove(scenario, key)


def _key(trip: Trip, answer: Response) -> Any:
    try:
        key = trip.key(answer.json())
    except ValueError:
        key = None
    if key is None:
        raise Blocked(trip.create, f"answered {answer.status} without the id of what it made")
    return key


def _judge(
    scenario: Scenario, requirement: str, trip: Trip, key: Any, names: Any, expected: Mapping[str, Any]
) -> None:
    """Compare the named values in each reading. The first reader shows all of them, others may show fewer."""
    for place, (reader, found) in enumerate(_readings(scenario, trip, key).items()):
        for name in sorted(names):
            if place and found is not None and found.get(name) is None:
                continue
            wish, value = expected[name], found and found.get(name)
            if name in trip.unordered:
                wish, value = in_order(wish), in_order(of_names_in(wish, value))
            scenario.equal(requirement, wish, value, f"{name} as {reader} shows it")


def _readings(scenario: Scenario, trip: Trip, key: Any) -> dict[str, Any]:
    return {operation: _in_order(trip, read(scenario, key)) for operation, read in trip.readers.items()}


def _in_order(trip: Trip, found: Any) -> Any:
    """What a reader gave, with the lists of free order in one of their own."""
    if not isinstance(found, dict):
        return found
    return {name: in_order(value) if name in trip.unordered else value for name, value in found.items()}
