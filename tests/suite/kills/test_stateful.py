"""Each check over a model fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("stateful.connections", "STATE-CONN-VIEW", "refusal-ends-connection@acceptConnection"),
    ("stateful.connections", "STATE-CONN-INVITE", "invites-once@createConnection"),
    ("stateful.connections", "STATE-CONN-ACCEPT", "forgets-writes@acceptConnection"),
    ("stateful.connections", "STATE-CONN-REJECT", "accepts-instead@rejectConnection"),
    ("stateful.connections", "STATE-CONN-REMOVE", "forgets-writes@removeConnection"),
    ("stateful.connections", "STATE-CONN-REMOVE", "only-the-asker-removes@removeConnection"),
    ("stateful.connections", "STATE-CONN-NONE", "accepts-anything@acceptConnection"),
    ("stateful.connections", "STATE-CONN-IMPLICIT", "rejects-colleagues@rejectConnection"),
    ("stateful.groups", "STATE-GROUP-READ", "revives-deleted@updateGroup"),
    ("stateful.groups", "STATE-GROUP-ETAG", "keeps-etag@updateGroup"),
    ("stateful.groups", "STATE-GROUP-ETAG", "etag-header-differs@getGroup"),
    ("stateful.groups", "STATE-GROUP-CREATE", "drops-field.members@insertGroup"),
    ("stateful.groups", "STATE-GROUP-UPDATE", "forgets-writes@updateGroup"),
    ("stateful.groups", "STATE-GROUP-STALE", "ignores-etag@updateGroup"),
    ("stateful.groups", "STATE-GROUP-MEMBER", "forgets-writes@addMemberToGroup"),
    ("stateful.groups", "STATE-GROUP-TWICE", "accepts-anything@addMemberToGroup"),
    ("stateful.groups", "STATE-GROUP-AVATAR", "empties-group@updateAvatar"),
    ("stateful.groups", "STATE-GROUP-DELETE", "drops-field.status@updateGroup"),
    ("stateful.rooms", "STATE-ROOM-MEMBERS", "promotes-outsiders@promoteRoomOwner"),
    ("stateful.rooms", "STATE-ROOM-CREATE", "creates-inactive@createRoom"),
    ("stateful.rooms", "STATE-ROOM-ADD", "forgets-writes@addRoomMember"),
    ("stateful.rooms", "STATE-ROOM-ADD", "returning-owners@addRoomMember"),
    ("stateful.rooms", "STATE-ROOM-REMOVE", "forgets-writes@removeRoomMember"),
    ("stateful.rooms", "STATE-ROOM-PROMOTE", "forgets-writes@promoteRoomOwner"),
    ("stateful.rooms", "STATE-ROOM-DEMOTE", "demotion-removes@demoteRoomOwner"),
    ("stateful.rooms", "STATE-ROOM-ACTIVE", "forgets-writes@setRoomActive"),
    ("stateful.rooms", "STATE-ROOM-ACTIVE", "reactivation-empties@setRoomActive"),
    ("stateful.rooms", "STATE-ROOM-ADMIN", "forgets-writes@addRoomMemberAsAdmin"),
    ("stateful.rooms", "STATE-ROOM-LOCKED", "ignores-deactivation@addRoomMember"),
    ("stateful.followers", "STATE-FOLLOW-FOLLOWERS", "count-off-by-one@listFollowers"),
    ("stateful.followers", "STATE-FOLLOW-FOLLOWING", "loses-last-item@listFollowing"),
    ("stateful.followers", "STATE-FOLLOW-BEGIN", "forgets-writes@followUsers"),
    ("stateful.followers", "STATE-FOLLOW-END", "unfollows-all@unfollowUsers"),
    ("stateful.all", "STATE-CONN-VIEW", "ends-connections@updateAvatar"),
    ("stateful.all", "STATE-GROUP-READ", "forgets-writes@updateGroup"),
    ("stateful.all", "STATE-GROUP-ETAG", "keeps-etag@updateAvatar"),
    ("stateful.all", "STATE-ROOM-MEMBERS", "forgets-writes@addRoomMember"),
    ("stateful.all", "STATE-FOLLOW-FOLLOWERS", "ends-followings@setRoomActive"),
    ("stateful.all", "STATE-FOLLOW-FOLLOWING", "loses-last-item@listFollowing"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found


@pytest.mark.parametrize(
    "variant",
    ["second-invitation-unchanged", "remove-pending-as-tabled", "no-etag-header", "missing-if-match-428"],
)
@pytest.mark.parametrize("check", ["stateful.connections", "stateful.groups"])
def test_a_pod_that_differs_and_conforms_passes(check: str, variant: str) -> None:
    found = run_check(check, variants=[variant])
    assert (found.outcome, found.messages) == ("passed", ()), found
