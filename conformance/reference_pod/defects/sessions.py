"""Defects of sign-in: operations that take away the tokens that they are called with."""

from __future__ import annotations

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.sessions import SESSIONS
from conformance.reference_pod.wire import Endpoint, Request, Response


def _revokes_tokens(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        with pod.store.transaction():
            pod.store[SESSIONS].delete(request.headers.get("sessiontoken", ""))
        return endpoint(request)

    return respond


SESSION_DEFECTS = (
    Defect(
        "revokes-tokens",
        "Every session that the operation is called with ends before it is looked at.",
        _revokes_tokens,
        lambda _pod, operation: "sessionToken" in operation.security,
    ),
)
