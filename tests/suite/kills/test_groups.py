"""Each check of groups and their types fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("lifecycle.group-insert", "GROUP-INSERT-1", "forgets-writes@insertGroup"),
    ("lifecycle.group-insert", "GROUP-INSERT-2", "drops-field.members@insertGroup"),
    ("lifecycle.group-insert", "GROUP-INSERT-3", "misreports.status@insertGroup"),
    ("lifecycle.group-insert", "GROUP-GET-1", "misreports.createdDate@getGroup"),
    ("lifecycle.group-insert", "GROUP-OWNER-1", "misreports.ownerId@getGroup"),
    ("lifecycle.group-profile", "GROUP-PROFILE-1", "drops-field.profile/jobCity@insertGroup"),
    ("lifecycle.group-profile", "GROUP-PROFILE-2", "drops-field.profile/marketCoverage@updateGroup"),
    ("lifecycle.group-profile-id", "GROUP-PROFILE-5", "shares-profiles@insertGroup"),
    ("lifecycle.group-incomplete", "GROUP-INSERT-4", "accepts-anything@insertGroup"),
    ("lifecycle.group-incomplete", "GROUP-INSERT-6", "accepts-anything@insertGroup"),
    ("lifecycle.group-incomplete", "GROUP-INSERT-8", "accepts-anything@insertGroup"),
    ("lifecycle.group-incomplete", "GROUP-UPDATE-4", "accepts-anything@updateGroup"),
    ("lifecycle.group-incomplete", "GROUP-UPDATE-4", "changes-though-refused@updateGroup"),
    ("lifecycle.group-unknown", "GROUP-GET-2", "accepts-anything@getGroup"),
    ("lifecycle.group-unknown", "GROUP-UPDATE-5", "accepts-anything@updateGroup"),
    ("lifecycle.group-unknown", "GROUP-AVATAR-3", "accepts-anything@updateAvatar"),
    ("lifecycle.group-unknown", "GROUP-MEMBER-6", "accepts-anything@addMemberToGroup"),
    ("lifecycle.group-unknown", "GROUP-LIST-4", "accepts-anything@listGroups"),
    ("lifecycle.group-update", "GROUP-UPDATE-1", "forgets-writes@updateGroup"),
    ("lifecycle.group-update", "GROUP-UPDATE-2", "misreports.name@updateGroup"),
    ("lifecycle.group-update", "GROUP-UPDATE-3", "drops-field.members@updateGroup"),
    ("lifecycle.group-update", "GROUP-DATES-1", "resets-dates@updateGroup"),
    ("lifecycle.group-update", "GROUP-DATES-2", "resets-dates@updateGroup"),
    ("lifecycle.group-replacement", "GROUP-UPDATE-6", "merges-updates@updateGroup"),
    ("lifecycle.group-deletion", "GROUP-DELETE-1", "drops-field.status@updateGroup"),
    ("lifecycle.group-deletion", "GROUP-LIST-1", "drops-query.status@listGroups"),
    ("lifecycle.group-deletion", "GROUP-LIST-2", "empties-lists@listGroups"),
    ("lifecycle.group-deletion", "GROUP-LIST-5", "misreports.name@listGroups"),
    ("lifecycle.group-deletion", "GROUP-LIST-5", "empties-lists@listGroups"),
    ("lifecycle.group-order", "GROUP-LIST-3", "drops-query.sortOrder@listGroups"),
    ("lifecycle.group-order", "GROUP-LIST-3", "reverses-lists@listGroups"),
    ("lifecycle.group-delete-all", "GROUP-ALL-1", "forgets-writes@deleteAllGroups"),
    ("lifecycle.group-delete-all", "GROUP-ALL-2", "lists-what-is-gone@deleteAllGroups"),
    ("lifecycle.group-delete-all", "GROUP-ALL-3", "deletes-everywhere@deleteAllGroups"),
    ("lifecycle.group-member", "GROUP-MEMBER-1", "forgets-writes@addMemberToGroup"),
    ("lifecycle.group-member", "GROUP-MEMBER-2", "empties-lists@addMemberToGroup"),
    ("lifecycle.group-member", "GROUP-MEMBER-3", "misreports.memberTenant@getGroup"),
    ("lifecycle.group-member", "GROUP-MEMBER-4", "forgets-others@addMemberToGroup"),
    ("lifecycle.group-member-dates", "GROUP-DATES-3", "misreports.addedDate@getGroup"),
    ("lifecycle.group-member-dates", "GROUP-DATES-4", "members-join-again@updateGroup"),
    ("lifecycle.group-member-twice", "GROUP-INSERT-5", "accepts-anything@insertGroup"),
    ("lifecycle.group-member-twice", "GROUP-MEMBER-5", "repeats-first-item@getGroup"),
    ("lifecycle.group-member-refusals", "GROUP-MEMBER-7", "accepts-anything@addMemberToGroup"),
    ("lifecycle.group-member-refusals", "GROUP-MEMBER-8", "accepts-anything@addMemberToGroup"),
    ("lifecycle.group-disabled-member", "GROUP-MEMBER-9", "mixes-up-disabled@getGroup"),
    ("lifecycle.group-barrier", "GROUP-BARRIER-1", "ignores-barriers@insertGroup"),
    ("lifecycle.group-barrier", "GROUP-BARRIER-2", "ignores-barriers@addMemberToGroup"),
    ("lifecycle.group-barrier", "GROUP-BARRIER-3", "ignores-barriers@updateGroup"),
    ("lifecycle.group-barrier-company", "GROUP-BARRIER-4", "barriers-in-companies@addMemberToGroup"),
    ("lifecycle.group-avatar", "GROUP-AVATAR-1", "forgets-writes@updateAvatar"),
    ("lifecycle.group-avatar", "GROUP-AVATAR-2", "misreports.url@updateAvatar"),
    ("lifecycle.group-avatar", "GROUP-AVATAR-4", "forgets-others@updateAvatar"),
    ("lifecycle.group-avatar", "GROUP-AVATAR-5", "accepts-anything@updateAvatar"),
    ("lifecycle.group-types", "TYPE-LIST-1", "empties-lists@listTypes"),
    ("lifecycle.group-types", "TYPE-LIST-2", "drops-query.status@listTypes"),
    ("lifecycle.group-types", "TYPE-GET-1", "refuses-everything@getType"),
    ("lifecycle.group-types", "TYPE-GET-2", "accepts-anything@getType"),
    ("lifecycle.group-types", "TYPE-GET-3", "misreports.name@getType"),
    ("lifecycle.group-type-flags", "TYPE-FLAG-1", "misreports.canHavePublicProfile@getType"),
    ("lifecycle.group-type-flags", "TYPE-FLAG-2", "misreports.canBelongToMultipleGroup@getType"),
    ("lifecycle.group-type-flags", "TYPE-FLAG-3", "misreports.canHaveInteraction@getType"),
    ("lifecycle.group-several-lists", "TYPE-FLAG-4", "one-group-each@insertGroup"),
    ("lifecycle.company-group", "COMPANY-1", "companies-like-lists@insertGroup"),
    ("lifecycle.company-group", "COMPANY-2", "companies-like-lists@insertGroup"),
    ("lifecycle.company-group", "COMPANY-3", "adds-company-parts@getGroup"),
    ("lifecycle.company-group", "COMPANY-4", "adds-company-parts@getGroup"),
    ("lifecycle.company-group", "COMPANY-5", "adds-company-parts@getGroup"),
    ("lifecycle.company-members", "COMPANY-6", "companies-like-lists@insertGroup"),
    ("lifecycle.company-members", "COMPANY-7", "mixes-up-disabled@getGroup"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
