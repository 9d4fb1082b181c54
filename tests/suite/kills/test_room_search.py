"""Each check of the search of rooms fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

import conformance.suite.rooms
from tests.suite import live

KILLS = [
    ("lifecycle.room-search", "ROOM-SEARCH-1", "empties-lists@searchRooms"),
    ("lifecycle.room-search", "ROOM-SEARCH-2", "misreports.skip@searchRooms"),
    ("lifecycle.room-search", "ROOM-SEARCH-3", "misreports.count@searchRooms"),
    ("lifecycle.room-search", "ROOM-SEARCH-4", "counts-the-rest@searchRooms"),
    ("lifecycle.room-search", "ROOM-SEARCH-5", "misreports.creationDate@searchRooms"),
    ("lifecycle.room-search-description", "ROOM-SEARCH-6", "drops-field.description@createRoom"),
    ("lifecycle.room-search-discoverable", "ROOM-SEARCH-7", "drops-field.discoverable@createRoom"),
    ("lifecycle.room-search-discoverable", "ROOM-SEARCH-8", "shows-hidden-rooms@searchRooms"),
    ("lifecycle.room-search-criteria", "ROOM-SEARCH-9", "drops-field.active@searchRooms"),
    ("lifecycle.room-search-criteria", "ROOM-SEARCH-10", "drops-field.owner@searchRooms"),
    ("lifecycle.room-search-criteria", "ROOM-SEARCH-11", "drops-field.creator@searchRooms"),
    ("lifecycle.room-search-criteria", "ROOM-SEARCH-12", "drops-field.member@searchRooms"),
    ("lifecycle.room-search-criteria", "ROOM-SEARCH-13", "drops-field.subType@searchRooms"),
    ("lifecycle.room-search-criteria", "ROOM-SEARCH-14", "refuses-sorting@searchRooms"),
    ("lifecycle.room-search-private", "ROOM-SEARCH-15", "drops-field.private@searchRooms"),
    ("lifecycle.room-search-labels", "ROOM-SEARCH-16", "drops-field.labels@searchRooms"),
    ("lifecycle.room-search-labels", "ROOM-SEARCH-17", "misreports.facet@searchRooms"),
    ("lifecycle.room-search-labels", "ROOM-SEARCH-18", "misreports.count@searchRooms"),
]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search of the reference pod shows what is new at once."""
    monkeypatch.setattr(conformance.suite.rooms, "PAUSES", ())


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = live.run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = live.run_check(check, defects=[defect])
    assert requirement in found.broken, found


def test_every_requirement_is_broken_by_a_defect() -> None:
    checks = {check for check, _, _ in KILLS}
    judged = {(check, requirement) for check in checks for requirement in live.tests_of_the_suite()[check][1]}
    assert judged == {(check, requirement) for check, requirement, _ in KILLS}
