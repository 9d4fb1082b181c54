"""Receipts: who may see them, in which list a recipient stands, and their pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.records.messages import MESSAGES, SYSTEM, Attachment, Message, Receipt
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from tests.reference_pod.kit import SmallPod


@pytest.fixture
def message(small: SmallPod) -> Message:
    """Alice's message to bob, who read it, paul, who got it, and frank, whom it did not reach."""
    alice, bob, paul, frank = (getattr(small.people, name) for name in ("alice", "bob", "paul", "frank"))
    now = small.clock.now
    members = tuple(Member(user.id, now) for user in (alice, bob, paul, frank))
    attributes = {"name": "Deals", "crossPod": True}
    small.pod.store[STREAMS].put(
        Stream("room", "ROOM", alice.tenant, now, alice.id, members, True, attributes)
    )
    receipts = (
        Receipt(bob.id, delivered=now + 1, read=now + 2, downloads=(("a.txt", now + 3), ("a.txt", now + 4))),
        Receipt(paul.id, delivered=now + 5, emailed=now + 6),
        Receipt(frank.id),
    )
    files = (Attachment("f1", "a.txt", 10, "text/plain"), Attachment("f2", "b.txt", 10, "text/plain"))
    sent = Message("m1", "room", alice.id, now, attachments=files, receipts=receipts)
    return small.pod.store[MESSAGES].put(sent)


def status(small: SmallPod, by: str = "bob") -> Any:
    return small.call("getMessageStatus", getattr(small.people, by), path={"mid": "m1"}).body


def receipts(small: SmallPod, **query: str) -> Any:
    return small.call("listMessageReceipts", small.people.alice, path={"messageId": "m1"}, query=query).body


def users(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["displayName"] for entry in entries]


def listed(body: dict[str, Any]) -> list[int]:
    return [entry["user"]["id"] for entry in body["MessageReceiptDetail"]]


def test_each_recipient_stands_in_one_list(small: SmallPod, message: Message) -> None:
    body = status(small)
    lists = (users(body["read"]), users(body["delivered"]), users(body["sent"]))
    assert lists == (["Bob"], ["Paul"], ["Frank"])
    assert body["read"][0] == {
        "userId": str(small.people.bob.id),
        "firstName": "Bob",
        "lastName": "Test",
        "displayName": "Bob",
        "email": "bob@189.example",
        "userName": "bob",
        "timestamp": str(small.clock.now + 2),
    }
    assert body["author"]["timestamp"] == str(small.clock.now)


def test_the_user_name_is_for_colleagues_only(small: SmallPod, message: Message) -> None:
    body = status(small, by="paul")
    assert "userName" not in body["author"]
    assert body["delivered"][0]["userName"] == "paul"


def test_a_suppressed_message_is_on_its_way_to_nobody(small: SmallPod, message: Message) -> None:
    small.pod.store[MESSAGES].put(replace(message, suppressed=small.clock.now))
    body = status(small)
    assert (users(body["read"]), body["sent"]) == (["Bob"], [])


def test_the_status_is_for_members(small: SmallPod, message: Message) -> None:
    small.refuses(403, "getMessageStatus", small.people.carol, path={"mid": "m1"})
    small.refuses(404, "getMessageStatus", small.people.carol, path={"mid": "unknown"})


@pytest.mark.parametrize("view_history", [True, False])
def test_who_has_left_sees_the_status_if_the_room_shows_its_history(
    small: SmallPod, message: Message, view_history: bool
) -> None:
    room = small.pod.store[STREAMS].get("room")
    assert room is not None
    left = room.left_by(small.people.bob.id, small.clock.now + 10)
    attributes = {**room.attributes, "viewHistory": view_history}
    small.pod.store[STREAMS].put(replace(left, attributes=attributes))
    if view_history:
        assert users(status(small)["read"]) == ["Bob"]
    else:
        small.refuses(403, "getMessageStatus", small.people.bob, path={"mid": "m1"})


def test_receipts_tell_counts_and_times(small: SmallPod, message: Message) -> None:
    body, now = receipts(small), small.clock.now
    assert (body["deliveryReceiptCount"], body["readReceiptCount"], body["emailNotificationCount"]) == (
        2,
        1,
        1,
    )
    assert body["downloadReceiptCounts"] == [
        {"fileName": "a.txt", "count": 2},
        {"fileName": "b.txt", "count": 0},
    ]
    bob, paul, frank = body["MessageReceiptDetail"]
    assert bob["user"]["username"] == "bob"
    assert (bob["deliveryReceiptTimestamp"], bob["readReceiptTimestamp"]) == (now + 1, now + 2)
    assert [download["timestamp"] for download in bob["downloadReceiptCounts"]] == [now + 3, now + 4]
    assert paul["emailNotificationTimestamp"] == now + 6
    assert "username" not in paul["user"]
    assert set(frank) == {"user", "downloadReceiptCounts"}
    assert "pagination" not in body


def test_many_receipts_come_in_pages(small: SmallPod, message: Message) -> None:
    people = range(1000, 1250)
    small.pod.store[MESSAGES].put(
        replace(message, receipts=tuple(Receipt(user) for user in reversed(people)))
    )
    first = receipts(small)
    second = receipts(small, after=first["pagination"]["cursors"]["after"])
    third = receipts(small, after=second["pagination"]["cursors"]["after"])
    assert listed(first) + listed(second) + listed(third) == list(people)
    assert "next" not in third["pagination"]
    assert "previous" not in first["pagination"]
    assert receipts(small, before=third["pagination"]["cursors"]["before"]) == second
    assert second["deliveryReceiptCount"] == 0, "the counts are of all receipts"


def test_wrong_cursors_and_unknown_messages_are_refused(small: SmallPod, message: Message) -> None:
    alice = small.people.alice
    path = {"messageId": "m1"}
    for query in ({"after": "nonsense"}, {"before": ""}, {"before": "bGlzdE1lc3NhZ2VSZWNlaXB0czp4"}):
        small.refuses(400, "listMessageReceipts", alice, path=path, query=query)
    small.refuses(404, "listMessageReceipts", alice, path={"messageId": "unknown"})
    small.pod.store[MESSAGES].put(replace(message, kind=SYSTEM))
    small.refuses(404, "listMessageReceipts", alice, path=path)
