"""Each round trip fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from conformance.suite.round_trip.trips import TRIPS
from conformance.suite.round_trip.values import made_up
from tests.suite.live import run_check

KILLS = [
    ("app", 1, "drops-field.description@createApp"),
    ("app", 1, "misreports.appName@listAppEntitlements"),
    ("app", 2, "drops-field.description@updateApp"),
    ("app", 3, "changes-all-apps@updateApp"),
    ("account", 1, "drops-field.userAttributes/department@createUserAccount"),
    ("account", 1, "misreports.displayName@lookUpUsers"),
    ("account", 2, "forgets-writes@updateUserAccount"),
    ("account", 3, "clears-unsent@updateUserAccount"),
    ("certificate", 1, "drops-field.attributes/name@createCompanyCertificate"),
    ("certificate", 2, "drops-field.name@updateCompanyCertificate"),
    ("certificate", 3, "touches-others@updateCompanyCertificate"),
    ("group", 1, "misreports.displayName@getGroup"),
    ("group", 2, "forgets-writes@updateGroup"),
    ("group", 3, "touches-others@updateGroup"),
]


@pytest.mark.parametrize("kind", sorted(TRIPS))
def test_a_right_pod_passes(kind: str) -> None:
    found = run_check(f"round-trip.{kind}-values")
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("kind", "number", "defect"), KILLS)
def test_a_broken_pod_is_found(kind: str, number: int, defect: str) -> None:
    found = run_check(f"round-trip.{kind}-values", defects=[defect])
    assert f"TRIP-{kind.upper()}-{number}" in found.broken, found


def test_the_same_seed_makes_up_the_same_values() -> None:
    strategy = TRIPS["app"].values
    assert made_up(strategy, 3, "app", 1) == made_up(strategy, 3, "app", 1)
    assert made_up(strategy, 3, "app", 1) != made_up(strategy, 3, "app", 2)
