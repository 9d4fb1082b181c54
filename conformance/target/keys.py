"""Private keys of actors: read, unlocked, and found to be what pods take."""

from __future__ import annotations

from functools import cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from conformance.target.errors import TargetError


def rsa_key(key: str, pem: str, password: str | None) -> str:
    """The RSA key in PEM, unlocked; raises TargetError, which names `key` and shows nothing of it."""
    try:
        loaded = _loaded(pem, password)
    except TypeError:
        given = "has no password; remove private_key_password" if password else "has a password; add "
        raise TargetError(
            f"{key}: the key {given}{'' if password else 'private_key_password_env, _file or _command'}"
        ) from None
    except (ValueError, UnsupportedAlgorithm):
        what = "the password is wrong, or it is not a private key" if password else "is not a private key"
        raise TargetError(f"{key}: {what} in PEM; give the whole file, BEGIN to END") from None
    if not isinstance(loaded, RSAPrivateKey):
        raise TargetError(f"{key}: is not an RSA key; pods take RSA keys of 4096 bits")
    if password is None:
        return pem
    return loaded.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")


@cache
def _loaded(pem: str, password: str | None) -> PrivateKeyTypes:
    """The key, read once: actors may share one, and checking it takes longer than all else."""
    return load_pem_private_key(pem.encode("utf-8"), password.encode("utf-8") if password else None)
