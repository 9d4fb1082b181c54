"""Defects that show after certain steps only, and those of one area that disturb another."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, after_success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.connections import CONNECTIONS
from conformance.reference_pod.records.followers import FOLLOWS
from conformance.reference_pod.records.groups import GROUPS
from conformance.reference_pod.records.streams import STREAMS, Stream
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.wire import Endpoint, Request, Response, json_response

Wrap = Callable[[Pod, Operation, Endpoint], Endpoint]


def _only(*operations: str) -> Callable[[Pod, Operation], bool]:
    return lambda _, operation: operation.id in operations


def _named(request: Request) -> int:
    """The user that a body names; 0 for none."""
    try:
        body = json.loads(request.body)
        return int(body.get("id") or body.get("userId") or 0)
    except (ValueError, TypeError, AttributeError):
        return 0


def _on_room(change: Callable[[Stream, int, int], Stream]) -> Wrap:
    """A defect that spoils the room of a request: gets the room, the user of the body and the time."""

    def spoil(pod: Pod, request: Request) -> None:
        room = pod.store[STREAMS].get(request.path["id"])
        if room is not None:
            pod.store[STREAMS].put(change(room, _named(request), pod.clock()))

    return after_success(spoil)


def _returning_owners(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        before, user = pod.store[STREAMS].get(request.path["id"]), _named(request)
        returns = before is not None and any(m.user == user and m.left is not None for m in before.members)
        response = endpoint(request)
        room = pod.store[STREAMS].get(request.path["id"])
        if response.ok and returns and room is not None:
            pod.store[STREAMS].put(room.with_ownership(user, True, pod.clock()))
        return response

    return respond


def _promotes_outsiders(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        room, user = pod.store[STREAMS].get(request.path["id"]), _named(request)
        if room is not None and user and room.active and room.member(user) is None:
            pod.store[STREAMS].put(room.joined_by(user, pod.clock()))
        return endpoint(request)

    return respond


def _creates_inactive(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.ok:
            room = pod.store[STREAMS].get(json.loads(response.body)["roomSystemInfo"]["id"])
            assert room is not None
            pod.store[STREAMS].put(replace(room, active=False))
        return response

    return respond


def _only_the_asker_removes(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        caller, peer = caller_of(pod, request).id, int(request.path["uid"])
        kept = pod.store[CONNECTIONS].get(frozenset((caller, peer)))
        response = endpoint(request)
        if response.ok and kept is not None and kept.requester != caller:
            pod.store[CONNECTIONS].put(kept)
        return response

    return respond


def _rejects_colleagues(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response, peer = endpoint(request), _named(request)
        if response.status == 400 and peer >> 36 == caller_of(pod, request).tenant:
            return json_response(200, {"userId": peer, "status": "ACCEPTED"})
        return response

    return respond


def _revives_deleted(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        group = pod.store[GROUPS].get(request.path["groupId"])
        if group is not None and not group.active:
            body = {**json.loads(request.body), "eTag": group.etag, "status": "ACTIVE"}
            headers = {**request.headers, "if-match": group.etag}
            request = replace(request, headers=headers, body=json.dumps(body).encode())
        return endpoint(request)

    return respond


def _empties_group(pod: Pod, request: Request) -> None:
    group = pod.store[GROUPS].get(request.path["groupId"])
    if group is not None:
        pod.store[GROUPS].put(replace(group, members=()))


def _ends_followings(pod: Pod, _request: Request) -> None:
    for follow in pod.store[FOLLOWS]:
        pod.store[FOLLOWS].delete((follow.follower, follow.followed))


def _ends_connections(pod: Pod, _request: Request) -> None:
    for connection in pod.store[CONNECTIONS]:
        pod.store[CONNECTIONS].delete(frozenset((connection.requester, connection.invitee)))


STATEFUL_DEFECTS = (
    Defect(
        "returning-owners",
        "Who left a room and comes back is an owner of it.",
        _returning_owners,
        _only("addRoomMember", "addRoomMemberAsAdmin"),
    ),
    Defect(
        "reactivation-empties",
        "A room that is reactivated has lost its members, but for owners.",
        _on_room(lambda room, _user, _now: replace(room, members=room.owners) if room.active else room),
        _only("setRoomActive", "setRoomActiveAsAdmin"),
    ),
    Defect(
        "demotion-removes",
        "A demoted owner is no member any more.",
        _on_room(lambda room, user, now: room.left_by(user, now)),
        _only("demoteRoomOwner"),
    ),
    Defect(
        "promotes-outsiders",
        "Promoting somebody who is no member makes a member of them.",
        _promotes_outsiders,
        _only("promoteRoomOwner"),
    ),
    Defect("creates-inactive", "A new room is not active.", _creates_inactive, _only("createRoom")),
    Defect(
        "only-the-asker-removes",
        "A connection that the invited user removes stays.",
        _only_the_asker_removes,
        _only("removeConnection"),
    ),
    Defect(
        "rejects-colleagues",
        "Rejecting a colleague is answered with 200.",
        _rejects_colleagues,
        _only("rejectConnection"),
    ),
    Defect(
        "revives-deleted",
        "Any update of a deleted group makes it active again.",
        _revives_deleted,
        _only("updateGroup"),
    ),
    Defect(
        "empties-group",
        "A change takes all members out.",
        after_success(_empties_group),
        _only("updateAvatar"),
    ),
    Defect(
        "ends-followings",
        "A change elsewhere ends all followings.",
        after_success(_ends_followings),
        _only("updateAvatar", "addMemberToGroup", "setRoomActive"),
    ),
    Defect(
        "ends-connections",
        "A change elsewhere ends all connections.",
        after_success(_ends_connections),
        _only("setRoomActive", "unfollowUsers", "updateAvatar"),
    ),
)
