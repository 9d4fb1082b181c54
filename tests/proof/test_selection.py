"""What a proof is about: patterns, samples, and the tests of each defect."""

from __future__ import annotations

import pytest

from conformance.proof.cases import catalogued_cases, where_made
from conformance.proof.conforming import (
    DIFFERENCES,
    REFERENCE,
    combinations,
    conforming_pod,
    conforming_pods,
)
from conformance.proof.selection import (
    DERIVED,
    TESTS_OF_A_SAMPLE,
    NothingMatches,
    Wishes,
    select,
    that_may_differ,
    with_all_tests,
)
from conformance.proof.tests import suite_tests, suite_tests_about
from conformance.reference_pod.variants import list_variants

DEVIATION = "drops-field.subType@createRoom"


def test_without_wishes_everything_is_run_but_of_the_derived_defects_a_part() -> None:
    whole = select(Wishes())
    origins = [case.origin for case in whole.cases]
    assert (origins.count("catalogue"), origins.count("derived")) == (len(catalogued_cases()), DERIVED)
    assert set(whole.variants) > {REFERENCE, DEVIATION, *(variant.name for variant in list_variants())}
    assert whole.whole


def test_a_deviation_that_conforms_is_selected_as_a_variant_and_not_as_a_defect() -> None:
    assert set(select(Wishes(variants=DEVIATION)).variants) == {DEVIATION}
    with pytest.raises(NothingMatches):
        select(Wishes(defects=DEVIATION))


def test_a_pattern_for_defects_leaves_out_variants_and_the_other_way_round() -> None:
    defects, variants = select(Wishes(defects="*@createRoom")), select(Wishes(variants="*401*"))
    assert {case.operation for case in defects.cases} == {"createRoom"}
    assert (defects.variants, variants.cases) == ({}, ())
    assert variants.variants
    assert not defects.whole


def test_everything_has_pods_that_combine_variants_which_the_seed_draws() -> None:
    one, other = (
        set(select(Wishes(sample=1, seed=seed)).variants) - set(conforming_pods()) for seed in (1, 2)
    )
    assert one == set(combinations(1)) != other
    assert {len(conforming_pod(name).variants) for name in combinations(1)} == {DIFFERENCES}


def test_one_pod_can_be_several_variants() -> None:
    chosen = select(Wishes(variants="bare-pod+numeric-ids"))
    assert set(chosen.variants) == {"bare-pod+numeric-ids"}
    assert set(conforming_pod("bare-pod+numeric-ids").variants) == {"bare-pod", "numeric-ids"}


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        (Wishes(defects="forgets-wites@createRoom"), "forgets-writes@createRoom"),
        (Wishes(variants="no-etags-header"), "no-etag-header"),
        (Wishes(defects="@@@"), "list defects"),
        (Wishes(variants="bare-pod+numeric-idz"), "no variant has such a name; near are numeric-ids"),
        (Wishes(variants="bare-pod+reference"), "no variant has such a name"),
    ],
)
def test_a_pattern_that_fits_nothing_is_answered_with_near_names(wishes: Wishes, words: str) -> None:
    with pytest.raises(NothingMatches, match=words):
        select(wishes)


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    one, again, other = (
        [case.id for case in select(Wishes(sample=20, seed=seed)).cases] for seed in (1, 1, 2)
    )
    assert one == again != other
    assert len(one) == 20


def test_in_a_sample_every_pod_that_conforms_has_tests_about_what_it_changes() -> None:
    variants = select(Wishes(sample=5)).variants
    assert set(variants) == {*conforming_pods(), *combinations(1)}
    for name, tests in variants.items():
        assert 0 < len(tests) <= TESTS_OF_A_SAMPLE, name
        assert set(tests) <= set(suite_tests_about(conforming_pod(name).may_differ())), name


def test_in_a_sample_a_pod_that_differs_everywhere_has_another_part_of_the_suite_with_another_seed() -> None:
    one, again, other = (select(Wishes(sample=5, seed=seed)).variants[REFERENCE] for seed in (1, 1, 2))
    assert one == again != other
    assert len(one) == TESTS_OF_A_SAMPLE


def test_every_test_that_calls_the_operation_can_be_added() -> None:
    (case,) = select(Wishes(defects="keeps-pins@updateRoom")).cases
    reached = {"lifecycle.a": frozenset({"updateRoom"}), "lifecycle.b": frozenset({"getRoom"})}
    (more,) = with_all_tests([case], reached)
    assert more.tests == (*case.tests, "lifecycle.a")


def test_every_case_names_tests_of_the_suite() -> None:
    unknown = {test for case in catalogued_cases() for test in case.tests} - set(suite_tests())
    assert not unknown


def test_checks_of_refusals_are_made_where_invalid_requests_are_sent_too() -> None:
    assert where_made("contract.error-body", "getRoom") == ("contract@getRoom", "negative@getRoom")
    assert where_made("lifecycle.roles", "addUserRole") == ("lifecycle.roles",)


def test_a_variant_gets_the_tests_that_call_what_it_changes_and_the_reference_all() -> None:
    tests = ("lifecycle.a", "lifecycle.b")
    reached = {"lifecycle.a": frozenset({"updateGroup", "getRoom"}), "lifecycle.b": frozenset({"getRoom"})}
    names = (REFERENCE, "missing-if-match-428", "extra-properties", "drops-field.id@updateGroup")
    assert that_may_differ(dict.fromkeys(names, tests), reached) == {
        REFERENCE: tests,
        "missing-if-match-428": ("lifecycle.a",),
        "extra-properties": tests,
        "drops-field.id@updateGroup": ("lifecycle.a",),
    }
