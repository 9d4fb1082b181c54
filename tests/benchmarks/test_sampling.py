"""The sample of the comparison: the same for the same seed, and from everywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from benchmarks.detection.sampling import (
    Case,
    areas_of_at_most,
    choose,
    choose_variants,
    in_turn,
    operations_of_area,
)
from conformance.contract import load_contract
from conformance.reference_pod.defects.catalogued import Catalogued, catalogued_defects
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants import concerned, find_variant

HAND_WRITTEN, DERIVED, LARGEST = 42, 20, 7
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


def test_families_take_turns_whatever_their_size() -> None:
    defects = [defect("a", "lifecycle"), defect("b", "lifecycle"), defect("c", "lifecycle")]
    found = in_turn([*defects, defect("d", "rights")], 3, seed=1)
    assert Counter(next(iter(one.kills)) for one in found) == {"lifecycle.x": 2, "rights.x": 1}


def test_when_a_family_has_no_more_the_others_go_on_to_the_end() -> None:
    few = [defect("a", "lifecycle"), defect("b", "rights")]
    assert {one.id for one in in_turn(few, 10, seed=1)} == {"a@getGroup", "b@getGroup"}


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


def defect(kind: str, family: str) -> Catalogued:
    return Catalogued(f"{kind}@getGroup", ("groups",), "getGroup", "", {f"{family}.x": ("GROUP-1",)})
