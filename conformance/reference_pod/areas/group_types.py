"""The types of groups: what the platform defines, the same for every tenant."""

from __future__ import annotations

from conformance.reference_pod.call import Answer, Call, not_found
from conformance.reference_pod.cursors import pagination, place_of
from conformance.reference_pod.group_types import BASE_PROPERTIES, TYPES

LIMIT = 100


def list_types(call: Call) -> Answer:
    """The types by date of creation; `before` is documented as ignored."""
    descending = call.query.get("sortOrder") == "DESC"
    status = call.query.get("status")
    found = [
        ((number, type_id), data)
        for number, (type_id, data) in enumerate(TYPES.items())
        if status in (None, data["status"])
    ]
    if descending:
        found.reverse()
    if "after" in call.query:
        last = place_of(call.query["after"])
        found = [(place, data) for place, data in found if (place < last if descending else place > last)]
    limit = call.query.get("limit", LIMIT)
    page = found[:limit]
    first, last_place = (page[0][0], page[-1][0]) if page else (None, None)
    links = pagination(call, "/profile-manager/v1/types", first, last_place, more=len(found) > limit)
    data = [{name: data[name] for name in BASE_PROPERTIES} for _, data in page]
    return Answer({"pagination": links, "data": data})


def get_type(call: Call) -> Answer:
    """One type with all its controls."""
    found = TYPES.get(call.path["typeId"])
    if found is None:
        raise not_found(f"There is no group type {call.path['typeId']}")
    return Answer(found)
