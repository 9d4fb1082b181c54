"""X.509 certificates for upload that come out the same for the same name."""

from __future__ import annotations

import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BEGIN = datetime.datetime(2015, 1, 1, tzinfo=datetime.UTC)
END = datetime.datetime(2045, 1, 1, tzinfo=datetime.UTC)
PAST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


def self_signed_pem(common_name: str, *, end: datetime.datetime = END) -> str:
    """A self-signed certificate, valid from 2015 until `end`, whose key and serial number follow the name.

    The key protects nothing: runs that repeat each other byte for byte need keys that repeat as well.
    """
    return _signed(common_name, common_name, end, authority=False)


def authority_pem(common_name: str) -> str:
    """A self-signed certificate of an authority, which may issue others."""
    return _signed(common_name, common_name, END, authority=True)


def issued_pem(common_name: str, authority: str) -> str:
    """A certificate that the authority of this name has issued."""
    return _signed(common_name, authority, END, authority=False)


def _signed(subject: str, issuer: str, end: datetime.datetime, *, authority: bool) -> str:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(_key(subject).public_key())
        .serial_number(_digest(subject) >> 97)
        .not_valid_before(BEGIN)
        .not_valid_after(end)
    )
    if authority:
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    certificate = builder.sign(_key(issuer), hashes.SHA256(), ecdsa_deterministic=True)
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _digest(common_name: str) -> int:
    return int.from_bytes(hashlib.sha256(common_name.encode()).digest())


def _key(common_name: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(_digest(common_name) % (ORDER_OF_P256 - 1) + 1, ec.SECP256R1())


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
