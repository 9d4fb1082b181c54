"""The reviewed table of what pods differ in."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.contract import SpecError, load_contract
from conformance.contract.capabilities import capability_of, load_capabilities, read_capabilities

ROW = """
rooms:
  means: There are rooms.
  areas: [Rooms]
  ask: {operation: getRoom, path: {id: x}, actor: user}
  there: [200, 400]
  absent: [404]
  why: Some have none.
"""


def test_areas_and_operations_become_operations() -> None:
    groups = {name for name, row in load_contract().operations.items() if row.api == "profile-manager"}
    assert load_capabilities()["distribution-lists"].operations == groups
    certificates = load_capabilities()["certificates"].operations
    assert ("createCompanyCertificate" in certificates, "getPodCertificate" in certificates) == (True, False)


def test_an_operation_needs_one_capability_at_most() -> None:
    rows = load_capabilities().values()
    assert sum(len(row.operations) for row in rows) == len(set().union(*(row.operations for row in rows)))
    assert capability_of("getSessionInfo") is None
    found = capability_of("insertGroup")
    assert found is not None
    assert found.name == "distribution-lists"


def test_a_capability_is_asked_for_with_an_operation_of_its_own() -> None:
    foreign = {n for n, row in load_capabilities().items() if row.ask.operation not in row.operations}
    assert foreign == {"cross-pod"}


@pytest.mark.parametrize(
    ("status", "empty", "works"),
    [(200, False, True), (200, True, False), (204, True, False), (403, False, False), (500, False, None)],
)
def test_an_answer_shows_whether_a_capability_is_there(status: int, empty: bool, works: bool | None) -> None:
    assert load_capabilities()["information-barriers"].works(status, empty) is works


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("areas: [Rooms]", "areas: [Roms]", "rooms: areas: there is no 'Roms'"),
        ("getRoom", "getRom", "rooms: there is no operation 'getRom'"),
        (", actor: user", "", "rooms: ask: expected an actor"),
        ("  why: Some have none.\n", "", "rooms: expected absent, ask, means, there, why"),
        ("means", "meens", "rooms: expected absent, ask, means, there, why"),
    ],
)
def test_what_is_wrong_in_the_table_is_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    file = tmp_path / "capabilities.yaml"
    file.write_text(ROW.replace(old, new))
    with pytest.raises(SpecError) as caught:
        read_capabilities(file, load_contract())
    assert str(caught.value).startswith(f"{file}: ")
    assert words in str(caught.value)
