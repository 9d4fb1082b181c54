"""The error envelopes of the APIs: numbers as codes in the Pod API and sign-in, words in the two others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.reference_pod.call import Refusal
from conformance.reference_pod.wire import Response, json_response

_PROFILE_MANAGER = {
    400: "BAD_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    412: "PRECONDITION_FAILED",
    429: "TOO_MANY_REQUESTS",
    452: "INFO_BARRIER_VIOLATION",
}
_COMMUNITY_CONNECT = {
    400: "INVALID_REQUEST",
    401: "UNAUTHORIZED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
}
_UNEXPECTED = "UNEXPECTED_ERROR"


def error_body(
    api: str, status: int, message: str, code: str | None = None, context: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """An error in the words of this API; without a code of its own it gets the one of its status."""
    if api == "profile-manager":
        body = {"code": code or _PROFILE_MANAGER.get(status, _UNEXPECTED), "message": message}
        return {**body, "context": dict(context)} if context else body
    if api == "community-connect":
        body = {"code": code or _COMMUNITY_CONNECT.get(status, _UNEXPECTED), "message": message}
        return {**body, "details": dict(context)} if context else body
    return {"code": status, "message": message}


def error_response(api: str, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error response that no handler asked for."""
    return json_response(status, error_body(api, status, message), headers)


def refused(api: str, refusal: Refusal) -> Response:
    """The response to a call that was refused."""
    body = error_body(api, refusal.status, refusal.message, refusal.code, refusal.context)
    return json_response(refusal.status, body)
