"""The sample of the comparison: the same for the same seed, and from everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from benchmarks.detection.sampling import (
    MOST_OF_AN_AREA,
    Case,
    areas_of_at_most,
    choose,
    choose_variants,
    in_turn,
    operations_of_area,
    spread,
)
from conformance.contract import load_contract
from conformance.reference_pod.defects.catalogued import catalogued_defects
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants import concerned, find_variant

HAND_WRITTEN, DERIVED, LARGEST = 43, 21, 7
"""What the comparison takes when it is not told otherwise."""


@pytest.fixture(scope="module")
def sample() -> Sequence[Case]:
    return choose(HAND_WRITTEN, DERIVED, 1, areas_of_at_most(LARGEST))


def test_the_same_seed_gives_the_same_sample_and_another_one_another(sample: Sequence[Case]) -> None:
    areas = areas_of_at_most(LARGEST)
    assert choose(HAND_WRITTEN, DERIVED, 1, areas) == sample
    assert choose(HAND_WRITTEN, DERIVED, 2, areas) != sample


def test_the_sample_has_as_many_of_each_origin_as_asked_for_and_none_twice(sample: Sequence[Case]) -> None:
    assert Counter(case.origin for case in sample) == {"hand-written": HAND_WRITTEN, "derived": DERIVED}
    assert Counter(case.defect for case in sample).most_common(1)[0][1] == 1


def test_the_sample_is_of_all_apis_and_of_all_families(sample: Sequence[Case]) -> None:
    operations = load_contract().operations
    families = {next(iter(defect.kills)).partition(".")[0] for defect in catalogued_defects().values()}
    assert {operations[case.operation].api for case in sample} == {
        operation.api for operation in operations.values()
    }
    assert {case.family for case in sample} == families


def test_no_area_stands_for_all_the_others(sample: Sequence[Case]) -> None:
    sizes = Counter((case.origin, case.area) for case in sample)
    assert {key: size for key, size in sizes.items() if size > MOST_OF_AN_AREA[key[0]]} == {}


def test_families_take_turns_whatever_their_size() -> None:
    found = in_turn([*(case(name, "lifecycle") for name in "abc"), case("d", "rights")], seed=1)
    assert [one.family for one in found] == ["lifecycle", "rights", "lifecycle", "lifecycle"]
    assert {one.defect for one in found} == {"a", "b", "c", "d"}


def test_a_full_area_is_passed_over_until_there_are_enough() -> None:
    rows = [case("a"), case("b"), case("c", area="Streams"), case("d", area="Streams")]
    assert [one.defect for one in spread(rows, number=2, most=1)] == ["a", "c"]
    assert [one.defect for one in spread(rows, number=9, most=1)] == ["a", "c"]


def test_no_tool_is_asked_to_empty_the_pod() -> None:
    names = [operation.id for operation in operations_of_area("Groups")]
    assert "getGroup" in names
    assert "deleteAllGroups" not in names


def test_areas_are_taken_up_to_their_size() -> None:
    areas = areas_of_at_most(7)
    assert "Groups" in areas
    assert "User accounts" not in areas


def test_each_variant_is_tried_where_it_answers_differently() -> None:
    areas = ("Followers", "Groups", "Streams")
    chosen = choose_variants(8, 1, areas)
    assert len(chosen) == 8
    for name, area in chosen.items():
        changed = concerned(Pod(load_contract()), find_variant(name))
        assert changed & {operation.id for operation in operations_of_area(area)}, f"{name} on {area}"


def case(name: str, family: str = "lifecycle", area: str = "Groups") -> Case:
    return Case(name, "getGroup", area, "hand-written", family)
