"""RSA public keys that come out the same for the same name."""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

BITS = 4096


def without_space(text: object) -> str:
    """A key or a certificate in PEM without its white space: how wide its lines are means nothing."""
    return "".join(str(text or "").split())


def public_key_pem(name: str) -> str:
    """A key of 4096 bits in PEM. Nobody has its private half: accounts that get it sign nothing."""
    digits = hashlib.shake_256(name.encode()).digest(BITS // 8)
    modulus = int.from_bytes(digits) | 1 << (BITS - 1) | 1
    key = RSAPublicNumbers(65537, modulus).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
