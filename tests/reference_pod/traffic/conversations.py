"""Traffic of connections, rooms, IMs, streams and messages."""

from __future__ import annotations

from typing import Any

from tests.reference_pod.traffic.engine import Ask, Worker, does

MOST_ROOMS = 25
FEW = 3
"""How many people of each company meet all the time, so that they find what others have left."""

NAMES = [f"Room {number}" for number in range(80)]


def _between(worker: Worker) -> tuple[str, int]:
    """One of two people of different companies, and the id of the other."""
    pair = [
        worker.chance.choice(list(company)[:FEW]) for company in (worker.shared.home, worker.shared.partner)
    ]
    worker.chance.shuffle(pair)
    by, other = pair
    return by, worker.shared.people[other]


def _room(worker: Worker, **more: Any) -> Ask | None:
    room = worker.any(worker.shared.rooms)
    by = worker.person() if worker.often(0.3) else "admin"
    return None if room is None else Ask(by, path={"id": room}, **more)


def _chat(worker: Worker, **more: Any) -> Ask | None:
    chat = worker.any(worker.shared.chats)
    return None if chat is None else Ask("admin", path={"id": chat}, **more)


def _stream(worker: Worker) -> str | None:
    return worker.any([*worker.shared.rooms, *worker.shared.chats])


@does("listConnections")
def _list_connections(worker: Worker) -> Ask:
    return Ask(worker.person(), query={"status": "ALL"})


@does("createConnection")
def _create_connection(worker: Worker) -> Ask:
    by, other = _between(worker)
    return Ask(by, body={"userId": other})


@does("acceptConnection")
def _accept(worker: Worker) -> Ask:
    by, other = _between(worker)
    return Ask(by, body={"userId": other})


@does("rejectConnection")
def _reject(worker: Worker) -> Ask:
    by, other = _between(worker)
    return Ask(by, body={"userId": other})


@does("getConnection")
def _get_connection(worker: Worker) -> Ask:
    by, other = _between(worker)
    return Ask(by, path={"userId": str(other)})


@does("removeConnection")
def _remove_connection(worker: Worker) -> Ask:
    by, other = _between(worker)
    return Ask(by, path={"uid": other})


@does("createRoom")
def _create_room(worker: Worker) -> Ask | None:
    if len(worker.shared.rooms) >= MOST_ROOMS:
        return None
    public = worker.often(0.3)
    body = {"name": worker.chance.choice(NAMES), "description": "#soak", "public": public}
    if not public and worker.often(0.5):
        body["crossPod"] = True
    rooms = worker.shared.rooms
    return Ask(worker.person(), body=body, then=lambda made: rooms.append(made["roomSystemInfo"]["id"]))


@does("updateRoom")
def _update_room(worker: Worker) -> Ask | None:
    return _room(
        worker, body={"name": worker.chance.choice(NAMES), "description": str(worker.chance.random())}
    )


@does("getRoom")
def _get_room(worker: Worker) -> Ask | None:
    return _room(worker)


@does("searchRooms")
def _search_rooms(worker: Worker) -> Ask:
    body = {
        "query": f"room {worker.chance.randrange(9)}",
        "sortOrder": worker.chance.choice(["BASIC", "RELEVANCE"]),
    }
    return Ask(worker.person(), query={"limit": 10}, body=body)


@does("setRoomActive")
def _set_active(worker: Worker) -> Ask | None:
    return _room(worker, query={"active": str(worker.often(0.7)).lower()})


@does("setRoomActiveAsAdmin")
def _set_active_as_admin(worker: Worker) -> Ask | None:
    return _room(worker, query={"active": str(worker.often(0.7)).lower()})


def _membership(worker: Worker) -> Ask | None:
    users = [*list(worker.shared.home.values())[:FEW], *worker.shared.accounts[:FEW]]
    if worker.often(0.1):
        users = list(worker.shared.partner.values())
    return _room(worker, body={"id": worker.chance.choice(users)})


for operation in (
    "addRoomMember",
    "addRoomMemberAsAdmin",
    "removeRoomMember",
    "removeRoomMemberAsAdmin",
    "promoteRoomOwner",
    "demoteRoomOwner",
):
    does(operation)(_membership)


@does("listRoomMembers")
def _list_members(worker: Worker) -> Ask | None:
    return _room(worker)


@does("listRoomMembersAsAdmin")
def _list_members_as_admin(worker: Worker) -> Ask | None:
    return _room(worker, query={"includePastMembers": "true"})


@does("createIM")
def _create_im(worker: Worker) -> Ask:
    few = list(worker.shared.people.values())[:8]
    others = worker.chance.sample(few, worker.chance.choice([1, 1, 2]))
    return Ask(worker.person(), body=others, then=lambda made: _remember(worker, made["id"]))


@does("createIMForUsers")
def _create_im_for_users(worker: Worker) -> Ask:
    few = list(worker.shared.people.values())[:8]
    return Ask("admin", body=worker.chance.sample(few, 2), then=lambda made: _remember(worker, made["id"]))


def _remember(worker: Worker, chat: str) -> None:
    if chat not in worker.shared.chats:
        worker.shared.chats.append(chat)


@does("getIM")
def _get_im(worker: Worker) -> Ask | None:
    return _chat(worker)


@does("updateIM")
def _update_im(worker: Worker) -> Ask | None:
    return _chat(worker, body={"pinnedMessageId": ""})


@does("listStreams")
def _list_streams(worker: Worker) -> Ask:
    return Ask(worker.person(), query={"limit": 20}, body={"includeInactiveStreams": True})


@does("listUserStreams")
def _list_user_streams(worker: Worker) -> Ask:
    types = {"streamTypes": [{"type": "ROOM"}]}
    return Ask("admin", path={"uid": worker.user_id()}, query={"limit": 20}, body=types)


@does("listStreamsAsAdmin")
def _list_streams_as_admin(worker: Worker) -> Ask:
    return Ask("admin", query={"limit": 20}, body={"status": "ACTIVE"} if worker.often(0.5) else {})


@does("getStream")
def _get_stream(worker: Worker) -> Ask | None:
    stream = _stream(worker)
    return None if stream is None else Ask("admin", path={"sid": stream})


@does("listStreamMembersAsAdmin")
def _list_stream_members(worker: Worker) -> Ask | None:
    stream = _stream(worker)
    return None if stream is None else Ask("admin", path={"id": stream})


@does("listStreamAttachments")
def _list_attachments(worker: Worker) -> Ask | None:
    stream = _stream(worker)
    return None if stream is None else Ask("admin", path={"sid": stream})


@does("suppressMessage")
def _suppress(worker: Worker) -> Ask:
    return Ask(
        worker.chance.choice(["admin", worker.person()]), path={"id": worker.any(worker.shared.messages)}
    )


@does("getMessageStatus")
def _message_status(worker: Worker) -> Ask:
    return Ask(worker.person(), path={"mid": worker.any(worker.shared.messages)})


@does("listMessageDetails")
def _message_details(worker: Worker) -> Ask:
    return Ask("admin", body={"messageIds": worker.chance.sample(worker.shared.messages, 3)})


@does("listMessageReceipts")
def _message_receipts(worker: Worker) -> Ask:
    return Ask("admin", path={"messageId": worker.any(worker.shared.messages)})


@does("listMessageRelationships")
def _message_relationships(worker: Worker) -> Ask:
    return Ask("admin", path={"messageId": worker.any(worker.shared.messages)})
