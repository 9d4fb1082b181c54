"""The manifest in which a service account describes the commands that it understands."""

from __future__ import annotations

import json

from conformance.reference_pod.accounts.lookup import save
from conformance.reference_pod.call import Answer, Call, bad_request, success

LONGEST = 6144
"""The longest manifest in characters."""


def get_own_manifest(call: Call) -> Answer:
    """The caller's manifest; an empty object until one is set, since a manifest is always valid JSON."""
    return Answer({"manifest": "{}" if call.caller.manifest is None else call.caller.manifest})


def set_own_manifest(call: Call) -> Answer:
    """Store the manifest as it is sent, if it is valid JSON in a string."""
    manifest = call.body["manifest"]
    if len(manifest) > LONGEST:
        raise bad_request(f"The manifest is longer than {LONGEST} characters")
    try:
        # Numbers stay text: however long one is, it is valid.
        json.loads(manifest, parse_int=str, parse_float=str, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise bad_request("The manifest is not valid JSON") from None
    save(call, call.caller, manifest=manifest)
    return success("OK")


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")
