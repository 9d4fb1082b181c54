"""Each check of applications fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

GET, CREATE, UPDATE = "@getApp", "@createApp", "@updateApp"

KILLS = [
    ("lifecycle.app-creation", "APP-CREATE-1", f"forgets-writes{CREATE}"),
    ("lifecycle.app-creation", "APP-GET-1", f"omits.permissions{GET}"),
    ("lifecycle.app-creation", "APP-NAME-1", f"misreports.name{GET}"),
    ("lifecycle.app-creation", "APP-PUBLISHER-1", f"misreports.publisher{GET}"),
    ("lifecycle.app-creation", "APP-DESCRIPTION-1", f"drops-field.description{CREATE}"),
    ("lifecycle.app-creation", "APP-ORIGINS-1", f"drops-field.allowOrigins{CREATE}"),
    ("lifecycle.app-creation", "APP-ICON-2", f"drops-field.iconUrl{CREATE}"),
    ("lifecycle.app-creation", "APP-CALLBACK-1", f"drops-field.notification{CREATE}"),
    ("lifecycle.app-required", "APP-CREATE-2", f"accepts-anything{CREATE}"),
    ("lifecycle.app-id", "APP-ID-1", f"accepts-anything{CREATE}"),
    ("lifecycle.app-id", "APP-ID-2", f"omits.appId{GET}"),
    ("lifecycle.app-addresses", "APP-URL-1", f"accepts-anything{CREATE}"),
    ("lifecycle.app-addresses", "APP-DOMAIN-1", f"accepts-anything{CREATE}"),
    ("lifecycle.app-addresses", "APP-ICON-1", f"drops-field.iconUrl{CREATE}"),
    ("lifecycle.app-permissions", "APP-PERMISSION-1", f"loses-last-item{GET}"),
    ("lifecycle.app-permissions", "APP-PERMISSION-2", f"refuses-everything{CREATE}"),
    ("lifecycle.app-permissions", "APP-PERMISSION-3", f"drops-field.permissions{CREATE}"),
    ("lifecycle.app-permissions", "APP-PERMISSION-4", f"drops-field.permissions{CREATE}"),
    ("lifecycle.app-properties", "APP-PROPERTY-1", f"drops-field.properties{CREATE}"),
    ("lifecycle.app-properties", "APP-PROPERTY-2", f"accepts-anything{CREATE}"),
    ("lifecycle.app-properties", "APP-PROPERTY-3", f"omits.value{GET}"),
    ("lifecycle.app-certificate", "APP-CERT-1", f"drops-field.cert{CREATE}"),
    ("lifecycle.app-certificate", "APP-CERT-2", f"accepts-anything{CREATE}"),
    ("lifecycle.app-key-rotation", "APP-KEY-1", f"drops-field.authenticationKeys{UPDATE}"),
    ("lifecycle.app-key-rotation", "APP-KEY-2", f"omits.expirationDate{GET}"),
    ("lifecycle.app-key-rotation", "APP-KEY-3", f"forgets-previous-key{UPDATE}"),
    ("lifecycle.app-key-revocation", "APP-KEY-4", f"drops-field.authenticationKeys{UPDATE}"),
    ("lifecycle.app-key-revocation", "APP-KEY-5", f"drops-field.authenticationKeys/previous{UPDATE}"),
    ("lifecycle.app-key-revocation", "APP-KEY-6", f"drops-field.authenticationKeys/previous{UPDATE}"),
    ("lifecycle.app-key-kinds", "APP-KEY-7", f"drops-field.cert{CREATE}"),
    ("lifecycle.app-update", "APP-UPDATE-1", f"forgets-writes{UPDATE}"),
    ("lifecycle.app-update", "APP-UPDATE-1", f"drops-field.description{UPDATE}"),
    ("lifecycle.app-update", "APP-UPDATE-2", f"changes-all-apps{UPDATE}"),
    ("lifecycle.app-deletion", "APP-DELETE-1", "forgets-writes@deleteApp"),
    ("lifecycle.app-deletion", "APP-GET-2", f"accepts-anything{GET}"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
