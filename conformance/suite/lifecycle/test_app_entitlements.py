"""App entitlements: what the company offers, and what single users have instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.own_apps import own_app, read_app
from conformance.suite.looking import part
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response

ATTEMPTS = 5


@pytest.mark.check("lifecycle.app-entitlements-of-company", "APPENT-LIST-1", "APPENT-NAME-1", "APPENT-ID-1")
def test_the_company_is_shown_its_apps(scenario: Scenario) -> None:
    """A new app is among the company's entitlements once, with its own name."""
    with own_app(scenario) as (app_id, _):
        listed = scenario.look("listAppEntitlements", things.admin(scenario.world)) or []
        rows = _rows(listed, app_id)
        scenario.equal("APPENT-LIST-1", True, bool(rows), "whether the new app is listed")
        if not rows:
            return
        ids = Counter(part(row, "appId") for row in listed)
        twice = [name for name, times in ids.items() if times > 1]
        scenario.equal("APPENT-ID-1", [], twice, "apps that are listed more than once")
        name = part(read_app(scenario, app_id), "applicationInfo", "name")
        scenario.equal("APPENT-NAME-1", name, part(rows[0], "appName"), "appName")


@pytest.mark.check(
    "lifecycle.app-entitlements-of-company-updated", "APPENT-UPDATE-1", "APPENT-LISTED-1", "APPENT-INSTALL-1"
)
def test_what_the_company_sets_holds_for_its_users(scenario: Scenario) -> None:
    """What the company sets for an app is read back, and holds for users without settings of their own."""
    world = scenario.world
    world.check_allowed("updateAppEntitlements")
    user = things.account(world, "app entitlements of the company")
    with own_app(scenario) as (app_id, _):
        for listed, install in ((True, True), (True, False), (False, False)):
            wish = {"enable": True, "listed": listed, "install": install}
            answer = _set_for_company(scenario, app_id, wish)
            if not scenario.status("APPENT-UPDATE-1", answer, 200):
                return
            company = scenario.look("listAppEntitlements", things.admin(world))
            found = _settings(company, app_id, wish)
            scenario.equal("APPENT-UPDATE-1", wish, found, "the company's entitlement")
            found = _settings(_of_user(scenario, user), app_id, ("listed", "install"))
            scenario.equal("APPENT-LISTED-1", listed, part(found, "listed"), "listed for a user")
            scenario.equal("APPENT-INSTALL-1", install, part(found, "install"), "install for a user")


@pytest.mark.check(
    "lifecycle.app-entitlements-of-user",
    "APPENT-USER-1",
    "APPENT-USER-2",
    "APPENT-USER-3",
    "APPENT-USER-4",
    "APPENT-NAME-2",
)
def test_a_users_entitlements_are_kept(scenario: Scenario) -> None:
    """What is set for a user is read for that user, and for nobody else."""
    world = scenario.world
    user = things.account(world, "app entitlements")
    other = things.account(world, "app entitlements of nobody")
    with own_app(scenario) as (app_id, _):
        name = part(read_app(scenario, app_id), "applicationInfo", "name")
        for listed, install in ((True, False), (True, True), (False, False)):
            wish = {"appId": app_id, "listed": listed, "install": install}
            others = _settings(_of_user(scenario, other), app_id, ("listed", "install"))
            path = {"uid": user}
            answer = scenario.send("replaceUserAppEntitlements", things.admin(world), path=path, body=[wish])
            if not scenario.status("APPENT-USER-1", answer, 200):
                return
            rows = _rows(_of_user(scenario, user), app_id)
            scenario.equal("APPENT-USER-1", 1, len(rows), "how often the app is listed for the user")
            row = rows[0] if rows else None
            scenario.equal("APPENT-USER-2", listed, part(row, "listed"), "listed")
            scenario.equal("APPENT-USER-3", install, part(row, "install"), "install")
            found = _settings(_of_user(scenario, other), app_id, ("listed", "install"))
            scenario.equal("APPENT-USER-4", others, found, "the entitlement of another user")
            scenario.equal_where_shown("APPENT-NAME-2", name, part(row, "appName"), "appName")


@pytest.mark.check("lifecycle.app-entitlements-replaced", "APPENT-USER-5")
def test_what_is_not_sent_falls_back(scenario: Scenario) -> None:
    """A user's setting that a later update leaves out is the company's again."""
    world, keys = scenario.world, ("listed", "install")
    user = things.account(world, "app entitlements replaced")
    path = {"uid": user}
    with own_app(scenario) as (first, _), own_app(scenario) as (second, _):
        before = _settings(_of_user(scenario, user), first, keys)
        own = {key: not before.get(key) for key in keys}
        for body in ([{"appId": first, **own}], [{"appId": second, "listed": True, "install": False}]):
            scenario.get("replaceUserAppEntitlements", things.admin(world), path=path, body=body)
        found = _settings(_of_user(scenario, user), first, keys)
        scenario.equal("APPENT-USER-5", before, found, "the entitlement that was not sent again")


@pytest.mark.check("lifecycle.app-products", "APPENT-PRODUCT-1", "APPENT-PRODUCT-2")
def test_products_are_kept(scenario: Scenario) -> None:
    """The products that a user gets are read with their name, type and subscription."""
    world = scenario.world
    path = {"uid": things.account(world, "app products")}
    with own_app(scenario) as (app_id, _):
        for subscribed in (True, False):
            product: dict[str, Any] = {"appId": app_id, "name": "Premium", "sku": "premium-yearly"}
            product |= {"type": "premium", "subscribed": subscribed}
            wish = {"appId": app_id, "listed": True, "install": False, "products": [product]}
            answer = scenario.send("replaceUserAppEntitlements", things.admin(world), path=path, body=[wish])
            if 400 <= answer.status < 500:
                for requirement in ("APPENT-PRODUCT-1", "APPENT-PRODUCT-2"):
                    scenario.not_applicable(requirement, "the target takes no products for an app of a test")
                return
            rows = _rows(_of_user(scenario, path["uid"]), app_id)
            products = part(rows, 0, "products") or []
            found = [item for item in products if part(item, "name") == "Premium"]
            for key in ("name", "sku", "type"):
                scenario.equal("APPENT-PRODUCT-1", product[key], part(found, 0, key), f"product's {key}")
            scenario.equal("APPENT-PRODUCT-2", subscribed, part(found, 0, "subscribed"), "subscribed")


def _set_for_company(scenario: Scenario, app_id: str, wish: dict[str, Any]) -> Response:
    """Write the company's list with one entitlement changed.

    Others may delete an app between the read and the write, for which a target may refuse the list.
    """
    admin = things.admin(scenario.world)
    for _ in range(ATTEMPTS):
        listed = scenario.get("listAppEntitlements", admin) or []
        body = [{**row, **wish} if part(row, "appId") == app_id else row for row in listed]
        body = things.documented(scenario.world, "updateAppEntitlements", body)
        answer = scenario.send("updateAppEntitlements", admin, body=body)
        if answer.status == 200:
            break
    return answer


def _of_user(scenario: Scenario, user: int) -> Any:
    return scenario.look("listUserAppEntitlements", things.admin(scenario.world), path={"uid": user})


def _rows(listed: Any, app_id: str) -> list[Any]:
    return [row for row in listed or [] if part(row, "appId") == app_id]


def _settings(listed: Any, app_id: str, keys: Iterable[str]) -> dict[str, Any]:
    """Some members of the first entitlement to the app."""
    rows = _rows(listed, app_id)
    return {key: part(rows, 0, key) for key in keys}
