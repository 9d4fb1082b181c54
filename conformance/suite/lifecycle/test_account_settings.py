"""What administrators switch on an account: roles, features, status, suspension, avatar and delegates."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.people import account_of, refused, rows_of, unknown_user
from conformance.suite.looking import flag, part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.requests import NO_BODY
from conformance.suite.scenario import Scenario

UNTIL = 4102444800
"""The end of a suspension: the year 2100 in seconds, as the document's example counts."""

MOST_BYTES = 2 * 1024 * 1024
"""An avatar of this size is too large, however a megabyte is counted."""

UNKNOWN_USER: tuple[tuple[str, str, Any], ...] = (
    ("ACCT-UNKNOWN-1", "getUserAccount", NO_BODY),
    ("ACCT-UNKNOWN-2", "updateUserAccount", {"title": "Tester"}),
    ("ACCT-UNKNOWN-3", "addUserRole", {"id": "INDIVIDUAL"}),
    ("ACCT-UNKNOWN-4", "removeUserRole", {"id": "INDIVIDUAL"}),
    ("ACCT-UNKNOWN-5", "listUserFeatures", NO_BODY),
    ("ACCT-UNKNOWN-6", "updateUserFeatures", []),
    ("ACCT-UNKNOWN-7", "getUserStatus", NO_BODY),
    ("ACCT-UNKNOWN-8", "updateUserStatus", {"status": "ENABLED"}),
    ("ACCT-UNKNOWN-9", "updateUserSuspension", {"suspended": False}),
    ("ACCT-UNKNOWN-10", "listUserAvatars", NO_BODY),
    ("ACCT-UNKNOWN-11", "updateUserAvatar", {"image": things.PIXEL}),
    ("ACCT-UNKNOWN-12", "listUserDelegates", NO_BODY),
)
"""Requirement, operation on a user, body."""


@pytest.mark.check("lifecycle.account-unknown", *(requirement for requirement, _, _ in UNKNOWN_USER))
def test_what_is_asked_of_a_user_whom_nobody_knows_is_refused(scenario: Scenario) -> None:
    """What is asked of a user whom nobody knows is refused."""
    admin, user = things.admin(scenario.world), unknown_user(scenario.world)
    for requirement, operation, body in UNKNOWN_USER:
        name = "userId" if operation == "updateUserSuspension" else "uid"
        answer = scenario.send(operation, admin, path={name: user}, body=body)
        refused(scenario, requirement, answer, operation)


@pytest.mark.check("lifecycle.roles", "ROLE-ADD-1", "ROLE-ADD-2", "ROLE-REMOVE-1", "ROLE-REMOVE-2")
def test_a_role_is_added_and_removed(scenario: Scenario) -> None:
    """A role that is added is one of the account's, and removed it is not; the other roles stay."""
    admin, user = things.admin(scenario.world), things.account(scenario.world, "lifecycle roles")
    path, role = {"uid": user}, _spare_role(scenario)
    before = _roles(scenario, user)
    if not _done(scenario, "ROLE-ADD-1", "addUserRole", path, {"id": role}):
        return
    now = _roles(scenario, user)
    scenario.equal("ROLE-ADD-1", sorted({*before, role}), sorted(now), "roles with the added one")
    unknown = scenario.send("addUserRole", admin, path=path, body={"id": "CONFORMANCE_NO_SUCH_ROLE"})
    refused(scenario, "ROLE-ADD-2", unknown, "a role that the pod does not have")
    if _done(scenario, "ROLE-REMOVE-1", "removeUserRole", path, {"id": role}):
        left = _roles(scenario, user)
        scenario.expect(
            "ROLE-REMOVE-1", role not in left, expected=f"roles without {role}", observed=f"roles {left}"
        )
        kept = [other for other in before if other in left]
        scenario.equal("ROLE-REMOVE-2", before, kept, "roles that were not removed")


@pytest.mark.check("lifecycle.role-actions", "ROLE-ACTION-1", "ROLE-ACTION-2", "ROLE-ACTION-3")
def test_the_optional_actions_of_a_role_come_and_go_with_it(scenario: Scenario) -> None:
    """An optional action is added as ROLE.ACTION, removed on its own, and removed with its role."""
    user = things.account(scenario.world, "lifecycle role actions")
    path, (role, action) = {"uid": user}, _optional_action(scenario)
    grant = f"{role}.{action}"
    scenario.get("addUserRole", things.admin(scenario.world), path=path, body={"id": role})
    if not _done(scenario, "ROLE-ACTION-1", "addUserRole", path, {"id": grant}):
        return
    now = _roles(scenario, user)
    scenario.expect("ROLE-ACTION-1", grant in now, expected=f"roles with {grant}", observed=now)
    if _done(scenario, "ROLE-ACTION-2", "removeUserRole", path, {"id": grant}):
        now = _roles(scenario, user)
        scenario.expect(
            "ROLE-ACTION-2",
            grant not in now and role in now,
            expected=f"roles with {role}, without {grant}",
            observed=now,
        )
    scenario.get("addUserRole", things.admin(scenario.world), path=path, body={"id": grant})
    if _done(scenario, "ROLE-ACTION-3", "removeUserRole", path, {"id": role}):
        now = _roles(scenario, user)
        scenario.expect("ROLE-ACTION-3", grant not in now, expected=f"roles without {grant}", observed=now)


