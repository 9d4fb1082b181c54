"""Defects of rooms, IMs and streams: attributes that change, locks that do not hold, filters not heard."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, on_success, with_body
from conformance.reference_pod.defects.rules import as_admin
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.streams import STREAMS, Stream
from conformance.reference_pod.rights import REQUIRED
from conformance.reference_pod.streams.room_rules import FIXED, FLAGS
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.wire import Endpoint, Request, Response, encode

Wrap = Callable[[Pod, Operation, Endpoint], Endpoint]


def _only(*operation_ids: str) -> Callable[[Pod, Operation], bool]:
    return lambda _pod, operation: operation.id in operation_ids


def _body(request: Request) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return None


def _with_body(request: Request, body: Any) -> Request:
    return replace(request, body=encode(body).encode())


def _changing_body(change: Callable[[Pod, Request, Any], Any]) -> Wrap:
    def wrap(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        return lambda request: endpoint(_with_body(request, change(pod, request, _body(request))))

    return wrap


def _after(change: Callable[[Stream, Any], Stream], *, if_refused: bool = False) -> Wrap:
    """Change the stream that the path names once the request was answered."""

    def wrap(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            response = endpoint(request)
            stream = pod.store[STREAMS].get(request.path["id"])
            if stream is not None and (response.ok or if_refused):
                pod.store[STREAMS].put(change(stream, _body(request) or {}))
            return response

        return respond

    return wrap


def _meanwhile(change: Callable[[Stream], Stream], back: Callable[[Stream, Stream], Stream]) -> Wrap:
    """Show the endpoint other streams than there are, and give each back what it had."""

    def wrap(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            table = pod.store[STREAMS]
            changed = [(stream, after) for stream in table if (after := change(stream)) is not stream]
            for _, after in changed:
                table.put(after)
            try:
                return endpoint(request)
            finally:
                for before, _ in changed:
                    now = table.get(before.id)
                    assert now is not None
                    table.put(back(before, now))

        return respond

    return wrap


def _with_fixed(stream: Stream, body: dict[str, Any]) -> Stream:
    asked = {name: body[name] for name in (*FIXED, "copyProtected") if name in body}
    return replace(stream, attributes={**stream.attributes, **asked})


def _reset(stream: Stream, body: dict[str, Any]) -> Stream:
    kept = {name: value for name, value in stream.attributes.items() if name in body}
    return replace(stream, attributes={**dict.fromkeys(FLAGS, False), **kept})


def _activated(stream: Stream) -> Stream:
    return stream if stream.active or stream.type != "ROOM" else replace(stream, active=True)


def _opened(stream: Stream) -> Stream:
    if stream.type != "ROOM" or stream.attributes.get("discoverable"):
        return stream
    return replace(stream, attributes={**stream.attributes, "discoverable": True})


def _ignores_ownership(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        return endpoint(as_admin(pod, request)) if response.status == 403 else response

    return respond


def _refuses_duplicates(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        body = _body(request)
        if isinstance(body, list) and len(set(body)) < len(body):
            return error_response(operation.api, 400, "The list has duplicates")
        return endpoint(request)

    return respond


def _conversations_anew(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    known: list[bytes] = []

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok:
            return response
        known.append(response.body)
        if known.count(response.body) == 1:
            return response
        return replace(response, body=encode({"id": f"again{len(known)}"}).encode())

    return respond


def _keeps_pins(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.ok and (_body(request) or {}).get("pinnedMessageId") == "":
            pod.store.undo()
        return response

    return respond


def _including_caller(pod: Pod, request: Request, body: Any) -> Any:
    return [*body, caller_of(pod, request).id] if isinstance(body, list) and len(set(body)) > 1 else body


def _including_inactive(_pod: Pod, _request: Request, body: Any) -> Any:
    return {**(body or {}), "includeInactiveStreams": True}


def _changing_answer(change: Callable[[dict[str, Any]], dict[str, Any]]) -> Wrap:
    return on_success(
        lambda _pod, _operation, response: with_body(
            response, encode(change(json.loads(response.body))).encode()
        )
    )


def _counting_the_rest(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "count": len(body["rooms"])}


def _readers_everywhere(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "delivered": body["read"] + body["delivered"], "sent": body["read"] + body["sent"]}


def _in_seconds(body: dict[str, Any]) -> dict[str, Any]:
    nested = {key: _in_seconds(value) for key, value in body.items() if isinstance(value, dict)}
    dates = {key: value // 1000 for key, value in body.items() if key == "creationDate"}
    return body | nested | dates


def _refuses_sorting(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        if "sortOrder" in (_body(request) or {}):
            return error_response(operation.api, 400, "The order cannot be chosen")
        return endpoint(request)

    return respond


def _with_past_members(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    return lambda request: endpoint(replace(request, query={**request.query, "includePastMembers": ["true"]}))


def _refuses_chatsas_admin(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        stream = pod.store[STREAMS].get(request.path["id"])
        if stream is not None and stream.type != "ROOM":
            return error_response(operation.api, 400, "This is no room")
        return endpoint(request)

    return respond


_LOCKED = ("addRoomMember", "removeRoomMember", "addRoomMemberAsAdmin", "removeRoomMemberAsAdmin")
_LISTS = ("listStreams", "listUserStreams")

STREAM_DEFECTS = (
    Defect(
        "changes-fixed-attributes",
        "An update changes what cannot be changed, whatever it answers.",
        _after(_with_fixed, if_refused=True),
        _only("updateRoom"),
    ),
    Defect(
        "resets-attributes",
        "An update takes away the attributes that it does not name.",
        _after(_reset),
        _only("updateRoom"),
    ),
    Defect(
        "moves-creation",
        "An update counts as the creation of the room.",
        _after(lambda stream, _: replace(stream, created=stream.created + 1)),
        _only("updateRoom", "setRoomActive"),
    ),
    Defect(
        "ignores-deactivation",
        "The membership of a deactivated room can be changed.",
        _meanwhile(_activated, lambda before, now: replace(now, active=before.active)),
        _only(*_LOCKED),
    ),
    Defect(
        "shows-hidden-rooms",
        "Rooms that are not discoverable are found by everybody.",
        _meanwhile(_opened, lambda before, now: replace(now, attributes=before.attributes)),
        _only("searchRooms"),
    ),
    Defect(
        "ignores-ownership",
        "Callers who may not do this to this stream or message are served.",
        _ignores_ownership,
        lambda _pod, operation: operation.api == "pod" and operation.id not in REQUIRED,
    ),
    Defect(
        "refuses-duplicates",
        "A list of users with duplicates is refused.",
        _refuses_duplicates,
        _only("createIM", "createIMForUsers"),
    ),
    Defect(
        "conversations-anew",
        "An IM that exists already gets another id.",
        _conversations_anew,
        _only("createIM", "createIMForUsers"),
    ),
    Defect(
        "includes-caller",
        "The administrator becomes a member of the IM that it creates for others.",
        _changing_body(_including_caller),
        _only("createIMForUsers"),
    ),
    Defect("keeps-pins", "Unpinning is answered and not done.", _keeps_pins, _only("updateIM", "updateRoom")),
    Defect(
        "always-lists-inactive",
        "Inactive streams are listed even when they were not asked for.",
        _changing_body(_including_inactive),
        _only(*_LISTS),
    ),
    Defect(
        "refuses-chats",
        "IMs and MIMs are refused where rooms are served.",
        _refuses_chatsas_admin,
        _only("listStreamMembersAsAdmin"),
    ),
    Defect(
        "counts-the-rest",
        "The count is that of the rooms in the answer.",
        _changing_answer(_counting_the_rest),
        _only("searchRooms"),
    ),
    Defect(
        "dates-in-seconds",
        "Dates of creation are in seconds.",
        _changing_answer(_in_seconds),
        _only("getRoom", "getIM"),
    ),
    Defect(
        "lists-readers-everywhere",
        "Who has read a message is listed as not having read it as well.",
        _changing_answer(_readers_everywhere),
        _only("getMessageStatus"),
    ),
    Defect(
        "refuses-sorting", "A search that names an order is refused.", _refuses_sorting, _only("searchRooms")
    ),
    Defect(
        "always-lists-past-members",
        "Those who left are listed even when they were not asked for.",
        _with_past_members,
        _only("listRoomMembersAsAdmin"),
    ),
)
