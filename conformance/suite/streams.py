"""Streams in lists that hold those of everybody else as well."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from conformance.suite.outcomes import Blocked
from conformance.suite.scenario import Scenario

PAGE = 100
PAGES = 300
"""More pages than this of a list are not read."""


def canonical(stream_id: object) -> str:
    """One spelling of an id: standard base64 and the URL-safe one name the same stream."""
    return str(stream_id).rstrip("=").replace("+", "-").replace("/", "_")


def find(
    scenario: Scenario, operation_id: str, by: str, wanted: Collection[str], **request: Any
) -> dict[str, dict[str, Any]]:
    """Those of the wanted streams that a list shows, by id.

    The list is read twice before a stream counts as missing: what others end meanwhile moves the pages.
    """
    found: dict[str, dict[str, Any]] = {}
    names = {canonical(name): name for name in wanted}
    for _ in range(2):
        for item in every(scenario, operation_id, by, **request):
            name = names.get(canonical(item.get("id")))
            if name is not None:
                found[name] = item
            if len(found) == len(names):
                return found
    return found


def every(scenario: Scenario, operation_id: str, by: str, **request: Any) -> Iterator[dict[str, Any]]:
    """All streams of a list, page by page; ends where the list is refused."""
    skip, first = 0, None
    for _ in range(PAGES):
        page = scenario.look(operation_id, by, query={"skip": skip, "limit": PAGE}, **request)
        items = streams_of(page)
        if not items or items[0].get("id") == first:
            return
        yield from items
        skip, first = skip + len(items), items[0].get("id")
    raise Blocked(operation_id, f"lists more than {PAGES} pages")


def streams_of(page: Any) -> list[dict[str, Any]]:
    """The streams of one page, which is a list or holds one."""
    listed = page.get("streams") if isinstance(page, Mapping) else page
    return [item for item in listed or () if isinstance(item, dict)]


def type_of(stream: Mapping[str, Any]) -> Any:
    """The type of a stream, which the lists of a company give as a text and all others as an object."""
    if "streamType" in stream:
        return (stream["streamType"] or {}).get("type")
    return stream.get("type")


def members_of(stream: Mapping[str, Any]) -> list[int]:
    """The members that a stream names itself, as those of IMs do."""
    attributes = stream.get("streamAttributes") or stream.get("attributes") or {}
    return sorted(attributes.get("members") or ())
