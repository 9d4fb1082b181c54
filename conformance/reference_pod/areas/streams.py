"""Streams of all types: the lists of a user's streams, details and attachments."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from conformance.reference_pod.accounts.lookup import account
from conformance.reference_pod.call import Answer, Call, bad_request, forbidden
from conformance.reference_pod.paging import window
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.messages import MESSAGES, Message
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.rights import ANY_STREAM, allows
from conformance.reference_pod.streams.access import known_stream, readable_stream
from conformance.reference_pod.streams.views import stream_attributes, stream_attributes_v2

CHUNK = 200
"""How many records a filtered list reads at a time."""


def seed(pod: Pod) -> None:
    """The walls of the users that are there from the start; others get theirs with their first post."""
    for user in pod.store[USERS]:
        wall = Stream(
            id=pod.ids.text(),
            type="POST",
            tenant=user.tenant,
            created=user.created,
            created_by=user.id,
            members=(Member(user.id, user.created),),
        )
        pod.store[STREAMS].put(wall)


def list_streams(call: Call) -> Answer:
    """The streams that the caller is a member of, oldest first."""
    return _list(call, call.caller.id)


def list_user_streams(call: Call) -> Answer:
    """The streams that a user of the administrator's company is a member of, oldest first."""
    return _list(call, account(call, call.path["uid"]).id)


def get_stream(call: Call) -> Answer:
    """A stream's details; those of IMs and hidden rooms are for members and privileged users."""
    stream = known_stream(call, call.path["sid"])
    inside = stream.tenant == call.caller.tenant
    findable = stream.type == "POST" or stream.public or bool(stream.attributes.get("discoverable"))
    member = stream.member(call.caller.id) is not None
    if not (member or (inside and findable) or allows(call.caller, ANY_STREAM)):
        raise forbidden("The user may not see the details of this stream")
    return Answer(stream_attributes_v2(call.store, stream, call.caller.tenant))


def list_stream_attachments(call: Call) -> Answer:
    """The files that were sent to a stream from `since` to `to`, both included, in the order of sending."""
    stream = readable_stream(call, call.path["sid"])
    _, limit = window(call, 50, 100)
    since, to = call.query.get("since", 0), call.query.get("to", call.now)
    if since > to:
        raise bad_request("since must not be later than to")
    direction = call.query.get("sortDir", "ASC")
    if direction not in ("ASC", "DESC"):
        raise bad_request("sortDir must be ASC or DESC")
    since = max(since, _visible_from(call, stream))
    messages = _ascending(call, stream, since) if direction == "ASC" else _descending(call, stream, to)
    found = (
        item
        for message in messages
        if since <= message.created <= to and message.suppressed is None
        for item in _attachments(message)
    )
    return Answer(list(islice(found, limit)))


def _list(call: Call, user: int) -> Answer:
    skip, limit = window(call, 50)
    criteria: dict[str, Any] = call.body or {}
    types = {entry["type"] for entry in criteria.get("streamTypes") or () if "type" in entry}
    # Inactive streams have to be asked for: the document calls their inclusion an option.
    index = "member" if criteria.get("includeInactiveStreams", False) else "active-member"
    if not types:
        found = call.store[STREAMS].page(skip, limit, index=index, value=user)
    else:
        wanted = (stream for stream in _streams_of(call, user, index) if stream.type in types)
        found = list(islice(wanted, skip, skip + limit))
    if not found:
        return Answer(status=204)
    return Answer([stream_attributes(call.store, stream) for stream in found])


def _streams_of(call: Call, user: int, index: str) -> Iterator[Stream]:
    chunk = call.store[STREAMS].page(0, CHUNK, index=index, value=user)
    while chunk:
        yield from chunk
        last = chunk[-1]
        chunk = call.store[STREAMS].after((last.created, last.id), CHUNK, index=index, value=user)


def _visible_from(call: Call, stream: Stream) -> int:
    """From when on the caller sees what was sent: since it joined, in a room that hides its history."""
    member = stream.member(call.caller.id)
    hidden = stream.type == "ROOM" and not stream.attributes.get("viewHistory")
    return member.joined if hidden and member is not None and not allows(call.caller, ANY_STREAM) else 0


def _ascending(call: Call, stream: Stream, since: int) -> Iterator[Message]:
    order = (since, "")
    while chunk := call.store[MESSAGES].after(order, CHUNK, index="stream-with-attachments", value=stream.id):
        yield from chunk
        order = (chunk[-1].created, chunk[-1].id)


def _descending(call: Call, stream: Stream, to: int) -> Iterator[Message]:
    order = (to + 1, "")
    while chunk := call.store[MESSAGES].before(
        order, CHUNK, index="stream-with-attachments", value=stream.id
    ):
        yield from reversed(chunk)
        order = (chunk[0].created, chunk[0].id)


def _attachments(message: Message) -> Iterator[dict[str, Any]]:
    for attachment in message.attachments:
        item: dict[str, Any] = {
            "messageId": message.id,
            "ingestionDate": message.created,
            "userId": message.author,
            "fileId": attachment.file_id,
            "name": attachment.name,
            "size": attachment.size,
            "content-type": attachment.content_type,
        }
        if attachment.previews:
            item["previews"] = [{"fileId": file, "width": width} for file, width in attachment.previews]
        yield item
