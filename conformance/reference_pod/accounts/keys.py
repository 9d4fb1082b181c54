"""The RSA keys of an account: what of an update concerns them, and in which form they are kept."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from conformance.reference_pod.call import bad_request
from conformance.reference_pod.records.apps import Keys
from conformance.reference_pod.rotation import rotated

KEY_BITS = 4096
"""The least size of a key."""

_KINDS = {"currentKey": "current", "previousKey": "previous"}
_PEM = re.compile(r"\s*-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*")


def change_keys(attributes: dict[str, Any], sent: dict[str, Any], now: int) -> dict[str, Any]:
    """The attributes after the key actions that were sent, or 400 for one that is not possible."""
    actions = {
        kind: _readable(sent[name])
        for name, kind in _KINDS.items()
        if sent.get(name) and not _unchanged(sent[name], attributes.get(name))
    }
    if not actions:
        return attributes
    current, previous = attributes.get("currentKey", {}), attributes.get("previousKey", {})
    keys = Keys(current.get("key"), previous.get("key"), previous.get("expirationDate"))
    wire = rotated(keys, actions, now).wire()
    others = {name: value for name, value in attributes.items() if name not in _KINDS}
    return others | {name: wire[kind] for name, kind in _KINDS.items() if kind in wire}


def revokes_a_key(sent: dict[str, Any]) -> bool:
    """Whether a key is revoked, which also ends the sessions that were opened with it."""
    return any((sent.get(name) or {}).get("action") == "REVOKE" for name in _KINDS)


def _unchanged(wish: dict[str, Any], stored: dict[str, Any] | None) -> bool:
    """Whether a key is only sent back as it was read before: that is no wish to do anything with it."""
    return "action" not in wish and stored is not None and wish.get("key") == stored["key"]


def _readable(wish: dict[str, Any]) -> dict[str, Any]:
    """The wish with its key in PEM with line breaks, whether it was sent with them or without."""
    if wish.get("action", "SAVE") != "SAVE":
        return wish
    text = wish.get("key", "")
    found = _PEM.fullmatch(text)
    try:
        key = load_der_public_key(b64decode("".join(found[1].split()), validate=True) if found else b"")
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        raise bad_request("The key is not a public key in PEM form") from None
    if not isinstance(key, RSAPublicKey) or key.key_size < KEY_BITS:
        raise bad_request(f"The key is not an RSA key of {KEY_BITS} bits")
    if "\n" in text.strip():
        return wish
    return wish | {"key": key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()}
