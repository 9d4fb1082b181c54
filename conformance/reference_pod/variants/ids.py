"""Variants of ids and of versions: all of them are opaque."""

from __future__ import annotations

import itertools
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.pod import Ids, Pod
from conformance.reference_pod.records.users import TENANT_BITS, TENANTS, USERS, User
from conformance.reference_pod.variants.model import Variant, rewritten
from conformance.reference_pod.variants.sources import PUBLISHED, RECORDED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_STANDARD, _URL_SAFE = str.maketrans("-_", "+/"), str.maketrans("+/", "-_")

Shape = Callable[[str], str]


class _Shaped(Ids):
    """The ids of a pod in other shapes."""

    def __init__(self, ids: Ids, text: Shape = str, object_id: Shape = str, uuid: Shape = str) -> None:
        super().__init__()
        self._ids, self._text, self._object_id, self._uuid = ids, text, object_id, uuid

    def number(self) -> int:
        """A number that was not given out before."""
        return self._ids.number()

    def text(self) -> str:
        """The id of a stream or a message."""
        return self._text(self._ids.text())

    def object_id(self) -> str:
        """The id of a disclaimer, an app or a group."""
        return self._object_id(self._ids.object_id())

    def uuid(self) -> str:
        """An ETag, or the id of a presence feed."""
        return self._uuid(self._ids.uuid())


def _shaped(text: Shape = str, object_id: Shape = str, uuid: Shape = str) -> Callable[[Pod], Pod]:
    return lambda pod: replace(pod, ids=_Shaped(pod.ids, text, object_id, uuid))


def _standard(text: str) -> str:
    return b64encode(bytes((0xFB, 0xEF, 0xFF, *text[:22].encode()))).decode()


def _counting() -> Shape:
    numbers = itertools.count(1_000_001)
    return lambda _: str(next(numbers))


def _of_a_group(object_id: str) -> str:
    return urlsafe_b64encode(f"[189][SDL][{object_id}]".encode()).decode().rstrip("=")


def _high_user_ids(pod: Pod) -> Pod:
    """An account far above the others in each company: new ones follow it."""
    with pod.store.transaction():
        for tenant in pod.store[TENANTS]:
            pod.store[USERS].put(
                User(
                    id=(tenant.id << TENANT_BITS) + (1 << TENANT_BITS - 1),
                    attributes={
                        "userName": "zoe.zimmer",
                        "displayName": "Zoe Zimmer",
                        "firstName": "Zoe",
                        "lastName": "Zimmer",
                        "emailAddress": f"zoe.zimmer@{min(tenant.domains)}",
                        "companyName": tenant.name,
                        "accountType": "NORMAL",
                    },
                    created=pod.clock(),
                    created_by=(tenant.id << TENANT_BITS) + 1,
                    updated=pod.clock(),
                    roles=("INDIVIDUAL",),
                )
            )
    return pod


def _both_alphabets(_pod: Pod) -> Wrapper:
    """Room search writes ids in standard base64; every operation reads them in either alphabet."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            path = {name: _url_safe(value) for name, value in request.path.items()}
            response = endpoint(replace(request, path=path))
            if operation.id != "searchRooms" or not response.ok:
                return response
            return rewritten(response, _searched)

        return respond if operation.id == "searchRooms" or _takes_a_stream(operation) else endpoint

    return wrap


def _takes_a_stream(operation: Operation) -> bool:
    return operation.area in ("Rooms", "Streams", "IMs")


def _searched(found: Any) -> Any:
    rooms = [
        {**room, "roomSystemInfo": {**room["roomSystemInfo"], "id": _padded(room["roomSystemInfo"]["id"])}}
        for room in found["rooms"]
    ]
    return {**found, "rooms": rooms}


def _padded(text: str) -> str:
    return text.translate(_STANDARD) + "=" * (-len(text) % 4)


def _url_safe(text: str) -> str:
    return text.rstrip("=").translate(_URL_SAFE)


IDS = (
    Variant(
        "long-ids",
        "Ids of streams and messages are four times as long.",
        f"{PUBLISHED}: ids are texts of no stated length",
        prepare=lambda pod: _shaped(text=lambda text: text * 4)(pod),
    ),
    Variant(
        "short-ids",
        "Ids of streams and messages have eight characters.",
        f"{PUBLISHED}: ids are texts of no stated length",
        prepare=lambda pod: _shaped(text=lambda text: text[:8])(pod),
    ),
    Variant(
        "standard-base64-ids",
        "Ids of streams and messages are in standard base64, with slashes, plus signs and padding.",
        f"{RECORDED}, room search: both alphabets occur",
        prepare=lambda pod: _shaped(text=_standard)(pod),
    ),
    Variant(
        "searched-ids-in-standard-base64",
        "Room search has the ids of rooms in standard base64, all else in the alphabet of URLs.",
        f"{RECORDED}, room search: both alphabets occur",
        _both_alphabets,
    ),
    Variant(
        "numeric-ids",
        "Ids of apps, disclaimers and groups look like numbers.",
        f"{PUBLISHED}: ids are texts of no stated form",
        prepare=lambda pod: _shaped(object_id=_counting())(pod),
    ),
    Variant(
        "speaking-group-ids",
        "Ids of groups are the base64 of their tenant, type and number.",
        f"{PUBLISHED}: one example of a group's id is of this form, another is a database id",
        prepare=lambda pod: _shaped(object_id=_of_a_group)(pod),
    ),
    Variant(
        "numbered-etags",
        "ETags are numbers that count up.",
        f"{PUBLISHED}: an ETag is a text of no stated form",
        prepare=lambda pod: _shaped(uuid=_counting())(pod),
    ),
    Variant(
        "high-user-ids",
        "New users have ids far above those of the old ones.",
        f"{PUBLISHED}: a user's id is any 64-bit integer",
        prepare=_high_user_ids,
    ),
)
