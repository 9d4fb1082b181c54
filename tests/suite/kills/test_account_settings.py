"""Each check of the settings of accounts fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-1", "accepts-anything@getUserAccount"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-2", "accepts-anything@updateUserAccount"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-3", "accepts-anything@addUserRole"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-4", "accepts-anything@removeUserRole"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-5", "accepts-anything@listUserFeatures"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-6", "accepts-anything@updateUserFeatures"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-7", "accepts-anything@getUserStatus"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-8", "accepts-anything@updateUserStatus"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-9", "accepts-anything@updateUserSuspension"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-10", "accepts-anything@listUserAvatars"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-11", "accepts-anything@updateUserAvatar"),
    ("lifecycle.account-unknown", "ACCT-UNKNOWN-12", "accepts-anything@listUserDelegates"),
    ("lifecycle.roles", "ROLE-ADD-1", "forgets-writes@addUserRole"),
    ("lifecycle.roles", "ROLE-ADD-2", "accepts-anything@addUserRole"),
    ("lifecycle.roles", "ROLE-REMOVE-1", "forgets-writes@removeUserRole"),
    ("lifecycle.roles", "ROLE-REMOVE-2", "resets.roles@removeUserRole"),
    ("lifecycle.role-actions", "ROLE-ACTION-1", "forgets-writes@addUserRole"),
    ("lifecycle.role-actions", "ROLE-ACTION-2", "resets.roles@removeUserRole"),
    ("lifecycle.role-actions", "ROLE-ACTION-3", "keeps-optional-actions@removeUserRole"),
    ("lifecycle.features", "FEATURE-LIST-1", "empties-lists@listUserFeatures"),
    ("lifecycle.features", "FEATURE-UPDATE-1", "forgets-writes@updateUserFeatures"),
    ("lifecycle.features", "FEATURE-UPDATE-2", "resets.neighbours@updateUserFeatures"),
    ("lifecycle.features", "FEATURE-UPDATE-3", "accepts-anything@updateUserFeatures"),
    ("lifecycle.account-status", "STATUS-1", "refuses-everything@updateUserStatus"),
    ("lifecycle.account-status", "STATUS-2", "stale-reads@getUserStatus"),
    ("lifecycle.account-status", "STATUS-3", "misreports.status@getUserAccount"),
    ("lifecycle.suspension", "SUSPEND-1", "stale-reads@getUserStatus"),
    ("lifecycle.suspension", "SUSPEND-2", "misreports.suspended@getUserStatus"),
    ("lifecycle.suspension", "SUSPEND-3", "misreports.suspendedUntil@getUserStatus"),
    ("lifecycle.suspension", "SUSPEND-4", "misreports.suspensionReason@getUserStatus"),
    ("lifecycle.suspension", "SUSPEND-5", "misreports.suspended@getUserAccount"),
    ("lifecycle.suspension", "SUSPEND-6", "misreports.suspendedUntil@getUserAccount"),
    ("lifecycle.suspension", "SUSPEND-7", "misreports.suspensionReason@getUserAccount"),
    ("lifecycle.suspension", "SUSPEND-8", "accepts-anything@updateUserSuspension"),
    ("lifecycle.avatar", "AVATAR-1", "refuses-everything@updateUserAvatar"),
    ("lifecycle.avatar", "AVATAR-2", "omits.url@listUserAvatars"),
    ("lifecycle.avatar", "AVATAR-3", "forgets-writes@updateUserAvatar"),
    ("lifecycle.avatar", "AVATAR-4", "accepts-anything@updateUserAvatar"),
    ("lifecycle.delegates", "DELEGATE-1", "refuses-everything@updateUserDelegates"),
    ("lifecycle.delegates", "DELEGATE-2", "loses-last-item@listUserDelegates"),
    ("lifecycle.delegates", "DELEGATE-3", "stale-reads@listUserDelegates"),
    ("lifecycle.delegates", "DELEGATE-4", "accepts-anything@updateUserDelegates"),
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
