"""Streams in the words of the API."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.records.messages import MESSAGES
from conformance.reference_pod.records.streams import Member, Stream
from conformance.reference_pod.store import Store
from conformance.reference_pod.streams.room_rules import FLAGS, TEXTS

LATEST = (1 << 63, "")


def room_detail_v3(stream: Stream) -> dict[str, Any]:
    """V3RoomDetail; `groups` only when a group was added to the room."""
    attributes = {name: stream.attributes[name] for name in TEXTS if name in stream.attributes}
    attributes |= {flag: bool(stream.attributes.get(flag)) for flag in FLAGS}
    detail: dict[str, Any] = {"roomAttributes": attributes, "roomSystemInfo": room_system_info(stream)}
    if stream.groups:
        detail["groups"] = _groups(stream)
    return detail


def room_detail(stream: Stream) -> dict[str, Any]:
    """RoomDetail, the first version, which setActive answers."""
    attributes = {
        name: stream.attributes[name] for name in ("name", "description") if name in stream.attributes
    }
    flags = {flag: bool(stream.attributes.get(flag)) for flag in FLAGS}
    return {
        "roomAttributes": attributes | {flag: flags[flag] for flag in ("membersCanInvite", "discoverable")},
        "roomSystemInfo": room_system_info(stream),
        "immutableRoomAttributes": {flag: flags[flag] for flag in ("public", "readOnly", "copyProtected")},
    }


def room_system_info(stream: Stream) -> dict[str, Any]:
    """RoomSystemInfo."""
    return {
        "id": stream.id,
        "creationDate": stream.created,
        "createdByUserId": stream.created_by,
        "active": stream.active,
    }


def members(stream: Stream, *, past: bool = False) -> list[dict[str, Any]]:
    """MembershipList in the order of joining; with the members that have left when `past` is true."""
    if not past:
        return [_member(m) for m in stream.current]
    return [_member(m) for m in sorted(stream.members, key=lambda m: (m.joined, m.user))]


def stream_attributes(store: Store, stream: Stream) -> dict[str, Any]:
    """StreamAttributes, which the lists of a user's streams contain."""
    wire: dict[str, Any] = {
        "id": stream.id,
        "crossPod": stream.cross_pod,
        "active": stream.active,
        "streamType": {"type": stream.type},
    }
    if stream.type == "ROOM":
        wire["roomAttributes"] = {"name": stream.attributes["name"]} if "name" in stream.attributes else {}
    else:
        wire["streamAttributes"] = {"members": sorted(m.user for m in stream.current)}
    return wire


def stream_attributes_v2(store: Store, stream: Stream, tenant: int) -> dict[str, Any]:
    """V2StreamAttributes, as somebody of this tenant sees them."""
    wire = stream_attributes(store, stream) | {"origin": origin(stream, tenant)}
    latest = last_message(store, stream)
    if latest is not None:
        wire["lastMessageDate"] = latest
    if stream.groups:
        wire["roomAttributes"] |= {"groups": _groups(stream)}
    return wire


def origin(stream: Stream, tenant: int) -> str:
    """INTERNAL for the tenant whose user created the stream, EXTERNAL for the others."""
    return "INTERNAL" if stream.tenant == tenant else "EXTERNAL"


def last_message(store: Store, stream: Stream) -> int | None:
    """When the newest message of the stream was sent, in epoch milliseconds."""
    newest = store[MESSAGES].before(LATEST, 1, index="stream", value=stream.id)
    return newest[0].created if newest else stream.last_message


def _member(member: Member) -> dict[str, Any]:
    wire: dict[str, Any] = {"id": member.user, "owner": member.owner, "joinDate": member.joined}
    if member.through_groups:
        wire["addedThroughGroups"] = list(member.through_groups)
    return wire


def _groups(stream: Stream) -> list[dict[str, int]]:
    return [{"id": group, "addedBy": user} for group, user in stream.groups]
