"""Certificates: which ones the company trusts, who issued which, and the pod's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from conformance.reference_pod.call import Answer, Call, bad_request, success
from conformance.reference_pod.crypto import certificates as pem
from conformance.reference_pod.paging import EVERYTHING, window
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.certificates import CERTIFICATES, KNOWN, TRUSTED, Certificate
from conformance.reference_pod.records.users import TENANTS
from conformance.reference_pod.store import Store
from conformance.reference_pod.tokens import pod_certificate

SIGNING_TYPES = ("USERSIGNING", "OPERATIONSSIGNING")
DATE = "%a %b %d %H:%M:%S UTC %Y"


def list_company_certificates(call: Call) -> Answer:
    """One page of the trusted certificates, oldest first."""
    return _page(call, "trusted")


def list_pod_managed_certificates(call: Call) -> Answer:
    """One page of the trusted certificates that the pod manages for the company."""
    return _page(call, "trusted-pod-managed")


def list_company_certificates_by_type(call: Call) -> Answer:
    """One page of all certificates of the given types, whatever their status."""
    skip, limit = window(call, EVERYTHING)
    types = {item.get("type") for item in call.body}
    if None in types:
        raise bad_request("A type is missing")
    table = call.store[CERTIFICATES]
    found = [c for type_ in types for c in table.find("type", (call.caller.tenant, type_))]
    found.sort(key=CERTIFICATES.order)
    return Answer([_summary(c) for c in found[skip : skip + limit]])


def list_certificates_issued_by(call: Call) -> Answer:
    """The certificates that were verified against this one."""
    issuer = _existing(call, call.path["fingerPrint"])
    found = call.store[CERTIFICATES].find("issuer-fingerprint", (issuer.tenant, issuer.fingerprint))
    return Answer([_summary(c) for c in found])


def get_company_certificate(call: Call) -> Answer:
    """One certificate with what can be read in it."""
    return Answer(_detail(_existing(call, call.path["fingerPrint"])))


def create_company_certificate(call: Call) -> Answer:
    """Add a certificate that has not expired; it and the others are linked to their issuers."""
    try:
        x509 = pem.read(call.body.get("pem") or "")
    except pem.Unreadable as error:
        raise bad_request(str(error)) from error
    if pem.expiry(x509) <= call.now:
        raise bad_request("The certificate has expired")
    if (call.caller.tenant, pem.fingerprint(x509)) in call.store[CERTIFICATES]:
        raise bad_request("The certificate is there already")
    attributes = call.body.get("attributes") or {}
    # What the administrator does not say: a certificate of a user, known and not trusted until it is told so.
    certificate = Certificate(
        tenant=call.caller.tenant,
        fingerprint=pem.fingerprint(x509),
        pem=pem.to_pem(x509),
        name=attributes.get("name") or pem.common_name(x509) or "",
        type=_inner(attributes, "type") or "USER",
        status=_inner(attributes, "status") or KNOWN,
        subject=x509.subject.rfc4514_string(),
        issuer=x509.issuer.rfc4514_string(),
        expiry=pem.expiry(x509),
        created=call.now,
        updated=call.now,
        updated_by=call.caller.id,
        common_name=pem.common_name(x509),
    )
    _check_type(certificate)
    return Answer(_detail(_add(call.store, certificate)))


def update_company_certificate(call: Call) -> Answer:
    """Change the name, type or status; what is not sent stays."""
    old = _own(call, call.path["fingerPrint"])
    new = replace(
        old,
        name=call.body.get("name", old.name),
        type=_inner(call.body, "type") or old.type,
        status=_inner(call.body, "status") or old.status,
        updated=call.now,
        updated_by=call.caller.id,
    )
    _check_type(new)
    call.store[CERTIFICATES].put(new)
    return success("Success")


def delete_company_certificate(call: Call) -> Answer:
    """Remove a certificate; those that it issued stay, with an issuer that is no longer known."""
    old = _own(call, call.body.get("id") or "")
    table = call.store[CERTIFICATES]
    table.delete((old.tenant, old.fingerprint))
    for child in table.find("issuer-fingerprint", (old.tenant, old.fingerprint)):
        table.put(replace(child, issuer_fingerprint=_issuer(call.store, child)))
    return success("OK")


def get_pod_certificate(call: Call) -> Answer:
    """The certificate that verifies what the pod signs; it is open to everybody."""
    return Answer({"certificate": pod_certificate(call.pod)})


def seed(pod: Pod) -> None:
    """Every company starts with a chain of its own and one that the pod manages."""
    now = pod.clock()
    for tenant in pod.store[TENANTS]:
        maker = pem.Maker(tenant.name, now)
        for name, issuer, type_, pod_managed in (
            ("company-ca", None, "USERSIGNING", False),
            ("agentservice", "company-ca", "USER", False),
            ("pod-operations-ca", None, "OPERATIONSSIGNING", True),
            ("pod-operations", "pod-operations-ca", "OPERATIONSUSER", True),
        ):
            x509 = maker.make(name, issuer)
            _add(
                pod.store,
                Certificate(
                    tenant=tenant.id,
                    fingerprint=pem.fingerprint(x509),
                    pem=pem.to_pem(x509),
                    name=name,
                    type=type_,
                    status=TRUSTED,
                    subject=x509.subject.rfc4514_string(),
                    issuer=x509.issuer.rfc4514_string(),
                    expiry=pem.expiry(x509),
                    created=now,
                    updated=0,
                    updated_by=0,
                    common_name=name,
                    pod_managed=pod_managed,
                ),
            )


def _page(call: Call, index: str) -> Answer:
    skip, limit = window(call, EVERYTHING)
    page = call.store[CERTIFICATES].page(skip, limit, index=index, value=call.caller.tenant)
    return Answer([_summary(c) for c in page])


def _existing(call: Call, fingerprint: str) -> Certificate:
    certificate = call.store[CERTIFICATES].get((call.caller.tenant, fingerprint.lower()))
    if certificate is None:
        raise bad_request("The certificate cannot be found")
    return certificate


def _own(call: Call, fingerprint: str) -> Certificate:
    certificate = _existing(call, fingerprint)
    if certificate.pod_managed:
        raise bad_request("The certificate is managed by the pod")
    return certificate


def _inner(attributes: dict[str, Any], name: str) -> str | None:
    """The value in {"type": {"type": ...}} and {"status": {"type": ...}}."""
    value: str | None = (attributes.get(name) or {}).get("type")
    return value


def _check_type(certificate: Certificate) -> None:
    if certificate.type in SIGNING_TYPES and not pem.is_authority(pem.read(certificate.pem)):
        raise bad_request("A signing certificate must be one of a certificate authority")
    if certificate.type not in SIGNING_TYPES and certificate.common_name is None:
        raise bad_request("A user's certificate needs a common name: it is the name of the account")


def _add(store: Store, certificate: Certificate) -> Certificate:
    table = store[CERTIFICATES]
    certificate = table.put(replace(certificate, issuer_fingerprint=_issuer(store, certificate)))
    for other in table.find("issuer", (certificate.tenant, certificate.subject)):
        if other.issuer_fingerprint is None:
            table.put(replace(other, issuer_fingerprint=_issuer(store, other)))
    return certificate


def _issuer(store: Store, certificate: Certificate) -> str | None:
    """The fingerprint of the tenant's certificate that signed this one; a root has no issuer but itself."""
    candidates: Sequence[Certificate] = store[CERTIFICATES].find(
        "subject", (certificate.tenant, certificate.issuer)
    )
    x509 = pem.read(certificate.pem)
    for candidate in candidates:
        if candidate.fingerprint != certificate.fingerprint and pem.issued(pem.read(candidate.pem), x509):
            return candidate.fingerprint
    return None


