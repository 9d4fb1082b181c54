"""The client's user service for administrators: accounts and what is switched on them."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import pytest
from symphony.bdk.core.service.user.model.delegate_action_enum import DelegateActionEnum
from symphony.bdk.core.service.user.model.role_id import RoleId
from symphony.bdk.gen.exceptions import BadRequestException, ForbiddenException
from symphony.bdk.gen.pod_model.feature import Feature
from symphony.bdk.gen.pod_model.user_filter import UserFilter
from symphony.bdk.gen.pod_model.user_status import UserStatus
from symphony.bdk.gen.pod_model.user_suspension import UserSuspension
from symphony.bdk.gen.pod_model.v2_user_attributes import V2UserAttributes
from symphony.bdk.gen.pod_model.v2_user_create import V2UserCreate

from tests.client.kit import Bots

pytestmark = pytest.mark.anyio

UNTIL = 4_102_444_800
"""The beginning of the year 2100 in epoch seconds."""


def png() -> str:
    """A picture of one pixel in base64."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    image = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return base64.b64encode(image).decode()


async def new_account(bots: Bots, name: str = "grace.hopper", **attributes: object) -> Any:
    """A new account of an end user."""
    wanted: dict[str, object] = {
        "userName": name,
        "emailAddress": f"{name}@reference-bank.example",
        "firstName": "Grace",
        "lastName": "Hopper",
        "displayName": "Grace Hopper",
        "accountType": "NORMAL",
        **attributes,
    }
    return await bots.admin.users.create(
        V2UserCreate(userAttributes=V2UserAttributes(**wanted), roles=["INDIVIDUAL"])
    )


async def test_a_new_account_is_read_as_it_was_made(bots: Bots) -> None:
    created = await new_account(bots, industries=["Banking"], title="Rear Admiral")
    read = await bots.admin.users.get_user_detail(created.user_system_info.id)
    assert read == created
    attributes, system = read.user_attributes, read.user_system_info
    assert (attributes.user_name, attributes.title) == ("grace.hopper", "Rear Admiral")
    assert attributes.industries == ["Banking"]
    assert (system.status, system.created_by, read.roles) == ("ENABLED", str(bots.admin.id), ["INDIVIDUAL"])


async def test_two_accounts_cannot_share_a_name(bots: Bots) -> None:
    await new_account(bots)
    with pytest.raises(BadRequestException):
        await new_account(bots, emailAddress="other@reference-bank.example")


async def test_accounts_are_for_administrators_only(bots: Bots) -> None:
    with pytest.raises(ForbiddenException):
        await bots.user.users.get_user_detail(bots.user.id)


async def test_an_update_leaves_what_it_does_not_name(bots: Bots) -> None:
    created = await new_account(bots, title="Rear Admiral", department="Navy")
    user = created.user_system_info.id
    updated = await bots.admin.users.update(user, V2UserAttributes(title="Commodore"))
    read = await bots.admin.users.get_user_detail(user)
    assert read.user_attributes == updated.user_attributes
    assert (read.user_attributes.title, read.user_attributes.department) == ("Commodore", "Navy")
    assert read.user_system_info.last_updated_date >= created.user_system_info.last_updated_date


async def test_all_accounts_are_read_page_by_page(bots: Bots) -> None:
    first = await bots.admin.users.list_user_details(0, 4)
    second = await bots.admin.users.list_user_details(4, 4)
    everybody = await bots.admin.users.list_all_user_details(chunk_size=4)
    details = [detail async for detail in everybody]
    assert details[:8] == first + second
    ids = [detail.user_system_info.id for detail in details]
    assert len(ids) == len(set(ids))
    assert {bots.admin.id, bots.user.id, bots.nobody.id} < set(ids)
    assert bots.stranger.id not in ids


async def test_accounts_are_found_by_role_and_status(bots: Bots) -> None:
    provisioning = UserFilter(role="USER_PROVISIONING", status="ENABLED")
    found = await bots.admin.users.list_user_details_by_filter(provisioning)
    assert [detail.user_system_info.id for detail in found] == [bots.admin.id]
    ordinary = UserFilter(role="INDIVIDUAL")
    everybody = await bots.admin.users.list_all_user_details_by_filter(ordinary, chunk_size=5)
    details = [detail async for detail in everybody]
    assert len(details) > 5
    assert all("INDIVIDUAL" in detail.roles for detail in details)


async def test_roles_are_added_and_removed(bots: Bots) -> None:
    roles = {role.id: role for role in await bots.admin.users.list_roles()}
    assert "NORMAL" in roles["COMPLIANCE_OFFICER"].user_types
    await bots.admin.users.add_role(bots.user.id, RoleId.COMPLIANCE_OFFICER)
    assert "COMPLIANCE_OFFICER" in (await bots.user.sessions.get_session()).roles
    await bots.admin.users.remove_role(bots.user.id, RoleId.COMPLIANCE_OFFICER)
    assert (await bots.user.sessions.get_session()).roles == ["INDIVIDUAL"]


