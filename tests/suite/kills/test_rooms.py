"""Each check of rooms fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.room-creation", "ROOM-CREATE-1", "forgets-writes@createRoom"),
    ("lifecycle.room-creation", "ROOM-CREATE-2", "misreports.public@getRoom"),
    ("lifecycle.room-creation", "ROOM-CREATE-3", "dates-in-seconds@getRoom"),
    ("lifecycle.room-creation", "ROOM-CREATE-4", "misreports.createdByUserId@getRoom"),
    ("lifecycle.room-creation", "ROOM-CREATE-5", "misreports.owner@listRoomMembers"),
    ("lifecycle.room-creation", "ROOM-ACTIVE-1", "misreports.active@getRoom"),
    ("lifecycle.room-ignored-attributes", "ROOM-CREATE-6", "refuses-everything@createRoom"),
    ("lifecycle.room-ignored-attributes", "ROOM-CREATE-7", "misreports.groupChat@getRoom"),
    ("lifecycle.room-activity", "ROOM-ACTIVE-2", "forgets-writes@setRoomActive"),
    ("lifecycle.room-activity", "ROOM-ACTIVE-3", "stale-reads@getRoom"),
    ("lifecycle.room-activity", "ROOM-ACTIVE-4", "moves-creation@setRoomActive"),
    ("lifecycle.room-activity-as-admin", "ROOM-ADMIN-ACTIVE-1", "forgets-writes@setRoomActiveAsAdmin"),
    ("lifecycle.room-activity-as-admin", "ROOM-ADMIN-ACTIVE-2", "stale-reads@getRoom"),
    ("lifecycle.room-locked", "ROOM-ACTIVE-5", "ignores-deactivation@addRoomMember"),
    ("lifecycle.room-locked", "ROOM-ACTIVE-5", "ignores-deactivation@removeRoomMember"),
    ("lifecycle.room-locked", "ROOM-ADMIN-ADD-2", "ignores-deactivation@addRoomMemberAsAdmin"),
    ("lifecycle.room-locked", "ROOM-ADMIN-ADD-2", "ignores-deactivation@removeRoomMemberAsAdmin"),
    ("lifecycle.room-update", "ROOM-UPDATE-1", "forgets-writes@updateRoom"),
    ("lifecycle.room-update", "ROOM-UPDATE-2", "moves-creation@updateRoom"),
    ("lifecycle.room-update", "ROOM-UPDATE-3", "resets-attributes@updateRoom"),
    ("lifecycle.room-fixed-attributes", "ROOM-UPDATE-4", "changes-fixed-attributes@updateRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-1", "drops-field.name@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-2", "drops-field.keywords@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-3", "drops-field.description@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-4", "drops-field.membersCanInvite@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-5", "drops-field.discoverable@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-6", "drops-field.public@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-7", "drops-field.readOnly@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-8", "drops-field.copyProtected@createRoom"),
    ("round-trip.room", "ROOM-ATTRIBUTES-9", "drops-field.viewHistory@createRoom"),
    ("round-trip.room-update", "ROOM-UPDATE-5", "misreports.description@updateRoom"),
    ("round-trip.room-update", "ROOM-UPDATE-6", "drops-field.keywords@updateRoom"),
    ("rights.room-of-others", "ROOM-UPDATE-7", "ignores-ownership@updateRoom"),
    ("rights.room-of-others", "ROOM-ACTIVE-6", "ignores-ownership@setRoomActive"),
    ("rights.room-of-others", "ROOM-ADD-6", "ignores-ownership@addRoomMember"),
    ("rights.private-room", "ROOM-INFO-1", "ignores-ownership@getRoom"),
    ("rights.private-room", "ROOM-MEMBERS-3", "ignores-ownership@listRoomMembers"),
    ("rights.private-room", "STREAM-INFO-9", "ignores-ownership@getStream"),
    ("rights.private-room", "STREAM-FILES-5", "ignores-ownership@listStreamAttachments"),
    ("rights.private-room", "IM-INFO-5", "ignores-ownership@getIM"),
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
