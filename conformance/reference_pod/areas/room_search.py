"""Finding rooms by name, by the tags of their description and by their keywords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.paging import window
from conformance.reference_pod.records.streams import STREAMS, Stream
from conformance.reference_pod.streams.access import walled_off
from conformance.reference_pod.streams.views import room_detail_v3

EXACT, PREFIX, PART, TAG = range(4)
"""How well a room matches, best first: its whole name, the start, a part, or only a tag or keyword."""

_TAG = re.compile(r"[#$](\w[\w-]*)")


@dataclass(frozen=True, slots=True)
class _Match:
    room: Stream
    rank: int
    labels: tuple[str, ...]


def search_rooms(call: Call) -> Answer:
    """Rooms that match the query, among those that the caller is a member of or could find.

    `count` is the number of all matches and `limit` the one asked for. BASIC lists the oldest room first,
    RELEVANCE the best match; the document leaves both orders open.
    """
    skip, limit = window(call, 50, 100)
    criteria: dict[str, Any] = call.body
    if criteria.get("subType") not in (None, "EMAIL"):
        raise bad_request("subType must be EMAIL")
    labels = criteria.get("labels") or []
    found = [
        match
        for room in _scope(call)
        if _fits(room, criteria) and (match := _match(room, criteria["query"].casefold(), labels)) is not None
    ]
    if criteria.get("sortOrder") == "RELEVANCE":
        found.sort(key=lambda match: match.rank)
    return Answer(
        {
            "count": len(found),
            "skip": skip,
            "limit": limit,
            "query": criteria,
            "rooms": [room_detail_v3(match.room) for match in found[skip : skip + limit]],
            "facetedMatchCount": _facets(found, labels),
        }
    )


def _scope(call: Call) -> list[Stream]:
    """The caller's own rooms, active or not, and the company's active rooms that are public or visible."""
    own = [room for room in call.store[STREAMS].find("member", call.caller.id) if room.type == "ROOM"]
    others = (
        room
        for room in call.store[STREAMS].find("open-room", call.caller.tenant)
        if room.member(call.caller.id) is None and (room.public or not _barred(call, room))
    )
    return sorted([*own, *others], key=lambda room: (room.created, room.id))


def _barred(call: Call, room: Stream) -> bool:
    return walled_off(call.store, call.caller.id, (member.user for member in room.current))


def _fits(room: Stream, criteria: dict[str, Any]) -> bool:
    active, private = criteria.get("active"), criteria.get("private")
    owner, creator, member = (_id(criteria, name) for name in ("owner", "creator", "member"))
    return (
        # Rooms of the one subtype that can be asked for were those of an e-mail integration, which is gone.
        criteria.get("subType") is None
        and (active is None or room.active == active)
        and (private is None or room.public != private)
        and (owner is None or room.owned_by(owner))
        and (creator is None or room.created_by == creator)
        and (member is None or room.member(member) is not None)
    )


def _id(criteria: dict[str, Any], name: str) -> int | None:
    user: int | None = (criteria.get(name) or {}).get("id")
    return user


def _match(room: Stream, query: str, labels: list[str]) -> _Match | None:
    """How the room matches; of the description only hashtags and cashtags are searched."""
    hits = tuple(
        label for label in dict.fromkeys(labels) if any(query in value for value in _values(room, label))
    )
    name = room.attributes.get("name", "").casefold()
    if query in name:
        rank = EXACT if name == query else PREFIX if name.startswith(query) else PART
        return _Match(room, rank, hits)
    tags = _TAG.findall(room.attributes.get("description", "").casefold())
    if hits or any(query in tag for tag in tags):
        return _Match(room, TAG, hits)
    return None


def _values(room: Stream, label: str) -> Iterator[str]:
    for tag in room.attributes.get("keywords", ()):
        if tag["key"] == label:
            yield tag["value"].casefold()


def _facets(found: list[_Match], labels: list[str]) -> list[dict[str, Any]]:
    counts = {label: sum(label in match.labels for match in found) for label in labels}
    return [{"facet": label, "count": count} for label, count in counts.items() if count]
