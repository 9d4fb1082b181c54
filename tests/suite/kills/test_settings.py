"""Each check of what two operations show of one thing fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("agreement.certificates", "CERT-GET-3", "misreports.name@listCompanyCertificates"),
    ("agreement.certificates", "CERT-GET-3", "omits.expiryDate@listCompanyCertificatesByType"),
    ("agreement.app-entitlements", "APPENT-USER-6", "misreports.listed@listUserAppEntitlements"),
    ("agreement.app-entitlements", "APPENT-USER-6", "loses-last-item@listUserAppEntitlements"),
    ("agreement.protocols", "PROTO-ADMIN-2", "loses-last-item@listProtocolsAsAdmin"),
    ("agreement.file-types", "FILE-TYPES-2", "empties-lists@listAllowedFileTypes"),
    ("agreement.barriers", "BARRIER-LIST-1", "loses-last-item@listBarrierGroups"),
    ("agreement.barriers", "BARRIER-LIST-2", "misreports.groups@listBarrierPolicies"),
    ("agreement.barriers", "BARRIER-LIST-4", "misreports.createdDate@listBarrierGroups"),
    ("agreement.barriers", "BARRIER-POLICY-1", "loses-last-item@listBarrierPolicies"),
    ("agreement.barrier-members", "BARRIER-LIST-3", "misreports.memberCount@listBarrierGroups"),
    ("agreement.barrier-members", "BARRIER-MEMBERS-1", "repeats-first-item@listBarrierGroupMembers"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
