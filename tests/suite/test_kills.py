"""Each check passes on a right pod, and the catalogue has a defect for whatever it judges.

That each of these defects is found for the stated reason is what `prove` shows.
"""

from __future__ import annotations

import pytest

from conformance.checks.catalogue import CHECKS
from conformance.proof.cases import catalogued_cases
from conformance.proof.running import run_tests
from conformance.proof.tests import suite_tests
from conformance.reference_pod.defects.catalogued import catalogued_defects

DEFECTS = list(catalogued_defects().values())
NEEDED = {check: case.variants for case in catalogued_cases() for check in case.stated if case.variants}
"""What some checks need a pod to be like: receipts fit on one page of most."""
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
    found = run_tests([check], variants=NEEDED.get(check, ()))[check]
    assert (found.outcome, found.findings) == ("passed", ()), found


@pytest.mark.parametrize(("check", "variant"), TWO_READINGS)
def test_a_pod_that_differs_and_conforms_passes(check: str, variant: str) -> None:
    found = run_tests([check], variants=[variant])[check]
    assert (found.outcome, found.findings) == ("passed", ()), found


def test_what_no_refusal_is_documented_for_may_be_served() -> None:
    test = "negative@listTypes"
    found = run_tests([test], defects=["accepts-parameter.limit@listTypes"])[test]
    assert (found.outcome, found.findings) == ("passed", ()), found


def test_everything_that_hand_written_checks_judge_is_broken_by_a_defect() -> None:
    judged = {(test.id, requirement) for test in suite_tests().values() for requirement in test.judges}
    missing = judged - {row for defect in DEFECTS for row in defect.stated}
    assert not missing, f"no defect breaks {sorted(missing)}"


def test_every_check_of_the_generated_families_finds_a_defect() -> None:
    missing = {check.id for check in CHECKS} - {check for defect in DEFECTS for check in defect.kills}
    assert not missing, f"no defect is found by {sorted(missing)}"
