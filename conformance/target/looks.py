"""Reading what is about to be changed, so that it can be put back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from conformance.target.ledger import UNREAD, Setting

PAGE = 1000
PAGES = 50
"""So many pages of a list are read."""

Ask = Callable[[str, Mapping[str, str], Mapping[str, str]], "tuple[int, Any]"]
"""Sends a reading operation with path and query values; gives the status and the JSON of the answer."""

_ONE: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "own presence": ("getOwnPresence", "", ("category",)),
    "presence": ("getUserPresence", "uid", ("category",)),
    "manifest": ("getOwnManifest", "", ("manifest",)),
    "connection": ("getConnection", "userId", ("status",)),
    "protocols": ("listProtocolsAsAdmin", "", ()),
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
    if setting.kind == "barrier members":
        return _barrier_members(setting, ask)
    if setting.kind == "extensions":
        return _extensions(ask)
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
    for page in _pages("listFollowers", {"uid": setting.subject}, ask):
        if page is None:
            return UNREAD
        found.update(item for item in page.get("followers") or () if type(item) is int)
        if found.issuperset(setting.items):
            break
    return sorted(found.intersection(setting.items))


def _barrier_members(setting: Setting, ask: Ask) -> Any:
    """Those of the items who are in the barrier's group."""
    found: set[int] = set()
    for page in range(PAGES):
        query = {"skip": str(page * PAGE), "limit": str(PAGE)}
        status, rows = ask("listBarrierGroupMembers", {"gid": setting.subject}, query)
        if status in _NOTHING:
            break
        if status != 200 or not isinstance(rows, list):
            return UNREAD
        found.update(row for row in rows if type(row) is int)
        if len(rows) < PAGE:
            break
    return sorted(found.intersection(setting.items))


def _extensions(ask: Ask) -> Any:
    """All file extensions that are allowed."""
    found: list[str] = []
    for page in _pages("listAllowedFileExtensions", {}, ask):
        if page is None:
            return UNREAD
        found += [str(row.get("extension")) for row in page.get("data") or () if isinstance(row, dict)]
    return found


def _pages(operation: str, path: Mapping[str, str], ask: Ask) -> Iterator[dict[str, Any] | None]:
    """The pages of a list with cursors; None in place of one that cannot be read."""
    query = {"limit": "100"}
    for _ in range(PAGES):
        status, page = ask(operation, path, query)
        if status in _NOTHING:
            return
        if status != 200 or not isinstance(page, dict):
            yield None
            return
        yield page
        around = page.get("pagination") or page.get("paging") or {}
        after = (around.get("cursors") or {}).get("after")
        if not after:
            return
        query = {"limit": "100", "after": str(after)}
