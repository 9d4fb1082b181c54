"""Reading X.509 certificates, and making the ones that a pod starts with."""

from __future__ import annotations

import binascii
import hashlib
import re
from base64 import b64decode
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

_BLOCK = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)
_KEY_TYPES = (
    (rsa.RSAPublicKey, "RSA"),
    (ec.EllipticCurvePublicKey, "EC"),
    (dsa.DSAPublicKey, "DSA"),
    (ed25519.Ed25519PublicKey, "Ed25519"),
    (ed448.Ed448PublicKey, "Ed448"),
)


class Unreadable(Exception):
    """The text holds no certificate that can be used."""


def read(text: str) -> x509.Certificate:
    """The first certificate in a PEM text, with or without line breaks; raises Unreadable."""
    block = _BLOCK.search(text)
    if block is None:
        raise Unreadable("There is no certificate in PEM")
    try:
        der = b64decode("".join(block[1].split()), validate=True)
        certificate = x509.load_der_x509_certificate(der)
        # These are parsed only when asked for: broken ones are to be noticed here.
        parts = (certificate.subject, certificate.issuer, certificate.extensions, key_type(certificate))
    except (binascii.Error, ValueError, UnsupportedAlgorithm, x509.DuplicateExtension) as error:
        raise Unreadable("The certificate cannot be read") from error
    if not parts[-1]:
        raise Unreadable("The certificate has a key of an unknown type")
    return certificate


def fingerprint(certificate: x509.Certificate) -> str:
    """The SHA-256 digest in lower-case hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def common_name(certificate: x509.Certificate) -> str | None:
    """The CN of the subject."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else None


def expiry(certificate: x509.Certificate) -> int:
    """The end of the validity in epoch milliseconds."""
    return int(certificate.not_valid_after_utc.timestamp() * 1000)


def is_authority(certificate: x509.Certificate) -> bool:
    """Whether the certificate may sign others (RFC 5280, 4.2.1.9)."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether the first certificate has signed the second one."""
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return is_authority(issuer)


def key_type(certificate: x509.Certificate) -> str:
    """The algorithm of the public key, "" for one that is not known."""
    key = certificate.public_key()
    return next((name for type_, name in _KEY_TYPES if isinstance(key, type_)), "")


def signature_algorithm(certificate: x509.Certificate) -> str:
    """The name that Java has for the algorithm, such as SHA256withRSA."""
    try:
        digest = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        digest = None
    oid = certificate.signature_algorithm_oid
    if digest is None:
        return "Ed25519" if oid == x509.SignatureAlgorithmOID.ED25519 else oid.dotted_string
    dotted = oid.dotted_string
    family = (
        "RSA"
        if dotted.startswith("1.2.840.113549")
        else "ECDSA"
        if dotted.startswith("1.2.840.10045")
        else "DSA"
    )
    return f"{digest.name.upper().replace('-', '')}with{family}"


def distinguished_name(name: x509.Name) -> str:
    """A name as blank-separated parts in the order of the certificate."""
    return " ".join(f"{part.rfc4514_attribute_name}={part.value!s}" for part in name)


def to_pem(certificate: x509.Certificate) -> str:
    """The certificate in PEM."""
    return certificate.public_bytes(Encoding.PEM).decode()


class Maker:
    """Makes certificates from a seed: the same names and times give the same certificates."""

    def __init__(self, seed: str, now: int) -> None:
        self._seed = seed
        self._start = datetime.fromtimestamp(now // 1000, UTC) - timedelta(days=1)

    def make(self, name: str, issuer: str | None = None) -> x509.Certificate:
        """A certificate with this CN, valid for ten years; without an issuer a self-signed authority."""
        signer = issuer or name
        return (
            x509.CertificateBuilder()
            .subject_name(self._name(name))
            .issuer_name(self._name(signer))
            .public_key(self._key(name).public_key())
            .serial_number(int.from_bytes(self._digest(f"{signer}/{name}")[:15], "big") + 1)
            .not_valid_before(self._start)
            .not_valid_after(self._start + timedelta(days=3653))
            .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
            .sign(self._key(signer), None)
        )

    def _digest(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._seed}:{text}".encode()).digest()

    def _key(self, name: str) -> ed25519.Ed25519PrivateKey:
        # Ed25519 keys are made of a seed and sign without chance, in microseconds.
        return ed25519.Ed25519PrivateKey.from_private_bytes(self._digest(name))

    def _name(self, name: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, self._seed),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
