"""Each check of certificates fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

GET, CREATE, UPDATE = "@getCompanyCertificate", "@createCompanyCertificate", "@updateCompanyCertificate"

KILLS = [
    ("lifecycle.certificate-creation", "CERT-CREATE-1", f"drops-field.attributes/status{CREATE}"),
    ("lifecycle.certificate-creation", "CERT-NAME-1", f"drops-field.attributes/name{CREATE}"),
    ("lifecycle.certificate-creation", "CERT-FINGERPRINT-1", f"misreports.fingerPrint{GET}"),
    ("lifecycle.certificate-creation", "CERT-COMMONNAME-1", f"misreports.commonName{GET}"),
    ("lifecycle.certificate-creation", "CERT-EXPIRY-1", f"misreports.expiryDate{GET}"),
    ("lifecycle.certificate-creation", "CERT-LASTSEEN-1", f"misreports.lastSeen{GET}"),
    ("lifecycle.certificate-creation", "CERT-GET-1", f"omits.certInfo{GET}"),
    ("lifecycle.certificate-expired", "CERT-CREATE-2", f"accepts-anything{CREATE}"),
    ("lifecycle.certificate-unreadable", "CERT-PEM-1", f"accepts-anything{CREATE}"),
    ("lifecycle.certificate-trust", "CERT-LIST-1", "loses-last-item@listCompanyCertificates"),
    ("lifecycle.certificate-trust", "CERT-LIST-1", "misreports.type@listCompanyCertificates"),
    ("lifecycle.certificate-trust", "CERT-STATUS-1", f"drops-field.status{UPDATE}"),
    ("lifecycle.certificate-update", "CERT-UPDATE-1", f"forgets-writes{UPDATE}"),
    ("lifecycle.certificate-update", "CERT-UPDATE-2", f"changes-certificate-expiry{UPDATE}"),
    ("lifecycle.certificate-update", "CERT-UPDATEDAT-1", f"forgets-update-times{UPDATE}"),
    ("lifecycle.certificate-update", "CERT-UPDATEDBY-1", f"misreports.updatedBy{GET}"),
    ("lifecycle.certificate-deletion", "CERT-DELETE-1", "forgets-writes@deleteCompanyCertificate"),
    ("lifecycle.certificate-deletion", "CERT-GET-2", f"accepts-anything{GET}"),
    ("lifecycle.certificate-types", "CERT-TYPE-1", "loses-last-item@listCompanyCertificatesByType"),
    ("lifecycle.certificate-types", "CERT-TYPE-1", "ignores-certificate-types@listCompanyCertificatesByType"),
    ("lifecycle.certificate-issuer", "CERT-ISSUED-1", "loses-last-item@listCertificatesIssuedBy"),
    ("lifecycle.certificate-issuer", "CERT-ISSUER-1", f"omits.issuerFingerPrint{GET}"),
    ("lifecycle.certificate-pod-managed", "CERT-MANAGED-1", "misreports.type@listPodManagedCertificates"),
    ("lifecycle.certificate-pod", "PODCERT-1", "misreports.certificate@getPodCertificate"),
    ("lifecycle.certificate-pod", "PODCERT-2", "changes-pod-key@getPodCertificate"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
