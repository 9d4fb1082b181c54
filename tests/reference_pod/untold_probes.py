"""The probes of variants that leave out what the pod says of its own accord."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from conformance.reference_pod.records.messages import MESSAGES, Message
from tests.reference_pod.probe import Probe
from tests.reference_pod.variant_looks import account, group, room_id
from tests.reference_pod.web import WebPod

Look = Callable[[WebPod], bool]


def told(name: str, operation: str, by: str = "admin", **call: Any) -> Look:
    """Whether a property stands anywhere in the answer."""
    return lambda web: name in set(_names(web.call(operation, by, **call).json()))


def of_message(name: str, operation: str, which: Callable[[Message], object]) -> Look:
    """Whether a property stands in what is said of the first message of a kind."""

    def look(web: WebPod) -> bool:
        message = next(message.id for message in web.pod.store[MESSAGES] if which(message))
        return told(name, operation, path={"mid": message, "messageId": message, "id": message})(web)

    return look


def of_room(name: str, operation: str) -> Look:
    """Whether a property stands in what the members of a new room are told of it."""
    return lambda web: told(name, operation, "user", path={"id": room_id(web)})(web)


def suspended(web: WebPod) -> bool:
    """Whether the status of a suspended user tells of it."""
    user = web.actor("nobody").id
    body = {"suspended": True, "suspendedUntil": 4102444800, "suspensionReason": "Probe"}
    web.call("updateUserSuspension", path={"userId": user}, body=body)
    return told("suspended", "getUserStatus", path={"uid": user})(web)


def facets(web: WebPod) -> bool:
    """Whether the facet that a search counts has a name."""
    keywords = [{"key": "industry", "value": "probing"}]
    web.call("createRoom", "user", body={"name": "Probe", "description": "Probe", "keywords": keywords})
    return told("facet", "searchRooms", "user", body={"query": "probing", "labels": ["industry"]})(web)


def pictures(web: WebPod) -> bool:
    """Whether the profile of a group shows its picture."""
    pixel = "R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
    path = {"groupId": group(web)["id"]}
    return told("avatars", "updateAvatar", path=path, body={"image": pixel})(web)


def streams_of_the_company(web: WebPod) -> bool:
    """Whether the list of the company's streams names its rooms."""
    room_id(web)
    return told("roomName", "listStreamsAsAdmin", body={"streamTypes": [{"type": "ROOM"}]})(web)


def attachments(web: WebPod) -> bool:
    """Whether the attachments of a user's streams have dates."""
    streams = [row["id"] for row in web.call("listStreams", "user", body={}).json()]
    looks = [told("ingestionDate", "listStreamAttachments", "user", path={"sid": sid}) for sid in streams]
    return any(look(web) for look in looks)


def _names(value: Any) -> Iterator[str]:
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _names(part)
    if isinstance(value, dict):
        yield from value


def _read(message: Message) -> bool:
    return any(receipt.read is not None for receipt in message.receipts)


_LOOKS: Mapping[str, Look] = {
    "history-untold": told("createdBy", "createUserAccount", body=account()),
    "streams-without-history": of_room("creationDate", "getRoom"),
    "bare-members": of_room("joinDate", "listRoomMembers"),
    "bare-rooms-of-the-company": streams_of_the_company,
    "suspensions-untold": suspended,
    "followers-uncounted": lambda web: told("count", "listFollowers", path={"uid": web.actor("user").id})(
        web
    ),
    "searches-uncounted": told("count", "searchRooms", "user", body={"query": "probe"}),
    "nameless-facets": facets,
    "presences-without-time": told("timestamp", "listPresences"),
    "extensions-without-scopes": told("source", "listAllowedFileExtensions"),
    "companies-untold": lambda web: told("company", "lookUpUser", query={"uid": web.actor("user").id})(web),
    "bare-certificates": told("commonName", "listCompanyCertificates"),
    "barriers-from-one-side": told("policies", "listBarrierGroups"),
    "pictures-untold": pictures,
    "receipts-uncounted": of_message("readReceiptCount", "listMessageReceipts", _read),
    "receipts-without-time": of_message("readReceiptTimestamp", "listMessageReceipts", _read),
    "relationships-without-parent": of_message("parent", "listMessageRelationships", lambda m: m.parent),
    "relationships-without-kind": of_message(
        "relationshipType", "listMessageRelationships", lambda m: m.parent
    ),
    "suppressions-untold": of_message("suppressed", "suppressMessage", _read),
    "bare-attachments": attachments,
}
PROBES: Mapping[str, Probe] = {name: Probe(look, True, False) for name, look in _LOOKS.items()}
