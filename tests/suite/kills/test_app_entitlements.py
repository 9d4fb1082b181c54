"""Each check of entitlements to apps fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

LIST, OF_USER = "@listAppEntitlements", "@listUserAppEntitlements"
UPDATE, REPLACE, PATCH = (
    "@updateAppEntitlements",
    "@replaceUserAppEntitlements",
    "@patchUserAppEntitlements",
)
COMPANY, UPDATED = "lifecycle.app-entitlements-of-company", "lifecycle.app-entitlements-of-company-updated"
USER, REPLACED = "lifecycle.app-entitlements-of-user", "lifecycle.app-entitlements-replaced"
LISTED, INSTALLED = "lifecycle.app-visibility-patched", "lifecycle.app-installation-patched"

KILLS = [
    (COMPANY, "APPENT-LIST-1", f"empties-lists{LIST}"),
    (COMPANY, "APPENT-NAME-1", f"misreports.appName{LIST}"),
    (COMPANY, "APPENT-ID-1", f"repeats-first-item{LIST}"),
    (UPDATED, "APPENT-UPDATE-1", f"forgets-writes{UPDATE}"),
    (UPDATED, "APPENT-UPDATE-1", f"misreports.enable{LIST}"),
    (UPDATED, "APPENT-LISTED-1", f"misreports.listed{OF_USER}"),
    (UPDATED, "APPENT-INSTALL-1", f"misreports.install{OF_USER}"),
    (USER, "APPENT-USER-1", f"refuses-everything{REPLACE}"),
    (USER, "APPENT-USER-1", f"empties-lists{OF_USER}"),
    (USER, "APPENT-USER-2", f"forgets-writes{REPLACE}"),
    (USER, "APPENT-USER-3", f"forgets-writes{REPLACE}"),
    (USER, "APPENT-USER-4", f"entitles-everybody{REPLACE}"),
    (USER, "APPENT-NAME-2", f"misreports.appName{OF_USER}"),
    (REPLACED, "APPENT-USER-5", f"keeps-entitlements{REPLACE}"),
    ("lifecycle.app-products", "APPENT-PRODUCT-1", f"misreports.sku{OF_USER}"),
    ("lifecycle.app-products", "APPENT-PRODUCT-2", f"misreports.subscribed{OF_USER}"),
    ("lifecycle.app-product-patched", "APPENT-PATCH-2", f"forgets-writes{PATCH}"),
    ("lifecycle.app-product-patched", "APPENT-PATCH-3", f"accepts-anything{PATCH}"),
    *((LISTED, f"APPENT-PATCH-LISTED-{number}", f"misreports.listed{OF_USER}") for number in (1, 2)),
    (LISTED, "APPENT-PATCH-LISTED-3", f"keep-is-false{PATCH}"),
    (LISTED, "APPENT-PATCH-LISTED-4", f"forgets-writes{PATCH}"),
    (LISTED, "APPENT-PATCH-LISTED-4", f"remove-keeps{PATCH}"),
    (LISTED, "APPENT-PATCH-1", f"keep-is-false{PATCH}"),
    *((INSTALLED, f"APPENT-PATCH-INSTALL-{number}", f"misreports.install{OF_USER}") for number in (1, 2)),
    (INSTALLED, "APPENT-PATCH-INSTALL-3", f"keep-is-false{PATCH}"),
    (INSTALLED, "APPENT-PATCH-INSTALL-4", f"remove-keeps{PATCH}"),
    (INSTALLED, "APPENT-PATCH-1", f"keep-is-false{PATCH}"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
