"""App entitlements: the company's, and what users have instead."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.areas import app_entitlements
from tests.reference_pod.kit import SmallPod

NEWS, SCREENER, BLOTTER = "market-news", "company-screener", "trade-blotter"
GOLD = {"appId": SCREENER, "name": "Gold", "sku": "gold-1", "subscribed": True, "type": "premium"}


@pytest.fixture(autouse=True)
def _seeded(small: SmallPod) -> None:
    app_entitlements.seed(small.pod)


def company(small: SmallPod) -> dict[str, Any]:
    return {item["appId"]: item for item in small.call("listAppEntitlements", small.people.alice).body}


def user_apps(small: SmallPod) -> dict[str, Any]:
    path = {"uid": small.people.bob.id}
    listed = small.call("listUserAppEntitlements", small.people.alice, path=path).body
    return {item["appId"]: item for item in listed}


def change(small: SmallPod, operation: str, *body: dict[str, Any]) -> Any:
    path = {"uid": small.people.bob.id}
    return small.call(operation, small.people.alice, path=path, body=list(body)).body


def entitlement(app: str, **values: bool) -> dict[str, Any]:
    return {"appId": app, "appName": app, "enable": True, "listed": True, "install": True, **values}


def test_an_update_changes_the_sent_apps_and_no_others(small: SmallPod) -> None:
    before = company(small)
    body = [entitlement(BLOTTER, install=False)]
    answer = small.call("updateAppEntitlements", small.people.alice, body=body).body
    after = company(small)
    assert (after[BLOTTER]["enable"], after[BLOTTER]["listed"], after[BLOTTER]["install"]) == (
        True,
        True,
        False,
    )
    assert after[BLOTTER]["appName"] == "Trade Blotter", "an entitlement does not rename the app"
    assert {app: after[app] for app in (NEWS, SCREENER)} == {app: before[app] for app in (NEWS, SCREENER)}
    assert answer == list(after.values())


@pytest.mark.parametrize("apps", [[NEWS, "unknown"], [NEWS, NEWS]], ids=["unknown app", "app twice"])
def test_a_wrong_company_update_changes_nothing(small: SmallPod, apps: list[str]) -> None:
    before = company(small)
    body = [entitlement(app, enable=False) for app in apps]
    small.refuses(400, "updateAppEntitlements", small.people.alice, body=body)
    assert company(small) == before


def test_a_user_without_settings_has_the_company_s(small: SmallPod) -> None:
    apps = user_apps(small)
    assert list(apps) == list(company(small))
    assert (apps[NEWS]["listed"], apps[NEWS]["install"]) == (True, True)
    assert [product["name"] for product in apps[SCREENER]["products"]] == ["Standard", "Premium"]
    assert "products" not in apps[NEWS]


def test_a_patch_sets_keeps_and_removes_single_settings(small: SmallPod) -> None:
    change(small, "patchUserAppEntitlements", {"appId": NEWS, "listed": "FALSE", "install": "FALSE"})
    change(small, "patchUserAppEntitlements", {"appId": NEWS, "install": "KEEP"})
    assert (user_apps(small)[NEWS]["listed"], user_apps(small)[NEWS]["install"]) == (False, False)
    change(small, "patchUserAppEntitlements", {"appId": NEWS, "listed": "REMOVE"})
    assert (user_apps(small)[NEWS]["listed"], user_apps(small)[NEWS]["install"]) == (True, False)


def test_a_removed_setting_follows_the_company_again(small: SmallPod) -> None:
    change(small, "patchUserAppEntitlements", {"appId": NEWS, "listed": "TRUE"})
    change(small, "patchUserAppEntitlements", {"appId": NEWS, "listed": "REMOVE"})
    small.call("updateAppEntitlements", small.people.alice, body=[entitlement(NEWS, listed=False)])
    assert user_apps(small)[NEWS]["listed"] is False


def test_a_patched_product_replaces_the_one_of_its_name(small: SmallPod) -> None:
    change(small, "patchUserAppEntitlements", {"appId": SCREENER, "product": GOLD})
    change(small, "patchUserAppEntitlements", {"appId": SCREENER, "product": {**GOLD, "subscribed": False}})
    products = {p["name"]: p["subscribed"] for p in user_apps(small)[SCREENER]["products"]}
    assert products == {"Standard": True, "Premium": False, "Gold": False}


@pytest.mark.parametrize("field", ["appId", "sku"])
def test_a_patched_product_needs_all_five_fields(small: SmallPod, field: str) -> None:
    product = {name: value for name, value in GOLD.items() if name != field}
    body = [{"appId": SCREENER, "product": product}]
    path = {"uid": small.people.bob.id}
    small.refuses(400, "patchUserAppEntitlements", small.people.alice, path=path, body=body)


@pytest.mark.parametrize("wrong", [{"type": "silver"}, {"appId": NEWS}], ids=["type", "other app"])
def test_a_product_of_no_known_type_or_of_another_app_is_refused(
    small: SmallPod, wrong: dict[str, Any]
) -> None:
    body = [{"appId": SCREENER, "listed": True, "install": True, "products": [{**GOLD, **wrong}]}]
    path = {"uid": small.people.bob.id}
    small.refuses(400, "replaceUserAppEntitlements", small.people.alice, path=path, body=body)


def test_a_replacement_forgets_all_earlier_settings(small: SmallPod) -> None:
    change(small, "patchUserAppEntitlements", {"appId": NEWS, "listed": "FALSE"})
    answer = change(
        small,
        "replaceUserAppEntitlements",
        {"appId": SCREENER, "listed": False, "install": True, "products": [GOLD]},
    )
    apps = user_apps(small)
    assert answer == list(apps.values())
    assert apps[NEWS]["listed"] is True
    assert (apps[SCREENER]["listed"], apps[SCREENER]["install"]) == (False, True)
    assert GOLD in apps[SCREENER]["products"]


def test_unknown_apps_and_users_are_refused(small: SmallPod) -> None:
    alice, bob, paul = small.people.alice, small.people.bob, small.people.paul
    known, unknown = {"uid": bob.id}, [{"appId": "unknown", "listed": True, "install": True}]
    small.refuses(400, "replaceUserAppEntitlements", alice, path=known, body=unknown)
    small.refuses(400, "patchUserAppEntitlements", alice, path=known, body=[{"appId": "unknown"}])
    for uid in (1, paul.id):
        small.refuses(400, "listUserAppEntitlements", alice, path={"uid": uid})
