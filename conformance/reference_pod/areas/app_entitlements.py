"""App entitlements: which apps the company offers, and what single users have instead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from conformance.reference_pod.accounts.lookup import account
from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.apps import APPS, USER_APPS, App, UserApp
from conformance.reference_pod.records.users import TENANTS, User

PRODUCT_TYPES = ("default", "premium")
PRODUCT_FIELDS = ("appId", "name", "sku", "subscribed", "type")


def list_app_entitlements(call: Call) -> Answer:
    """The company's apps with what it lets its users do with them."""
    return Answer(_company_list(call))


def update_app_entitlements(call: Call) -> Answer:
    """Change the company's entitlement to the sent apps; settings of single users stay as they are."""
    for app, wish in _known(call, call.body):
        call.store[APPS].put(
            replace(app, enabled=wish["enable"], listed=wish["listed"], automatic=wish["install"])
        )
    return Answer(_company_list(call))


def list_user_app_entitlements(call: Call) -> Answer:
    """All apps as they are for this user: its own settings, and the company's where it has none."""
    return Answer(_user_list(call, account(call, call.path["uid"])))


def replace_user_app_entitlements(call: Call) -> Answer:
    """Give the user these settings and no others."""
    user = account(call, call.path["uid"])
    wishes = _known(call, call.body)
    for old in call.store[USER_APPS].find("user", user.id):
        call.store[USER_APPS].delete((old.user, old.app))
    for app, wish in wishes:
        products = tuple(_product(app, product) for product in wish.get("products", ()))
        call.store[USER_APPS].put(UserApp(user.id, app.id, wish["listed"], wish["install"], products))
    return Answer(_user_list(call, user))


def patch_user_app_entitlements(call: Call) -> Answer:
    """Change single settings of the user; one that is removed falls back to the company's."""
    user = account(call, call.path["uid"])
    for wish in call.body:
        app = _app(call, wish["appId"])
        old = call.store[USER_APPS].get((user.id, app.id)) or UserApp(user.id, app.id)
        new = replace(
            old,
            listed=_patched(old.listed, wish.get("listed", "KEEP")),
            installed=_patched(old.installed, wish.get("install", "KEEP")),
        )
        if (product := wish.get("product")) is not None:
            missing = [name for name in PRODUCT_FIELDS if name not in product]
            if missing:
                raise bad_request(f"product lacks {', '.join(missing)}")
            new = replace(new, products=_with(old.products, _product(app, product)))
        if new.empty:
            call.store[USER_APPS].delete((user.id, app.id))
        else:
            call.store[USER_APPS].put(new)
    return Answer(_user_list(call, user))


def seed(pod: Pod) -> None:
    """Every company starts with a small catalogue."""
    standard = {"name": "Standard", "subscribed": True, "type": "default"}
    premium = {"name": "Premium", "sku": "premium-yearly", "subscribed": False, "type": "premium"}
    for tenant in pod.store[TENANTS]:
        for id_, name, enabled, listed, automatic, products in (
            ("market-news", "Market News", True, True, True, ()),
            ("company-screener", "Company Screener", True, True, False, (standard, premium)),
            ("trade-blotter", "Trade Blotter", False, False, False, ()),
        ):
            info = {
                "appId": id_,
                "name": name,
                "appUrl": f"https://{id_}.apps.{tenant.host}/controller.html",
                "domain": tenant.host,
                "publisher": "Example Apps",
            }
            detail = {"applicationInfo": info, "description": name, "permissions": ["GET_BASIC_USER_INFO"]}
            pod.store[APPS].put(
                App(
                    tenant.id,
                    id_,
                    name,
                    detail,
                    products=tuple({"appId": id_, **product} for product in products),
                    enabled=enabled,
                    listed=listed,
                    automatic=automatic,
                )
            )


def _app(call: Call, app_id: str) -> App:
    app = call.store[APPS].get((call.caller.tenant, app_id))
    if app is None:
        raise bad_request(f"The app {app_id} cannot be found")
    return app


def _known(call: Call, wishes: list[dict[str, Any]]) -> list[tuple[App, dict[str, Any]]]:
    """Each sent entitlement with its app; 400 for an unknown app and for one that is sent twice."""
    if len({wish["appId"] for wish in wishes}) < len(wishes):
        raise bad_request("An app is there more than once")
    return [(_app(call, wish["appId"]), wish) for wish in wishes]


def _patched(old: bool | None, wish: str) -> bool | None:
    return {"TRUE": True, "FALSE": False, "REMOVE": None}.get(wish, old)


def _product(app: App, product: dict[str, Any]) -> dict[str, Any]:
    # Apps that were made through the API declare no products, so any name is taken.
    if product.get("appId", app.id) != app.id:
        raise bad_request("The product belongs to another app")
    if product["type"] not in PRODUCT_TYPES:
        raise bad_request(f"The type of a product is one of {', '.join(PRODUCT_TYPES)}")
    return {"appId": app.id, **{name: product[name] for name in PRODUCT_FIELDS[1:] if name in product}}


def _with(products: Iterable[dict[str, Any]], *others: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The products, of which those with the name of another one are replaced by it."""
    return tuple({product["name"]: product for product in (*products, *others)}.values())


def _company_list(call: Call) -> list[dict[str, Any]]:
    return [
        {
            "appId": app.id,
            "appName": app.name,
            "enable": app.enabled,
            "listed": app.listed,
            "install": app.automatic,
        }
        for app in call.store[APPS].find("tenant", call.caller.tenant)
    ]


def _user_list(call: Call, user: User) -> list[dict[str, Any]]:
    own = {setting.app: setting for setting in call.store[USER_APPS].find("user", user.id)}
    return [
        _wire(app, own.get(app.id) or UserApp(user.id, app.id))
        for app in call.store[APPS].find("tenant", user.tenant)
    ]


def _wire(app: App, own: UserApp) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "appId": app.id,
        "appName": app.name,
        "listed": app.listed if own.listed is None else own.listed,
        "install": app.automatic if own.installed is None else own.installed,
    }
    if products := _with(app.products, *own.products):
        answer["products"] = [dict(product) for product in products]
    return answer
