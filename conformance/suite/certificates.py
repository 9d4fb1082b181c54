"""X.509 certificates for upload that come out the same for the same name."""

from __future__ import annotations

import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
BEGIN = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
END = datetime.datetime(2045, 1, 1, tzinfo=datetime.UTC)


def self_signed_pem(common_name: str) -> str:
    """A self-signed certificate, valid until 2045, whose key and serial number follow from the name.

    The key protects nothing: runs that repeat each other byte for byte need keys that repeat as well.
    """
    digest = int.from_bytes(hashlib.sha256(common_name.encode()).digest())
    key = ec.derive_private_key(digest % (ORDER_OF_P256 - 1) + 1, ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(digest >> 97)
        .not_valid_before(BEGIN)
        .not_valid_after(END)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()