async def test_a_role_of_service_accounts_is_not_for_people(bots: Bots) -> None:
    with pytest.raises(BadRequestException):
        await bots.admin.users.add_role(bots.user.id, RoleId.USER_PROVISIONING)
    assert (await bots.admin.users.get_user_detail(bots.user.id)).roles == ["INDIVIDUAL"]


async def test_every_picture_has_an_address_of_its_own(bots: Bots) -> None:
    before = await bots.admin.users.get_avatar(bots.user.id)
    assert {avatar.size for avatar in before} == {"original", "small"}
    await bots.admin.users.update_avatar(bots.user.id, png())
    after = await bots.admin.users.get_avatar(bots.user.id)
    assert not {avatar.url for avatar in before} & {avatar.url for avatar in after}
    shown = (await bots.user.sessions.get_session()).avatars
    assert [avatar.url for avatar in shown] == [avatar.url for avatar in after]


async def test_a_picture_must_be_in_base64(bots: Bots) -> None:
    # given bytes, the client sends their base64 inside of b'...'
    with pytest.raises(BadRequestException):
        await bots.admin.users.update_avatar(bots.user.id, base64.b64decode(png()))
    assert (await bots.admin.users.get_avatar(bots.user.id))[0].url.endswith("/default.png")


async def test_a_disclaimer_is_assigned_and_taken_away(bots: Bots) -> None:
    assert await bots.admin.users.get_disclaimer(bots.user.id) is None
    token = await bots.admin.session_token()
    _, wanted = await bots.admin.disclaimers.v1_admin_disclaimer_list_get(token)
    await bots.admin.users.add_disclaimer(bots.user.id, wanted.id)
    assert await bots.admin.users.get_disclaimer(bots.user.id) == wanted
    assert await bots.admin.disclaimers.v1_admin_disclaimer_did_get(token, wanted.id) == wanted
    users = await bots.admin.disclaimers.v1_admin_disclaimer_did_users_get(token, wanted.id)
    assert users == [bots.user.id]
    await bots.admin.users.remove_disclaimer(bots.user.id)
    assert await bots.admin.users.get_disclaimer(bots.user.id) is None


async def test_delegates_are_added_and_removed(bots: Bots) -> None:
    assert await bots.admin.users.get_delegates(bots.user.id) == []
    await bots.admin.users.update_delegates(bots.user.id, bots.colleague.id, DelegateActionEnum.ADD)
    assert await bots.admin.users.get_delegates(bots.user.id) == [bots.colleague.id]
    await bots.admin.users.update_delegates(bots.user.id, bots.colleague.id, DelegateActionEnum.REMOVE)
    assert await bots.admin.users.get_delegates(bots.user.id) == []


async def test_features_are_switched_one_by_one(bots: Bots) -> None:
    before = await bots.admin.users.get_feature_entitlements(bots.user.id)
    assert [feature.entitlment for feature in before] == sorted(feature.entitlment for feature in before)
    await bots.admin.users.update_feature_entitlements(
        bots.user.id, [Feature(entitlment="isExternalIMEnabled", enabled=False)]
    )
    after = await bots.admin.users.get_feature_entitlements(bots.user.id)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [(feature.entitlment, feature.enabled) for feature in changed] == [("isExternalIMEnabled", False)]


async def test_a_deactivated_user_is_signed_out(bots: Bots) -> None:
    await bots.user.sessions.get_session()
    await bots.admin.users.update_status(bots.user.id, UserStatus(status="DISABLED"))
    assert (await bots.admin.users.get_status(bots.user.id)).status == "DISABLED"
    disabled = await bots.admin.users.list_users_by_ids([bots.user.id], active=False)
    assert [user.id for user in disabled.users] == [bots.user.id]
    await bots.admin.users.update_status(bots.user.id, UserStatus(status="ENABLED"))
    assert (await bots.user.sessions.get_session()).id == bots.user.id


async def test_a_suspension_has_an_end_and_a_reason(bots: Bots) -> None:
    await bots.admin.users.suspend(bots.user.id, "On leave", UNTIL)
    status = await bots.admin.users.get_status(bots.user.id)
    assert (status.suspended, status.suspended_until, status.suspension_reason) == (True, UNTIL, "On leave")
    await bots.admin.users.unsuspend(bots.user.id)
    status = await bots.admin.users.get_status(bots.user.id)
    assert (status.suspended, status.suspended_until) == (False, None)
    await bots.admin.users.suspend_user(
        bots.user.id, UserSuspension(suspended=True, suspendedUntil=UNTIL, suspensionReason="Holiday")
    )
    detail = await bots.admin.users.get_user_detail(bots.user.id)
    assert (detail.user_system_info.suspended, detail.user_system_info.suspension_reason) == (True, "Holiday")
    with pytest.raises(BadRequestException):
        await bots.admin.users.suspend(bots.colleague.id, "No end")
