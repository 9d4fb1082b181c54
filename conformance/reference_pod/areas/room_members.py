"""Members and owners of rooms: joining, leaving, promoting and demoting."""

from __future__ import annotations

from conformance.reference_pod.call import Answer, Call, bad_request, forbidden, success
from conformance.reference_pod.records.features import has_feature
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import USERS, User, tenant_of
from conformance.reference_pod.rights import PROVISIONING, allows
from conformance.reference_pod.streams.access import (
    administers,
    connected,
    known_stream,
    participant,
    readable_stream,
    walled_off,
)
from conformance.reference_pod.streams.room_owners import active_owners, may_own, succeeded, with_owner
from conformance.reference_pod.streams.views import members


def list_room_members(call: Call) -> Answer:
    """The current members, for members and those who may see any stream."""
    return Answer(members(readable_stream(call, call.path["id"], "ROOM")))


def list_room_members_as_admin(call: Call) -> Answer:
    """The members of any room that the company takes part in, with those who left when asked for."""
    room = known_stream(call, call.path["id"], "ROOM")
    return Answer(members(room, past=call.query.get("includePastMembers", False)))


def add_room_member(call: Call) -> Answer:
    """Adds a user; everybody can join a public room of the company by adding itself."""
    room, user_id = _room(call), call.body.get("id")
    if not _may_add(call, room, user_id):
        raise forbidden("The user may not add members to this room")
    return _add(call, room, user_id)


def add_room_member_as_admin(call: Call) -> Answer:
    """Adds a user to a room that the administrator's company has created."""
    room = _room(call)
    if room.tenant != call.caller.tenant:
        raise forbidden("The room belongs to another company")
    return _add(call, room, call.body.get("id"))


def remove_room_member(call: Call) -> Answer:
    """Removes a member; everybody can leave, owners and administrators remove others."""
    room, user_id = _room(call), call.body.get("id")
    if not (user_id == call.caller.id or room.owned_by(call.caller.id) or administers(call, room)):
        raise forbidden("The user may not remove members from this room")
    return _remove(call, room, user_id)


def remove_room_member_as_admin(call: Call) -> Answer:
    """Removes a member from a room of the company, or a user of the company from any room."""
    room, user_id = _room(call), call.body.get("id")
    colleague = user_id is not None and tenant_of(user_id) == call.caller.tenant
    if room.tenant != call.caller.tenant and not colleague:
        raise forbidden("Neither the room nor the member belongs to the administrator's company")
    return _remove(call, room, user_id)


def promote_room_owner(call: Call) -> Answer:
    """Makes a member an owner. An owner of a public room needs the entitlement to create one."""
    room, member = _owned_room(call), call.body.get("id")
    promoted = _membership(room, member)
    user = call.store[USERS].get(promoted.user)
    if not may_own(user, room):
        raise bad_request("The member is not entitled to own a public room")
    if not promoted.owner:
        call.store[STREAMS].put(room.with_ownership(promoted.user, True, call.now))
    return success("Member promoted to owner")


def demote_room_owner(call: Call) -> Answer:
    """Makes an owner a participant; a room keeps at least one owner."""
    room, member = _owned_room(call), call.body.get("id")
    demoted = _membership(room, member)
    if not demoted.owner:
        raise bad_request("The member is not an owner of the room")
    if not any(owner.user != demoted.user for owner in active_owners(call.store, room)):
        raise bad_request("The last owner of a room cannot be demoted")
    call.store[STREAMS].put(room.with_ownership(demoted.user, False, call.now))
    return success("Owner demoted.")


def _room(call: Call) -> Stream:
    return known_stream(call, call.path["id"], "ROOM")


def _owned_room(call: Call) -> Stream:
    """The room, if the caller may decide who owns it; the membership of a deactivated room is locked."""
    room = _room(call)
    provisions = room.tenant == call.caller.tenant and allows(call.caller, PROVISIONING)
    if not (room.owned_by(call.caller.id) or provisions):
        raise forbidden("Only owners may promote and demote members")
    _check_active(room)
    return room


def _check_active(room: Stream) -> None:
    if not room.active:
        raise bad_request("The membership of a deactivated room cannot change")


def _membership(room: Stream, user_id: int | None) -> Member:
    member = None if user_id is None else room.member(user_id)
    if member is None:
        raise bad_request("The user is not a member of the room")
    return member


def _may_add(call: Call, room: Stream, user_id: int | None) -> bool:
    joins = user_id == call.caller.id and room.public and room.tenant == call.caller.tenant
    member = room.member(call.caller.id)
    invites = member is not None and (member.owner or bool(room.attributes.get("membersCanInvite")))
    return joins or invites or administers(call, room)


def _add(call: Call, room: Stream, user_id: int | None) -> Answer:
    _check_active(room)
    if not room.current:
        # Nobody is left who could hand on the keys of the conversation.
        raise bad_request("A room that all members have left cannot be recovered")
    user = participant(call, user_id)
    if room.member(user.id) is not None:
        return success("Member is already part of the room")
    _check_companies(call, room, user)
    if walled_off(call.store, user.id, (member.user for member in room.current)):
        # The request is well formed and the caller may add members, but not this one to these.
        raise forbidden("An information barrier keeps the user out of this room")
    call.store[STREAMS].put(with_owner(call.store, room.joined_by(user.id, call.now), call.now))
    return success("Member added")


def _check_companies(call: Call, room: Stream, user: User) -> None:
    if user.tenant != room.tenant and not room.cross_pod:
        raise bad_request("Users of other companies can only be members of cross-pod rooms")
    companies = {room.tenant, user.tenant, *(tenant_of(member.user) for member in room.current)}
    multilateral = room.attributes.get("multiLateralRoom")
    if len(companies) > 2 and not multilateral:
        raise bad_request("Only a multilateral room can have members of more than two companies")
    if multilateral and not has_feature(user, "canJoinMultiLateralRoom"):
        raise bad_request("The user is not entitled to join multilateral rooms")
    if room.cross_pod and not has_feature(user, "isExternalRoomEnabled"):
        raise bad_request("The user is not entitled to chat in cross-pod rooms")
    if not connected(call.store, call.caller, user):
        raise bad_request("An external user can be added only after a connection request was accepted")


def _remove(call: Call, room: Stream, user_id: int | None) -> Answer:
    """Ends a membership; a public room that none of the others may own is deactivated with its last owner."""
    _check_active(room)
    member = _membership(room, user_id)
    call.store[STREAMS].put(succeeded(call.store, room.left_by(member.user, call.now), call.now))
    return success("Member removed")