def _summary(certificate: Certificate) -> dict[str, Any]:
    info: dict[str, Any] = {
        "fingerPrint": certificate.fingerprint,
        "issuerFingerPrint": certificate.issuer_fingerprint,
        "lastSeen": certificate.last_seen,
        "updatedAt": certificate.updated,
        "updatedBy": certificate.updated_by,
        "commonName": certificate.common_name,
        "expiryDate": certificate.expiry,
    }
    return {
        "companyCertAttributes": {
            "name": certificate.name,
            "type": {"type": certificate.type},
            "status": {"type": certificate.status},
        },
        "companyCertInfo": {name: value for name, value in info.items() if value is not None},
    }


def _detail(certificate: Certificate) -> dict[str, Any]:
    x509 = pem.read(certificate.pem)
    general = {
        "Issuer": pem.distinguished_name(x509.issuer),
        "Subject": pem.distinguished_name(x509.subject),
        "Signature Algorithm": pem.signature_algorithm(x509),
    }
    validity = {"Not Before": _date(x509.not_valid_before_utc), "Not After": _date(x509.not_valid_after_utc)}
    key = {"Algorithm": pem.key_type(x509), "Format": "X.509"}
    sections = {"General": general, "Validity": validity, "Public Key": key}
    return {
        **_summary(certificate),
        "certInfo": [
            {"name": name, "attributes": [{"name": n, "value": v} for n, v in values.items()]}
            for name, values in sections.items()
        ],
    }


def _date(time: datetime) -> str:
    return time.strftime(DATE)
