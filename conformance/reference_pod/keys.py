"""The pod's RSA key: it signs common JWTs, and its certificate lets others verify them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm

ALGORITHM = "RS256"
KEY_ID = "pod-1"
_REMEMBERED = 1024


def new_key() -> RSAPrivateKey:
    """A fresh 2048-bit key."""
    return generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(key: RSAPrivateKey) -> str:
    """The private key in PKCS#8 PEM."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def public_pem(key: RSAPrivateKey) -> str:
    """The public half in PEM."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


class Keys:
    """A pod's key pair, made when it is first needed and kept for as long as the process lives."""

    def __init__(self, make: Callable[[], RSAPrivateKey] = new_key) -> None:
        self._make = make
        self._verified: dict[str, Mapping[str, Any]] = {}
        self._certificate: str | None = None

    @cached_property
    def private(self) -> RSAPrivateKey:
        """The signing key."""
        return self._make()

    def sign(self, claims: Mapping[str, Any]) -> str:
        """A JWT with these claims, signed with the pod's key."""
        return jwt.encode(dict(claims), self.private, algorithm=ALGORITHM, headers={"kid": KEY_ID})

    def claims(self, token: str) -> Mapping[str, Any] | None:
        """The claims of a JWT that this pod has signed, whether expired or not; None for any other text."""
        known = self._verified.get(token)
        if known is not None:
            return known
        claims = verified_claims(token, self.private, ALGORITHM)
        if claims is not None:
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = claims
        return claims

    def key_set(self) -> dict[str, Any]:
        """The public key as a JSON Web Key Set."""
        key = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": ALGORITHM}]}

    def certificate(self, host: str, now: int) -> str:
        """The self-signed certificate of the key in PEM, the same one at every call."""
        if self._certificate is None:
            name = x509.Name(
                [
                    x509.NameAttribute(NameOID.COMMON_NAME, host),
                    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Symphony Communication Services LLC."),
                ]
            )
            start = datetime.fromtimestamp(now // 1000, UTC)
            certificate = (
                x509.CertificateBuilder()
                .subject_name(name)
                .issuer_name(name)
                .public_key(self.private.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(start - timedelta(days=1))
                .not_valid_after(start + timedelta(days=3650))
                .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
                .sign(self.private, hashes.SHA256())
            )
            self._certificate = certificate.public_bytes(Encoding.PEM).decode()
        return self._certificate


def verified_claims(token: str, key: Any, algorithm: str) -> Mapping[str, Any] | None:
    """The claims of a JWT signed with this key; None when it is not. Its times are not looked at."""
    public = key.public_key() if isinstance(key, RSAPrivateKey) else key
    # times are compared with the pod's own clock by the caller
    options: Any = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_aud": False}
    try:
        return dict(jwt.decode(token, public, algorithms=[algorithm], options=options))
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
