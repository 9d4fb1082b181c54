"""Looking for one's own things in lists that hold those of others, and that others change meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

from conformance.suite.scenario import Scenario

PAGE = 500
MOST_PAGES = 400
LOOKS = 3


def all_rows(scenario: Scenario, operation_id: str, by: str, **request: Any) -> list[Any]:
    """The rows of a list that is paged with skip and limit; none when it cannot be read.

    An empty page is the end: a target may hand out fewer rows than it was asked for.
    """
    found: list[Any] = []
    first: Any = None
    for _ in range(MOST_PAGES):
        # Some lists want skip to be positive, so the first page goes without it.
        query = {"limit": PAGE, **({"skip": len(found)} if found else {})}
        page = scenario.look(operation_id, by, query=query, **request)
        if not isinstance(page, list) or not page or page[0] == first:
            break
        first = page[0]
        found += page
    return found


def seen(
    scenario: Scenario,
    operation_id: str,
    by: str,
    identity: Callable[[Any], Hashable],
    *wanted: Hashable,
    **request: Any,
) -> dict[Hashable, Any]:
    """Those of the wanted rows that a paged list shows, by identity.

    It is read again when some are missing: what others delete meanwhile shifts rows across the page borders.
    """
    rows: dict[Hashable, Any] = {}
    for _ in range(LOOKS):
        for row in all_rows(scenario, operation_id, by, **request):
            if (name := identity(row)) in wanted:
                rows.setdefault(name, row)
        if len(rows) == len(set(wanted)):
            break
    return rows


def part(value: Any, *keys: str | int) -> Any:
    """A value inside an answer; None when it or anything on the way to it is absent or null."""
    for key in keys:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def flag(value: Any, name: str) -> Any:
    """A flag of an object in an answer, not set when it is absent or null; None when there is no object."""
    if not isinstance(value, Mapping) or not value:
        return None
    found = value.get(name)
    return False if found is None else found


def without_nulls(value: Any) -> Any:
    """The value without members that are null: in answers they are as good as absent."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value


def in_order(value: Any) -> Any:
    """The items of a list in an order of their own, for lists whose order nobody promises."""
    return sorted(value, key=partial(json.dumps, sort_keys=True)) if isinstance(value, list) else value


def of_names_in(expected: Any, found: Any) -> Any:
    """The items of a list with those members alone that items of the expected list have."""
    if not isinstance(expected, list) or not isinstance(found, list):
        return found
    names = {name for item in expected if isinstance(item, Mapping) for name in item}
    return [
        {key: value for key, value in item.items() if key in names} if isinstance(item, Mapping) else item
        for item in found
    ]


def like(expected: Any, found: Any) -> Any:
    """What was found, without the members of objects that nobody expects: targets may add to answers."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return {key: like(expected[key], found[key]) for key in expected if key in found}
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [like(wish, item) for wish, item in zip(expected, found, strict=True)]
    return found
