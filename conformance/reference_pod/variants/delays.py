"""Variants of a pod that shows what was written a little later: in searches, in lists, in presences."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation, pointer
from conformance.reference_pod.call import Refusal
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.presence import presence_of
from conformance.reference_pod.records.streams import STREAMS
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.variants.model import Variant, rewritten, value_of, with_value
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_LATER = "Field: an index is filled after the answer to the write; no document promises more"


def _indexed_late(operation_id: str, key: str, old: Callable[[Pod], set[Any]]) -> Callable[[Pod], Wrapper]:
    """Lets a search by skip and limit find a thing only after a search that should have found it."""

    def wrapper(pod: Pod) -> Wrapper:
        indexed = old(pod)

        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if operation.id != operation_id:
                return endpoint
            return lambda request: _indexed(operation, endpoint, request, key, indexed)

        return wrap

    return wrapper


def _indexed(
    operation: Operation, endpoint: Endpoint, request: Request, key: str, indexed: set[Any]
) -> Response:
    paging, response = operation.paging, endpoint(request)
    if response.status != 200 or paging is None:
        return response
    found = _whole(operation, endpoint, request)
    known = [item for item in found if pointer.resolve(item, key) in indexed]
    indexed.update(pointer.resolve(item, key) for item in found)
    skip = int(request.query.get("skip", ["0"])[0])
    limit = int(request.query.get("limit", [str(paging.default)])[0])
    if not known and "204" in operation.responses:
        return Response(204)
    shown = known[skip : skip + limit]
    name = paging.items.removeprefix("/")
    return with_value(response, {**value_of(response), name: shown, "count": len(known)} if name else shown)


def _whole(operation: Operation, endpoint: Endpoint, request: Request) -> list[Any]:
    assert operation.paging is not None
    most, found = operation.paging.maximum or 1000, list[Any]()
    while len(found) % most == 0:
        query = {**request.query, "skip": [str(len(found))], "limit": [str(most)]}
        response = endpoint(replace(request, query=query))
        page = pointer.resolve(value_of(response), operation.paging.items) if response.status == 200 else []
        found += page
        if not page:
            break
    return found


def _old_rooms(pod: Pod) -> set[Any]:
    return {stream.id for stream in pod.store[STREAMS]}


def _old_users(pod: Pod) -> set[Any]:
    return {user.id for user in pod.store[USERS]}


def _presences_late(pod: Pod) -> Wrapper:
    """The first look at a presence that was set still shows the one before."""
    before: dict[int, str] = {}

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id in ("setOwnPresence", "setUserPresence"):
            return lambda request: _set(pod, endpoint, request, before)
        if operation.id in ("getOwnPresence", "getUserPresence"):
            return lambda request: rewritten(endpoint(request), lambda value: _as_before(value, before))
        return endpoint

    return wrap


def _set(pod: Pod, endpoint: Endpoint, request: Request, before: dict[int, str]) -> Response:
    try:
        body = json.loads(request.body)
        user = int(body["userId"]) if "userId" in body else caller_of(pod, request).id
        old = presence_of(pod.store, user).category
    except (Refusal, ValueError, KeyError, TypeError):
        return endpoint(request)
    response = endpoint(request)
    if response.ok:
        before.setdefault(user, old)
    return response


def _as_before(value: Any, before: dict[int, str]) -> Any:
    user = value.get("userId") if isinstance(value, dict) else None
    return {**value, "category": before.pop(user)} if user in before else value


DELAYS = (
    Variant(
        "rooms-searched-late",
        "A search for rooms finds a new one only when it is sent again.",
        _LATER,
        _indexed_late("searchRooms", "/roomSystemInfo/id", _old_rooms),
    ),
    Variant(
        "users-searched-late",
        "A search for users finds a new one only when it is sent again.",
        _LATER,
        _indexed_late("searchUsers", "/id", _old_users),
    ),
    Variant(
        "streams-listed-late",
        "The list of a user's streams has a new one only when it is asked for again.",
        _LATER,
        _indexed_late("listStreams", "/id", _old_rooms),
    ),
    Variant(
        "presences-late",
        "The first look at a presence that was set still shows the one before.",
        "Vendor reference, presence: what was set need not be what is read",
        _presences_late,
    ),
)
