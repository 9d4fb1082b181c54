"""Messages: suppression, details and relationships."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.areas import messages
from conformance.reference_pod.records.messages import MESSAGES, SYSTEM, Message
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import TENANTS, USERS, User
from conformance.reference_pod.seed import add_user
from tests.reference_pod.kit import SmallPod


@pytest.fixture
def room(small: SmallPod) -> Stream:
    """A room of alice, bob and paul, who is of the partner's pod."""
    people = small.people
    members = tuple(Member(user.id, small.clock.now) for user in (people.alice, people.bob, people.paul))
    attributes = {"name": "Deals", "crossPod": True}
    stream = Stream(
        "room", "ROOM", people.alice.tenant, small.clock.now, people.alice.id, members, True, attributes
    )
    return small.pod.store[STREAMS].put(stream)


@pytest.fixture
def officer(small: SmallPod) -> User:
    """Carol, who manages content and is not in the room."""
    return small.pod.store[USERS].put(replace(small.people.carol, roles=("CONTENT_MANAGEMENT",)))


def send(small: SmallPod, room: Stream, id_: str, **more: Any) -> Message:
    message = Message(id_, room.id, small.people.alice.id, small.clock.now, **more)
    return small.pod.store[MESSAGES].put(message)


def relationships(small: SmallPod, officer: User, message: str) -> Any:
    return small.call("listMessageRelationships", officer, path={"messageId": message}).body


def test_a_message_is_suppressed_once(small: SmallPod, room: Stream, officer: User) -> None:
    send(small, room, "m1")
    expected = {"messageId": "m1", "suppressed": True, "suppressionDate": small.clock.now}
    assert small.call("suppressMessage", officer, path={"id": "m1"}).body == expected
    small.clock.advance(seconds=5)
    assert small.call("suppressMessage", officer, path={"id": "m1"}).body == {
        **expected,
        "suppressionDate": 0,
    }
    stored = small.pod.store[MESSAGES].get("m1")
    assert stored is not None
    assert stored.suppressed == expected["suppressionDate"]


def test_users_suppress_their_own_messages_only(small: SmallPod, room: Stream) -> None:
    send(small, room, "m1")
    small.refuses(403, "suppressMessage", small.people.bob, path={"id": "m1"})
    assert small.call("suppressMessage", small.people.alice, path={"id": "m1"}).body["suppressed"]


def test_what_is_unknown_or_written_by_the_system_is_not_suppressed(
    small: SmallPod, room: Stream, officer: User
) -> None:
    send(small, room, "m1", kind=SYSTEM)
    small.refuses(400, "suppressMessage", officer, path={"id": "m1"})
    small.refuses(400, "suppressMessage", officer, path={"id": "m2"})
    small.refuses(400, "suppressMessage", small.people.frank, path={"id": "m1"})


def test_details_come_in_the_order_of_the_request(small: SmallPod, room: Stream, officer: User) -> None:
    send(small, room, "m1")
    send(small, room, "m2", on_behalf_of=small.people.bob.id)
    body = {"messageIds": ["m2", "m1", "m2"]}
    second, first = small.call("listMessageDetails", officer, body=body).body
    assert first == {
        "messageId": "m1",
        "creator": {"id": small.people.alice.id, "name": "Alice"},
        "stream": {"id": "room", "name": "Deals", "streamType": "ROOM"},
        "creationDate": small.clock.now,
        "deliveryReceiptCount": 0,
        "readReceiptCount": 0,
        "emailNotificationCount": 0,
        "downloadReceiptCounts": [],
    }
    assert (second["messageId"], second["onBehalfOfUser"]["name"]) == ("m2", "Bob")


def test_details_are_refused_as_a_whole(small: SmallPod, room: Stream, officer: User) -> None:
    send(small, room, "m1")
    send(small, room, "system", kind=SYSTEM)
    for status, ids in ((400, []), (404, ["m1", "unknown"]), (422, ["m1", "system"])):
        small.refuses(status, "listMessageDetails", officer, body={"messageIds": ids})
    small.refuses(400, "listMessageDetails", officer, body={})
    small.refuses(404, "listMessageDetails", small.people.frank, body={"messageIds": ["m1"]})


def test_relationships_lead_up_and_down(small: SmallPod, room: Stream, officer: User) -> None:
    send(small, room, "m1")
    for id_, relationship in (("r1", "REPLY"), ("r2", "REPLY"), ("f1", "FORWARD"), ("a1", "REPLY_FORM")):
        send(small, room, id_, parent="m1", relationship=relationship)
    assert relationships(small, officer, "m1") == {
        "messageId": "m1",
        "replies": ["r1", "r2"],
        "forwards": ["f1"],
        "formReplies": ["a1"],
    }
    parent = relationships(small, officer, "f1")["parent"]
    assert parent == {"messageId": "m1", "relationshipType": "FORWARD"}


def test_a_forward_into_a_foreign_stream_is_not_shown(small: SmallPod, room: Stream, officer: User) -> None:
    send(small, room, "m1")
    paul = small.people.paul
    abroad = Stream("abroad", "ROOM", paul.tenant, small.clock.now, paul.id, (Member(paul.id, 0),))
    small.pod.store[STREAMS].put(replace(abroad, attributes={"name": "Abroad"}))
    send(small, abroad, "f1", parent="m1", relationship="FORWARD")
    assert relationships(small, officer, "m1")["forwards"] == []
    assert relationships(small, paul, "m1")["forwards"] == ["f1"]


def test_only_what_a_user_wrote_has_relationships(small: SmallPod, room: Stream, officer: User) -> None:
    send(small, room, "system", kind=SYSTEM)
    for message in ("system", "unknown"):
        small.refuses(400, "listMessageRelationships", officer, path={"messageId": message})


def test_every_company_with_four_people_starts_with_conversations(small: SmallPod) -> None:
    home = small.pod.store[TENANTS].get(small.people.alice.tenant)
    assert home is not None
    for number in range(4):
        name = f"person{number}"
        add_user(small.pod, home, {"userName": name, "displayName": name}, ("INDIVIDUAL",))
    messages.seed(small.pod)
    found = list(small.pod.store[MESSAGES])
    assert {m.relationship for m in found} == {None, "REPLY", "FORWARD", "REPLY_FORM"}
    assert any(len(m.attachments) > 1 for m in found)
    assert any(r.downloads for m in found for r in m.receipts)
    for message in found:
        stream = small.pod.store[STREAMS].get(message.stream)
        assert stream is not None
        assert stream.created <= message.created <= small.clock.now
        recipients = {m.user for m in stream.members} - {message.author}
        assert {r.user for r in message.receipts} in (recipients, set())
