"""The client's application service: apps, what the company offers, and what single users have."""

from __future__ import annotations

import pytest
from symphony.bdk.gen.exceptions import BadRequestException, ForbiddenException
from symphony.bdk.gen.pod_model.application_detail import ApplicationDetail
from symphony.bdk.gen.pod_model.application_info import ApplicationInfo
from symphony.bdk.gen.pod_model.pod_app_entitlement import PodAppEntitlement
from symphony.bdk.gen.pod_model.user_app_entitlement import UserAppEntitlement
from symphony.bdk.gen.pod_model.user_app_entitlement_patch import UserAppEntitlementPatch

from tests.client.kit import Bots

pytestmark = pytest.mark.anyio


def detail(name: str, **others: object) -> ApplicationDetail:
    """What is said about an app when it is registered."""
    info = ApplicationInfo(
        appId="calculator",
        name=name,
        appUrl="https://calculator.example/app.html",
        domain="calculator.example",
        publisher="Example",
    )
    return ApplicationDetail(applicationInfo=info, **others)


async def test_an_app_is_created_read_changed_and_deleted(bots: Bots) -> None:
    wanted = detail("Calculator", description="Adds", permissions=["SEND_MESSAGES"])
    created = await bots.admin.applications.create_application(wanted)
    assert created.application_info == wanted.application_info
    assert await bots.admin.applications.get_application("calculator") == created
    changed = await bots.admin.applications.update_application(
        "calculator", detail("Abacus", description="Counts")
    )
    assert (changed.application_info.name, changed.description) == ("Abacus", "Counts")
    assert await bots.admin.applications.get_application("calculator") == changed
    await bots.admin.applications.delete_application("calculator")
    with pytest.raises(BadRequestException):
        await bots.admin.applications.get_application("calculator")


async def test_apps_are_for_administrators_only(bots: Bots) -> None:
    with pytest.raises(ForbiddenException):
        await bots.user.applications.create_application(detail("Calculator"))


async def test_the_company_decides_what_it_offers(bots: Bots) -> None:
    before = {app.app_id: app for app in await bots.admin.applications.list_application_entitlements()}
    assert before["trade-blotter"].enable is False
    wanted = PodAppEntitlement(
        appId="trade-blotter", appName="Trade Blotter", enable=True, listed=True, install=False
    )
    updated = await bots.admin.applications.update_application_entitlements([wanted])
    assert wanted in updated
    after = {app.app_id: app for app in await bots.admin.applications.list_application_entitlements()}
    assert after == before | {"trade-blotter": wanted}


async def test_the_apps_of_a_user_replace_what_was_there(bots: Bots) -> None:
    before = {app.app_id: app for app in await bots.admin.applications.list_user_applications(bots.user.id)}
    assert before["market-news"].install is True
    wanted = UserAppEntitlement(appId="market-news", appName="Market News", listed=False, install=False)
    answered = await bots.admin.applications.update_user_applications(bots.user.id, [wanted])
    assert wanted in answered
    after = {app.app_id: app for app in await bots.admin.applications.list_user_applications(bots.user.id)}
    assert after == before | {"market-news": wanted}
    colleague = await bots.admin.applications.list_user_applications(bots.colleague.id)
    assert before["market-news"] in colleague


async def test_a_patch_changes_one_setting_and_takes_it_back(bots: Bots) -> None:
    before = await bots.admin.applications.list_user_applications(bots.user.id)
    hide = UserAppEntitlementPatch(appId="market-news", listed="FALSE")
    patched = {
        app.app_id: app for app in await bots.admin.applications.patch_user_applications(bots.user.id, [hide])
    }
    assert (patched["market-news"].listed, patched["market-news"].install) == (False, True)
    remove = UserAppEntitlementPatch(appId="market-news", listed="REMOVE")
    await bots.admin.applications.patch_user_applications(bots.user.id, [remove])
    assert await bots.admin.applications.list_user_applications(bots.user.id) == before
