"""Variants of connections where the documents leave a choice or contradict themselves."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Refusal
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.connections import CONNECTIONS as TABLE
from conformance.reference_pod.records.connections import Connection
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.variants.model import Variant, of, responding
from conformance.reference_pod.variants.sources import CONNECTION_PAGES, PUBLISHED
from conformance.reference_pod.wire import Request, Response, json_response

_TABLED = {"PENDING": "REJECTED", "REJECTED": "PENDING"}
_UNSTATED = f"{CONNECTION_PAGES}: how this is answered is not stated"


def _invitation_again(pod: Pod, request: Request, response: Response) -> Response:
    connection = _connection(pod, request, _in_body)
    if response.status != 400 or connection is None or connection.status != "PENDING":
        return response
    return _shown(pod, request, connection)


def _invitation_forbidden(pod: Pod, request: Request, response: Response) -> Response:
    if response.status != 400 or _connection(pod, request, _in_body) is None:
        return response
    return error_response("pod", 403, "There is a connection request already")


def _invitation_leads_nowhere(pod: Pod, request: Request, response: Response) -> Response:
    if response.status != 400 or _connection(pod, request, _in_body) is None:
        return response
    return error_response("pod", 404, "There is no user to invite once more")


def _requester_unchanged(pod: Pod, request: Request, response: Response) -> Response:
    """Who accepts or rejects its own request is shown it as it is."""
    connection = _connection(pod, request, _in_body)
    if response.ok or connection is None or connection.status != "PENDING":
        return response
    if connection.invitee == caller_of(pod, request).id:
        return response
    return _shown(pod, request, connection)


def _answer_again(pod: Pod, request: Request, response: Response) -> Response:
    """Who accepts what is accepted, or rejects what is rejected, is shown the connection as it is."""
    done = "ACCEPTED" if request.operation.id == "acceptConnection" else "REJECTED"
    connection = _connection(pod, request, _in_body)
    if response.status != 400 or connection is None or connection.status != done:
        return response
    return _shown(pod, request, connection)


def _bad_request_for_none(_pod: Pod, request: Request, response: Response) -> Response:
    if response.status != 404:
        return response
    return error_response("pod", 400, "There is no connection request from this user to answer")


def _colleague_forbidden(pod: Pod, request: Request, response: Response) -> Response:
    if response.status != 400 or not _of_one_pod(pod, request):
        return response
    return error_response("pod", 403, "An implicit connection cannot be rejected")


def _removal_as_tabled(pod: Pod, request: Request, response: Response) -> Response:
    connection = _connection(pod, request, lambda sent: int(sent.path["uid"]))
    if response.status != 400 or connection is None or connection.status not in _TABLED:
        return response
    if connection.invitee != caller_of(pod, request).id:
        return response
    status = _TABLED[connection.status]
    with pod.store.transaction():
        pod.store[TABLE].put(replace(connection, status=status, updated=pod.clock()))
    return json_response(200, {"format": "TEXT", "message": "Connection Removed."})


def _null_times(_pod: Pod, _request: Request, response: Response) -> Response:
    value: Any = json.loads(response.body) if response.ok else None
    if not isinstance(value, dict) or value.keys() != {"userId", "status"}:
        return response
    unsaid = dict.fromkeys(("firstRequestedAt", "updatedAt", "requestCounter"))
    return json_response(200, {**value, **unsaid})


def _shown(pod: Pod, request: Request, connection: Connection) -> Response:
    caller = caller_of(pod, request).id
    return json_response(
        200,
        {
            "userId": connection.other(caller),
            "status": connection.seen_by(caller),
            "firstRequestedAt": connection.first_requested,
            "updatedAt": connection.updated,
            "requestCounter": connection.requests,
        },
    )


def _of_one_pod(pod: Pod, request: Request) -> bool:
    try:
        peer = pod.store[USERS].get(_in_body(request))
        return peer is not None and peer.tenant == caller_of(pod, request).tenant
    except (Refusal, ValueError, KeyError, TypeError):
        return False


def _in_body(request: Request) -> int:
    return int(json.loads(request.body)["userId"])


def _connection(pod: Pod, request: Request, other: Callable[[Request], int]) -> Connection | None:
    try:
        return pod.store[TABLE].get(frozenset((caller_of(pod, request).id, other(request))))
    except (Refusal, ValueError, KeyError, TypeError):
        return None


CONNECTIONS = (
    Variant(
        "second-invitation-unchanged",
        "A second invitation while the first is pending gets a 200 and changes nothing.",
        _UNSTATED,
        responding(_invitation_again, of("createConnection")),
    ),
    Variant(
        "second-invitation-403",
        "A second invitation gets a 403.",
        _UNSTATED,
        responding(_invitation_forbidden, of("createConnection")),
    ),
    Variant(
        "second-invitation-404",
        "A second invitation gets a 404.",
        _UNSTATED,
        responding(_invitation_leads_nowhere, of("createConnection")),
    ),
    Variant(
        "own-request-unchanged",
        "Accepting or rejecting one's own request gets a 200 and changes nothing.",
        _UNSTATED,
        responding(_requester_unchanged, of("acceptConnection", "rejectConnection")),
    ),
    Variant(
        "answered-twice-unchanged",
        "Accepting or rejecting once more gets a 200 and changes nothing.",
        _UNSTATED,
        responding(_answer_again, of("acceptConnection", "rejectConnection")),
    ),
    Variant(
        "unasked-answer-400",
        "Accepting or rejecting what nobody asked for gets a 400.",
        f"{PUBLISHED}: 400 and 404 are declared, and not which of them is meant",
        responding(_bad_request_for_none, of("acceptConnection", "rejectConnection")),
    ),
    Variant(
        "rejected-colleague-403",
        "Rejecting a colleague gets a 403.",
        f"{CONNECTION_PAGES}: an error is returned, of no stated status",
        responding(_colleague_forbidden, of("rejectConnection")),
    ),
    Variant(
        "remove-pending-as-tabled",
        "Removing a pending or rejected connection follows the table instead of the note beside it.",
        f"{CONNECTION_PAGES}: the table and the note contradict each other",
        responding(_removal_as_tabled, of("removeConnection")),
    ),
    Variant(
        "null-times-of-colleagues",
        "Connections of colleagues have their times and their count as null.",
        f"{CONNECTION_PAGES}, and client libraries: only user and status are set",
        responding(_null_times, of("getConnection", "createConnection", "acceptConnection")),
    ),
)
