"""Each check of user accounts fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.account-creation", "ACCT-CREATE-1", "misreports.title@getUserAccount"),
    ("lifecycle.account-creation", "ACCT-CREATE-1", "drops-field.userAttributes/title@createUserAccount"),
    ("lifecycle.account-creation", "ACCT-CREATE-2", "misreports.status@getUserAccount"),
    ("lifecycle.account-creation", "ACCT-CREATE-3", "omits.roles@getUserAccount"),
    ("lifecycle.account-creation", "ACCT-GET-1", "misreports.id@getUserAccount"),
    ("lifecycle.account-kinds", "ACCT-CREATE-4", "misreports.accountType@createUserAccount"),
    ("lifecycle.account-kinds", "ACCT-CREATE-5", "misreports.accountType@createUserAccount"),
    ("lifecycle.account-refusals", "ACCT-CREATE-6", "accepts-anything@createUserAccount"),
    ("lifecycle.account-refusals", "ACCT-CREATE-7", "accepts-anything@createUserAccount"),
    ("lifecycle.account-refusals", "ACCT-CREATE-8", "accepts-anything@createUserAccount"),
    ("lifecycle.account-refusals", "ACCT-CREATE-9", "accepts-anything@createUserAccount"),
    ("lifecycle.account-refusals", "ACCT-CREATE-10", "accepts-anything@createUserAccount"),
    ("lifecycle.account-refusals", "ACCT-CREATE-11", "accepts-anything@createUserAccount"),
    ("lifecycle.account-update", "ACCT-UPDATE-1", "forgets-writes@updateUserAccount"),
    ("lifecycle.account-update", "ACCT-UPDATE-2", "resets.attributes@updateUserAccount"),
    ("lifecycle.account-update", "ACCT-UPDATE-3", "resets.roles@updateUserAccount"),
    ("lifecycle.account-update", "ACCT-UPDATE-4", "resets.created@updateUserAccount"),
    ("lifecycle.account-update-refused", "ACCT-UPDATE-5", "accepts-anything@updateUserAccount"),
    ("lifecycle.account-keys", "ACCT-KEY-1", "refuses-everything@updateUserAccount"),
    ("lifecycle.account-keys", "ACCT-KEY-2", "forgets-writes@updateUserAccount"),
    ("lifecycle.account-keys", "ACCT-KEY-3", "omits.expirationDate@getUserAccount"),
    ("lifecycle.account-keys", "ACCT-KEY-4", "misreports.key@getUserAccount"),
    ("lifecycle.account-keys", "ACCT-KEY-5", "accepts-anything@updateUserAccount"),
    ("agreement.accounts-listed", "ACCT-LIST-1", "loses-last-item@listUserAccounts"),
    ("agreement.accounts-listed", "ACCT-LIST-2", "misreports.displayName@listUserAccounts"),
    ("agreement.accounts-found", "ACCT-FIND-1", "loses-last-item@findUserAccounts"),
    ("agreement.accounts-found", "ACCT-FIND-2", "drops-field.role@findUserAccounts"),
    ("agreement.accounts-found", "ACCT-FIND-3", "drops-field.feature@findUserAccounts"),
    ("agreement.accounts-found", "ACCT-FIND-4", "drops-field.status@findUserAccounts"),
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
