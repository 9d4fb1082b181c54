"""Each check of the whole pod fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("agreement.features", "SYSTEM-FEATURES-1", "repeats-first-item@listSystemFeatures"),
    ("agreement.features", "SYSTEM-FEATURES-2", "loses-last-item@listSystemFeatures"),
    ("agreement.roles", "SYSTEM-ROLES-1", "repeats-first-item@listSystemRoles"),
    ("agreement.roles", "SYSTEM-ROLES-2", "misreports.id@listSystemRoles"),
    ("agreement.languages", "SYSTEM-LANGUAGES-1", "empties-lists@listLanguages"),
    ("agreement.languages", "SYSTEM-LANGUAGES-2", "demands-token@listLanguages"),
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
