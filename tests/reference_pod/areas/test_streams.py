"""Streams of all types: a user's lists, details and attachments."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.areas import streams
from conformance.reference_pod.records.streams import STREAMS
from conformance.reference_pod.records.users import User
from tests.reference_pod.areas.conversations import add, ask, change, connect, room, say
from tests.reference_pod.kit import SmallPod


def listed(small: SmallPod, by: User, query: dict[str, int] | None = None, **body: Any) -> list[str]:
    found = ask(small, "listStreams", by, query=query, body=body) or []
    return [stream["id"] for stream in found]


def some_streams(small: SmallPod) -> list[str]:
    """A room, an IM and a MIM of alice, in this order."""
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    ids = [room(small, alice, name="Cars")]
    for others in ([bob.id], [bob.id, carol.id]):
        small.clock.advance(seconds=1)
        ids.append(ask(small, "createIM", alice, body=others)["id"])
    return ids


def files(small: SmallPod, by: User, stream: str, **query: Any) -> list[str]:
    found = ask(small, "listStreamAttachments", by, path={"sid": stream}, query=query)
    return [attachment["name"] for attachment in found]


def test_a_user_lists_its_streams_from_the_oldest_on(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    car_room, im, mim = some_streams(small)
    kinds = {"crossPod": False, "active": True}
    assert ask(small, "listStreams", alice) == [
        {"id": car_room, **kinds, "streamType": {"type": "ROOM"}, "roomAttributes": {"name": "Cars"}},
        {
            "id": im,
            **kinds,
            "streamType": {"type": "IM"},
            "streamAttributes": {"members": [alice.id, bob.id]},
        },
        {
            "id": mim,
            **kinds,
            "streamType": {"type": "MIM"},
            "streamAttributes": {"members": [alice.id, bob.id, carol.id]},
        },
    ]
    assert listed(small, carol) == [mim]


def test_streams_are_filtered_by_type(small: SmallPod) -> None:
    car_room, im, mim = some_streams(small)
    alice = small.people.alice
    assert listed(small, alice, streamTypes=[{"type": "IM"}]) == [im]
    assert listed(small, alice, streamTypes=[{"type": "ROOM"}, {"type": "MIM"}]) == [car_room, mim]


def test_inactive_streams_are_listed_when_asked_for(small: SmallPod) -> None:
    alice = small.people.alice
    car_room, im, mim = some_streams(small)
    ask(small, "setRoomActive", alice, path={"id": car_room}, query={"active": False})
    change(small, small.people.carol, status="DISABLED")
    assert listed(small, alice) == [im]
    assert listed(small, alice, includeInactiveStreams=True) == [car_room, im, mim]
    assert listed(small, alice, includeInactiveStreams=True, streamTypes=[{"type": "MIM"}]) == [mim]


@pytest.mark.parametrize("body", [{}, {"includeInactiveStreams": True}], ids=["active", "all"])
def test_pages_partition_the_list_and_end_with_204(small: SmallPod, body: dict[str, bool]) -> None:
    ids = some_streams(small)
    alice = small.people.alice
    pages = [listed(small, alice, {"skip": skip, "limit": 2}, **body) for skip in (0, 2, 4)]
    assert pages == [ids[:2], ids[2:], []]
    assert small.call("listStreams", alice, query={"skip": 4}, body=body).status == 204


def test_fifty_streams_are_listed_unless_more_are_asked_for(small: SmallPod) -> None:
    alice = small.people.alice
    for _ in range(51):
        room(small, alice)
    assert len(listed(small, alice)) == 50
    assert len(listed(small, alice, {"limit": 1000})) == 51


@pytest.mark.parametrize("query", [{"limit": 0}, {"skip": -1}], ids=str)
def test_pages_must_make_sense(small: SmallPod, query: dict[str, int]) -> None:
    small.refuses(400, "listStreams", small.people.alice, query=query)


def test_an_administrator_lists_the_streams_of_its_companys_users_only(small: SmallPod) -> None:
    *_, mim = some_streams(small)
    bob, carol = small.people.bob, small.people.carol
    assert [s["id"] for s in ask(small, "listUserStreams", bob, path={"uid": carol.id})] == [mim]
    small.refuses(400, "listUserStreams", bob, path={"uid": small.people.paul.id})
    small.refuses(400, "listUserStreams", bob, path={"uid": 1})


def test_everybody_there_from_the_start_has_a_wall(small: SmallPod) -> None:
    streams.seed(small.pod)
    alice, bob = small.people.alice, small.people.bob
    [wall] = ask(small, "listStreams", alice, body={"streamTypes": [{"type": "POST"}]})
    assert (wall["streamType"], wall["streamAttributes"]) == ({"type": "POST"}, {"members": [alice.id]})
    assert ask(small, "getStream", bob, path={"sid": wall["id"]})["id"] == wall["id"]


def test_the_details_of_a_room(small: SmallPod) -> None:
    alice = small.people.alice
    car_room = room(small, alice, name="Cars")
    small.clock.advance(seconds=1)
    say(small, alice, car_room)
    assert ask(small, "getStream", alice, path={"sid": car_room}) == {
        "id": car_room,
        "crossPod": False,
        "origin": "INTERNAL",
        "active": True,
        "lastMessageDate": small.clock.now,
        "streamType": {"type": "ROOM"},
        "roomAttributes": {"name": "Cars"},
    }


def test_an_external_stream_has_its_origin_where_its_creator_is(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    connect(small, alice, paul)
    stream = ask(small, "createIM", alice, body=[paul.id])["id"]
    seen = {user.id: ask(small, "getStream", user, path={"sid": stream}) for user in (alice, paul)}
    assert {user: info["origin"] for user, info in seen.items()} == {
        alice.id: "INTERNAL",
        paul.id: "EXTERNAL",
    }
    assert all(info["crossPod"] for info in seen.values())


def test_details_of_hidden_streams_are_for_members_and_privileged_users(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    hidden = room(small, alice, name="Hidden")
    im = ask(small, "createIM", alice, body=[small.people.carol.id])["id"]
    for sid in (hidden, im):
        small.refuses(403, "getStream", bob, path={"sid": sid})
    ask(small, "getStream", bob, path={"sid": room(small, alice, name="Visible", discoverable=True)})
    officer = change(small, bob, roles=("SUPER_COMPLIANCE_OFFICER",))
    for sid in (hidden, im):
        assert ask(small, "getStream", officer, path={"sid": sid})["id"] == sid


def test_unknown_streams_and_those_of_other_companies(small: SmallPod) -> None:
    small.refuses(400, "getStream", small.people.alice, path={"sid": "no-such-stream"})
    public = room(small, small.people.alice, name="Cars", public=True)
    small.refuses(400, "getStream", small.people.paul, path={"sid": public})


def test_attachments_tell_all_about_the_file(small: SmallPod) -> None:
    alice = small.people.alice
    stream = room(small, alice, name="Cars")
    message = say(small, alice, stream, "car.png")
    assert ask(small, "listStreamAttachments", alice, path={"sid": stream}) == [
        {
            "messageId": message,
            "ingestionDate": small.clock.now,
            "userId": alice.id,
            "fileId": "file-car.png",
            "name": "car.png",
            "size": 10,
            "content-type": "image/png",
            "previews": [{"fileId": "preview", "width": 600}],
        }
    ]


def test_attachments_are_sorted_limited_and_cut_by_time(small: SmallPod) -> None:
    alice = small.people.alice
    stream = room(small, alice, name="Cars")
    start = small.clock.now
    for name in ("a", "b", "c"):
        say(small, alice, stream, name)
        small.clock.advance(seconds=1)
    assert files(small, alice, stream) == ["a", "b", "c"]
    assert files(small, alice, stream, sortDir="DESC", limit=2) == ["c", "b"]
    assert files(small, alice, stream, since=start + 1000) == ["b", "c"]
    assert files(small, alice, stream, to=start + 1000) == ["a", "b"]
    assert files(small, alice, stream, since=start + 1, to=start + 1999, sortDir="DESC") == ["b"]


def test_a_limit_counts_files_and_fifty_is_the_default(small: SmallPod) -> None:
    alice = small.people.alice
    stream = room(small, alice, name="Cars")
    for number in range(17):
        small.clock.advance(seconds=1)
        say(small, alice, stream, *(f"{number}{letter}" for letter in "abc"))
    assert files(small, alice, stream, limit=2) == ["0a", "0b"]
    assert len(files(small, alice, stream)) == 50
    assert len(files(small, alice, stream, limit=100)) == 51


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 101}, {"sortDir": "UP"}, {"since": 2, "to": 1}], ids=str
)
def test_attachment_queries_must_make_sense(small: SmallPod, query: dict[str, Any]) -> None:
    stream = room(small, small.people.alice, name="Cars")
    small.refuses(400, "listStreamAttachments", small.people.alice, path={"sid": stream}, query=query)


def test_attachments_are_for_members(small: SmallPod) -> None:
    stream = room(small, small.people.alice, name="Cars", public=True)
    small.refuses(403, "listStreamAttachments", small.people.bob, path={"sid": stream})


@pytest.mark.parametrize("history", [True, False], ids=["with history", "without history"])
def test_a_new_member_sees_older_files_where_the_history_is_shared(small: SmallPod, history: bool) -> None:
    alice, bob = small.people.alice, small.people.bob
    stream = room(small, alice, name="Cars", viewHistory=history)
    say(small, alice, stream, "old")
    small.clock.advance(seconds=1)
    add(small, alice, stream, bob)
    say(small, alice, stream, "new")
    assert files(small, bob, stream) == (["old", "new"] if history else ["new"])


def test_files_of_suppressed_messages_are_gone(small: SmallPod) -> None:
    alice = small.people.alice
    stream = room(small, alice, name="Cars")
    say(small, alice, stream, "bad", suppressed=small.clock.now)
    assert files(small, alice, stream) == []


def test_a_filtered_list_reads_on_beyond_a_chunk(small: SmallPod, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "CHUNK", 2)
    alice = small.people.alice
    ids = []
    for number in range(5):
        small.clock.advance(seconds=1)
        ids.append(room(small, alice, name=f"Room {number}"))
        say(small, alice, ids[0], str(number))
    assert listed(small, alice, streamTypes=[{"type": "ROOM"}]) == ids
    assert files(small, alice, ids[0]) == ["0", "1", "2", "3", "4"]
    assert files(small, alice, ids[0], sortDir="DESC") == ["4", "3", "2", "1", "0"]
    assert small.pod.store[STREAMS].count("member", alice.id) == 5
