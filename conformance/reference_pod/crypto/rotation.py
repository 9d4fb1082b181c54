"""RSA keys that are replaced without a gap: a current one, and a previous one that stays valid a while."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from conformance.reference_pod.call import bad_request
from conformance.reference_pod.records.keys import PublicKeys

GRACE = 72 * 3600 * 1000
"""How long a replaced key stays valid, and by how much EXTEND prolongs it, in milliseconds."""

_PEM = re.compile(r"\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*")


def rotated(keys: PublicKeys, wishes: Mapping[str, Any], now: int, *, bits: int = 0) -> PublicKeys:
    """The keys after the actions on `current` and `previous` that a request asks for; 400 for a wrong one.

    A key that is sent back as it was read, without an action, is no wish. A new key needs at least `bits`.
    """
    keys = keys.at(now)
    previous, current = wishes.get("previous"), wishes.get("current")
    if previous and not _unchanged(previous, keys.previous):
        keys = _changed_previous(keys, previous)
    if current and not _unchanged(current, keys.current):
        keys = _changed_current(keys, current, now, bits)
    return keys


def public_key(text: str) -> RSAPublicKey | None:
    """The RSA key in a PEM text, with or without line breaks; None for any other text."""
    found = _PEM.fullmatch(text)
    if found is None:
        return None
    try:
        key = load_der_public_key(b64decode("".join(found[1].split()), validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, RSAPublicKey) else None


def _unchanged(wish: Mapping[str, Any], stored: str | None) -> bool:
    return "action" not in wish and stored is not None and wish.get("key") == stored


def _changed_previous(keys: PublicKeys, wish: Mapping[str, Any]) -> PublicKeys:
    action = wish.get("action")
    if action not in ("REVOKE", "EXTEND"):
        raise bad_request("A previous key can only be revoked or extended")
    if keys.previous is None or keys.expires is None:
        raise bad_request("There is no valid previous key")
    if action == "EXTEND":
        return replace(keys, expires=keys.expires + GRACE)
    return replace(keys, previous=None, expires=None)


def _changed_current(keys: PublicKeys, wish: Mapping[str, Any], now: int, bits: int) -> PublicKeys:
    action = wish.get("action", "SAVE")
    if action == "REVOKE":
        if keys.current is None:
            raise bad_request("There is no current key to revoke")
        # A previous key that is still valid takes the place of the revoked one.
        return PublicKeys(current=keys.previous)
    if action != "SAVE":
        raise bad_request("A current key can only be saved or revoked")
    key = _saved(wish.get("key") or "", bits)
    if keys.current is None:
        return replace(keys, current=key)
    if keys.previous is not None:
        raise bad_request("A key cannot be saved while the current and the previous one are valid")
    if key.split() == keys.current.split():
        raise bad_request("The key is the current one already")
    return PublicKeys(current=key, previous=keys.current, expires=now + GRACE)


def _saved(text: str, bits: int) -> str:
    """The key as it is kept: as it was sent, or put into lines if it was sent on one."""
    key = public_key(text)
    if key is None:
        raise bad_request("The key is not an RSA public key in PEM")
    if key.key_size < bits:
        raise bad_request(f"The key is not an RSA key of {bits} bits")
    if "\n" in text.strip():
        return text
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
