"""Fixtures of the tests of the target part."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from conformance.target import Actor


@pytest.fixture(scope="session")
def private_key() -> str:
    """An RSA key in PEM; short, because these tests do not measure its strength."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


@pytest.fixture
def signing(private_key: str) -> dict[str, Actor]:
    """One actor, "admin", that signs in with a key."""
    return {"admin": Actor("admin", "admin-bot", private_key=private_key)}
