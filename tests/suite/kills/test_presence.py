"""Each check of presence fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.presence-of-another", "PRES-SET-1", "misreports.userId@setUserPresence"),
    ("lifecycle.presence-of-another", "PRES-SET-2", "misreports.category@setUserPresence"),
    ("lifecycle.presence-of-another", "PRES-SET-3", "misreports.category@getUserPresence"),
    ("lifecycle.presence-of-another", "PRES-GET-1", "misreports.userId@getUserPresence"),
    ("lifecycle.presence-of-another", "PRES-GET-2", "counts-seconds@getUserPresence"),
    ("lifecycle.presence-categories", "PRES-CATEGORY-1", "refuses-everything@setUserPresence"),
    ("lifecycle.presence-categories", "PRES-CATEGORY-2", "accepts-anything@setUserPresence"),
    ("lifecycle.presence-categories", "PRES-CATEGORY-3", "accepts-anything@setUserPresence"),
    ("lifecycle.presence-soft", "PRES-SOFT-1", "drops-query.soft@setUserPresence"),
    ("lifecycle.presence-own", "PRES-OWN-1", "misreports.userId@setOwnPresence"),
    ("lifecycle.presence-own", "PRES-OWN-2", "misreports.userId@getOwnPresence"),
    ("lifecycle.presence-own", "PRES-OWN-3", "misreports.category@getOwnPresence"),
    ("lifecycle.presence-local", "PRES-LOCAL-1", "drops-query.local@getUserPresence"),
    ("lifecycle.presence-unknown", "PRES-GET-3", "accepts-anything@getUserPresence"),
    ("agreement.presences-listed", "PRES-LIST-1", "loses-last-item@listPresences"),
    ("agreement.presences-listed", "PRES-LIST-2", "misreports.category@listPresences"),
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
