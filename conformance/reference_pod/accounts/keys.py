"""The RSA keys of an account, which stand among its attributes under names of their own."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.crypto.rotation import rotated
from conformance.reference_pod.records.keys import PublicKeys

KEY_BITS = 4096
"""The least size of a key."""

_KINDS = {"currentKey": "current", "previousKey": "previous"}


def change_keys(attributes: dict[str, Any], sent: dict[str, Any], now: int) -> dict[str, Any]:
    """The attributes after the key actions that were sent; raises Refusal (400) for an impossible one."""
    wishes = {kind: sent[name] for name, kind in _KINDS.items() if sent.get(name)}
    if not wishes:
        return attributes
    current, previous = attributes.get("currentKey", {}), attributes.get("previousKey", {})
    keys = PublicKeys(current.get("key"), previous.get("key"), previous.get("expirationDate"))
    wire = rotated(keys, wishes, now, bits=KEY_BITS).wire()
    others = {name: value for name, value in attributes.items() if name not in _KINDS}
    return others | {name: wire[kind] for name, kind in _KINDS.items() if kind in wire}


def revokes_a_key(sent: dict[str, Any]) -> bool:
    """Whether a key is revoked, which also ends the sessions that were opened with it."""
    return any((sent.get(name) or {}).get("action") == "REVOKE" for name in _KINDS)
