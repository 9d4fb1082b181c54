"""Variants of what a pod allows and shows, where the documents leave that to it or to its administrators."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.apps import USER_APPS
from conformance.reference_pod.records.disclaimers import DISCLAIMERS
from conformance.reference_pod.records.streams import STREAMS
from conformance.reference_pod.records.users import TENANT_BITS, USERS
from conformance.reference_pod.seed import ACTORS
from conformance.reference_pod.tokens import caller_of, open_session
from conformance.reference_pod.variants.model import (
    Concerns,
    Variant,
    everywhere,
    of,
    refusing,
    responding,
    successes,
    value_of,
)
from conformance.reference_pod.variants.sources import PUBLISHED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper, encode, json_response

_SEEDED = 14
"""Users up to this number stand in every company from the start."""


def _other_categories(value: dict[str, Any]) -> dict[str, Any]:
    user = value.get("userId")
    number = user % (1 << TENANT_BITS) if isinstance(user, int) else 0
    if "category" not in value or not len(ACTORS) < number <= _SEEDED:
        return value
    return {**value, "category": "PRESENTING"}


def _default_disclaimer(pod: Pod, request: Request, response: Response) -> Response:
    """The company's first disclaimer is the default: who has none is shown it."""
    if response.status != 204:
        return response
    tenant = caller_of(pod, request).tenant
    first = next(iter(pod.store[DISCLAIMERS].find("tenant", tenant)))
    return json_response(
        200, {"id": first.id, "name": first.name, "content": first.content, "isDefault": True}
    )


def _refusing_bodies(
    concerns: Concerns, status: int, wrong: Callable[[Any], bool]
) -> Callable[[Pod], Wrapper]:
    """Refuses bodies of which `wrong` holds; sign-in still comes first, and nothing is changed."""

    def wrapper(_pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if not concerns(operation):
                return endpoint

            def respond(request: Request) -> Response:
                try:
                    refused = wrong(json.loads(request.body))
                except (ValueError, KeyError, TypeError, AttributeError):
                    refused = False
                if not refused:
                    return endpoint(request)
                return replace(refusing(endpoint, request, "This pod does not do that"), status=status)

            return respond

        return wrap

    return wrapper


def _names_a_product(body: Any) -> bool:
    return any(row.get("product") or row.get("products") for row in body)


def _whole_or_nothing(_pod: Pod) -> Wrapper:
    """One user who cannot be added keeps the others out as well."""
    removals: list[Endpoint] = []

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id == "removeBarrierGroupMembers":
            removals.append(endpoint)
        if operation.id != "addBarrierGroupMembers":
            return endpoint

        def respond(request: Request) -> Response:
            response = endpoint(request)
            results = value_of(response)["results"] if response.ok else []
            if not any(results):
                return response
            users = [user for user, why in zip(json.loads(request.body), results, strict=True) if not why]
            if users:
                removals[0](replace(request, body=encode(users).encode()))
            return error_response("pod", 400, next(why for why in results if why))

        return respond

    return wrap


def _participants_remove(pod: Pod) -> Wrapper:
    """What a member may not do is done in the name of an owner of the room."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id != "removeRoomMember":
            return endpoint

        def respond(request: Request) -> Response:
            response = endpoint(request)
            room = pod.store[STREAMS].get(request.path["id"])
            if response.status != 403 or room is None or room.member(caller_of(pod, request).id) is None:
                return response
            owner = pod.store[USERS].get(next(member.user for member in room.current if member.owner))
            assert owner is not None
            with pod.store.transaction():
                token = open_session(pod, owner).token
            return endpoint(replace(request, headers={**request.headers, "sessiontoken": token}))

        return respond

    return wrap


def _overriding(pod: Pod, request: Request, response: Response) -> Response:
    """What is set for the company takes the place of what its users had."""
    if response.ok:
        apps = {row["appId"] for row in json.loads(request.body)}
        with pod.store.transaction():
            for row in [row for row in pod.store[USER_APPS] if row.app in apps]:
                pod.store[USER_APPS].delete((row.user, row.app))
    return response


LIBERTIES = (
    Variant(
        "other-presences",
        "Some users have a presence that is not documented.",
        "Vendor reference, presence: users may have other presence values",
        successes(
            lambda value: everywhere(value, _other_categories),
            of("getUserPresence", "listPresences", "readPresenceFeed"),
        ),
    ),
    Variant(
        "default-disclaimer",
        "A user without a disclaimer of its own has the default one of the company.",
        f"{PUBLISHED}: a disclaimer may be the default, and what that means is not stated",
        responding(_default_disclaimer, of("getUserDisclaimer")),
    ),
    Variant(
        "no-chats-of-three",
        "Conversations have two members.",
        "Vendor reference, create IM: those of more are no longer supported",
        _refusing_bodies(of("createIM", "createIMForUsers"), 400, lambda body: len(set(body)) > 2),
    ),
    Variant(
        "no-public-rooms",
        "Nobody may create a public room.",
        "Vendor reference, create room: it needs the entitlement canCreatePublicRoom",
        _refusing_bodies(of("createRoom"), 403, lambda body: bool(body.get("public"))),
    ),
    Variant(
        "no-products",
        "Products are only of those applications that the vendor sells.",
        f"{PUBLISHED}: which products there are is not stated",
        _refusing_bodies(of("patchUserAppEntitlements", "replaceUserAppEntitlements"), 400, _names_a_product),
    ),
    Variant(
        "barriers-whole-or-nothing",
        "Of a list of users none is added to a barrier group when one of them cannot be.",
        f"{PUBLISHED}, preamble: actions are atomic",
        _whole_or_nothing,
    ),
    Variant(
        "participants-remove-each-other",
        "Any member of a room may remove another one.",
        f"{PUBLISHED}: 403 is for a caller who lacks an entitlement, and which one it is not stated",
        _participants_remove,
    ),
    Variant(
        "entitlements-override",
        "What is set for the company's applications takes the place of what its users had.",
        "Vendor reference, app entitlements: a setting of the pod makes them override",
        responding(_overriding, of("updateAppEntitlements")),
    ),
)
