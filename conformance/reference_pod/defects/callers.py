"""Defects of who is asking: answers that go to another caller, and rights that outlive their reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, has_success_body, on_success, with_body
from conformance.reference_pod.defects.rules import as_admin
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.streams import STREAMS
from conformance.reference_pod.seed import actor
from conformance.reference_pod.tokens import caller_of
from conformance.reference_pod.wire import Endpoint, Request, Response, encode

OVERLAP_MILLISECONDS = 30
"""Requests that are answered so soon after one another count as simultaneous."""
CROWD = 8
"""So many requests of different callers in a row are a load under which answers are mixed up."""


def _mixes_up_callers(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Under load a caller gets the answer that was made for the one before."""
    last: tuple[int, int, Response] | None = None
    changes = 0

    def respond(request: Request) -> Response:
        nonlocal last, changes
        response = endpoint(request)
        if not response.ok:
            return response
        caller, now = caller_of(pod, request).id, pod.clock()
        before, last = last, (caller, now, response)
        if before is None or now - before[1] > OVERLAP_MILLISECONDS:
            changes = 0
            return response
        changes += before[0] != caller
        return before[2] if changes >= CROWD and before[0] != caller else response

    return respond


def _caches_without_caller(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Whoever asks what another one has asked gets the other one's answer."""
    asked: dict[object, tuple[int, Response]] = {}

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok:
            return response
        key = repr((sorted(request.path.items()), sorted(request.query.items()), request.body))
        owner, kept = asked.get(key, (0, response))
        caller = caller_of(pod, request).id
        if owner not in (0, caller):
            return kept
        asked[key] = caller, response
        return response

    return respond


def _serves_past_members(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Who has left a stream, or was removed from it, is served as before."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.status != 403:
            return response
        stream = pod.store[STREAMS].get(request.path.get("id") or request.path.get("sid", ""))
        caller = caller_of(pod, request).id
        left = stream is not None and any(m.user == caller and m.left is not None for m in stream.members)
        return endpoint(as_admin(pod, request)) if left else response

    return respond


def _about_streams(_pod: Pod, operation: Operation) -> bool:
    names = {parameter.name for parameter in operation.parameters if parameter.location == "path"}
    return (
        operation.effects == {"read"}
        and operation.area in ("Rooms", "Streams", "IMs")
        and bool(names & {"id", "sid"})
    )


def credits_others(name: str) -> Defect:
    """The property of that name is the id of somebody else; the type stays."""

    def changed(value: Any, other: int) -> Any:
        if isinstance(value, list):
            return [changed(item, other) for item in value]
        if not isinstance(value, dict):
            return value
        return {
            key: type(item)(other) if key == name and isinstance(item, int | str) else changed(item, other)
            for key, item in value.items()
        }

    def altered(pod: Pod, _operation: Operation, response: Response) -> Response:
        if not response.body:
            return response
        other = actor(pod, "colleague").id
        return with_body(response, encode(changed(json.loads(response.body), other)).encode())

    summary = f"The property {name} of answers names somebody else."
    return Defect(f"credits-others.{name}", summary, on_success(altered), has_success_body)


def _pending_looks_accepted(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return replace(response, body=response.body.replace(b"PENDING_OUTGOING", b"ACCEPTED"))


def _shows_connections(_pod: Pod, operation: Operation) -> bool:
    return operation.area == "Connections" and operation.effects == {"read"}


CALLER_DEFECTS = (
    Defect(
        "mixes-up-callers",
        "Under parallel load callers get each other's answers.",
        _mixes_up_callers,
        has_success_body,
    ),
    Defect(
        "caches-without-caller",
        "What one caller was answered is answered to another who asks the same.",
        _caches_without_caller,
        has_success_body,
    ),
    Defect(
        "serves-past-members",
        "Who was removed from a stream can still read it.",
        _serves_past_members,
        _about_streams,
    ),
    Defect(
        "pending-looks-accepted",
        "Who has asked for a connection sees it as accepted at once.",
        on_success(_pending_looks_accepted),
        _shows_connections,
    ),
)

OF_CALLERS: dict[str, Callable[[str], Defect]] = {"credits-others": credits_others}
"""Kinds that name a property with a user's id."""