@pytest.mark.check(
    "lifecycle.features", "FEATURE-UPDATE-1", "FEATURE-UPDATE-2", "FEATURE-UPDATE-3", "FEATURE-LIST-1"
)
def test_a_feature_is_switched_for_one_user(scenario: Scenario) -> None:
    """A feature that is switched reads as switched; the others stay, and unknown ones are refused."""
    admin, user = things.admin(scenario.world), things.account(scenario.world, "lifecycle features")
    path, before = {"uid": user}, _features(scenario, user)
    if not scenario.expect(
        "FEATURE-LIST-1", bool(before), expected="features of the user", observed=f"{len(before)} features"
    ):
        return
    name, old = next(iter(before.items()))
    for value in (not old, old, not old):
        body = [{"entitlment": name, "enabled": value}]
        if not _done(scenario, "FEATURE-UPDATE-1", "updateUserFeatures", path, body):
            return
        now = _features(scenario, user)
        # Listed are the features that are enabled, says the document: others may be missing.
        shown = now.get(name, False)
        scenario.equal("FEATURE-UPDATE-1", value, shown, f"{name} after it was set to {value}")
        rest = {other: enabled for other, enabled in before.items() if other != name}
        scenario.equal("FEATURE-UPDATE-2", rest, {other: now.get(other) for other in rest}, "other features")
    body = [{"entitlment": "conformanceNoSuchFeature", "enabled": True}]
    unknown = scenario.send("updateUserFeatures", admin, path=path, body=body)
    refused(scenario, "FEATURE-UPDATE-3", unknown, "a feature that the pod does not have")


@pytest.mark.check("lifecycle.account-status", "STATUS-1", "STATUS-2", "STATUS-3")
def test_an_account_is_deactivated_and_activated(scenario: Scenario) -> None:
    """An account that is deactivated reads DISABLED everywhere, and ENABLED when it is activated again."""
    user = things.account(scenario.world, "lifecycle status")
    for status in ("DISABLED", "ENABLED"):
        if not _done(scenario, "STATUS-1", "updateUserStatus", {"uid": user}, {"status": status}):
            return
        scenario.equal("STATUS-2", status, part(_status(scenario, user), "status"), "status on its own")
        shown = part(account_of(scenario, user), "userSystemInfo", "status")
        scenario.equal("STATUS-3", status, shown, "status in the account")


@pytest.mark.check(
    "lifecycle.suspension",
    *(f"SUSPEND-{number}" for number in range(1, 9)),
)
def test_an_account_is_suspended_until_a_time_for_a_reason(scenario: Scenario) -> None:
    """A suspension reads as it was set, in the status and in the account, and ends when it is ended."""
    admin, user = things.admin(scenario.world), things.account(scenario.world, "lifecycle suspension")
    path = {"userId": user}
    wish = {"suspended": True, "suspendedUntil": UNTIL, "suspensionReason": "Conformance tests"}
    if not _done(scenario, "SUSPEND-1", "updateUserSuspension", path, wish):
        return
    views = (_status(scenario, user), part(account_of(scenario, user), "userSystemInfo"))
    places = (("SUSPEND-2", "SUSPEND-3", "SUSPEND-4"), ("SUSPEND-5", "SUSPEND-6", "SUSPEND-7"))
    for view, requirements in zip(views, places, strict=True):
        for requirement, (name, value) in zip(requirements, wish.items(), strict=True):
            if part(view, name) is None:
                scenario.not_applicable(requirement, f"{name} is optional, and the target leaves it out")
            else:
                scenario.equal(requirement, value, part(view, name), name)
    for missing in ("suspendedUntil", "suspensionReason"):
        body = {name: value for name, value in wish.items() if name != missing}
        answer = scenario.send("updateUserSuspension", admin, path=path, body=body)
        refused(scenario, "SUSPEND-8", answer, f"a suspension without {missing}")
    if _done(scenario, "SUSPEND-1", "updateUserSuspension", path, {"suspended": False}):
        found = part(_status(scenario, user), "suspended") or False
        scenario.equal("SUSPEND-1", False, found, "suspended after it was ended")


