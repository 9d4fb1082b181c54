"""IMs and MIMs: conversations whose members never change; the same members always meet in the same stream."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

from conformance.reference_pod.call import Answer, Call, bad_request, forbidden
from conformance.reference_pod.records.features import has_feature
from conformance.reference_pod.records.streams import CHATS, STREAMS, Member, Stream
from conformance.reference_pod.records.users import User
from conformance.reference_pod.streams.access import (
    administers,
    check_pin,
    connected,
    known_stream,
    participant,
    readable_stream,
    walled_off,
)


def create_im(call: Call) -> Answer:
    """The conversation of the caller with the users in the list, old or new."""
    others = set(call.body) - {call.caller.id}
    if not others:
        raise bad_request("At least one other user is needed")
    found = _existing(call, {call.caller.id, *others})
    if found is not None:
        return Answer({"id": found.id})
    users = [participant(call, user) for user in sorted(others)]
    externals = [user for user in users if user.tenant != call.caller.tenant]
    if externals and not has_feature(call.caller, "isExternalIMEnabled"):
        raise forbidden("The user may not chat with users of other companies")
    return _create(call, [call.caller, *users])


def create_im_for_users(call: Call) -> Answer:
    """The conversation of the users in the list; the caller is in it only when the list names it."""
    wanted = set(call.body)
    if len(wanted) < 2:
        raise bad_request("At least two users are needed")
    found = _existing(call, wanted)
    if found is not None and call.caller.tenant in found.tenants:
        return Answer({"id": found.id})
    users = [participant(call, user) for user in sorted(wanted)]
    if all(user.tenant != call.caller.tenant for user in users):
        raise bad_request("At least one of the users must belong to the caller's company")
    return _create(call, users)


def get_im(call: Call) -> Answer:
    """An IM or MIM as its members and those who may see any stream read it."""
    return Answer(_detail(call, readable_stream(call, call.path["id"], *CHATS)))


def update_im(call: Call) -> Answer:
    """Pins a message of the conversation, or unpins it with an empty id."""
    stream = known_stream(call, call.path["id"], *CHATS)
    if stream.member(call.caller.id) is None and not administers(call, stream):
        raise forbidden("Only members may change this conversation")
    pinned = call.body.get("pinnedMessageId")
    if pinned is None:
        raise bad_request("The update names no attribute that can be changed")
    check_pin(call, stream, pinned)
    attributes = {"pinnedMessageId": pinned} if pinned else {}
    # Neither kind of stream counts as modified by this: their members and properties are fixed.
    return Answer(_detail(call, call.store[STREAMS].put(replace(stream, attributes=attributes))))


def _existing(call: Call, users: set[int]) -> Stream | None:
    return call.store[STREAMS].first("conversation", frozenset(users))


def _create(call: Call, users: list[User]) -> Answer:
    tenants = {user.tenant for user in users}
    if len(tenants) > 2:
        raise bad_request("Users of more than two companies can meet only in a multilateral room")
    if len(tenants) > 1 and not all(has_feature(user, "isExternalIMEnabled") for user in users):
        raise bad_request("One of the users is not entitled to chat with users of other companies")
    _check_connections(call, users)
    ids = [user.id for user in users]
    if any(walled_off(call.store, user, ids) for user in ids):
        raise forbidden("An information barrier keeps these users apart")
    stream = Stream(
        id=call.pod.ids.text(),
        type="IM" if len(ids) == 2 else "MIM",
        tenant=call.caller.tenant,
        created=call.now,
        created_by=call.caller.id,
        members=tuple(Member(user, call.now) for user in ids),
        updated=call.now,
    )
    return Answer({"id": call.store[STREAMS].put(stream).id})


def _check_connections(call: Call, users: list[User]) -> None:
    """External users must be connected: with the caller if it takes part, else with every internal user."""
    internal = [user for user in users if user.tenant == call.caller.tenant]
    hosts = [user for user in internal if user.id == call.caller.id] or internal
    external = [user for user in users if user.tenant != call.caller.tenant]
    if not all(connected(call.store, host, user) for host, user in product(hosts, external)):
        raise bad_request("An external user can be added only after a connection request was accepted")


def _detail(call: Call, stream: Stream) -> dict[str, Any]:
    return {
        "V1IMAttributes": dict(stream.attributes),
        "IMSystemInfo": {
            "id": stream.id,
            "creationDate": stream.created,
            "active": stream.active,
        },
    }
