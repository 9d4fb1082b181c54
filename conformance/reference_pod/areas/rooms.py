"""Rooms: creating them, their attributes, and taking them out of use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Answer, Call, bad_request, forbidden
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.expressions import EXPRESSIONS, Expression, offends
from conformance.reference_pod.records.features import has_feature
from conformance.reference_pod.records.streams import STREAMS, Member, Stream, room_name_key
from conformance.reference_pod.records.users import TENANTS
from conformance.reference_pod.streams import room_rules
from conformance.reference_pod.streams.access import (
    administers,
    check_pin,
    compliance_issue,
    known_stream,
    readable_stream,
)
from conformance.reference_pod.streams.room_owners import active_owners, with_owner
from conformance.reference_pod.streams.views import room_detail, room_detail_v3

NEEDED = {
    "public": "canCreatePublicRoom",
    "crossPod": "isExternalRoomEnabled",
    "multiLateralRoom": "canCreateMultiLateralRoom",
}
"""The entitlement that a user needs to create a room with this attribute."""


def seed(pod: Pod) -> None:
    """Every tenant forbids one expression from the start."""
    for tenant in pod.store[TENANTS]:
        pod.store[EXPRESSIONS].put(Expression(tenant.id, "front running"))


def create_room(call: Call) -> Answer:
    """A new room with the caller as its owner and only member."""
    asked = call.body
    _check_entitlements(call, asked)
    attributes = room_rules.created(asked)
    _check_texts(call, call.caller.tenant, attributes, None)
    room = Stream(
        id=call.pod.ids.text(),
        type="ROOM",
        tenant=call.caller.tenant,
        created=call.now,
        created_by=call.caller.id,
        members=(Member(call.caller.id, call.now, owner=True),),
        attributes=attributes,
        updated=call.now,
    )
    return Answer(room_detail_v3(call.store[STREAMS].put(room)))


def update_room(call: Call) -> Answer:
    """Changes the attributes that the body names; for owners and administrators."""
    room = known_stream(call, call.path["id"], "ROOM")
    if not (room.owned_by(call.caller.id) or administers(call, room)):
        raise forbidden("Only owners may change a room")
    _check_history(call, room)
    attributes = room_rules.changed(room.attributes, call.body)
    pinned = attributes.get("pinnedMessageId", "")
    if pinned != room.attributes.get("pinnedMessageId", ""):
        check_pin(call, room, pinned)
    _check_texts(call, room.tenant, attributes, room)
    return Answer(
        room_detail_v3(call.store[STREAMS].put(replace(room, attributes=attributes, updated=call.now)))
    )


def get_room(call: Call) -> Answer:
    """A room as its members and those who may see any stream read it."""
    return Answer(room_detail_v3(readable_stream(call, call.path["id"], "ROOM")))


def set_room_active(call: Call) -> Answer:
    """Takes a room of the company out of use, or back into it; for owners and administrators."""
    room = known_stream(call, call.path["id"], "ROOM")
    if room.tenant != call.caller.tenant:
        raise forbidden("A room of another company cannot be deactivated or reactivated")
    if not (room.owned_by(call.caller.id) or administers(call, room)):
        raise forbidden("Only owners may deactivate or reactivate a room")
    return _set_active(call, room)


def set_room_active_as_admin(call: Call) -> Answer:
    """The same for administrators, who need not be owners."""
    room = known_stream(call, call.path["id"], "ROOM")
    if room.tenant != call.caller.tenant:
        raise forbidden("A room of another company cannot be deactivated or reactivated")
    return _set_active(call, room)


def _set_active(call: Call, room: Stream) -> Answer:
    active = call.query["active"]
    if active and not room.current:
        raise bad_request("A room without members cannot be reactivated")
    if active != room.active:
        room = with_owner(call.store, replace(room, active=active, updated=call.now), call.now)
        if active and room.public and not active_owners(call.store, room):
            raise bad_request("A public room that none of its members may own cannot be reactivated")
        call.store[STREAMS].put(room)
    return Answer(room_detail(room))


def _check_entitlements(call: Call, asked: dict[str, Any]) -> None:
    """What a user needs its own entitlement for when it creates a room."""
    for attribute, feature in NEEDED.items():
        if asked.get(attribute) and not has_feature(call.caller, feature):
            raise forbidden(f"The user needs the entitlement {feature} to create such a room")
    if asked.get("crossPod") and asked.get("viewHistory"):
        _check_shared_history(call)


def _check_history(call: Call, room: Stream) -> None:
    """Who may switch the sharing of a room's history on or off."""
    wanted = call.body.get("viewHistory")
    if wanted is None or wanted == bool(room.attributes.get("viewHistory")):
        return
    if not (room.owned_by(call.caller.id) or has_feature(call.caller, "canUpdateRoomHistoryProperty")):
        raise forbidden("Only owners may change whether the room shares its history")
    if wanted and room.cross_pod:
        _check_shared_history(call)


def _check_shared_history(call: Call) -> None:
    # An entitlement of the whole pod; it reaches the handler through the features of its users.
    if not has_feature(call.caller, "canCreateExternalRoomSharedHistory"):
        raise forbidden("The history of a cross-pod room may not be shared on this pod")


def _check_texts(call: Call, tenant: int, attributes: dict[str, Any], room: Stream | None) -> None:
    """No text offends against the compliance rules of the company, and no other room there has the name."""
    if offends(call.store, tenant, room_rules.texts(attributes)):
        raise compliance_issue("The attributes of the room contain an expression that compliance forbids")
    name = attributes.get("name")
    taken = call.store[STREAMS].first("room-name", room_name_key(tenant, name)) if name else None
    if taken is not None and (room is None or taken.id != room.id):
        raise bad_request("There is a room of this name already")
