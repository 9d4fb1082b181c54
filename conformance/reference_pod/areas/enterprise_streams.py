"""The streams of a whole company and their members, for its administrators."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.paging import window
from conformance.reference_pod.records.streams import CHATS, STREAMS, Member, Stream
from conformance.reference_pod.records.users import TENANTS, USERS
from conformance.reference_pod.rights import PROVISIONING, allows
from conformance.reference_pod.streams.access import known_stream
from conformance.reference_pod.streams.views import last_message, origin

TYPES = (*CHATS, "ROOM")
CHOICES = {
    "scope": ("INTERNAL", "EXTERNAL"),
    "origin": ("INTERNAL", "EXTERNAL"),
    "status": ("ACTIVE", "INACTIVE"),
    "privacy": ("PUBLIC", "PRIVATE"),
}


def list_streams_as_admin(call: Call) -> Answer:
    """The IMs, MIMs and rooms in which the company takes part, oldest first, that fit the filter."""
    skip, limit = window(call, 50, 100)
    criteria: dict[str, Any] = call.body or {}
    _check(criteria)
    table, tenant = call.store[STREAMS], call.caller.tenant
    if any(value not in (None, []) for value in criteria.values()):
        fitting = [s for s in table.find("enterprise", tenant) if _fits(call, s, criteria)]
        count, page = len(fitting), fitting[skip : skip + limit]
    else:
        count = table.count("enterprise", tenant)
        page = table.page(skip, limit, index="enterprise", value=tenant)
    return Answer(
        {
            "count": count,
            "skip": skip,
            "limit": limit,
            "filter": criteria,
            "streams": [_info(call, stream) for stream in page],
        }
    )


def list_stream_members_as_admin(call: Call) -> Answer:
    """The current members of an IM, MIM or room in which the company takes part."""
    stream = known_stream(call, call.path["id"], *TYPES)
    skip, limit = window(call, 100, 1000)
    return Answer(
        {
            "count": len(stream.current),
            "skip": skip,
            "limit": limit,
            "members": [_member(call, stream, member) for member in stream.current[skip : skip + limit]],
        }
    )


def _check(criteria: dict[str, Any]) -> None:
    for name, values in CHOICES.items():
        if criteria.get(name) not in (None, *values):
            raise bad_request(f"{name} must be {' or '.join(values)}")
    if any(entry.get("type") not in TYPES for entry in criteria.get("streamTypes") or ()):
        raise bad_request("The type of a stream must be IM, MIM or ROOM")


def _fits(call: Call, stream: Stream, criteria: dict[str, Any]) -> bool:
    types = [entry["type"] for entry in criteria.get("streamTypes") or ()]
    facts = {
        "scope": "EXTERNAL" if stream.cross_pod else "INTERNAL",
        "origin": origin(stream, call.caller.tenant),
        "status": "ACTIVE" if stream.active else "INACTIVE",
        "privacy": "PUBLIC" if stream.public else "PRIVATE",
    }
    since, until = criteria.get("startDate"), criteria.get("endDate")
    return (
        (not types or stream.type in types)
        and all(criteria.get(name) in (None, fact) for name, fact in facts.items())
        and (since is None or _modified(stream) >= since)
        and (until is None or _modified(stream) <= until)
    )


def _modified(stream: Stream) -> int:
    """IMs and MIMs never change: what counts for them is when they were created."""
    return stream.modified if stream.type == "ROOM" else stream.created


def _info(call: Call, stream: Stream) -> dict[str, Any]:
    company = call.store[TENANTS].get(stream.tenant)
    attributes: dict[str, Any] = {
        "createdByUserId": stream.created_by,
        "createdDate": stream.created,
        "lastModifiedDate": _modified(stream),
        "originCompanyId": stream.tenant,
        "membersCount": len(stream.current),
    }
    if company is not None:
        attributes["originCompany"] = company.name
    latest = last_message(call.store, stream)
    if latest is not None:
        attributes["lastMessageDate"] = latest
    info: dict[str, Any] = {
        "id": stream.id,
        "isExternal": stream.cross_pod,
        "isActive": stream.active,
        "type": stream.type,
        "crossPod": stream.cross_pod,
        "origin": origin(stream, call.caller.tenant),
        "attributes": attributes,
    }
    if stream.type == "ROOM":
        info["isPublic"] = stream.public
        named = {"name": "roomName", "description": "roomDescription"}
        attributes |= {named[key]: stream.attributes[key] for key in named if key in stream.attributes}
        attributes["groupChat"] = bool(stream.attributes.get("groupChat"))
    else:
        attributes["members"] = sorted(member.user for member in stream.current)
    return info


def _member(call: Call, stream: Stream, member: Member) -> dict[str, Any]:
    wire: dict[str, Any] = {
        "user": _user(call, member.user),
        "isOwner": member.owner,
        "isCreator": member.user == stream.created_by,
        "joinDate": member.joined,
    }
    if member.through_groups:
        wire["addedThroughGroups"] = list(member.through_groups)
    return wire


def _user(call: Call, user_id: int) -> dict[str, Any]:
    wire: dict[str, Any] = {"userId": user_id}
    user = call.store[USERS].get(user_id)
    if user is None:
        return wire
    company = call.store[TENANTS].get(user.tenant)
    external = user.tenant != call.caller.tenant
    details = {
        # The address of an external user is shown to user provisioning accounts only.
        "email": user.email if not external or allows(call.caller, PROVISIONING) else None,
        "firstName": user.attributes.get("firstName"),
        "lastName": user.attributes.get("lastName"),
        "displayName": user.display_name,
        "company": company.name if company is not None else None,
        "companyId": user.tenant,
        "isExternal": external,
    }
    return wire | {name: value for name, value in details.items() if value is not None}
