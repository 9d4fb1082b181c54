"""Reading what is about to be changed, so that it can be put back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.target.ledger import UNREAD, Setting

PAGES = 50
"""So many pages of a list of followers are read."""

Ask = Callable[[str, Mapping[str, str], Mapping[str, str]], "tuple[int, Any]"]
"""Sends a reading operation with path and query values; gives the status and the JSON of the answer."""

_ONE: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "own presence": ("getOwnPresence", "", ("category",)),
    "presence": ("getUserPresence", "uid", ("category",)),
    "manifest": ("getOwnManifest", "", ("manifest",)),
    "connection": ("getConnection", "userId", ("status",)),
    "app entitlements": ("listAppEntitlements", "", ()),
    "pinned message": ("getIM", "id", ("V1IMAttributes", "pinnedMessageId")),
}
"""By kind of setting: the operation that shows it, the path parameter of the subject, where the value is."""

_NOTHING = frozenset({204, 400, 404})
"""The answers that say that there is nothing of the kind."""


def look(setting: Setting, ask: Ask) -> Any:
    """The value of a setting; None when there is none, UNREAD when the target does not show it."""
    if setting.kind == "followers":
        return _followers(setting, ask)
    operation, parameter, place = _ONE[setting.kind]
    status, value = ask(operation, {parameter: setting.subject} if parameter else {}, {})
    if status in _NOTHING:
        return None
    if status != 200 or value is None:
        return UNREAD
    for key in place:
        if not isinstance(value, dict):
            return UNREAD
        value = value.get(key)
    return value


def _followers(setting: Setting, ask: Ask) -> Any:
    """Those of the items who follow the subject."""
    found: set[int] = set()
    query = {"limit": "100"}
    for _ in range(PAGES):
        status, page = ask("listFollowers", {"uid": setting.subject}, query)
        if status in _NOTHING:
            break
        if status != 200 or not isinstance(page, dict):
            return UNREAD
        found.update(item for item in page.get("followers") or () if type(item) is int)
        after = ((page.get("pagination") or {}).get("cursors") or {}).get("after")
        if not after or found.issuperset(setting.items):
            break
        query = {"limit": "100", "after": str(after)}
    return sorted(found.intersection(setting.items))
