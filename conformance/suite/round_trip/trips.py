"""What can be written and read back: one row for each kind of thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from conformance.suite import things
from conformance.suite.certificates import self_signed_pem
from conformance.suite.looking import part, seen
from conformance.suite.round_trip.values import (
    Values,
    address,
    email,
    pairs,
    phone,
    some_of,
    text,
    texts,
)
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response

Reader = Callable[[Scenario, Any], Any]


@dataclass(frozen=True, slots=True)
class Trip:
    """How one kind of thing is made, changed, read and taken away.

    `make` and `change` send values; `key` finds the thing's id in the answer. Each reader gives an object
    with values under their names, or None; the first one shows all of them. `partial`: an update may leave
    values out, and they stay. The values named in `own` get a part that nothing else on the target has; of
    those in `unordered` the order is free.
    """

    create: str
    make: Callable[[Scenario, Values], Response]
    key: Callable[[Any], Any]
    change: Callable[[Scenario, Any, Values], Response]
    readers: Mapping[str, Reader]
    remove: Callable[[Scenario, Any], object]
    values: SearchStrategy[Values]
    partial: bool = False
    unordered: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def _app_body(scenario: Scenario, values: Values, app_id: str = "") -> dict[str, Any]:
    body = things.new_app(scenario.world)
    info = body["applicationInfo"] | {key: values[key] for key in ("name", "publisher")}
    rest = {key: value for key, value in values.items() if key not in info}
    return {**body, **rest, "applicationInfo": info | ({"appId": app_id} if app_id else {})}


def _make_app(scenario: Scenario, values: Values) -> Response:
    return scenario.send("createApp", things.admin(scenario.world), body=_app_body(scenario, values))


def _change_app(scenario: Scenario, app_id: str, values: Values) -> Response:
    body = _app_body(scenario, values, app_id)
    return scenario.send("updateApp", things.admin(scenario.world), path={"id": app_id}, body=body)


def _read_app(scenario: Scenario, app_id: str) -> Any:
    found = scenario.look("getApp", things.admin(scenario.world), path={"id": app_id})
    return {**found, **(part(found, "applicationInfo") or {})} if isinstance(found, dict) else None


def _read_offer(scenario: Scenario, app_id: str) -> Any:
    listed = scenario.look("listAppEntitlements", things.admin(scenario.world)) or []
    return next(({"name": part(row, "appName")} for row in listed if part(row, "appId") == app_id), None)


def _make_account(scenario: Scenario, values: Values) -> Response:
    body = things.new_account(scenario.world)
    body["userAttributes"] |= values
    return scenario.send("createUserAccount", things.admin(scenario.world), body=body)


def _change_account(scenario: Scenario, user: int, values: Values) -> Response:
    path = {"uid": user}
    return scenario.send("updateUserAccount", things.admin(scenario.world), path=path, body=dict(values))


def _read_account(scenario: Scenario, user: int) -> Any:
    found = scenario.look("getUserAccount", things.admin(scenario.world), path={"uid": user})
    return part(found, "userAttributes")


def _read_as_colleague(scenario: Scenario, user: int) -> Any:
    query = {"uid": user, "local": True}
    found = part(scenario.look("lookUpUsers", things.user(scenario.world), query=query), "users", 0)
    keys = ("displayName", "firstName", "lastName", "title", "department", "division", "location")
    return {key: part(found, key) for key in keys} if found is not None else None


def _make_certificate(scenario: Scenario, values: Values) -> Response:
    body = {"pem": self_signed_pem(scenario.world.name("cert")), "attributes": _attributes(values)}
    return scenario.send("createCompanyCertificate", things.admin(scenario.world), body=body)


def _change_certificate(scenario: Scenario, fingerprint: str, values: Values) -> Response:
    path, body = {"fingerPrint": fingerprint}, _attributes(values)
    return scenario.send("updateCompanyCertificate", things.admin(scenario.world), path=path, body=body)


def _attributes(values: Values) -> dict[str, Any]:
    return {"name": values["name"], "status": {"type": values["status"]}, "type": {"type": "USER"}}


def _read_certificate(scenario: Scenario, fingerprint: str) -> Any:
    path = {"fingerPrint": fingerprint}
    return _shown(scenario.look("getCompanyCertificate", things.admin(scenario.world), path=path))


def _read_listed_certificate(scenario: Scenario, fingerprint: str) -> Any:
    rows = seen(
        scenario,
        "listCompanyCertificatesByType",
        things.admin(scenario.world),
        lambda row: part(row, "companyCertInfo", "fingerPrint"),
        fingerprint,
        body=[{"type": "USER"}],
    )
    return _shown(rows.get(fingerprint))


def _shown(certificate: Any) -> Any:
    if certificate is None:
        return None
    found = part(certificate, "companyCertAttributes")
    return {"name": part(found, "name"), "status": part(found, "status", "type")}


def _group_body(scenario: Scenario, values: Values) -> dict[str, Any]:
    body = things.new_group(scenario.world)
    return {**body, "name": values["displayName"], "profile": dict(values)}


def _make_group(scenario: Scenario, values: Values) -> Response:
    admin, headers = things.admin(scenario.world), things.host()
    return scenario.send("insertGroup", admin, headers=headers, body=_group_body(scenario, values))


def _change_group(scenario: Scenario, group_id: str, values: Values, status: str = "ACTIVE") -> Response:
    admin, path = things.admin(scenario.world), {"groupId": group_id}
    found = scenario.get("getGroup", admin, path=path, headers=things.host())
    etag = str(part(found, "eTag"))
    body = {**_group_body(scenario, values), "id": group_id, "eTag": etag, "status": status}
    headers = {**things.host(), "If-Match": etag}
    return scenario.send("updateGroup", admin, path=path, headers=headers, body=body)


def _read_group(scenario: Scenario, group_id: str) -> Any:
    admin = things.admin(scenario.world)
    found = scenario.look("getGroup", admin, path={"groupId": group_id}, headers=things.host())
    return part(found, "profile")


def _removal(
    operation_id: str, request: Callable[[Any], dict[str, Any]]
) -> Callable[[Scenario, Any], Response]:
    return lambda scenario, key: scenario.send(operation_id, things.admin(scenario.world), **request(key))


LISTS = (
    "marketCoverage",
    "responsibility",
    "function",
    "instrument",
    "assetClasses",
    "industries",
    "assetClassesOfInterest",
    "industryOfInterest",
)
"""Lists of a person or a group whose order nobody promises."""

PEOPLE = {
    "displayName": text(),
    "firstName": text(),
    "lastName": text(),
    "title": text(),
    "department": text(),
    "division": text(),
    "location": text(),
    "marketCoverage": texts(),
    "responsibility": texts(),
    "function": texts(),
    "instrument": texts(),
    "workPhoneNumber": phone(),
    "mobilePhoneNumber": phone(),
    "twoFactorAuthPhone": phone(),
    "smsNumber": phone(),
    "recommendedLanguage": st.sampled_from(["en-US", "fr-FR"]),
    "jobFunction": st.sampled_from(["Trader", "Project Manager"]),
    "assetClasses": some_of("Equities", "Currencies", "Commodities"),
    "industries": some_of("Healthcare", "Technology", "Financials"),
}

PROFILE = {
    "displayName": text(),
    "email": email(),
    "mobile": phone(),
    "jobTitle": text(),
    "jobRole": text(),
    "jobCity": text(),
    "jobDepartment": text(),
    "jobDivision": text(),
    "jobPhone": phone(),
    "industryOfInterest": texts(),
    "assetClassesOfInterest": texts(),
    "marketCoverage": texts(),
    "responsibility": texts(),
    "function": texts(),
    "instrument": texts(),
}

APP = {
    "name": text(20),
    "publisher": text(),
    "description": text(200),
    "iconUrl": address(),
    "allowOrigins": st.sampled_from(["*.example.com", "app.example.com", "example.org"]),
    "permissions": some_of("ACT_AS_USER", "SEND_MESSAGES", "GET_PRESENCE", "CUSTOM_1"),
    "properties": pairs(),
}

TRIPS: Mapping[str, Trip] = {
    "app": Trip(
        create="createApp",
        make=_make_app,
        key=lambda answer: part(answer, "applicationInfo", "appId"),
        change=_change_app,
        readers={"getApp": _read_app, "listAppEntitlements": _read_offer},
        remove=_removal("deleteApp", lambda key: {"path": {"id": key}}),
        values=st.fixed_dictionaries(APP),
        unordered=("permissions", "properties"),
        own=("name",),
    ),
    "account": Trip(
        create="createUserAccount",
        make=_make_account,
        key=lambda answer: part(answer, "userSystemInfo", "id"),
        change=_change_account,
        readers={"getUserAccount": _read_account, "lookUpUsers": _read_as_colleague},
        remove=_removal(
            "updateUserStatus", lambda key: {"path": {"uid": key}, "body": {"status": "DISABLED"}}
        ),
        values=st.fixed_dictionaries(PEOPLE),
        partial=True,
        unordered=LISTS,
    ),
    "certificate": Trip(
        create="createCompanyCertificate",
        make=_make_certificate,
        key=lambda answer: part(answer, "companyCertInfo", "fingerPrint"),
        change=_change_certificate,
        readers={
            "getCompanyCertificate": _read_certificate,
            "listCompanyCertificatesByType": _read_listed_certificate,
        },
        remove=_removal("deleteCompanyCertificate", lambda key: {"body": {"id": key}}),
        values=st.fixed_dictionaries({"name": text(), "status": st.sampled_from(["KNOWN", "DISABLED"])}),
    ),
    "group": Trip(
        create="insertGroup",
        make=_make_group,
        key=lambda answer: part(answer, "id"),
        change=_change_group,
        readers={"getGroup": _read_group},
        remove=lambda scenario, key: _change_group(scenario, key, {"displayName": "Gone"}, "DELETED"),
        values=st.fixed_dictionaries(PROFILE),
        unordered=LISTS,
        own=("displayName",),
    ),
}
