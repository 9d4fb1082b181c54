"""The reviewed list of what a target may ignore in a request."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.contract import SpecError, load_contract
from conformance.contract.ignored import read_ignored, why_ignored

CONTRACT = load_contract()
ROW = """
ignored:
  - places: {createRoom: [body/subType], listGroups: [query/before]}
    why: It says "ignored".
"""


@pytest.mark.parametrize(
    ("operation", "part", "may"),
    [
        ("createRoom", "body/subType", True),
        ("createRoom", "body/name", False),
        ("createRoom", "body/subType2", False),
        ("createRoom", "body", False),
        ("listGroups", "query/before", True),
        ("listGroups", "query/after", False),
        ("insertGroup", "body/implicitConnection/connectedUsersList", True),
        ("insertGroup", "body/members/3/memberTenant", True),
        ("insertGroup", "body/members/3/memberId", False),
    ],
)
def test_a_part_may_be_ignored_with_all_that_is_in_it(operation: str, part: str, may: bool) -> None:
    assert bool(why_ignored(CONTRACT.operations[operation], part)) is may


def test_a_row_gives_each_of_its_parts_the_reason(tmp_path: Path) -> None:
    file = tmp_path / "ignored.yaml"
    file.write_text(ROW, encoding="utf-8")
    assert read_ignored(file, CONTRACT) == {
        "createRoom": {"body/subType": 'It says "ignored".'},
        "listGroups": {"query/before": 'It says "ignored".'},
    }


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("ignored:\n", "parts:\n", "ignored: expected a list"),
        ("places:", "place:", "row 1: expected places"),
        ("[body/subType]", "body/subType", "row 1: expected places"),
        ("createRoom", "makeRoom", "row 1: there is no operation 'makeRoom'"),
        ("body/subType", "body/subtype", "row 1: createRoom takes no 'body/subtype'"),
        ("query/before", "query/befor", "row 1: listGroups takes no 'query/befor'"),
        ('"ignored"', '"of no use"', "row 1: pod does not say 'of no use'"),
    ],
)
def test_a_wrong_row_is_one_line_that_names_the_file(tmp_path: Path, old: str, new: str, words: str) -> None:
    file = tmp_path / "ignored.yaml"
    file.write_text(ROW.replace(old, new), encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        read_ignored(file, CONTRACT)
    assert str(caught.value).startswith(f"{file}: {words}")
    assert "\n" not in str(caught.value)
