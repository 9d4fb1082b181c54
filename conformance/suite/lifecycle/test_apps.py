"""Applications: what can be registered, what is kept of it, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.certificates import self_signed_pem
from conformance.suite.lifecycle.own_apps import kept, own_app, read_app, refused, with_info
from conformance.suite.lifecycle.public_keys import without_space
from conformance.suite.looking import like, part
from conformance.suite.scenario import Scenario

KNOWN_PERMISSIONS = (
    *("SEND_MESSAGES", "GET_USER_CONNECTIONS", "REQUEST_USER_CONNECTIONS", "SET_PRESENCE", "GET_PRESENCE"),
    *("GET_BASIC_USER_INFO", "GET_EXTENDED_USER_INFO", "GET_BASIC_CONTACT_INFO", "GET_EXTENDED_CONTACT_INFO"),
    *("ACT_AS_USER", "MANAGE_SIGNALS", "MANAGE_USER_FOLLOWING", "TRUST_APP"),
)


@pytest.mark.check(
    "lifecycle.app-creation",
    "APP-CREATE-1",
    "APP-GET-1",
    "APP-NAME-1",
    "APP-PUBLISHER-1",
    "APP-DESCRIPTION-1",
    "APP-ORIGINS-1",
    "APP-ICON-2",
    "APP-CALLBACK-1",
)
def test_a_new_app_is_kept_as_it_was_sent(scenario: Scenario) -> None:
    """A new app is kept as it was sent, and read as it was answered."""
    body = _full(scenario)
    answer = scenario.send("createApp", things.admin(scenario.world), body=body)
    if not scenario.status("APP-CREATE-1", answer, 200):
        return
    app_id = body["applicationInfo"]["appId"]
    found = read_app(scenario, app_id)
    info = part(found, "applicationInfo")
    scenario.equal("APP-CREATE-1", app_id, part(info, "appId"), "appId")
    for requirement, key in (("APP-NAME-1", "name"), ("APP-PUBLISHER-1", "publisher")):
        scenario.equal(requirement, body["applicationInfo"][key], part(info, key), key)
    for requirement, key in (
        ("APP-DESCRIPTION-1", "description"),
        ("APP-ORIGINS-1", "allowOrigins"),
        ("APP-ICON-2", "iconUrl"),
    ):
        scenario.equal(requirement, body[key], part(found, key), key)
    url = part(found, "notification", "url")
    scenario.equal("APP-CALLBACK-1", body["notification"]["url"], url, "notification/url")
    created = answer.json()
    scenario.equal("APP-GET-1", _bare(created), _bare(like(created, found)), "the app")
    scenario.get("deleteApp", things.admin(scenario.world), path={"id": app_id})


@pytest.mark.check("lifecycle.app-required", "APP-CREATE-2")
def test_an_app_needs_all_of_its_information(scenario: Scenario) -> None:
    """An app without one of the five required facts, or without all of them, is refused."""
    for key in ("appId", "name", "appUrl", "domain", "publisher"):
        body = with_info(things.new_app(scenario.world), **{key: None})
        refused(scenario, "APP-CREATE-2", body, f"an app without {key}")
    body = things.new_app(scenario.world)
    del body["applicationInfo"]
    refused(scenario, "APP-CREATE-2", body, "an app without applicationInfo")


@pytest.mark.check("lifecycle.app-id", "APP-ID-1", "APP-ID-2")
def test_the_id_of_an_app_is_its_own(scenario: Scenario) -> None:
    """A second app with the same id is refused and changes nothing of the first; ids may be long."""
    with own_app(scenario) as (app_id, _):
        before = read_app(scenario, app_id)
        second = with_info(things.new_app(scenario.world), appId=app_id)
        answer = scenario.send("createApp", things.admin(scenario.world), body=second)
        scenario.expect(
            "APP-ID-1",
            400 <= answer.status < 500,
            expected="a 4xx for an id that is taken",
            observed=answer.status,
        )
        scenario.equal("APP-ID-1", before, read_app(scenario, app_id), "the first app")
    body = things.new_app(scenario.world)
    long_id = body["applicationInfo"]["appId"].ljust(256, "x")
    body = with_info(body, appId=long_id)
    kept(scenario, "APP-ID-2", body, "applicationInfo", "appId", what="an id of 256 characters")


@pytest.mark.check("lifecycle.app-addresses", "APP-URL-1", "APP-DOMAIN-1", "APP-ICON-1")
def test_the_addresses_of_an_app_are_checked(scenario: Scenario) -> None:
    """The address and the icon of an app are https, and its domain is that of the address."""
    body = things.new_app(scenario.world)
    url = "https://sub.app.example.com/index.html"
    good = with_info(body, appUrl=url, domain="example.com")
    kept(scenario, "APP-URL-1", good, "applicationInfo", "appUrl", what="an https address")
    for url in ("http://app.example.com", "app.example.com", "ftp://app.example.com"):
        body = with_info(things.new_app(scenario.world), appUrl=url)
        refused(scenario, "APP-URL-1", body, f"appUrl {url}")
        body = {**things.new_app(scenario.world), "iconUrl": url}
        refused(scenario, "APP-ICON-1", body, f"iconUrl {url}")
    for domain in ("another.example.org", "notexample.com"):
        body = with_info(things.new_app(scenario.world), domain=domain)
        refused(scenario, "APP-DOMAIN-1", body, f"domain {domain} for https://app.example.com")


@pytest.mark.check(
    "lifecycle.app-permissions",
    "APP-PERMISSION-1",
    "APP-PERMISSION-2",
    "APP-PERMISSION-3",
    "APP-PERMISSION-4",
)
def test_the_permissions_of_an_app_are_known_or_well_formed(scenario: Scenario) -> None:
    """Known and custom permissions are kept; ill-formed ones are refused."""
    world = scenario.world
    for requirement, permissions in (
        ("APP-PERMISSION-1", list(KNOWN_PERMISSIONS)),
        ("APP-PERMISSION-2", ["ACT_AS_USER", "CONFORMANCE_2"]),
        ("APP-PERMISSION-4", ["C" * 64]),
    ):
        body = {**things.new_app(world), "permissions": permissions}
        answer = scenario.send("createApp", things.admin(world), body=body)
        if scenario.status(requirement, answer, 200, what=f"an app with {permissions}"):
            app_id = body["applicationInfo"]["appId"]
            found = part(read_app(scenario, app_id), "permissions")
            scenario.equal(requirement, sorted(permissions), sorted(found or []), "permissions")
            scenario.get("deleteApp", things.admin(world), path={"id": app_id})
    for requirement, permission in (
        ("APP-PERMISSION-3", "conformance"),
        ("APP-PERMISSION-3", "CONFORM-ANCE"),
        ("APP-PERMISSION-4", ""),
        ("APP-PERMISSION-4", "   "),
        ("APP-PERMISSION-4", "C" * 65),
    ):
        body = {**things.new_app(world), "permissions": [permission]}
        refused(scenario, requirement, body, f"the permission {permission!r}")


@pytest.mark.check("lifecycle.app-properties", "APP-PROPERTY-1", "APP-PROPERTY-2", "APP-PROPERTY-3")
def test_the_properties_of_an_app_have_limits(scenario: Scenario) -> None:
    """Properties are kept up to their limits and refused beyond them; their keys are unique."""
    world = scenario.world

    def app(*pairs: dict[str, Any]) -> dict[str, Any]:
        return {**things.new_app(world), "properties": list(pairs)}

    good: tuple[tuple[str, dict[str, Any]], ...] = (
        ("APP-PROPERTY-1", {"key": "k" * 1024, "value": "1"}),
        ("APP-PROPERTY-3", {"key": "long", "value": "v" * 4096}),
        ("APP-PROPERTY-3", {"key": "empty", "value": ""}),
    )
    for requirement, pair in good:
        kept(scenario, requirement, app(pair), "properties", 0, "value", what=f"a property {_short(pair)}")
    bad: tuple[tuple[str, dict[str, Any]], ...] = (
        ("APP-PROPERTY-1", {"key": "k" * 1025, "value": "1"}),
        ("APP-PROPERTY-1", {"key": "", "value": "1"}),
        ("APP-PROPERTY-1", {"key": None, "value": "1"}),
        ("APP-PROPERTY-3", {"key": "long", "value": "v" * 4097}),
        ("APP-PROPERTY-3", {"key": "null", "value": None}),
    )
    for requirement, pair in bad:
        refused(scenario, requirement, app(pair), f"a property {_short(pair)}")
    twice = app({"key": "same", "value": "1"}, {"key": "same", "value": "2"})
    answer = scenario.send("createApp", things.admin(world), body=twice)
    if 400 <= answer.status < 500:
        scenario.expect("APP-PROPERTY-2", True, expected="", observed="")
        return
    app_id = twice["applicationInfo"]["appId"]
    found = [part(row, "key") for row in part(read_app(scenario, app_id), "properties") or []]
    scenario.equal("APP-PROPERTY-2", ["same"], found, "keys of an app that was sent one twice")


@pytest.mark.check("lifecycle.app-certificate", "APP-CERT-1", "APP-CERT-2", "APP-CERT-3")
def test_the_certificate_of_an_app_is_kept(scenario: Scenario) -> None:
    """The public certificate of an app is kept and replaced, and what is none is refused."""
    body = things.new_app(scenario.world)
    body["cert"] = self_signed_pem(body["applicationInfo"]["appId"])
    with own_app(scenario, body) as (app_id, _):
        found = part(read_app(scenario, app_id), "cert")
        sent = without_space(body["cert"])
        scenario.equal("APP-CERT-1", sent, without_space(found), "cert, white space aside")
        other = {**body, "cert": self_signed_pem(f"{app_id}-2")}
        answer = scenario.send("updateApp", things.admin(scenario.world), path={"id": app_id}, body=other)
        if scenario.status("APP-CERT-3", answer, 200):
            found = part(read_app(scenario, app_id), "cert")
            sent = without_space(other["cert"])
            scenario.equal("APP-CERT-3", sent, without_space(found), "cert, white space aside")
    body = {**things.new_app(scenario.world), "cert": "no certificate"}
    refused(scenario, "APP-CERT-2", body, "a cert that is none")


@pytest.mark.check("lifecycle.app-update", "APP-UPDATE-1", "APP-UPDATE-2", "APP-CALLBACK-3")
def test_an_update_changes_one_app(scenario: Scenario) -> None:
    """An update changes all that it sends, of the one app that it names."""
    admin = things.admin(scenario.world)
    with own_app(scenario, _full(scenario)) as (app_id, _), own_app(scenario) as (other, _):
        before, shown = read_app(scenario, other), part(read_app(scenario, app_id), "notification", "url")
        body = with_info(
            _full(scenario),
            appId=app_id,
            appUrl="https://moved.example.org",
            domain="example.org",
            publisher="Another publisher",
        )
        body |= {"description": "Moved", "permissions": ["TRUST_APP"], "allowOrigins": "*.example.org"}
        body |= {"properties": [{"key": "moved", "value": "yes"}], "iconUrl": "https://example.org/moved.png"}
        body["notification"] = {"url": "https://moved.example.org/callback", "apiKey": "test123456"}
        answer = scenario.send("updateApp", admin, path={"id": app_id}, body=body)
        if not scenario.status("APP-UPDATE-1", answer, 200):
            return
        found = read_app(scenario, app_id)
        wished = {key: value for key, value in body.items() if key != "notification"}
        scenario.equal("APP-UPDATE-1", wished, like(wished, found), "the app")
        scenario.equal("APP-UPDATE-2", before, read_app(scenario, other), "another app")
        if shown is None:
            scenario.not_applicable("APP-CALLBACK-3", "the target hides the callback of an app")
        else:
            moved = part(found, "notification", "url")
            scenario.equal("APP-CALLBACK-3", body["notification"]["url"], moved, "notification/url")


@pytest.mark.check("lifecycle.app-deletion", "APP-DELETE-1", "APP-GET-2")
def test_a_deleted_app_is_gone(scenario: Scenario) -> None:
    """A deleted app is gone from the company's apps, its id leads nowhere, and another app stays."""
    admin = things.admin(scenario.world)
    with own_app(scenario) as (app_id, _), own_app(scenario) as (other, _):
        # what was read before must not be kept for later readers
        scenario.get("getApp", admin, path={"id": app_id})
        scenario.get("listAppEntitlements", admin)
        answer = scenario.send("deleteApp", admin, path={"id": app_id})
        if not scenario.status("APP-DELETE-1", answer, 200):
            return
        listed = scenario.look("listAppEntitlements", admin) or []
        found = {part(row, "appId") for row in listed} & {app_id, other}
        scenario.equal("APP-DELETE-1", {other}, found, "which of the two apps are listed")
        read = scenario.send("getApp", admin, path={"id": app_id})
        scenario.expect(
            "APP-GET-2",
            400 <= read.status < 500,
            expected="a 4xx for an app that is not there",
            observed=read.status,
        )


def _full(scenario: Scenario) -> dict[str, Any]:
    return {
        **things.new_app(scenario.world),
        "iconUrl": "https://app.example.com/icon.png",
        "permissions": ["ACT_AS_USER"],
        "properties": [{"key": "port", "value": "4000"}],
        "notification": {"url": "https://callback.example.com", "apiKey": "test123456"},
    }


def _bare(app: Any) -> Any:
    """The app without what a target may hide after the creation."""
    if not isinstance(app, dict):
        return app
    hidden = ("notification", "authenticationKeys")
    return {key: value for key, value in app.items() if key not in hidden and value is not None}


def _short(pair: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} {value!r}" if len(str(value)) < 20 else f"{name} of {len(value)} characters"
        for name, value in pair.items()
    )
