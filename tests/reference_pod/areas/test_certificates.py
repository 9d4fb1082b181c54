"""Certificates: what is accepted, how chains are linked, and what the lists show."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from conformance.reference_pod.areas import certificates
from conformance.reference_pod.crypto import certificates as pem
from tests.reference_pod.kit import SmallPod


def make(small: SmallPod, name: str, issuer: str | None = None) -> str:
    return pem.to_pem(pem.Maker("Test Company", small.clock.now).make(name, issuer))


def create(small: SmallPod, text: str, type_: str = "USER", status: str = "TRUSTED") -> Any:
    body = {
        "pem": text,
        "attributes": {"name": "my cert", "type": {"type": type_}, "status": {"type": status}},
    }
    return small.call("createCompanyCertificate", small.people.alice, body=body).body


def refuse(small: SmallPod, text: str, type_: str = "USER") -> None:
    body = {"pem": text, "attributes": {"type": {"type": type_}}}
    small.refuses(400, "createCompanyCertificate", small.people.alice, body=body)


def get(small: SmallPod, fingerprint: str) -> Any:
    return small.call("getCompanyCertificate", small.people.alice, path={"fingerPrint": fingerprint}).body


def names(body: list[dict[str, Any]]) -> list[str]:
    return [item["companyCertInfo"]["commonName"] for item in body]


def fingerprint(body: dict[str, Any]) -> str:
    return str(body["companyCertInfo"]["fingerPrint"])


def issued_by(small: SmallPod, issuer: str) -> list[str]:
    path = {"fingerPrint": issuer}
    return names(small.call("listCertificatesIssuedBy", small.people.alice, path=path).body)


def test_a_created_certificate_is_read_with_what_stands_in_it(small: SmallPod) -> None:
    text = make(small, "agentservice")
    created = create(small, text)
    certificate = x509.load_pem_x509_certificate(text.encode())
    assert created["companyCertAttributes"] == {
        "name": "my cert",
        "type": {"type": "USER"},
        "status": {"type": "TRUSTED"},
    }
    assert created["companyCertInfo"] == {
        "fingerPrint": certificate.fingerprint(hashes.SHA256()).hex(),
        "lastSeen": 0,
        "updatedAt": small.clock.now,
        "updatedBy": small.people.alice.id,
        "commonName": "agentservice",
        "expiryDate": int(certificate.not_valid_after_utc.timestamp()) * 1000,
    }
    assert get(small, fingerprint(created)) == created


def test_the_details_name_issuer_validity_and_key(small: SmallPod) -> None:
    sections = {item["name"]: item["attributes"] for item in create(small, make(small, "me"))["certInfo"]}
    assert sections["General"][:2] == [
        {"name": "Issuer", "value": "C=US O=Test Company CN=me"},
        {"name": "Subject", "value": "C=US O=Test Company CN=me"},
    ]
    # The clock of the tests stands at 2023-11-14 22:13:20; certificates begin a day before.
    assert sections["Validity"][0] == {"name": "Not Before", "value": "Mon Nov 13 22:13:20 UTC 2023"}
    assert sections["Public Key"] == [
        {"name": "Algorithm", "value": "Ed25519"},
        {"name": "Format", "value": "X.509"},
    ]


@pytest.mark.parametrize(
    ("key", "signature", "algorithm"),
    [
        (rsa.generate_private_key(public_exponent=65537, key_size=2048), "SHA256withRSA", "RSA"),
        (ec.generate_private_key(ec.SECP256R1()), "SHA256withECDSA", "EC"),
    ],
    ids=["RSA", "EC"],
)
def test_the_details_name_the_algorithms_as_java_does(
    small: SmallPod, key: Any, signature: str, algorithm: str
) -> None:
    model = x509.load_pem_x509_certificate(make(small, "me").encode())
    certificate = (
        x509.CertificateBuilder(model.subject, model.subject, key.public_key(), model.serial_number)
        .not_valid_before(model.not_valid_before_utc)
        .not_valid_after(model.not_valid_after_utc)
        .sign(key, hashes.SHA256())
    )
    sections = {i["name"]: i["attributes"] for i in create(small, pem.to_pem(certificate))["certInfo"]}
    assert sections["General"][2] == {"name": "Signature Algorithm", "value": signature}
    assert sections["Public Key"][0] == {"name": "Algorithm", "value": algorithm}


def test_a_pem_without_line_breaks_is_read(small: SmallPod) -> None:
    one_line = "".join(make(small, "me").splitlines())
    assert get(small, fingerprint(create(small, one_line)))["companyCertInfo"]["commonName"] == "me"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        "-----BEGIN CERTIFICATE-----MIIH-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----",
    ],
)
def test_what_is_no_certificate_is_refused(small: SmallPod, text: str) -> None:
    refuse(small, text)


def test_an_expired_certificate_is_refused(small: SmallPod) -> None:
    text = make(small, "me")
    small.clock.advance(seconds=3653 * 86_400)
    refuse(small, text)


def test_a_certificate_is_there_once(small: SmallPod) -> None:
    create(small, make(small, "me"))
    refuse(small, make(small, "me"))


def test_a_signing_certificate_must_be_an_authority(small: SmallPod) -> None:
    refuse(small, make(small, "leaf", "root"), "USERSIGNING")
    create(small, make(small, "root"), "USERSIGNING")


@pytest.mark.parametrize("order", [("root", "leaf"), ("leaf", "root")], ids="-then-".join)
def test_a_chain_is_linked_in_whatever_order_it_comes(small: SmallPod, order: tuple[str, str]) -> None:
    created = {}
    for name in order:
        text = make(small, name, "root" if name == "leaf" else None)
        created[name] = fingerprint(create(small, text))
    assert get(small, created["leaf"])["companyCertInfo"]["issuerFingerPrint"] == created["root"]
    assert "issuerFingerPrint" not in get(small, created["root"])["companyCertInfo"]
    assert issued_by(small, created["root"]) == ["leaf"]
    assert issued_by(small, created["leaf"]) == []


def test_an_issuer_of_the_same_name_with_another_key_is_none(small: SmallPod) -> None:
    root = x509.load_pem_x509_certificate(make(small, "root").encode())
    key = Ed25519PrivateKey.generate()
    forged = (
        x509.CertificateBuilder(root.issuer, root.subject, key.public_key(), root.serial_number)
        .not_valid_before(root.not_valid_before_utc)
        .not_valid_after(root.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, None)
    )
    print_ = fingerprint(create(small, pem.to_pem(forged)))
    create(small, make(small, "leaf", "root"))
    assert issued_by(small, print_) == []


def test_the_issuer_of_a_certificate_is_unknown_when_it_is_deleted(small: SmallPod) -> None:
    root = fingerprint(create(small, make(small, "root")))
    leaf = fingerprint(create(small, make(small, "leaf", "root")))
    small.call("deleteCompanyCertificate", small.people.alice, body={"id": root})
    assert "issuerFingerPrint" not in get(small, leaf)["companyCertInfo"]
    small.refuses(400, "getCompanyCertificate", small.people.alice, path={"fingerPrint": root})
    small.refuses(400, "deleteCompanyCertificate", small.people.alice, body={"id": root})


def test_an_update_changes_what_is_sent_and_says_who_did_it(small: SmallPod) -> None:
    print_ = fingerprint(create(small, make(small, "me")))
    small.clock.advance(seconds=5)
    body = {"status": {"type": "REVOKED"}}
    small.call("updateCompanyCertificate", small.people.bob, path={"fingerPrint": print_}, body=body)
    changed = get(small, print_)
    assert changed["companyCertAttributes"] == {
        "name": "my cert",
        "type": {"type": "USER"},
        "status": {"type": "REVOKED"},
    }
    info = changed["companyCertInfo"]
    assert (info["updatedBy"], info["updatedAt"]) == (small.people.bob.id, small.clock.now)


def test_the_list_shows_the_trusted_ones_page_by_page(small: SmallPod) -> None:
    for name, status in (("a", "TRUSTED"), ("b", "KNOWN"), ("c", "TRUSTED"), ("d", "DISABLED")):
        create(small, make(small, name), status=status)
        small.clock.advance(seconds=1)
    alice = small.people.alice
    assert names(small.call("listCompanyCertificates", alice).body) == ["a", "c"]
    assert names(small.call("listCompanyCertificates", alice, query={"skip": 1, "limit": 1}).body) == ["c"]
    assert names(small.call("listCompanyCertificates", alice, query={"skip": 9}).body) == []
    small.refuses(400, "listCompanyCertificates", alice, query={"skip": -1})
    small.refuses(400, "listCompanyCertificates", alice, query={"limit": 0})


def test_the_list_by_type_shows_every_status(small: SmallPod) -> None:
    for name, type_, status in (
        ("a", "USER", "KNOWN"),
        ("b", "USERSIGNING", "TRUSTED"),
        ("c", "USER", "REVOKED"),
    ):
        create(small, make(small, name), type_, status)
        small.clock.advance(seconds=1)
    alice = small.people.alice
    users = [{"type": "USER"}]
    both = [{"type": "USERSIGNING"}, {"type": "USER"}]
    assert names(small.call("listCompanyCertificatesByType", alice, body=users).body) == ["a", "c"]
    assert names(small.call("listCompanyCertificatesByType", alice, body=both).body) == ["a", "b", "c"]
    page = {"skip": 1, "limit": 1}
    assert names(small.call("listCompanyCertificatesByType", alice, body=both, query=page).body) == ["b"]
    small.refuses(400, "listCompanyCertificatesByType", alice, body=[{}])


def test_what_the_pod_manages_is_listed_and_cannot_be_changed(small: SmallPod) -> None:
    certificates.seed(small.pod)
    alice = small.people.alice
    managed = small.call("listPodManagedCertificates", alice).body
    assert sorted(names(managed)) == ["pod-operations", "pod-operations-ca"]
    path = {"fingerPrint": fingerprint(managed[0])}
    small.refuses(400, "updateCompanyCertificate", alice, path=path, body={"name": "mine"})
    small.refuses(400, "deleteCompanyCertificate", alice, body={"id": fingerprint(managed[0])})


def test_the_same_start_gives_the_same_certificates(small: SmallPod) -> None:
    certificates.seed(small.pod)
    again = SmallPod()
    certificates.seed(again.pod)
    first, second = (p.call("listCompanyCertificates", p.people.alice).body for p in (small, again))
    assert first == second


def test_another_company_does_not_know_the_certificate(small: SmallPod) -> None:
    print_ = fingerprint(create(small, make(small, "root")))
    paul, path = small.people.paul, {"fingerPrint": print_}
    small.refuses(400, "getCompanyCertificate", paul, path=path)
    small.refuses(400, "listCertificatesIssuedBy", paul, path=path)
    small.refuses(400, "updateCompanyCertificate", paul, path=path, body={"name": "mine"})


def test_the_pod_certificate_is_a_certificate(small: SmallPod) -> None:
    answer = small.call("getPodCertificate", small.people.alice).body
    certificate = x509.load_pem_x509_certificate(answer["certificate"].encode())
    assert pem.key_type(certificate) == "RSA"
    assert small.call("getPodCertificate", small.people.paul).body == answer
