"""RSA keys that are replaced without a gap: a current one, and a previous one that stays valid a while."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from conformance.reference_pod.call import bad_request
from conformance.reference_pod.records.apps import Keys

GRACE = 72 * 3600 * 1000
"""How long a replaced key stays valid, and by how much EXTEND prolongs it, in milliseconds."""


def rotated(keys: Keys, actions: Mapping[str, Any], now: int) -> Keys:
    """The keys after the actions on `current` and `previous` that a request asks for; 400 for a wrong one."""
    keys = keys.at(now)
    if (previous := actions.get("previous")) is not None:
        keys = _changed_previous(keys, previous)
    if (current := actions.get("current")) is not None:
        keys = _changed_current(keys, current, now)
    return keys


def _changed_previous(keys: Keys, wish: Mapping[str, Any]) -> Keys:
    action = wish.get("action")
    if action not in ("REVOKE", "EXTEND"):
        raise bad_request("A previous key can only be revoked or extended")
    if keys.previous is None or keys.expires is None:
        raise bad_request("There is no valid previous key")
    if action == "EXTEND":
        return replace(keys, expires=keys.expires + GRACE)
    return replace(keys, previous=None, expires=None)


def _changed_current(keys: Keys, wish: Mapping[str, Any], now: int) -> Keys:
    action = wish.get("action", "SAVE")
    if action == "REVOKE":
        if keys.current is None:
            raise bad_request("There is no current key to revoke")
        # A previous key that is still valid takes the place of the revoked one.
        return Keys(current=keys.previous)
    if action != "SAVE":
        raise bad_request("A current key can only be saved or revoked")
    key = wish.get("key")
    if not key or not is_rsa_key(key):
        raise bad_request("The key is not an RSA public key in PEM")
    if keys.current is None:
        return replace(keys, current=key)
    if keys.previous is not None:
        raise bad_request("A key cannot be saved while the current and the previous one are valid")
    if key.split() == keys.current.split():
        raise bad_request("The key is the current one already")
    return Keys(current=key, previous=keys.current, expires=now + GRACE)


def is_rsa_key(text: str) -> bool:
    """Whether this is an RSA public key in PEM."""
    try:
        return isinstance(load_pem_public_key(text.encode()), RSAPublicKey)
    except (ValueError, UnsupportedAlgorithm):
        return False
