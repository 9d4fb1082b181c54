"""Pages of lists: by skip and limit, and by opaque cursors that name the last item of a page."""

from __future__ import annotations

import binascii
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from conformance.reference_pod.call import Call, bad_request

EVERYTHING = 1 << 63
"""The limit of a list that documents none."""

_FOREIGN = "The cursor is not one of this list"


def window(call: Call, default: int, maximum: int | None = None) -> tuple[int, int]:
    """How many entries to skip and how many to answer at most, from the query."""
    skip, limit = call.query.get("skip", 0), call.query.get("limit", default)
    if skip < 0:
        raise bad_request("skip must not be negative")
    if limit < 1 or (maximum is not None and limit > maximum):
        raise bad_request("limit must be positive" + (f" and not exceed {maximum}" if maximum else ""))
    return skip, limit


@dataclass(frozen=True, slots=True)
class Bounds:
    """On which side of which item the asked page lies; both None for the first page."""

    before: str | None = None
    after: str | None = None


def bounds(call: Call, *names: str) -> Bounds:
    """The keys that the request's cursors stand for, of the parameters named, before and after by default.

    Raises Refusal (400) for both at once and for a text that is no cursor of this list.
    """
    sent = {name: call.query[name] for name in names or ("before", "after") if name in call.query}
    if len(sent) > 1:
        raise bad_request("Only one of before and after may be given")
    return Bounds(**{name: _key_of(call.operation.id, cursor) for name, cursor in sent.items()})


def cursor_of(call: Call, key: str) -> str:
    """The cursor of the item with this key; only the list that gave it out understands it."""
    return urlsafe_b64encode(f"{call.operation.id}:{key}".encode()).decode().rstrip("=")


def key_at(position: int, item_id: str) -> str:
    """The key of an item in a list that is sorted by a number and then by id."""
    return f"{position}.{item_id}"


def place_of(key: str) -> tuple[int, str]:
    """The number and the id in such a key; raises Refusal (400) for another text."""
    position, separator, item_id = key.partition(".")
    if not (separator and item_id and position.isascii() and position.isdigit() and len(position) < 20):
        raise bad_request(_FOREIGN)
    return int(position), item_id


def pagination(
    call: Call, before: str | None, after: str | None, *, previous: bool = False
) -> dict[str, Any]:
    """The Pagination object of a page between two cursors; None for one that there is not.

    An item follows when `after` is there, and precedes when `previous` is true: the links say so.
    """
    cursors = {name: cursor for name, cursor in (("before", before), ("after", after)) if cursor is not None}
    answer: dict[str, Any] = {"cursors": cursors}
    if previous:
        answer["previous"] = _link(call, "before", before)
    if after is not None:
        answer["next"] = _link(call, "after", after)
    return answer


def forward_pagination(call: Call, keys: Sequence[str], *, more: bool) -> dict[str, Any]:
    """The Pagination object of the page of these keys in a list that is read forwards only."""
    before = cursor_of(call, keys[0]) if keys and "after" in call.query else None
    after = cursor_of(call, keys[-1]) if keys and more else None
    return pagination(call, before, after)


def _link(call: Call, name: str, cursor: str | None) -> str:
    path = call.operation.path
    for parameter, value in call.path.items():
        path = path.replace(f"{{{parameter}}}", quote(str(value), safe=""))
    query = {sent: value for sent, value in call.query.items() if sent not in ("before", "after")}
    return f"/{call.operation.api}{path}?{urlencode({**query, name: cursor})}"


def _key_of(operation_id: str, cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        owner, separator, key = b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        owner, separator, key = "", "", ""
    if owner != operation_id or not separator:
        raise bad_request(_FOREIGN)
    return key
