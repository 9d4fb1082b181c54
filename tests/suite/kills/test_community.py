"""Each check of Community Connect fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("lifecycle.community-create", "COMCO-CREATE-1", "refuses-everything@createUser"),
    ("lifecycle.community-create", "COMCO-CREATE-2", "misreports.department@getUser"),
    ("lifecycle.community-create", "COMCO-CREATE-8", "no-display-names@createUser"),
    ("lifecycle.community-create", "COMCO-CREATE-9", "omits.username@getUser"),
    ("lifecycle.community-create", "COMCO-CREATE-10", "misreports.companyId@getUser"),
    ("lifecycle.community-create", "COMCO-CREATE-11", "misreports.companyName@getUser"),
    ("lifecycle.community-create", "COMCO-GET-1", "forgets-writes@createUser"),
    ("lifecycle.community-create", "COMCO-SEARCH-1", "misreports.lastName@searchUser"),
    ("lifecycle.community-company", "COMCO-CREATE-3", "misreports.code@createUser"),
    ("lifecycle.community-company", "COMCO-CREATE-4", "forgets-writes@createUser"),
    ("lifecycle.community-company", "COMCO-CREATE-5", "drops-field.companyName@createUser"),
    ("lifecycle.community-existing", "COMCO-CREATE-6", "adds-anybody@createUser"),
    ("lifecycle.community-existing", "COMCO-CREATE-7", "all-or-nobody@createUser"),
    ("lifecycle.community-create-refusals", "COMCO-CREATE-12", "accepts-anything@createUser"),
    ("lifecycle.community-create-refusals", "COMCO-CREATE-13", "accepts-anything@createUser"),
    ("lifecycle.community-create-refusals", "COMCO-CREATE-14", "accepts-anything@createUser"),
    ("lifecycle.community-create-refusals", "COMCO-CREATE-15", "accepts-anything@createUser"),
    ("lifecycle.community-create-refusals", "COMCO-CREATE-16", "accepts-anything@createUser"),
    ("lifecycle.community-onboarding", "COMCO-ONBOARD-1", "omits.podUrl@getUserOnboardingAvailability"),
    ("lifecycle.community-onboarding", "COMCO-ONBOARD-2", "misreports.code@getUserOnboardingAvailability"),
    ("lifecycle.community-onboarding", "COMCO-ONBOARD-4", "accepts-anything@getUserOnboardingAvailability"),
    ("lifecycle.community-own-pod", "COMCO-ONBOARD-3", "misreports.code@getUserOnboardingAvailability"),
    ("lifecycle.community-own-pod", "COMCO-CREATE-17", "adds-anybody@createUser"),
    ("lifecycle.community-update", "COMCO-UPDATE-1", "forgets-writes@updateUser"),
    ("lifecycle.community-update", "COMCO-UPDATE-2", "misreports.title@updateUser"),
    ("lifecycle.community-update", "COMCO-UPDATE-3", "replaces-accounts@updateUser"),
    ("lifecycle.community-update-email", "COMCO-UPDATE-6", "forgets-writes@updateUser"),
    ("lifecycle.community-update-refusals", "COMCO-UPDATE-7", "accepts-anything@updateUser"),
    ("lifecycle.community-update-refusals", "COMCO-UPDATE-8", "accepts-anything@updateUser"),
    ("lifecycle.community-update-refusals", "COMCO-UPDATE-9", "accepts-anything@updateUser"),
    ("lifecycle.community-disable", "COMCO-DISABLE-1", "refuses-everything@disableUser"),
    ("lifecycle.community-disable", "COMCO-DISABLE-2", "forgets-writes@disableUser"),
    ("lifecycle.community-disable", "COMCO-DISABLE-3", "accepts-anything@disableUser"),
    ("lifecycle.community-disable", "COMCO-DISABLE-4", "never-again@createUser"),
    ("lifecycle.community-role", "COMCO-ROLE-1", "refuses-everything@addRole"),
    ("lifecycle.community-role", "COMCO-ROLE-2", "misreports.code@addRole"),
    ("lifecycle.community-role", "COMCO-ROLE-3", "accepts-anything@addRole"),
    ("lifecycle.community-unknown", "COMCO-GET-2", "accepts-anything@getUser"),
    ("lifecycle.community-unknown", "COMCO-SEARCH-2", "accepts-anything@searchUser"),
    ("lifecycle.community-unknown", "COMCO-UPDATE-4", "accepts-anything@updateUser"),
    ("lifecycle.community-unknown", "COMCO-DISABLE-5", "accepts-anything@disableUser"),
    ("lifecycle.community-unknown", "COMCO-ROLE-4", "accepts-anything@addRole"),
    ("lifecycle.community-search-refusals", "COMCO-SEARCH-3", "accepts-anything@searchUser"),
    ("lifecycle.community-other-company", "COMCO-GET-3", "accepts-anything@getUser"),
    ("lifecycle.community-other-company", "COMCO-UPDATE-5", "accepts-anything@updateUser"),
    ("lifecycle.community-other-company", "COMCO-DISABLE-6", "accepts-anything@disableUser"),
    ("lifecycle.community-other-company", "COMCO-ROLE-5", "accepts-anything@addRole"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
