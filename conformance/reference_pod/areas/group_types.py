"""The types of groups: what the platform defines, the same for every tenant."""

from __future__ import annotations

from conformance.reference_pod.call import Answer, Call, bad_request, not_found
from conformance.reference_pod.groups.types import BASE_PROPERTIES, TYPES
from conformance.reference_pod.paging import bounds, forward_pagination

LIMIT = 100


def list_types(call: Call) -> Answer:
    """The types by date of creation; `before` is documented as ignored."""
    types = list(TYPES.values())
    if call.query.get("sortOrder") == "DESC":
        types.reverse()
    after = bounds(call, "after").after
    if after is not None:
        ids = [data["id"] for data in types]
        if after not in ids:
            raise bad_request("The cursor is not one of this list")
        types = types[ids.index(after) + 1 :]
    status, limit = call.query.get("status"), call.query.get("limit", LIMIT)
    found = [data for data in types if status in (None, data["status"])]
    page = found[:limit]
    links = forward_pagination(call, [data["id"] for data in page], more=len(found) > limit)
    return Answer({"pagination": links, "data": [{name: d[name] for name in BASE_PROPERTIES} for d in page]})


def get_type(call: Call) -> Answer:
    """One type with all its controls."""
    found = TYPES.get(call.path["typeId"])
    if found is None:
        raise not_found(f"There is no group type {call.path['typeId']}")
    return Answer(found)
