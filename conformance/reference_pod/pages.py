"""The Pod API's pagination by opaque cursors, which only the list that gave them out understands."""

from __future__ import annotations

import binascii
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from conformance.reference_pod.call import Call, bad_request


@dataclass(frozen=True, slots=True)
class Bounds:
    """On which side of which item the asked page lies; both None for the first page."""

    before: str | None = None
    after: str | None = None


def bounds(call: Call) -> Bounds:
    """What the request's `before` or `after` stands for; 400 for both at once and for a foreign cursor."""
    before, after = call.query.get("before"), call.query.get("after")
    if before is not None and after is not None:
        raise bad_request("Only one of before and after may be given")
    return Bounds(
        before=None if before is None else _decode(call.operation.id, before),
        after=None if after is None else _decode(call.operation.id, after),
    )


def pagination(
    call: Call, first: str, last: str, *, earlier: bool, later: bool, query: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The Pagination object of a page between two keys; the links to what is not there are left out.

    `query` goes into the links besides the cursor.
    """
    path = f"/pod{call.operation.path}"
    for name, value in call.path.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    before, after = _encode(call.operation.id, first), _encode(call.operation.id, last)
    answer: dict[str, Any] = {"cursors": {"before": before}}
    if earlier:
        answer["previous"] = f"{path}?{urlencode({**(query or {}), 'before': before})}"
    if later:
        answer["cursors"]["after"] = after
        answer["next"] = f"{path}?{urlencode({**(query or {}), 'after': after})}"
    return answer


def _encode(name: str, key: str) -> str:
    return urlsafe_b64encode(f"{name}:{key}".encode()).decode().rstrip("=")


def _decode(name: str, cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        owner, separator, key = b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        owner, separator, key = "", "", ""
    if owner != name or not separator:
        raise bad_request("The cursor is not one of this list")
    return key
