"""Variants of ids and of versions: all of them are opaque."""

from __future__ import annotations

import itertools
import json
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.pod import Ids, Pod
from conformance.reference_pod.records.users import TENANT_BITS, TENANTS, USERS, User
from conformance.reference_pod.variants.model import Variant, everywhere, rewritten
from conformance.reference_pod.variants.sources import PUBLISHED, RECORDED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper, encode

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


_ID = re.compile(r"[\w-]{20,}")
_NAMES_OF_IDS = frozenset({"id", "messageId", "streamId"})
_LISTS_OF_IDS = frozenset({"replies", "forwards", "formReplies"})


def _in_bodies(*operation_ids: str) -> Callable[[Pod], Wrapper]:
    """These operations write ids of streams and messages in standard base64; all read either alphabet."""

    def wrapper(_pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if not (_takes_a_stream(operation) or operation.area == "Messages"):
                return endpoint

            def respond(request: Request) -> Response:
                path = {name: _url_safe(value) for name, value in request.path.items()}
                response = endpoint(replace(request, path=path, body=_read(request)))
                if operation.id not in operation_ids or not response.ok:
                    return response
                return rewritten(response, lambda value: everywhere(value, _written))

            return respond

        return wrap

    return wrapper


def _read(request: Request) -> bytes:
    if request.operation.id != "listMessageDetails":
        return request.body
    try:
        body = json.loads(request.body)
        ids = [_url_safe(name) if isinstance(name, str) else name for name in body["messageIds"]]
    except (ValueError, KeyError, TypeError):
        return request.body
    return encode({**body, "messageIds": ids}).encode()


def _written(part: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _standard_id(item)
        if name in _NAMES_OF_IDS
        else [_standard_id(one) for one in item]
        if name in _LISTS_OF_IDS and isinstance(item, list)
        else item
        for name, item in part.items()
    }


def _standard_id(value: Any) -> Any:
    return _padded(value) if isinstance(value, str) and _ID.fullmatch(value) else value


def _padded(text: str) -> str:
    return text.translate(_STANDARD) + "=" * (-len(text) % 4)


def _url_safe(text: str) -> str:
    return text.rstrip("=").translate(_URL_SAFE)


def _quoted_etags(_pod: Pod) -> Wrapper:
    """Every ETag stands in quotation marks, wherever it is sent or shown."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.api != "profile-manager":
            return endpoint

        def respond(request: Request) -> Response:
            headers = dict(request.headers)
            if (tag := headers.get("if-match")) is not None:
                # without the marks it is no tag of this pod
                headers["if-match"] = tag[1:-1] if tag.startswith('"') else f"unquoted {tag}".strip()
            response = rewritten(endpoint(replace(request, headers=headers)), _with_quoted_tags)
            shown = {n: f'"{v}"' if n.lower() == "etag" else v for n, v in response.headers.items()}
            return replace(response, headers=shown)

        return respond

    return wrap


def _with_quoted_tags(value: Any) -> Any:
    return everywhere(value, lambda part: {**part, "eTag": f'"{part["eTag"]}"'} if part.get("eTag") else part)


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
        "listed-ids-in-standard-base64",
        "Lists of streams, and what is told of one, have its id in standard base64.",
        f"{RECORDED}, room search: both alphabets occur",
        _in_bodies("listStreams", "listUserStreams", "listStreamsAsAdmin", "getStream", "getIM"),
    ),
    Variant(
        "messages-in-standard-base64",
        "What is told of a message has its id and that of its stream in standard base64.",
        f"{RECORDED}, room search: both alphabets occur",
        _in_bodies(
            *("listMessageDetails", "listMessageReceipts", "listMessageRelationships", "suppressMessage"),
            "getMessageStatus",
        ),
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
        "quoted-etags",
        "ETags have quotation marks, in bodies as well.",
        f"{PUBLISHED}: an ETag is a text of no stated form",
        _quoted_etags,
    ),
    Variant(
        "high-user-ids",
        "New users have ids far above those of the old ones.",
        f"{PUBLISHED}: a user's id is any 64-bit integer",
        prepare=_high_user_ids,
    ),
)
