"""Variants of behaviour where the documents leave a choice or contradict themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.variants.model import (
    Variant,
    everywhere,
    of,
    refusing,
    responding,
    successes,
    value_of,
)
from conformance.reference_pod.variants.sources import JAVA_CLIENT, PUBLISHED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper, encode, json_response

_SHORTER_MANIFEST = 6000
_FEEDS = of("createPresenceFeed", "readPresenceFeed", "deletePresenceFeed")
_PRESENCES = of("getOwnPresence", "getUserPresence", "listPresences", "readPresenceFeed")


def _clamped(_pod: Pod) -> Wrapper:
    """A limit beyond the maximum counts as the maximum, one below 1 as absent."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        paging = operation.paging
        if paging is None or paging.limit is None or paging.maximum is None:
            return endpoint
        name, maximum = paging.limit, paging.maximum

        def respond(request: Request) -> Response:
            sent = request.query.get(name, [""])[0]
            if sent.lstrip("-").isdigit() and not 1 <= int(sent) <= maximum:
                query = {key: value for key, value in request.query.items() if key != name}
                request = replace(request, query=query if int(sent) < 1 else {**query, name: [str(maximum)]})
            return endpoint(request)

        return respond

    return wrap


def _no_content(_pod: Pod, request: Request, response: Response) -> Response:
    skipped = request.query.get("skip", ["0"])[0]
    return Response(204) if response.body == b"[]" and skipped.isdigit() and int(skipped) > 0 else response


def _skips(operation: Operation) -> bool:
    return operation.paging is not None and operation.paging.style == "offset"


def _after_the_last(_pod: Pod) -> Wrapper:
    """The user that a page continues with does not stand on it again."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id != "listPresences":
            return endpoint

        def respond(request: Request) -> Response:
            last = request.query.get("lastUserId", [""])[0]
            if last.isascii() and last.isdigit() and len(last) < 19:
                query = {**request.query, "lastUserId": [str(int(last) + 1)]}
                request = replace(request, query=query)
            return endpoint(request)

        return respond

    return wrap


def _unknown_users_told(_pod: Pod, request: Request, response: Response) -> Response:
    """A well-formed id that nobody has is told among the errors."""
    sought = request.query.get("uid", [""])[0].split(",")
    if response.status not in (200, 204) or sought == [""]:
        return response
    value = value_of(response) if response.body else {}
    told = {str(user["id"]) for user in value.get("users", ())}
    told |= {row.get("id") for row in value.get("errors", ())}
    missing = [{"error": "not.found", "id": user} for user in dict.fromkeys(sought) if user not in told]
    return (
        json_response(200, {**value, "errors": [*value.get("errors", ()), *missing]}) if missing else response
    )


def _followed_in_part(pod: Pod) -> Wrapper:
    """An invalid id in a list is refused, and the others of the list follow all the same."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id not in ("followUsers", "unfollowUsers"):
            return endpoint

        def respond(request: Request) -> Response:
            response = endpoint(request)
            if response.status != 400:
                return response
            try:
                sent = json.loads(request.body)["followers"]
                tenant = caller_of(pod, request).tenant
                valid = [
                    user for user in sent if (known := pod.store[USERS].get(user)) and known.tenant == tenant
                ]
            except (ValueError, KeyError, TypeError):
                return response
            if valid:
                endpoint(replace(request, body=encode({"followers": valid}).encode()))
            return response

        return respond

    return wrap


def _no_feeds(status: int) -> Callable[[Pod, Request, Response], Response]:
    def change(_pod: Pod, _request: Request, response: Response) -> Response:
        if response.status in (401, 403):
            return response
        return error_response("pod", status, "Presence feeds are no longer available")

    return change


def _idle(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "category": "AWAY"} if value.get("category") in ("AVAILABLE", "BUSY") else value


def _cursors_elsewhere(value: dict[str, Any]) -> dict[str, Any]:
    return {("pagination" if name == "paging" else name): item for name, item in value.items()}


def _shorter_manifest(_pod: Pod) -> Wrapper:
    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id != "setOwnManifest":
            return endpoint

        def respond(request: Request) -> Response:
            if _is_long(request):
                return refusing(endpoint, request, f"A manifest has at most {_SHORTER_MANIFEST} characters")
            return endpoint(request)

        return respond

    return wrap


def _is_long(request: Request) -> bool:
    try:
        return len(json.loads(request.body)["manifest"]) > _SHORTER_MANIFEST
    except (ValueError, KeyError, TypeError):
        return False


RULES = (
    Variant(
        "clamps-limits",
        "A limit out of bounds is clamped instead of refused.",
        f"{PUBLISHED}: it must not exceed the maximum, and what happens if it does is not stated",
        _clamped,
    ),
    Variant(
        "204-past-the-end",
        "An empty page past the end is a 204.",
        f"{JAVA_CLIENT}, and that for Python: both are the end of a list",
        responding(_no_content, _skips),
    ),
    Variant(
        "last-user-not-repeated",
        "A page of presences begins after the user that it continues with.",
        f"{PUBLISHED}: users with lower ids are skipped; the name of the parameter says the last one is too",
        _after_the_last,
    ),
    Variant(
        "unknown-users-are-errors",
        "Looked-up ids that nobody has are told among the errors.",
        f"{PUBLISHED}: whether such an id is left out or an error is not stated",
        responding(_unknown_users_told, of("lookUpUsers")),
    ),
    Variant(
        "follows-in-part",
        "An invalid id in a list of followers is refused, and the others follow all the same.",
        "Vendor reference, follow user; the document's preamble has actions done as a whole",
        _followed_in_part,
    ),
    Variant(
        "no-presence-feeds",
        "Presence feeds are gone.",
        "Vendor reference, presence feed: deprecated since SBE 24.1",
        responding(_no_feeds(410), _FEEDS),
        lacks=("presence-feeds",),
    ),
    Variant(
        "unknown-presence-feeds",
        "Nothing is known of presence feeds.",
        "Vendor reference, presence feed: deprecated since SBE 24.1",
        responding(_no_feeds(404), _FEEDS),
        lacks=("presence-feeds",),
    ),
    Variant(
        "idle-users",
        "Nobody is at a keyboard: who is set AVAILABLE or BUSY reads AWAY.",
        "Vendor reference, presence: set while idle it may read AWAY",
        successes(lambda value: everywhere(value, _idle), _PRESENCES),
    ),
    Variant(
        "file-types-with-pagination",
        "The cursors of file extensions stand under pagination.",
        f"{PUBLISHED}: the text has pagination where the schema requires paging",
        successes(_cursors_elsewhere, of("listAllowedFileExtensions")),
    ),
    Variant(
        "shorter-manifests",
        f"A manifest has at most {_SHORTER_MANIFEST} characters.",
        "Vendor documentation, manifests; the document has 6144",
        _shorter_manifest,
    ),
)
