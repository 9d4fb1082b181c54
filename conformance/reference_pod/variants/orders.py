"""Variants of order: of properties, and of lists for which no order is promised."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation, pointer
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.model import (
    Variant,
    everywhere,
    of,
    rewritten,
    successes,
    value_of,
    with_value,
)
from conformance.reference_pod.variants.sources import JSON, PUBLISHED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_UNORDERED = f"{PUBLISHED}: no order is stated"


def _reversed_keys(value: dict[str, Any]) -> dict[str, Any]:
    return dict(reversed(value.items()))


def _reversed_at(*names: str) -> Callable[[Any], Any]:
    """Reverses the lists of these names, at every depth."""

    def change(value: dict[str, Any]) -> dict[str, Any]:
        return {k: v[::-1] if k in names and isinstance(v, list) else v for k, v in value.items()}

    return lambda value: everywhere(value, change)


_SETS = frozenset(
    {
        *("roles", "optionalActions", "keywords", "permissions", "properties", "avatars", "policies"),
        *("languages", "members", "marketCoverage", "responsibility", "function", "instrument"),
        *("assetClasses", "industries", "assetClassesOfInterest", "industryOfInterest"),
    }
)
_LISTS_OF_NO_ORDER = of(
    *("listRoomMembers", "listRoomMembersAsAdmin", "listSystemRoles", "listDisclaimers"),
    *("listDisclaimerUsers", "listUserDelegates", "listAppEntitlements", "listUserAppEntitlements"),
    *("listBarrierGroups", "listBarrierPolicies", "listUserAvatars", "listProtocolsAsAdmin"),
    *("listConnections", "listAllowedFileTypes"),
)


def _in_changing_orders(_pod: Pod) -> Wrapper:
    """Every second answer of an operation has its lists of no order the other way round."""
    turned = _reversed_at(*_SETS)

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        numbers = itertools.count(1)

        def change(value: Any) -> Any:
            value = turned(value)
            whole = isinstance(value, list) and _LISTS_OF_NO_ORDER(operation)
            return value[::-1] if whole else value

        def respond(request: Request) -> Response:
            response = endpoint(request)
            return rewritten(response, change) if response.ok and next(numbers) % 2 else response

        return respond if operation.id != "listStreamMembersAsAdmin" else endpoint

    return wrap


def _backwards(*operation_ids: str) -> Callable[[Pod], Wrapper]:
    """Serves the pages of these lists by skip and limit from the other end."""

    def wrapper(_pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if operation.id not in operation_ids:
                return endpoint
            return lambda request: _page_from_the_end(operation, endpoint, request)

        return wrap

    return wrapper


def _page_from_the_end(operation: Operation, endpoint: Endpoint, request: Request) -> Response:
    response = endpoint(request)
    paging = operation.paging
    if response.status != 200 or paging is None:
        return response
    most = paging.maximum or 1000
    found: list[Any] = []
    while len(found) % most == 0:
        query = {**request.query, "skip": [str(len(found))], "limit": [str(most)]}
        page = pointer.resolve(value_of(endpoint(replace(request, query=query))), paging.items)
        found += page
        if not page:
            break
    skip = int(request.query.get("skip", ["0"])[0])
    limit = int(request.query.get("limit", [str(paging.default)])[0])
    shown = found[::-1][skip : skip + limit]
    name = paging.items.removeprefix("/")
    return with_value(response, {**value_of(response), name: shown} if name else shown)


ORDERS = (
    Variant(
        "reversed-keys",
        "The properties of objects come in another order.",
        f"{JSON}, section 4: an object is an unordered collection",
        successes(lambda value: everywhere(value, _reversed_keys)),
    ),
    Variant(
        "members-in-another-order",
        "The members of a room, of a stream and of a group come in another order.",
        _UNORDERED,
        successes(
            lambda value: value[::-1] if isinstance(value, list) else _reversed_at("members", "users")(value),
            of(
                "listRoomMembers", "listRoomMembersAsAdmin", "getIM", "getGroup", "insertGroup", "updateGroup"
            ),
        ),
    ),
    Variant(
        "roles-in-another-order",
        "The roles of users, and those that there are, come in another order.",
        _UNORDERED,
        successes(
            lambda value: (_reversed_at("roles", "optionalActions"))(value),
            of("getSessionInfo", "getUserAccount", "updateUserAccount", "lookUpUser", "listUserAccounts"),
        ),
    ),
    Variant(
        "settings-in-another-order",
        "Lists of settings come in another order: roles, disclaimers, entitlements, delegates, barriers.",
        _UNORDERED,
        successes(
            lambda value: value[::-1] if isinstance(value, list) else value,
            of(
                *("listSystemRoles", "listDisclaimers", "listDisclaimerUsers", "listUserDelegates"),
                *(
                    "listAppEntitlements",
                    "listUserAppEntitlements",
                    "listBarrierGroups",
                    "listBarrierPolicies",
                ),
                *("listUserAvatars", "listProtocolsAsAdmin", "listLanguages"),
            ),
        ),
    ),
    Variant(
        "changing-orders",
        "Lists of no stated order come in another one with every second answer of an operation.",
        _UNORDERED,
        _in_changing_orders,
    ),
    Variant(
        "connections-in-another-order",
        "The last connection of a list comes first.",
        _UNORDERED,
        successes(lambda value: value[::-1], of("listConnections")),
    ),
    Variant(
        "looked-up-in-another-order",
        "Users that are looked up together come in another order than they were asked for.",
        _UNORDERED,
        successes(_reversed_at("users", "errors"), of("lookUpUsers")),
    ),
    Variant(
        "newest-accounts-first",
        "The last account of a list comes first, and that on its first page.",
        _UNORDERED,
        _backwards("listUserAccounts", "findUserAccounts", "searchUsers"),
    ),
    Variant(
        "newest-rooms-first",
        "Rooms that were searched for, and members of streams, come from the other end.",
        _UNORDERED,
        _backwards("searchRooms", "listStreamMembersAsAdmin"),
    ),
)
