"""Applications: what an app must be, its keys, and what goes with it when it is deleted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.reference_pod.crypto import certificates as pem
from tests.reference_pod.kit import SmallPod

HOURS = 3_600_000


@cache
def rsa_key(number: int) -> str:
    assert number >= 0
    return public_pem(rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key())


def public_pem(key: Any) -> str:
    return str(key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode())


def detail(**changes: Any) -> dict[str, Any]:
    info = {
        "appId": "my-app",
        "name": "My App",
        "appUrl": "https://joe.mydomain.com/app.html",
        "domain": "mydomain.com",
        "publisher": "Joe Smith",
    }
    return {"applicationInfo": info, "description": "a test app", **changes}


def info(**changes: Any) -> dict[str, Any]:
    return {"applicationInfo": {**detail()["applicationInfo"], **changes}}


def create(small: SmallPod, **changes: Any) -> Any:
    return small.call("createApp", small.people.alice, body=detail(**changes)).body


def update(small: SmallPod, body: dict[str, Any]) -> Any:
    return small.call("updateApp", small.people.alice, path={"id": "my-app"}, body=body).body


def read(small: SmallPod) -> Any:
    return small.call("getApp", small.people.alice, path={"id": "my-app"}).body


def act(small: SmallPod, which: str, action: str, key: str | None = None) -> Any:
    wish = {"action": action} if key is None else {"action": action, "key": key}
    return update(small, {"authenticationKeys": {which: wish}})["authenticationKeys"]


def test_what_was_created_is_read(small: SmallPod) -> None:
    rest = {
        "iconUrl": "https://icons.example/i.png",
        "allowOrigins": "mydomain.com",
        "permissions": ["ACT_AS_USER", "MY_OWN_1"],
        "notification": {"url": "https://some.url", "apiKey": "123456"},
        "properties": [{"key": "port", "value": "4000"}, {"key": "empty", "value": ""}],
    }
    assert create(small, **rest) == detail(**rest)
    assert read(small) == detail(**rest)


def test_nobody_is_entitled_to_a_new_app(small: SmallPod) -> None:
    create(small)
    assert small.call("listAppEntitlements", small.people.alice).body == [
        {"appId": "my-app", "appName": "My App", "enable": False, "listed": False, "install": False}
    ]


@pytest.mark.parametrize("name", ["appId", "name", "appUrl", "domain", "publisher"])
def test_the_required_information_is_required(small: SmallPod, name: str) -> None:
    body = detail()
    del body["applicationInfo"][name]
    assert name in small.refuses(400, "createApp", small.people.alice, body=body).message


@pytest.mark.parametrize(
    "body",
    [
        info(name=51 * "x"),
        info(appUrl="http://joe.mydomain.com"),
        info(appUrl="https://"),
        info(appUrl="https://[joe.mydomain.com"),
        info(domain="otherdomain.com"),
        info(appUrl="https://joe.notmydomain.com"),
        {"iconUrl": "http://icons.example/i.png"},
        {"permissions": ["lower_case"]},
        {"permissions": ["   "]},
        {"properties": [{"key": "", "value": "1"}]},
        {"properties": [{"key": "a"}]},
        {"properties": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]},
        {"properties": [{"key": 1025 * "a", "value": "1"}]},
        {"properties": [{"key": "a", "value": 4097 * "1"}]},
        {"cert": "no certificate"},
        {"authenticationKeys": {"current": {"action": "SAVE", "key": "no key"}}},
        {"authenticationKeys": {"current": {"action": "SAVE"}}},
        {"authenticationKeys": {"previous": {"action": "EXTEND"}}},
    ],
)
def test_what_breaks_a_rule_is_refused(small: SmallPod, body: dict[str, Any]) -> None:
    small.refuses(400, "createApp", small.people.alice, body={**detail(), **body})
    small.refuses(400, "getApp", small.people.alice, path={"id": "my-app"})


def test_a_domain_may_begin_with_a_dot(small: SmallPod) -> None:
    body = {**detail(), **info(domain=".mydomain.com")}
    assert small.call("createApp", small.people.alice, body=body).body["applicationInfo"]["domain"] == (
        ".mydomain.com"
    )


def test_an_id_is_used_once_in_a_company(small: SmallPod) -> None:
    create(small)
    small.refuses(400, "createApp", small.people.alice, body=detail())
    small.call("createApp", small.people.paul, body=detail())


def test_an_update_keeps_what_is_not_sent(small: SmallPod) -> None:
    create(small, iconUrl="https://icons.example/i.png")
    update(small, {"applicationInfo": {"name": "Renamed"}, "description": "changed"})
    changed = read(small)
    assert changed["applicationInfo"] == info(name="Renamed")["applicationInfo"]
    assert (changed["description"], changed["iconUrl"]) == ("changed", "https://icons.example/i.png")
    small.refuses(400, "updateApp", small.people.alice, path={"id": "my-app"}, body=info(appId="other"))


def test_a_deleted_app_takes_its_entitlements_along(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    create(small)
    path = {"uid": bob.id}
    small.call("patchUserAppEntitlements", alice, path=path, body=[{"appId": "my-app", "listed": "TRUE"}])
    small.call("deleteApp", alice, path={"id": "my-app"})
    small.refuses(400, "getApp", alice, path={"id": "my-app"})
    small.refuses(400, "deleteApp", alice, path={"id": "my-app"})
    create(small)
    assert small.call("listUserAppEntitlements", alice, path=path).body[0]["listed"] is False


def test_another_company_does_not_know_the_app(small: SmallPod) -> None:
    create(small)
    for operation in ("getApp", "deleteApp"):
        small.refuses(400, operation, small.people.paul, path={"id": "my-app"})
    small.refuses(400, "updateApp", small.people.paul, path={"id": "my-app"}, body=detail())


def test_an_app_has_a_certificate_or_keys_and_not_both(small: SmallPod) -> None:
    certificate = pem.to_pem(pem.Maker("Test", small.clock.now).make("app"))
    keys = {"current": {"action": "SAVE", "key": rsa_key(0)}}
    both = detail(cert=certificate, authenticationKeys=keys)
    small.refuses(400, "createApp", small.people.alice, body=both)
    assert create(small, cert=certificate)["cert"] == certificate
    changed = update(small, {"authenticationKeys": keys})
    assert (changed.get("cert"), changed["authenticationKeys"]) == (None, {"current": {"key": rsa_key(0)}})


def test_only_rsa_keys_are_taken(small: SmallPod) -> None:
    curve = public_pem(ec.generate_private_key(ec.SECP256R1()).public_key())
    keys = {"current": {"action": "SAVE", "key": curve}}
    small.refuses(400, "createApp", small.people.alice, body=detail(authenticationKeys=keys))


@pytest.fixture
def with_key(small: SmallPod) -> Callable[..., Any]:
    """Acts on the keys of an app that has one."""
    create(small, authenticationKeys={"current": {"action": "SAVE", "key": rsa_key(0)}})
    return lambda *action: act(small, *action)


def test_a_saved_key_makes_the_old_one_the_previous_for_72_hours(
    small: SmallPod, with_key: Callable[..., Any]
) -> None:
    expiry = small.clock.now + 72 * HOURS
    assert with_key("current", "SAVE", rsa_key(1)) == {
        "current": {"key": rsa_key(1)},
        "previous": {"key": rsa_key(0), "expirationDate": expiry},
    }
    extended = with_key("previous", "EXTEND")
    assert extended["previous"]["expirationDate"] == expiry + 72 * HOURS
    small.clock.advance(seconds=144 * 3600)
    assert "previous" not in read(small)["authenticationKeys"]


def test_a_revoked_current_key_gives_way_to_the_previous_one(
    small: SmallPod, with_key: Callable[..., Any]
) -> None:
    with_key("current", "SAVE", rsa_key(1))
    assert with_key("current", "REVOKE") == {"current": {"key": rsa_key(0)}}


@pytest.mark.parametrize(
    ("which", "action", "key"),
    [
        ("current", "SAVE", 0),
        ("current", "EXTEND", None),
        ("previous", "EXTEND", None),
        ("previous", "REVOKE", None),
        ("previous", "SAVE", 1),
    ],
)
def test_restricted_key_operations_are_refused(
    small: SmallPod, with_key: Callable[..., Any], which: str, action: str, key: int | None
) -> None:
    before = read(small)
    wish = {"action": action} if key is None else {"action": action, "key": rsa_key(key)}
    body = {"authenticationKeys": {which: wish}}
    small.refuses(400, "updateApp", small.people.alice, path={"id": "my-app"}, body=body)
    assert read(small) == before


def test_no_third_key_is_saved_while_two_are_valid(small: SmallPod, with_key: Callable[..., Any]) -> None:
    with_key("current", "SAVE", rsa_key(1))
    body = {"authenticationKeys": {"current": {"action": "SAVE", "key": rsa_key(2)}}}
    small.refuses(400, "updateApp", small.people.alice, path={"id": "my-app"}, body=body)
