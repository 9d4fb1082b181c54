"""Single entitlements of users to apps, changed one by one."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.own_apps import own_app
from conformance.suite.looking import part
from conformance.suite.scenario import Scenario


@pytest.mark.check(
    "lifecycle.app-visibility-patched",
    "APPENT-PATCH-1",
    "APPENT-PATCH-LISTED-1",
    "APPENT-PATCH-LISTED-2",
    "APPENT-PATCH-LISTED-3",
    "APPENT-PATCH-LISTED-4",
)
def test_visibility_is_set_kept_and_removed(scenario: Scenario) -> None:
    """Whether a user finds an app is set, kept and given back to the company."""
    _patched(scenario, "listed", "install")


@pytest.mark.check(
    "lifecycle.app-installation-patched",
    "APPENT-PATCH-1",
    "APPENT-PATCH-INSTALL-1",
    "APPENT-PATCH-INSTALL-2",
    "APPENT-PATCH-INSTALL-3",
    "APPENT-PATCH-INSTALL-4",
)
def test_installation_is_set_kept_and_removed(scenario: Scenario) -> None:
    """Whether a user has an app installed is set, kept and given back to the company."""
    _patched(scenario, "install", "listed")


def _patched(scenario: Scenario, key: str, other: str) -> None:
    """Walk one of the two settings through all of its values; the other one stays as it is."""
    world, admin = scenario.world, things.admin(scenario.world)
    user = things.account(world, f"app {key} patched")
    rule = f"APPENT-PATCH-{key.upper()}"
    with own_app(scenario) as (app_id, _):
        company = _now(scenario, user, app_id)
        opposite = "FALSE" if company.get(key) else "TRUE"
        steps: list[tuple[str, str | None, Any]] = [
            (f"{rule}-1", "TRUE", True),
            (f"{rule}-3", "KEEP", True),
            (f"{rule}-2", "FALSE", False),
            (f"{rule}-3", None, False),
            (f"{rule}-3", "KEEP", False),
            (f"{rule}-1", "TRUE", True),
            (f"{rule}-3", None, True),
            (f"{rule}-4", opposite, opposite == "TRUE"),
            (f"{rule}-4", "REMOVE", company.get(key)),
        ]
        set_other = [{"appId": app_id, other: "TRUE"}]
        scenario.get("patchUserAppEntitlements", admin, path={"uid": user}, body=set_other)
        for requirement, value, expected in steps:
            before = _now(scenario, user, app_id)
            body = [{"appId": app_id, **({key: value} if value else {})}]
            answer = scenario.send("patchUserAppEntitlements", admin, path={"uid": user}, body=body)
            what = f"{key} after {value or 'a patch without it'}"
            if scenario.status(requirement, answer, 200, what=what):
                now = _now(scenario, user, app_id)
                scenario.equal(requirement, expected, now.get(key), what)
                scenario.equal("APPENT-PATCH-1", before.get(other), now.get(other), other)


@pytest.mark.check("lifecycle.app-product-patched", "APPENT-PATCH-2", "APPENT-PATCH-3")
def test_a_product_is_set_alone(scenario: Scenario) -> None:
    """A product is given to a user without a change of the rest; one with missing facts is refused."""
    world, admin = scenario.world, things.admin(scenario.world)
    path = {"uid": things.account(world, "app product patched")}
    with own_app(scenario) as (app_id, _):
        before = _now(scenario, path["uid"], app_id)
        product = {"appId": app_id, "name": "Premium", "sku": "premium-yearly", "type": "premium"}
        incomplete = [{"appId": app_id, "product": {**product}}]
        answer = scenario.send("patchUserAppEntitlements", admin, path=path, body=incomplete)
        scenario.expect(
            "APPENT-PATCH-3",
            400 <= answer.status < 500,
            expected="a 4xx for a product without subscribed",
            observed=answer.status,
        )
        whole = [{"appId": app_id, "product": {**product, "subscribed": True}}]
        answer = scenario.send("patchUserAppEntitlements", admin, path=path, body=whole)
        if 400 <= answer.status < 500:
            scenario.not_applicable("APPENT-PATCH-2", "the target takes no products for an app of a test")
            return
        now = _now(scenario, path["uid"], app_id)
        names = [part(item, "name") for item in now.get("products") or []]
        scenario.equal("APPENT-PATCH-2", ["Premium"], names, "names of the user's products")
        for key in ("listed", "install"):
            scenario.equal("APPENT-PATCH-2", before.get(key), now.get(key), key)


def _now(scenario: Scenario, user: int, app_id: str) -> dict[str, Any]:
    """The user's entitlement to the app; empty when there is none."""
    admin = things.admin(scenario.world)
    listed = scenario.look("listUserAppEntitlements", admin, path={"uid": user})
    return next((row for row in listed or [] if part(row, "appId") == app_id), {})
