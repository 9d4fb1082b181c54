"""Each check of the members of rooms fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.room-joining", "ROOM-ADD-1", "forgets-writes@addRoomMember"),
    ("lifecycle.room-joining", "ROOM-ADD-2", "misreports.owner@listRoomMembers"),
    ("lifecycle.room-joining", "ROOM-MEMBERS-1", "empties-lists@listRoomMembers"),
    ("lifecycle.room-joining", "ROOM-MEMBERS-2", "omits.joinDate@listRoomMembers"),
    ("lifecycle.room-leaving", "ROOM-REMOVE-1", "forgets-writes@removeRoomMember"),
    ("lifecycle.room-leaving", "ROOM-REMOVE-1", "stale-reads@listStreams"),
    (
        "lifecycle.room-leaving",
        "ROOM-ADMIN-MEMBERS-1",
        "drops-query.includePastMembers@listRoomMembersAsAdmin",
    ),
    ("lifecycle.room-leaving", "ROOM-ADMIN-MEMBERS-2", "always-lists-past-members@listRoomMembersAsAdmin"),
    ("lifecycle.room-leaving", "ROOM-ADMIN-MEMBERS-3", "always-lists-past-members@listRoomMembersAsAdmin"),
    ("lifecycle.room-owners", "ROOM-PROMOTE-1", "forgets-writes@promoteRoomOwner"),
    ("lifecycle.room-owners", "ROOM-DEMOTE-1", "forgets-writes@demoteRoomOwner"),
    ("lifecycle.room-owners", "ROOM-DEMOTE-2", "accepts-anything@demoteRoomOwner"),
    ("lifecycle.room-members-as-admin", "ROOM-ADMIN-ADD-1", "forgets-writes@addRoomMemberAsAdmin"),
    ("lifecycle.room-members-as-admin", "ROOM-ADMIN-REMOVE-1", "forgets-writes@removeRoomMemberAsAdmin"),
    ("lifecycle.room-invitations", "ROOM-ADD-3", "drops-field.membersCanInvite@createRoom"),
    ("lifecycle.room-invitations", "ROOM-ADD-4", "ignores-ownership@addRoomMember"),
    ("lifecycle.room-owners-only", "ROOM-PROMOTE-2", "ignores-ownership@promoteRoomOwner"),
    ("lifecycle.room-owners-only", "ROOM-DEMOTE-3", "ignores-ownership@demoteRoomOwner"),
    ("lifecycle.room-owners-only", "ROOM-REMOVE-2", "ignores-ownership@removeRoomMember"),
    ("lifecycle.room-public", "ROOM-ADD-5", "forgets-writes@addRoomMember"),
    ("lifecycle.room-public", "ROOM-CREATE-8", "ignores-ownership@addRoomMember"),
    ("agreement.members", "STREAM-MEMBERS-1", "loses-last-item@listStreamMembersAsAdmin"),
    ("agreement.members", "STREAM-MEMBERS-2", "misreports.count@listStreamMembersAsAdmin"),
    ("agreement.members", "STREAM-MEMBERS-3", "misreports.isOwner@listStreamMembersAsAdmin"),
    ("agreement.members", "STREAM-MEMBERS-4", "misreports.isCreator@listStreamMembersAsAdmin"),
    ("agreement.members", "STREAM-MEMBERS-5", "misreports.joinDate@listStreamMembersAsAdmin"),
    ("agreement.members", "ROOM-ADMIN-MEMBERS-4", "misreports.owner@listRoomMembersAsAdmin"),
    ("agreement.member-details", "STREAM-MEMBERS-6", "misreports.displayName@listStreamMembersAsAdmin"),
    ("agreement.member-details", "STREAM-MEMBERS-7", "misreports.isExternal@listStreamMembersAsAdmin"),
    ("agreement.member-details", "STREAM-MEMBERS-8", "misreports.skip@listStreamMembersAsAdmin"),
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
