"""Each check of disclaimers fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("agreement.disclaimers", "DISC-LIST-1", "repeats-first-item@listDisclaimers"),
    ("agreement.disclaimers", "DISC-GET-1", "misreports.content@getDisclaimer"),
    ("agreement.disclaimers", "DISC-GET-2", "accepts-anything@getDisclaimer"),
    ("lifecycle.disclaimer-assignment", "DISC-ASSIGN-1", "forgets-writes@assignUserDisclaimer"),
    ("lifecycle.disclaimer-assignment", "DISC-USER-1", "misreports.content@getUserDisclaimer"),
    ("lifecycle.disclaimer-assignment", "DISC-USERS-1", "loses-last-item@listDisclaimerUsers"),
    ("lifecycle.disclaimer-assignment", "DISC-REMOVE-1", "forgets-writes@removeUserDisclaimer"),
    ("lifecycle.disclaimer-assignment", "DISC-USER-2", "stale-reads@getUserDisclaimer"),
    ("lifecycle.disclaimer-replacement", "DISC-ASSIGN-2", "forgets-writes@assignUserDisclaimer"),
    ("lifecycle.disclaimer-refusals", "DISC-ASSIGN-3", "accepts-anything@assignUserDisclaimer"),
    ("lifecycle.disclaimer-refusals", "DISC-ASSIGN-4", "accepts-anything@assignUserDisclaimer"),
    ("lifecycle.disclaimer-refusals", "DISC-USERS-2", "accepts-anything@listDisclaimerUsers"),
    ("lifecycle.disclaimer-refusals", "DISC-USER-3", "accepts-anything@getUserDisclaimer"),
    ("lifecycle.disclaimer-refusals", "DISC-REMOVE-2", "accepts-anything@removeUserDisclaimer"),
]


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
