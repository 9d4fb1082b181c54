"""Certificates for 127.0.0.1, good ones and others, made when they are first needed."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


def server(kind: str) -> Callable[[], ssl.SSLContext]:
    """What makes the TLS context of a server with a certificate of this kind."""

    @cache
    def context() -> ssl.SSLContext:
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:
            file.write(_certificate(kind))
            file.flush()
            made.load_cert_chain(file.name)
        return made

    return context


def authority(folder: Path) -> Path:
    """The file of the authority that vouches for all but the self-signed and the unknown."""
    file = folder / "authority.pem"
    file.write_bytes(_authority("known")[0].public_bytes(Encoding.PEM))
    return file


@cache
def _authority(name: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, f"{name} authority")])
    now = datetime.now(UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return built.sign(key, SHA256()), key


def _certificate(kind: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    start = {"not-yet": now + timedelta(days=300), "expired": now - timedelta(days=20)}.get(
        kind, now - timedelta(days=1)
    )
    host: x509.GeneralName = x509.IPAddress(ip_address("127.0.0.1"))
    if kind == "other-host":
        host = x509.DNSName("pod.example.com")
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a pod")])
    issuer, signer = _authority("unknown" if kind == "unknown-authority" else "known")
    own = kind == "self-signed"
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject if own else issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=10))
        .add_extension(x509.SubjectAlternativeName([host]), critical=False)
        .sign(key if own else signer, SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return built.public_bytes(Encoding.PEM) + pem
