"""Variants of what stands in the body of a success: nulls, what is left out, what is added."""

from __future__ import annotations

import re
from typing import Any

from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.users import TENANT_BITS
from conformance.reference_pod.schemas import response_schema, with_nulls
from conformance.reference_pod.seed import ACTORS
from conformance.reference_pod.variants.model import (
    Variant,
    everywhere,
    of,
    of_api,
    responding,
    successes,
    value_of,
    with_value,
)
from conformance.reference_pod.variants.sources import CHANGE_POLICY, PUBLISHED, RECORDED
from conformance.reference_pod.wire import Request, Response

_UNKNOWN = {"futureProperty": {"since": 26, "values": []}}

_SEEDED = 14
"""Users up to this number stand in every company from the start: what is created later is as it was sent."""
"""The first users of each company are there from the start."""

_TIMES = frozenset(
    {
        *("createdDate", "creationDate", "lastUpdatedDate", "createdAt", "lastLoginDate", "joinDate"),
        *("deactivatedDate", "lastPasswordReset", "lastMessageDate", "memberSince", "modifiedDate"),
        *("firstRequestedAt", "updatedAt", "timestamp", "lastDisabled", "updatedDate", "addedDate"),
    }
)
_FRACTION = re.compile(r"\.\d+(?=Z$)")


def _nulls(pod: Pod, request: Request, response: Response) -> Response:
    if not response.ok or not response.body:
        return response
    operation = request.operation
    schema = response_schema(operation, response.status)
    return with_value(response, with_nulls(pod.contract, operation.api, schema, value_of(response)))


def _extended(value: Any) -> Any:
    if isinstance(value, list):
        return [_extended(item) for item in value]
    return {**value, **_UNKNOWN} if isinstance(value, dict) else value


def _of_another_kind(value: dict[str, Any]) -> dict[str, Any]:
    user = value.get("id") or (value.get("userSystemInfo") or {}).get("id")
    number = user % (1 << TENANT_BITS) if isinstance(user, int) else 0
    if not len(ACTORS) < number <= _SEEDED:
        return value
    if "accountType" in value:
        return {**value, "accountType": "FEDERATED"}
    if "userAttributes" in value:
        return {**value, "userAttributes": {**value["userAttributes"], "accountType": "FEDERATED"}}
    return value


def _in_whole_seconds(value: dict[str, Any]) -> dict[str, Any]:
    return {name: _whole(item) if name in _TIMES else item for name, item in value.items()}


def _whole(time: Any) -> Any:
    if isinstance(time, int) and not isinstance(time, bool):
        return time // 1000 * 1000
    if isinstance(time, str):
        return time[:-3] + "000" if time.isdigit() else _FRACTION.sub("", time)
    return time


def _without(*names: str) -> Any:
    def change(value: dict[str, Any]) -> dict[str, Any]:
        return {name: item for name, item in value.items() if name not in names}

    return change


def _without_discoverable(value: Any) -> Any:
    rooms = [
        {**room, "roomAttributes": _without("discoverable")(room["roomAttributes"])}
        for room in value["rooms"]
    ]
    return {**value, "rooms": rooms}


def _short_message(value: Any) -> Any:
    return {"message": "OK"} if _is_message(value) else value


def _xml_message(value: Any) -> Any:
    return {"format": "XML", "message": f"<b>{value['message']}</b>"} if _is_message(value) else value


def _is_message(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"format", "message"}


def _hollow(value: Any) -> Any:
    details = [{"onBehalfOfUser": {"id": None, "name": None}, **row} for row in value["MessageReceiptDetail"]]
    return {**value, "MessageReceiptDetail": details}


def _number_of_results(value: Any) -> Any:
    return {**value, "limit": len(value["rooms"] if "rooms" in value else value["users"])}


ANSWERS = (
    Variant(
        "null-for-absent",
        "Absent properties arrive as null.",
        RECORDED,
        responding(_nulls, of_api("pod")),
    ),
    Variant(
        "extra-properties",
        "Answers have a property nobody documented.",
        f"{CHANGE_POLICY}: new fields may be returned",
        successes(_extended),
    ),
    Variant(
        "unknown-account-types",
        "Some users are of an account type nobody documented.",
        f"{CHANGE_POLICY}: existing fields may have new values, as SDL was one",
        successes(lambda value: everywhere(value, _of_another_kind), of_api("pod")),
    ),
    Variant(
        "times-in-whole-seconds",
        "The times that the pod notes are whole seconds.",
        f"{PUBLISHED}: milliseconds are the unit of dates; no precision is promised",
        successes(lambda value: everywhere(value, _in_whole_seconds)),
    ),
    Variant(
        "bare-connections",
        "Connections in lists have user, status and the time of the last change.",
        f"{RECORDED}, list of connections",
        successes(
            lambda value: everywhere(value, _without("firstRequestedAt", "requestCounter")),
            of("listConnections"),
        ),
    ),
    Variant(
        "search-without-discoverable",
        "Rooms that were searched for do not say whether they are discoverable.",
        f"{RECORDED}, room search",
        successes(_without_discoverable, of("searchRooms")),
    ),
    Variant(
        "bare-success-messages",
        "A success without data says OK and no format.",
        f"{RECORDED}, update of a user's status",
        successes(_short_message, of_api("pod")),
    ),
    Variant(
        "xml-success-messages",
        "The message of a success is marked up.",
        f"{PUBLISHED}: the format of a SuccessResponse is TEXT or XML",
        successes(_xml_message, of_api("pod")),
    ),
    Variant(
        "hollow-objects",
        "Receipts of nobody's delegate have an object whose properties are null.",
        f"{RECORDED}, receipts of a message",
        successes(_hollow, of("listMessageReceipts")),
    ),
    Variant(
        "limit-counts-results",
        "The limit in the answer of a search for rooms or users is the number of results on the page.",
        f"{PUBLISHED}: the number of returned results, where recorded answers repeat the limit that was sent",
        successes(_number_of_results, of("searchRooms", "searchUsers")),
    ),
)
