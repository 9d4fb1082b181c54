"""Variants of behaviour where the documents leave a choice or contradict themselves."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import replace

from conformance.contract import Operation
from conformance.reference_pod.call import Refusal
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.connections import CONNECTIONS, Connection
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.variants.model import Variant, responding
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper, json_response

_EVERY = 40
_TABLED = {"PENDING": "REJECTED", "REJECTED": "PENDING"}


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


def _short_receipts(number: int) -> Callable[[Pod], Wrapper]:
    """Pages of so many receipts."""

    def wrapper(pod: Pod) -> Wrapper:
        pod.settings.receipts_page = number
        return lambda _operation, endpoint: endpoint

    return wrapper


def _no_content(_pod: Pod, request: Request, response: Response) -> Response:
    skipped = request.query.get("skip", ["0"])[0]
    return Response(204) if response.body == b"[]" and skipped.isdigit() and int(skipped) > 0 else response


def _throttled(_pod: Pod) -> Wrapper:
    """Counts the requests of all operations together, so that the same run meets the same refusals."""
    numbers = itertools.count(1)

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            if next(numbers) % _EVERY == 0:
                return error_response(operation.api, 429, "Too many requests", {"Retry-After": "0"})
            return endpoint(request)

        return respond

    return wrap


def _invitation_again(pod: Pod, request: Request, response: Response) -> Response:
    connection = _connection(pod, request, lambda: int(json.loads(request.body)["userId"]))
    if response.status != 400 or connection is None or connection.status != "PENDING":
        return response
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


def _removal_as_tabled(pod: Pod, request: Request, response: Response) -> Response:
    connection = _connection(pod, request, lambda: int(request.path["uid"]))
    if response.status != 400 or connection is None or connection.status not in _TABLED:
        return response
    if connection.invitee != caller_of(pod, request).id:
        return response
    status = _TABLED[connection.status]
    with pod.store.transaction():
        pod.store[CONNECTIONS].put(replace(connection, status=status, updated=pod.clock()))
    return json_response(200, {"format": "TEXT", "message": "Connection Removed."})


def _connection(pod: Pod, request: Request, other: Callable[[], int]) -> Connection | None:
    try:
        return pod.store[CONNECTIONS].get(frozenset((caller_of(pod, request).id, other())))
    except (Refusal, ValueError, KeyError, TypeError):
        return None


def _only(operation_id: str) -> Callable[[Operation], bool]:
    return lambda operation: operation.id == operation_id


def _skips(operation: Operation) -> bool:
    return operation.paging is not None and operation.paging.style == "offset"


RULES = (
    Variant("clamps-limits", "A limit out of bounds is clamped instead of refused.", _clamped),
    Variant("204-past-the-end", "An empty page past the end is a 204.", responding(_no_content, _skips)),
    Variant("one-receipt-a-page", "A page of receipts holds one.", _short_receipts(1)),
    Variant("two-receipts-a-page", "A page of receipts holds two.", _short_receipts(2)),
    Variant("sometimes-429", f"Every {_EVERY}th request is answered with 429 and Retry-After.", _throttled),
    Variant(
        "second-invitation-unchanged",
        "A second invitation while the first is pending gets a 200 and changes nothing.",
        responding(_invitation_again, _only("createConnection")),
    ),
    Variant(
        "remove-pending-as-tabled",
        "Removing a pending or rejected connection follows the table instead of the note beside it.",
        responding(_removal_as_tabled, _only("removeConnection")),
    ),
)
