"""Steps that the tests of rooms, IMs and streams share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.contract.validation import violations_of_response
from conformance.reference_pod.records.barriers import (
    BARRIER_GROUPS,
    BARRIER_MEMBERS,
    BARRIER_POLICIES,
    BarrierGroup,
    BarrierMember,
    BarrierPolicy,
)
from conformance.reference_pod.records.messages import MESSAGES, Attachment, Message
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.streams.activity import follow_status
from tests.reference_pod.kit import HOME, SmallPod


def ask(small: SmallPod, operation_id: str, by: User, **request: Any) -> Any:
    """The body of a success, which has to conform to the contract."""
    answer = small.call(operation_id, by, **request)
    operation = small.pod.contract.operations[operation_id]
    if answer.status != 204:
        violations = violations_of_response(operation, answer.status, answer.body)
        assert violations == [], f"{operation_id} answers what the contract does not allow: {violations}"
    return answer.body


def room(small: SmallPod, by: User, *members: User, **attributes: Any) -> str:
    """The id of a new room with these members besides its creator."""
    room_id: str = ask(small, "createRoom", by, body=attributes)["roomSystemInfo"]["id"]
    for member in members:
        add(small, by, room_id, member)
    return room_id


def add(small: SmallPod, by: User, room_id: str, member: User) -> None:
    """Adds a member to a room."""
    ask(small, "addRoomMember", by, path={"id": room_id}, body={"id": member.id})


def remove(small: SmallPod, by: User, room_id: str, member: User) -> None:
    """Removes a member from a room."""
    ask(small, "removeRoomMember", by, path={"id": room_id}, body={"id": member.id})


def owners(small: SmallPod, by: User, room_id: str) -> dict[int, bool]:
    """Whether each current member is an owner, by user id."""
    return {m["id"]: m["owner"] for m in ask(small, "listRoomMembers", by, path={"id": room_id})}


def connect(small: SmallPod, one: User, other: User) -> None:
    """Connects two users of different pods."""
    ask(small, "createConnection", one, body={"userId": other.id})
    ask(small, "acceptConnection", other, body={"userId": one.id})


def change(small: SmallPod, user: User, **fields: Any) -> User:
    """The user with other fields of its record."""
    current = small.pod.store[USERS].get(user.id)
    assert current is not None
    changed = small.pod.store[USERS].put(replace(current, **fields))
    follow_status(small.pod.store, changed.id)
    return changed


def say(small: SmallPod, by: User, stream: str, *files: str, suppressed: int | None = None) -> str:
    """The id of a message that was sent now, with these files attached."""
    attachments = tuple(
        Attachment(f"file-{name}", name, 10, "image/png", (("preview", 600),)) for name in files
    )
    message = Message(
        small.pod.ids.text(),
        stream,
        by.id,
        small.clock.now,
        attachments=attachments,
        suppressed=suppressed,
    )
    return small.pod.store[MESSAGES].put(message).id


def keep_apart(small: SmallPod, one: User, other: User) -> None:
    """Puts an information barrier between two users."""
    store, now = small.pod.store, small.clock.now
    for group, user in (("left", one), ("right", other)):
        store[BARRIER_GROUPS].put(BarrierGroup(group, HOME, group, now, now))
        store[BARRIER_MEMBERS].put(BarrierMember(group, user.id))
    store[BARRIER_POLICIES].put(BarrierPolicy("policy", HOME, "BLOCK", ("left", "right"), now, now))
