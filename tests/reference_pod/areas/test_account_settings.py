"""Roles, features, status, suspension, avatars and delegates of one account."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from conformance.reference_pod.records.sessions import SESSIONS, Session
from conformance.reference_pod.records.users import USERS, User
from tests.reference_pod.areas.conversations import owners, remove, room
from tests.reference_pod.kit import SmallPod

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"picture").decode()
SUSPENSION = {"suspended": True, "suspendedUntil": 1_900_000_000, "suspensionReason": "On leave"}

READS = (
    "listUserFeatures",
    "getUserStatus",
    "listUserAvatars",
    "listUserDelegates",
)
WRITES: dict[str, Any] = {
    "addUserRole": {"id": "INDIVIDUAL"},
    "updateUserFeatures": [{"entitlment": "canUpdateAvatar", "enabled": False}],
    "updateUserStatus": {"status": "DISABLED"},
    "updateUserAvatar": {"image": PNG},
    "updateUserDelegates": {"userId": 1, "action": "ADD"},
}


def admin(small: SmallPod, operation: str, user: User, body: Any = None) -> Any:
    name = "userId" if operation == "updateUserSuspension" else "uid"
    return small.call(operation, small.people.alice, path={name: user.id}, body=body).body


def refuse(small: SmallPod, status: int, operation: str, user: User, body: Any = None) -> None:
    name = "userId" if operation == "updateUserSuspension" else "uid"
    small.refuses(status, operation, small.people.alice, path={name: user.id}, body=body)


def roles_of(small: SmallPod, user: User) -> list[str]:
    roles: list[str] = admin(small, "getUserAccount", user)["roles"]
    return roles


def system_info(small: SmallPod, user: User) -> dict[str, Any]:
    info: dict[str, Any] = admin(small, "getUserAccount", user)["userSystemInfo"]
    return info


@pytest.mark.parametrize("operation", [*READS, *WRITES])
def test_settings_of_another_company_are_unknown(small: SmallPod, operation: str) -> None:
    refuse(small, 400, operation, small.people.paul, WRITES.get(operation))


def test_a_role_is_added_once(small: SmallPod) -> None:
    bob = small.people.bob
    for _ in range(2):
        admin(small, "addUserRole", bob, {"id": "COMPLIANCE_OFFICER"})
    assert roles_of(small, bob) == ["COMPLIANCE_OFFICER"]


@pytest.mark.parametrize("role", ["NO_ROLE", "USER_PROVISIONING", "COMPLIANCE_OFFICER.MONITOR_ROOMS", None])
def test_roles_that_do_not_exist_or_fit_are_refused(small: SmallPod, role: str | None) -> None:
    refuse(small, 400, "addUserRole", small.people.bob, {"id": role} if role else {})


def test_removing_a_role_takes_its_optional_actions_along(small: SmallPod) -> None:
    bob = small.people.bob
    grants = [
        "COMPLIANCE_OFFICER",
        "COMPLIANCE_OFFICER.MONITOR_ROOMS",
        "COMPLIANCE_OFFICER.MONITOR_WALL_POSTS",
        "L1_SUPPORT",
    ]
    for grant in grants:
        admin(small, "addUserRole", bob, {"id": grant})
    assert roles_of(small, bob) == grants
    admin(small, "removeUserRole", bob, {"id": "COMPLIANCE_OFFICER.MONITOR_ROOMS"})
    assert roles_of(small, bob) == [grants[0], grants[2], grants[3]]
    admin(small, "removeUserRole", bob, {"id": "COMPLIANCE_OFFICER"})
    assert roles_of(small, bob) == ["L1_SUPPORT"]


def test_removing_a_role_of_nobody_is_not_found_and_one_not_held_refused(small: SmallPod) -> None:
    refuse(small, 404, "removeUserRole", small.people.paul, {"id": "INDIVIDUAL"})
    refuse(small, 400, "removeUserRole", small.people.bob, {"id": "INDIVIDUAL"})


def test_features_are_listed_alphabetically_under_the_name_that_the_api_has_for_them(small: SmallPod) -> None:
    features = admin(small, "listUserFeatures", small.people.bob)
    names = [feature["entitlment"] for feature in features]
    assert names == sorted(names)
    assert names == small.call("listSystemFeatures", small.people.alice).body


def test_an_update_of_features_leaves_the_others(small: SmallPod) -> None:
    bob = small.people.bob
    before = {f["entitlment"]: f["enabled"] for f in admin(small, "listUserFeatures", bob)}
    changes = {"canCreatePublicRoom": False, "canIntegrateEmail": True}
    body = [{"entitlment": name, "enabled": enabled} for name, enabled in changes.items()]
    admin(small, "updateUserFeatures", bob, body)
    after = {f["entitlment"]: f["enabled"] for f in admin(small, "listUserFeatures", bob)}
    assert after == before | changes
    assert before["canCreatePublicRoom"] is True


@pytest.mark.parametrize(
    "wrong",
    [{"entitlment": "noFeature", "enabled": True}, {"entitlment": "canUpdateAvatar"}, {"enabled": True}],
)
def test_a_wrong_feature_refuses_the_whole_list(small: SmallPod, wrong: dict[str, Any]) -> None:
    bob = small.people.bob
    before = admin(small, "listUserFeatures", bob)
    refuse(
        small, 400, "updateUserFeatures", bob, [{"entitlment": "canUpdateAvatar", "enabled": False}, wrong]
    )
    assert admin(small, "listUserFeatures", bob) == before


def test_deactivation_is_dated_and_reactivation_takes_the_date_away(small: SmallPod) -> None:
    bob = small.people.bob
    admin(small, "updateUserStatus", bob, {"status": "DISABLED"})
    deactivated = small.clock.now
    small.clock.advance(seconds=5)
    admin(small, "updateUserStatus", bob, {"status": "DISABLED"})
    info = system_info(small, bob)
    assert (info["status"], info["deactivatedDate"]) == ("DISABLED", deactivated)
    assert admin(small, "getUserStatus", bob) == {"status": "DISABLED", "suspended": False}
    admin(small, "updateUserStatus", bob, {"status": "ENABLED"})
    info = system_info(small, bob)
    assert info["status"] == "ENABLED"
    assert "deactivatedDate" not in info


def test_a_status_update_needs_a_status_and_never_locks_the_caller_out(small: SmallPod) -> None:
    refuse(small, 400, "updateUserStatus", small.people.bob, {})
    refuse(small, 400, "updateUserStatus", small.people.alice, {"status": "DISABLED"})
    refuse(small, 400, "updateUserSuspension", small.people.alice, SUSPENSION)


def disable(small: SmallPod, user: User, status: str = "DISABLED") -> None:
    admin(small, "updateUserStatus", user, {"status": status})


def test_deactivation_ends_the_sessions_of_the_user_for_good(small: SmallPod) -> None:
    for user in (small.people.bob, small.people.carol):
        small.pod.store[SESSIONS].put(Session(user.username, user.id, small.clock.now + 1000))
    disable(small, small.people.bob)
    disable(small, small.people.bob, "ENABLED")
    assert [session.token for session in small.pod.store[SESSIONS]] == ["carol"]


def test_the_rooms_of_a_deactivated_owner_get_another_one(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    owned, shared = room(small, bob, alice, carol), room(small, bob, carol)
    small.call("promoteRoomOwner", bob, path={"id": shared}, body={"id": carol.id})
    disable(small, bob)
    assert owners(small, alice, owned) == {alice.id: True, bob.id: True, carol.id: False}
    assert owners(small, carol, shared) == {bob.id: True, carol.id: True}
    small.refuses(400, "demoteRoomOwner", carol, path={"id": shared}, body={"id": carol.id})


def test_a_public_room_that_nobody_else_may_own_ends_with_its_owner(small: SmallPod) -> None:
    bob, carol = small.people.bob, small.people.carol
    room_id = room(small, bob, carol, name="Open", public=True)
    admin(small, "updateUserFeatures", carol, [{"entitlment": "canCreatePublicRoom", "enabled": False}])
    disable(small, bob)
    assert small.call("getRoom", carol, path={"id": room_id}).body["roomSystemInfo"]["active"] is False
    disable(small, bob, "ENABLED")
    body = small.call("setRoomActive", bob, path={"id": room_id}, query={"active": True}).body
    assert body["roomSystemInfo"]["active"] is True


def test_a_member_that_comes_back_succeeds_an_owner_that_left(small: SmallPod) -> None:
    bob, carol = small.people.bob, small.people.carol
    room_id = room(small, bob, carol)
    disable(small, carol)
    remove(small, bob, room_id, bob)
    assert owners(small, carol, room_id) == {carol.id: False}
    disable(small, carol, "ENABLED")
    assert owners(small, carol, room_id) == {carol.id: True}


def test_the_ims_of_a_deactivated_user_are_inactive_until_it_comes_back(small: SmallPod) -> None:
    bob, carol = small.people.bob, small.people.carol
    im = small.call("createIM", carol, body=[bob.id]).body["id"]

    def active() -> bool:
        stream = small.call("getStream", carol, path={"sid": im}).body["active"]
        info = small.call("getIM", carol, path={"id": im}).body["IMSystemInfo"]["active"]
        assert stream == info
        return bool(info)

    disable(small, bob)
    assert active() is False
    disable(small, bob, "ENABLED")
    assert active() is True


def test_a_suspension_is_shown_by_status_and_account_until_it_ends(small: SmallPod) -> None:
    bob = small.people.bob
    admin(small, "updateUserSuspension", bob, SUSPENSION)
    assert admin(small, "getUserStatus", bob) == {"status": "ENABLED", **SUSPENSION}
    assert SUSPENSION.items() <= system_info(small, bob).items()
    admin(small, "updateUserSuspension", bob, {"suspended": False})
    assert admin(small, "getUserStatus", bob) == {"status": "ENABLED", "suspended": False}


def test_a_status_update_can_carry_a_suspension(small: SmallPod) -> None:
    bob = small.people.bob
    admin(small, "updateUserStatus", bob, {"status": "ENABLED", **SUSPENSION})
    assert admin(small, "getUserStatus", bob) == {"status": "ENABLED", **SUSPENSION}


@pytest.mark.parametrize("missing", ["suspended", "suspendedUntil", "suspensionReason"])
def test_a_suspension_needs_all_its_fields(small: SmallPod, missing: str) -> None:
    body = {name: value for name, value in SUSPENSION.items() if name != missing}
    refuse(small, 400, "updateUserSuspension", small.people.bob, body)


def test_suspending_an_unknown_user_is_refused(small: SmallPod) -> None:
    refuse(small, 400, "updateUserSuspension", small.people.paul, SUSPENSION)


def test_a_new_avatar_has_a_new_address_everywhere(small: SmallPod) -> None:
    bob = small.people.bob
    default = admin(small, "listUserAvatars", bob)
    admin(small, "updateUserAvatar", bob, {"image": PNG})
    avatars = admin(small, "listUserAvatars", bob)
    assert [avatar["size"] for avatar in avatars] == ["original", "small"]
    assert {a["url"] for a in avatars}.isdisjoint(a["url"] for a in default)
    seen = small.call("lookUpUser", small.people.alice, query={"uid": bob.id}).body
    assert seen["avatars"] == avatars
    assert admin(small, "getUserAccount", bob)["avatar"] in avatars


@pytest.mark.parametrize(
    "image",
    [None, "", "no base64!", base64.b64encode(b"plain text").decode()],
    ids=["missing", "empty", "not base64", "not a picture"],
)
def test_what_is_no_picture_is_refused(small: SmallPod, image: str | None) -> None:
    refuse(small, 400, "updateUserAvatar", small.people.bob, {} if image is None else {"image": image})


def test_a_picture_must_be_smaller_than_2_mb(small: SmallPod) -> None:
    picture = base64.b64decode(PNG).ljust(2_000_000, b"x")
    refuse(small, 400, "updateUserAvatar", small.people.bob, {"image": base64.b64encode(picture).decode()})
    admin(small, "updateUserAvatar", small.people.bob, {"image": base64.b64encode(picture[:-1]).decode()})


def test_delegates_are_added_and_removed_one_by_one(small: SmallPod) -> None:
    bob, carol = small.people.bob, small.people.carol
    for _ in range(2):
        admin(small, "updateUserDelegates", bob, {"userId": carol.id, "action": "ADD"})
    assert admin(small, "listUserDelegates", bob) == [carol.id]
    admin(small, "updateUserDelegates", bob, {"userId": carol.id, "action": "REMOVE"})
    assert admin(small, "listUserDelegates", bob) == []


def test_delegates_must_be_other_users_of_the_company(small: SmallPod) -> None:
    bob = small.people.bob
    for delegate in (bob.id, small.people.paul.id, 1):
        refuse(small, 400, "updateUserDelegates", bob, {"userId": delegate, "action": "ADD"})
    refuse(small, 400, "updateUserDelegates", bob, {"action": "ADD"})
    refuse(small, 400, "updateUserDelegates", bob, {"userId": small.people.carol.id})


def test_a_user_without_the_entitlement_gets_no_delegates(small: SmallPod) -> None:
    bob, carol = small.people.bob, small.people.carol
    admin(small, "updateUserFeatures", bob, [{"entitlment": "delegatesEnabled", "enabled": False}])
    refuse(small, 400, "updateUserDelegates", bob, {"userId": carol.id, "action": "ADD"})


@pytest.mark.parametrize(
    "operation", ["addUserRole", "updateUserFeatures", "updateUserStatus", "updateUserAvatar"]
)
def test_every_change_dates_the_account(small: SmallPod, operation: str) -> None:
    small.clock.advance(seconds=5)
    admin(small, operation, small.people.bob, WRITES[operation])
    user = small.pod.store[USERS].get(small.people.bob.id)
    assert user is not None
    assert (user.updated, user.created) == (small.clock.now, small.people.bob.created)
