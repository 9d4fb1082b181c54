"""Opaque cursors that name the last item of a page, so that items may come and go between pages."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import urlencode

from conformance.reference_pod.call import Call, bad_request

Place = tuple[int, str]
"""Where an item stands in its list: what the list is sorted by, and the item's id."""

_CONTENT = re.compile(r"([0-9]{1,19})\.([A-Za-z0-9_-]+)")


def cursor_of(position: int, item_id: str) -> str:
    """The cursor of an item that is sorted by position and id."""
    return urlsafe_b64encode(f"{position}.{item_id}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """Position and id of the item that a cursor names; raises Refusal (400) for a text that is no cursor."""
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except ValueError:
        text = ""
    content = _CONTENT.fullmatch(text)
    if content is None or cursor_of(int(content[1]), content[2]) != cursor:
        raise bad_request("The cursor is malformed")
    return int(content[1]), content[2]


def pagination(
    call: Call, path: str, first: Place | None, last: Place | None, *, more: bool
) -> dict[str, Any]:
    """The Profile Manager's pagination of a page, given the places of its first and last items."""
    cursors: dict[str, str] = {}
    found: dict[str, Any] = {"cursors": cursors}
    if first is not None and "after" in call.query:
        cursors["before"] = cursor_of(*first)
    if last is not None and more:
        cursors["after"] = cursor_of(*last)
        query = {name: call.query[name] for name in ("status", "sortOrder", "limit") if name in call.query}
        found["next"] = f"{path}?{urlencode({**query, 'after': cursors['after']})}"
    return found
