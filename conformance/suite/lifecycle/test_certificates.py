"""Company certificates: uploaded, trusted, revoked and deleted; and the pod's own certificate."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.x509 import load_pem_x509_certificate

from conformance.suite import things
from conformance.suite.certificates import END, PAST, authority_pem, issued_pem, self_signed_pem
from conformance.suite.lifecycle.uploads import (
    attributes,
    detail,
    fingerprint_of,
    status_of,
    type_of,
    upload,
)
from conformance.suite.looking import all_rows, like, part, seen, without_nulls
from conformance.suite.scenario import Scenario

USERS = [{"type": "USER"}]
NO_CERTIFICATES = (
    "",
    "a certificate",
    "-----BEGIN CERTIFICATE-----\nbm8gREVSIGF0IGFsbA==\n-----END CERTIFICATE-----\n",
)


@pytest.mark.check(
    "lifecycle.certificate-creation",
    "CERT-CREATE-1",
    "CERT-NAME-1",
    "CERT-FINGERPRINT-1",
    "CERT-COMMONNAME-1",
    "CERT-EXPIRY-1",
    "CERT-LASTSEEN-1",
    "CERT-GET-1",
)
def test_an_uploaded_certificate_is_kept_as_it_was_sent(scenario: Scenario) -> None:
    """An uploaded certificate is kept as it was sent, trusted or not."""
    with upload(scenario, "TRUSTED") as trusted, upload(scenario, "KNOWN") as known:
        distinct = trusted.fingerprint != known.fingerprint
        scenario.expect(
            "CERT-FINGERPRINT-1",
            distinct,
            expected="a fingerprint of its own for each certificate",
            observed=trusted.fingerprint,
        )
        for uploaded, status in ((trusted, "TRUSTED"), (known, "KNOWN")):
            found = detail(scenario, uploaded)
            scenario.equal("CERT-CREATE-1", status, status_of(found), "status")
            label = part(found, "companyCertAttributes", "name")
            scenario.equal("CERT-NAME-1", f"Label of {uploaded.common_name}", label, "name")
            scenario.equal("CERT-FINGERPRINT-1", uploaded.fingerprint, fingerprint_of(found), "fingerPrint")
            info = part(found, "companyCertInfo")
            common_name = part(info, "commonName")
            scenario.equal_where_shown("CERT-COMMONNAME-1", uploaded.common_name, common_name, "commonName")
            scenario.equal_where_shown(
                "CERT-EXPIRY-1", int(END.timestamp()) * 1000, part(info, "expiryDate"), "expiryDate"
            )
            scenario.expect(
                "CERT-LASTSEEN-1",
                part(info, "lastSeen") in (None, 0),
                expected="no lastSeen, or 0, for a certificate that was never presented",
                observed=part(info, "lastSeen"),
            )
            scenario.equal("CERT-GET-1", _facts(uploaded.answer), _facts(found), "certificate")


@pytest.mark.check("lifecycle.certificate-expired", "CERT-CREATE-2")
def test_an_expired_certificate_is_refused(scenario: Scenario) -> None:
    """An expired certificate is refused and not kept."""
    admin, name = things.admin(scenario.world), scenario.world.name("cert")
    body = {"pem": self_signed_pem(name, end=PAST), "attributes": attributes(name, "KNOWN")}
    _refused(scenario, "CERT-CREATE-2", body, "an expired certificate")
    rows = all_rows(scenario, "listCompanyCertificatesByType", admin, body=USERS)
    kept = [row for row in rows if part(row, "companyCertAttributes", "name") == name]
    scenario.equal("CERT-CREATE-2", [], kept, "certificates of that name")


@pytest.mark.check("lifecycle.certificate-unreadable", "CERT-PEM-1")
def test_what_is_no_certificate_is_refused(scenario: Scenario) -> None:
    """What is no certificate in PEM is refused."""
    for text in NO_CERTIFICATES:
        body = {"pem": text, "attributes": attributes(scenario.world.name("cert"), "KNOWN")}
        _refused(scenario, "CERT-PEM-1", body, f"the pem {text[:40]!r}")


@pytest.mark.check("lifecycle.certificate-trust", "CERT-LIST-1", "CERT-STATUS-1")
def test_the_list_shows_trusted_certificates_alone(scenario: Scenario) -> None:
    """A certificate is in the list for as long as it is trusted."""
    admin = things.admin(scenario.world)
    with upload(scenario, "KNOWN") as mine:
        for status in ("KNOWN", "TRUSTED", "REVOKED"):
            body = attributes(mine.common_name, status)
            scenario.get("updateCompanyCertificate", admin, path=mine.path, body=body)
            scenario.equal("CERT-STATUS-1", status, status_of(detail(scenario, mine)), "status")
            if status == "TRUSTED":
                rows = seen(scenario, "listCompanyCertificates", admin, fingerprint_of, mine.fingerprint)
            else:
                listed = all_rows(scenario, "listCompanyCertificates", admin)
                rows = {fingerprint_of(row): row for row in listed if fingerprint_of(row) == mine.fingerprint}
            expected = ["TRUSTED"] if status == "TRUSTED" else []
            found = [status_of(row) for row in rows.values()]
            scenario.equal("CERT-LIST-1", expected, found, f"listed while it is {status}")


@pytest.mark.check(
    "lifecycle.certificate-update",
    "CERT-UPDATE-1",
    "CERT-UPDATE-2",
    "CERT-UPDATEDAT-1",
    "CERT-UPDATEDBY-1",
)
def test_an_update_changes_what_the_administrator_gave(scenario: Scenario) -> None:
    """An update changes name and status, and nothing of what the certificate says itself."""
    world, admin = scenario.world, things.admin(scenario.world)
    with upload(scenario, "KNOWN") as mine:
        before = part(detail(scenario, mine), "companyCertInfo")
        body = attributes(world.name("renamed"), "DISABLED")
        answer = scenario.send("updateCompanyCertificate", admin, path=mine.path, body=body)
        if not scenario.status("CERT-UPDATE-1", answer, 200):
            return
        found = detail(scenario, mine)
        after = part(found, "companyCertInfo")
        shown = like(body, part(found, "companyCertAttributes"))
        scenario.equal("CERT-UPDATE-1", body, shown, "companyCertAttributes")
        for key in ("fingerPrint", "commonName", "expiryDate", "issuerFingerPrint"):
            scenario.equal("CERT-UPDATE-2", part(before, key), part(after, key), key)
        now, then = part(after, "updatedAt"), part(before, "updatedAt") or 0
        if now is None:
            scenario.left_out("CERT-UPDATEDAT-1", "updatedAt")
        else:
            scenario.expect(
                "CERT-UPDATEDAT-1", 0 < now >= then, expected=f"updatedAt from {then} on, not 0", observed=now
            )
        me, author = things.user_id(world, admin), part(after, "updatedBy")
        scenario.equal_where_shown("CERT-UPDATEDBY-1", me, author, "updatedBy")


@pytest.mark.check("lifecycle.certificate-deletion", "CERT-DELETE-1", "CERT-GET-2")
def test_a_deleted_certificate_is_gone(scenario: Scenario) -> None:
    """A deleted certificate is gone, and another one stays."""
    admin = things.admin(scenario.world)
    lists: tuple[tuple[str, dict[str, Any]], ...] = (
        ("listCompanyCertificates", {}),
        ("listCompanyCertificatesByType", {"body": USERS}),
    )
    with upload(scenario, "TRUSTED") as gone, upload(scenario, "TRUSTED") as stays:
        # what was read before must not be kept for later readers
        scenario.get("getCompanyCertificate", admin, path=gone.path)
        for operation, request in lists:
            all_rows(scenario, operation, admin, **request)
        answer = scenario.send("deleteCompanyCertificate", admin, body={"id": gone.fingerprint})
        if not scenario.status("CERT-DELETE-1", answer, 200):
            return
        for operation, request in lists:
            found = seen(scenario, operation, admin, fingerprint_of, stays.fingerprint, **request)
            scenario.equal("CERT-DELETE-1", [stays.fingerprint], list(found), f"{operation}: the other one")
            listed = all_rows(scenario, operation, admin, **request)
            left = [row for row in listed if fingerprint_of(row) == gone.fingerprint]
            scenario.equal("CERT-DELETE-1", [], left, f"{operation}: the deleted one")
        read = scenario.send("getCompanyCertificate", admin, path=gone.path)
        scenario.expect(
            "CERT-GET-2",
            400 <= read.status < 500,
            expected="a 4xx for a certificate that is not there",
            observed=read.status,
        )


@pytest.mark.check("lifecycle.certificate-types", "CERT-TYPE-1")
def test_certificates_are_found_by_type(scenario: Scenario) -> None:
    """A certificate is found under its own type, alone or among others, and under no other type."""
    admin = things.admin(scenario.world)
    operation = "listCompanyCertificatesByType"
    with upload(scenario, "KNOWN") as mine:
        for kinds in (["USER"], ["OPERATIONSUSER", "USER"]):
            body = [{"type": kind} for kind in kinds]
            rows = seen(scenario, operation, admin, fingerprint_of, mine.fingerprint, body=body)
            types = [type_of(row) for row in rows.values()]
            scenario.equal("CERT-TYPE-1", ["USER"], types, f"types of the certificate among {kinds}")
        others = all_rows(scenario, operation, admin, body=[{"type": "OPERATIONSUSER"}])
        strange = [row for row in others if type_of(row) != "OPERATIONSUSER"]
        scenario.equal("CERT-TYPE-1", [], strange, "certificates of other types among OPERATIONSUSER")


@pytest.mark.check("lifecycle.certificate-issuer", "CERT-ISSUED-1", "CERT-ISSUER-1", "CERT-TYPE-2")
def test_a_certificate_knows_its_issuer(scenario: Scenario) -> None:
    """A certificate that an uploaded authority has issued is listed under it, and no other is."""
    world, admin = scenario.world, things.admin(scenario.world)
    world.check_allowed("createCompanyCertificate")
    authority, name = world.name("authority"), world.name("cert")
    pems = authority_pem(authority), issued_pem(name, authority)
    with (
        upload(scenario, "TRUSTED", kind="USERSIGNING", name=authority, pem=pems[0]) as issuer,
        upload(scenario, "KNOWN", name=name, pem=pems[1]) as issued,
        upload(scenario, "KNOWN"),
    ):
        scenario.equal("CERT-TYPE-2", "USERSIGNING", type_of(detail(scenario, issuer)), "type")
        rows = scenario.look("listCertificatesIssuedBy", admin, path=issuer.path)
        # An authority that signed itself may count as issued by itself.
        names = [fingerprint_of(row) for row in rows or [] if fingerprint_of(row) != issuer.fingerprint]
        scenario.equal("CERT-ISSUED-1", [issued.fingerprint], names, "certificates of the authority")
        found = part(detail(scenario, issued), "companyCertInfo", "issuerFingerPrint")
        scenario.equal_where_shown("CERT-ISSUER-1", issuer.fingerprint, found, "issuerFingerPrint")


@pytest.mark.check("lifecycle.certificate-pod-managed", "CERT-MANAGED-1")
def test_certificates_that_the_pod_manages_are_trusted(scenario: Scenario) -> None:
    """The list of pod-managed certificates holds trusted ones alone, and none that a test uploaded."""
    admin = things.admin(scenario.world)
    with upload(scenario, "KNOWN") as mine:
        rows = all_rows(scenario, "listPodManagedCertificates", admin)
        found = {status_of(row) for row in rows} | {"TRUSTED"}
        scenario.equal("CERT-MANAGED-1", {"TRUSTED"}, found, "statuses in the list")
        own = [row for row in rows if fingerprint_of(row) == mine.fingerprint]
        scenario.equal("CERT-MANAGED-1", [], own, "the uploaded certificate, which is not trusted")


@pytest.mark.check("lifecycle.certificate-pod", "PODCERT-1", "PODCERT-2")
def test_the_pod_certificate_can_be_read_by_programs(scenario: Scenario) -> None:
    """The pod certificate is a certificate in PEM, and the same one for everybody."""
    found = []
    for actor in (things.user(scenario.world), things.admin(scenario.world)):
        text = part(scenario.look("getPodCertificate", actor), "certificate")
        found.append(text)
        scenario.expect(
            "PODCERT-1", _readable(text), expected="an X.509 certificate in PEM", observed=str(text)[:80]
        )
    scenario.equal("PODCERT-2", found[0], found[1], "certificate")


def _refused(scenario: Scenario, requirement: str, body: Any, what: str) -> None:
    answer = scenario.send("createCompanyCertificate", things.admin(scenario.world), body=body)
    scenario.expect(
        requirement, 400 <= answer.status < 500, expected=f"a 4xx for {what}", observed=answer.status
    )


def _facts(answer: Any) -> dict[str, Any]:
    """What does not change between the answer to the upload and a later read."""
    info = part(answer, "companyCertInfo")
    keys = "fingerPrint", "issuerFingerPrint", "commonName", "expiryDate"
    return {
        "attributes": without_nulls(part(answer, "companyCertAttributes")),
        "certInfo": without_nulls(part(answer, "certInfo")),
        **{key: part(info, key) for key in keys},
    }


def _readable(text: Any) -> bool:
    try:
        load_pem_x509_certificate(str(text).encode())
    except ValueError:
        return False
    return True