@pytest.mark.check("lifecycle.avatar", "AVATAR-1", "AVATAR-2", "AVATAR-3", "AVATAR-4")
def test_an_avatar_has_an_address_in_each_size(scenario: Scenario) -> None:
    """A user's avatar has an address in each size, a new one after an update; a large one is refused."""
    admin, user = things.admin(scenario.world), things.account(scenario.world, "lifecycle avatar")
    path, before = {"uid": user}, _avatars(scenario, user)
    updated = _done(scenario, "AVATAR-1", "updateUserAvatar", path, {"image": things.PIXEL})
    after = _avatars(scenario, user)
    scenario.expect(
        "AVATAR-2",
        bool(after) and all(size and url for size, url in after.items()),
        expected="an address for each size",
        observed=after,
    )
    if updated:
        scenario.expect("AVATAR-3", after != before, expected=f"not the addresses {before}", observed=after)
    large = base64.b64encode(_picture(MOST_BYTES)).decode()
    answer = scenario.send("updateUserAvatar", admin, path=path, body={"image": large})
    refused(scenario, "AVATAR-4", answer, "a picture of 2 MB")


@pytest.mark.check("lifecycle.delegates", "DELEGATE-1", "DELEGATE-2", "DELEGATE-3", "DELEGATE-4")
def test_delegates_are_added_and_removed(scenario: Scenario) -> None:
    """A delegate that is added is listed, and removed it is not; another one stays."""
    world, admin = scenario.world, things.admin(scenario.world)
    user, first, second = (
        things.account(world, f"lifecycle {name}") for name in ("delegator", "delegate one", "delegate two")
    )
    path = {"uid": user}
    if "delegatesEnabled" in (scenario.look("listSystemFeatures", admin) or ()):
        body: Any = [{"entitlment": "delegatesEnabled", "enabled": True}]
        scenario.get("updateUserFeatures", admin, path=path, body=body)
    for delegate in (first, second):
        body = {"userId": delegate, "action": "ADD"}
        if not _done(scenario, "DELEGATE-1", "updateUserDelegates", path, body):
            return
    listed = _delegates(scenario, user)
    scenario.equal("DELEGATE-2", sorted((first, second)), sorted(listed), "delegates")
    body = {"userId": first, "action": "REMOVE"}
    if _done(scenario, "DELEGATE-3", "updateUserDelegates", path, body):
        scenario.equal("DELEGATE-3", [second], _delegates(scenario, user), "delegates after REMOVE")
    body = {"userId": first, "action": "REPLACE"}
    wrong = scenario.send("updateUserDelegates", admin, path=path, body=body)
    refused(scenario, "DELEGATE-4", wrong, "an action that is neither ADD nor REMOVE")


def _done(scenario: Scenario, requirement: str, operation: str, path: dict[str, int], body: Any) -> bool:
    answer = scenario.send(operation, things.admin(scenario.world), path=path, body=body)
    return scenario.status(requirement, answer, 200, what=operation)


def _roles(scenario: Scenario, user: int) -> list[Any]:
    found = part(account_of(scenario, user), "roles")
    return found if isinstance(found, list) else []


def _features(scenario: Scenario, user: int) -> dict[str, Any]:
    found = scenario.look("listUserFeatures", things.admin(scenario.world), path={"uid": user})
    return {row["entitlment"]: flag(row, "enabled") for row in rows_of(found) if row.get("entitlment")}


def _status(scenario: Scenario, user: int) -> Any:
    return scenario.look("getUserStatus", things.admin(scenario.world), path={"uid": user})


def _avatars(scenario: Scenario, user: int) -> dict[Any, Any]:
    found = scenario.look("listUserAvatars", things.admin(scenario.world), path={"uid": user})
    return {row.get("size"): row.get("url") for row in rows_of(found)}


def _delegates(scenario: Scenario, user: int) -> list[Any]:
    found = scenario.look("listUserDelegates", things.admin(scenario.world), path={"uid": user})
    return found if isinstance(found, list) else []


def _spare_role(scenario: Scenario) -> str:
    """A role that end users can have and a new account has not."""
    for row in rows_of(scenario.look("listSystemRoles", things.admin(scenario.world))):
        if row.get("id") not in (None, "INDIVIDUAL") and "NORMAL" in (row.get("userTypes") or ()):
            return str(row["id"])
    raise NotApplicable("listSystemRoles lists no role for end users but INDIVIDUAL")


def _optional_action(scenario: Scenario) -> tuple[str, str]:
    """A role that end users can have, and one of its optional actions."""
    for row in rows_of(scenario.look("listSystemRoles", things.admin(scenario.world))):
        if row.get("id") and row.get("optionalActions") and "NORMAL" in (row.get("userTypes") or ()):
            return str(row["id"]), str(row["optionalActions"][0])
    raise NotApplicable("listSystemRoles lists no role for end users with optional actions")


def _picture(size: int) -> bytes:
    """A right PNG of one pixel that is this large: what fills it is a comment."""
    pixel = base64.b64decode(things.PIXEL)
    text = b"tEXtComment\x00" + b"c" * size
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    # The comment goes before the last chunk, which is always the same twelve bytes.
    return pixel[:-12] + chunk + pixel[-12:]
