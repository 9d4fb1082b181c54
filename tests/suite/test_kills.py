"""Each check passes on a right pod and finds the defects of the catalogue for the stated reason."""

from __future__ import annotations

import pytest

from conformance.checks.catalogue import CHECKS
from conformance.proof.concern import tests_of
from conformance.proof.running import run_one, run_tests
from conformance.proof.tests import suite_tests
from conformance.proof.verdict import missed_rows
from conformance.reference_pod.defects.catalogued import Catalogued, catalogued_defects

DEFECTS = list(catalogued_defects().values())
TWO_READINGS = [
    (check, variant)
    for checks, variants in (
        (
            ("stateful.connections", "stateful.groups"),
            (
                "second-invitation-unchanged",
                "remove-pending-as-tabled",
                "no-etag-header",
                "missing-if-match-428",
            ),
        ),
        (
            ("stateful.links",),
            ("community-guide", "null-for-absent", "no-etag-header", "remove-pending-as-tabled"),
        ),
    )
    for check in checks
    for variant in variants
]


@pytest.mark.parametrize("check", sorted(name for name, test in suite_tests().items() if not test.generated))
def test_a_right_pod_passes(check: str) -> None:
    found = run_one(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize("defect", DEFECTS, ids=str)
def test_a_broken_pod_is_found(defect: Catalogued) -> None:
    outcomes = run_tests(tests_of(defect), defects=[defect.id], variants=defect.variants)
    missed = missed_rows(defect.kills, {row for outcome in outcomes.values() for row in outcome.found})
    assert not missed, f"not found: {sorted(missed)}; {outcomes}"


@pytest.mark.parametrize(("check", "variant"), TWO_READINGS)
def test_a_pod_that_differs_and_conforms_passes(check: str, variant: str) -> None:
    found = run_one(check, variants=[variant])
    assert (found.outcome, found.messages) == ("passed", ()), found


def test_everything_that_hand_written_checks_judge_is_broken_by_a_defect() -> None:
    judged = {(test.id, requirement) for test in suite_tests().values() for requirement in test.judges}
    missing = judged - {row for defect in DEFECTS for row in defect.stated}
    assert not missing, f"no defect breaks {sorted(missing)}"


def test_every_check_of_the_generated_families_finds_a_defect() -> None:
    missing = {check.id for check in CHECKS} - {check for defect in DEFECTS for check in defect.kills}
    assert not missing, f"no defect is found by {sorted(missing)}"
