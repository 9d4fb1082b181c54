"""Defects of connections: answers of the wrong side, times and counters that lie, steps out of order."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, with_body
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.connections import CONNECTIONS, Connection
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.wire import Endpoint, Request, Response, encode, json_response

Key = frozenset[int]
Wrap = Callable[[Pod, Operation, Endpoint], Endpoint]


def _concerns(_pod: Pod, operation: Operation) -> bool:
    return "/v1/connection/" in operation.path


def _changes(pod: Pod, operation: Operation) -> bool:
    return _concerns(pod, operation) and operation.effects != {"read"}


def _key(pod: Pod, request: Request) -> Key:
    """The caller and the user whom the request names."""
    try:
        peer = request.path.get("uid") or json.loads(request.body)["userId"]
        return frozenset((caller_of(pod, request).id, int(peer)))
    except (ValueError, KeyError, TypeError):
        return frozenset()


def _keeping(
    change: Callable[[Pod, Connection], Connection],
) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """A defect that spoils what a successful step has stored; its answer stays right."""

    def wrap(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            response = endpoint(request)
            kept = pod.store[CONNECTIONS].get(_key(pod, request)) if response.ok else None
            if kept is not None:
                pod.store[CONNECTIONS].put(change(pod, kept))
            return response

        return respond

    return wrap


def _swaps_sides(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        text = response.body.replace(b"PENDING_INCOMING", b"?").replace(
            b"PENDING_OUTGOING", b"PENDING_INCOMING"
        )
        return with_body(response, text.replace(b"?", b"PENDING_OUTGOING"))

    return respond


def _own_id(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok:
            return response
        body = {**json.loads(response.body), "userId": caller_of(pod, request).id}
        return with_body(response, encode(body).encode())

    return respond


def _answers_anything(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """The caller is made the one who was invited, and the request open, before it is answered."""

    def respond(request: Request) -> Response:
        key = _key(pod, request)
        kept = pod.store[CONNECTIONS].get(key)
        if kept is not None:
            caller = caller_of(pod, request).id
            pod.store[CONNECTIONS].put(
                replace(kept, status="PENDING", requester=kept.other(caller), invitee=caller)
            )
        return endpoint(request)

    return respond


def _refusal_ends(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok:
            pod.store[CONNECTIONS].delete(_key(pod, request))
        return response

    return respond


def _invites_anybody(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        key = _key(pod, request)
        if response.ok or not key:
            return response
        caller, now = caller_of(pod, request).id, pod.clock()
        peer = next(iter(key - {caller}), caller)
        made = pod.store[CONNECTIONS].put(Connection(caller, peer, "PENDING", now, now))
        return json_response(200, {"userId": peer, "status": made.seen_by(caller)})

    return respond


def _invites_once(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    done: set[Key] = set()

    def respond(request: Request) -> Response:
        key = _key(pod, request)
        if key in done:
            return json_response(400, {"code": 400, "message": "These users have been invited before"})
        response = endpoint(request)
        if response.ok:
            done.add(key)
        return response

    return respond


def _shows_implicit(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok:
            return response
        caller = caller_of(pod, request)
        body: list[Any] = json.loads(response.body)
        body += [
            {"userId": user.id, "status": "ACCEPTED"}
            for user in pod.store[USERS].find("tenant", caller.tenant)
            if user.id != caller.id
        ]
        return with_body(response, encode(body).encode())

    return respond


CONNECTION_DEFECTS = (
    Defect("swaps-sides", "Incoming requests read as outgoing ones.", _swaps_sides, _concerns),
    Defect("own-id", "Connections carry the caller's id, not the other's.", _own_id, _concerns),
    Defect(
        "resets-first-request",
        "The time of the first request moves with every step.",
        _keeping(lambda pod, kept: replace(kept, first_requested=pod.clock() + 1000)),
        _changes,
    ),
    Defect(
        "backdates-updates",
        "The time of the last update goes back.",
        _keeping(lambda _, kept: replace(kept, updated=kept.first_requested - 1000)),
        _changes,
    ),
    Defect(
        "counts-every-step",
        "The counter of requests grows with every step.",
        _keeping(lambda _, kept: replace(kept, requests=kept.requests + 1)),
        _changes,
    ),
    Defect(
        "accepts-instead",
        "Whatever the step, the connection is accepted.",
        _keeping(lambda _, kept: replace(kept, status="ACCEPTED")),
        _changes,
    ),
    Defect("answers-anything", "Requests are answered by anybody in any state.", _answers_anything, _changes),
    Defect("refusal-ends-connection", "A refused step ends the connection.", _refusal_ends, _changes),
    Defect("invites-anybody", "Invitations that must be refused are sent.", _invites_anybody, _changes),
    Defect("invites-once", "Two users can never ask a second time.", _invites_once, _changes),
    Defect("shows-implicit", "Lists show all colleagues at any time.", _shows_implicit, _concerns),
)
