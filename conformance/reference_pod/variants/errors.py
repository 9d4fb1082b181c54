"""Variants of the bodies of errors, and of the words in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.model import (
    Concerns,
    Variant,
    errors,
    everywhere,
    of_api,
    responding,
    rewritten,
    successes,
)
from conformance.reference_pod.variants.sources import (
    CHANGE_POLICY,
    COMMUNITY_GUIDE,
    PUBLISHED,
    RECORDED,
)
from conformance.reference_pod.wire import Request, Response, Wrapper, encode

_OTHER_WORDS = "Leider ist das nicht möglich"
_CODES_OF_2022 = {
    "EMAIL_DOMAIN_NOT_ALLOWED": "PUBLIC_EMAIL_DOMAIN_NOT_ALLOWED",
    "USER_ALREADY_EXISTS": "USER_ALREADY_EXISTING_ON_THE_POD",
    "PROFILE_ACCESS_OR_UPDATES_NOT_AUTHORIZED": "PARTNER_NOT_ALLOWED_TO_ACCESS_USER",
}


def _empty_401(_pod: Pod, _request: Request, response: Response) -> Response:
    return Response(401) if response.status == 401 else response


def _bare_401(_pod: Pod, _request: Request, response: Response) -> Response:
    if response.status != 401:
        return response
    return Response(401, encode({"message": "Can't retrieve session from ID 0123456789abcdef"}).encode())


def _text_401(_pod: Pod, _request: Request, response: Response) -> Response:
    return Response(401, b"Invalid session", "text/plain") if response.status == 401 else response


def _reworded(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() <= {"format", "code", "message", "context", "details"}:
        return {**value, "message": _OTHER_WORDS} if "message" in value else value
    return value


def _without_code(error: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in error.items() if name != "code"}


def _told_more(error: dict[str, Any]) -> dict[str, Any]:
    return {**error, "timestamp": "2026-01-01T00:00:00Z", "traceId": "a1b2c3", "errors": [{"field": None}]}


def _internal_code(error: dict[str, Any]) -> dict[str, Any]:
    return {**error, "code": f"GRP-{sum(error['code'].encode()):05}"}


def _of_2022(value: Any) -> Any:
    return everywhere(value, lambda part: {**part, **_earlier(part)})


def _earlier(part: dict[str, Any]) -> dict[str, str]:
    code = part.get("code")
    return {"code": _CODES_OF_2022[code]} if code in _CODES_OF_2022 else {}


def _with_context(error: dict[str, Any]) -> dict[str, Any]:
    return {("context" if name == "details" else name): value for name, value in error.items()}


def _number_where_it_is_one(value: Any) -> Any:
    if not isinstance(value, dict) or "errors" not in value:
        return value
    return {**value, "errors": [{**row, **_number(row)} for row in value["errors"]]}


def _number(row: dict[str, Any]) -> dict[str, int]:
    text = str(row.get("id", ""))
    return {"id": int(text)} if text.isascii() and text.isdigit() and len(text) < 19 else {}


def _every_body(
    change: Callable[[Any], Any], concerns: Concerns = lambda _: True
) -> Callable[[Pod], Wrapper]:
    return responding(lambda _pod, _request, response: rewritten(response, change), concerns)


ERRORS = (
    Variant("empty-401-body", "A 401 has no body and no media type.", RECORDED, responding(_empty_401)),
    Variant(
        "bare-401-body",
        "A 401 has a message, no code and no media type.",
        RECORDED,
        responding(_bare_401),
    ),
    Variant(
        "text-401-body",
        "A 401 is a line of text.",
        f"{RECORDED}: the client for Java reads errors that are not JSON",
        responding(_text_401),
    ),
    Variant(
        "other-messages",
        "Messages are in other words, and in another language.",
        f"{RECORDED}: the same success and the same error are told in different words",
        _every_body(_reworded),
    ),
    Variant(
        "errors-without-code",
        "Errors of the Pod API have a message only.",
        f"{PUBLISHED}: code and message of an error are optional",
        errors(_without_code, of_api("pod")),
    ),
    Variant(
        "errors-that-tell-more",
        "Errors have properties nobody documented.",
        f"{CHANGE_POLICY}: new fields may be returned",
        errors(_told_more),
    ),
    Variant(
        "internal-error-codes",
        "The codes of the Profile Manager's errors name a place in its program.",
        f"{PUBLISHED}: the code is an internal one that helps to locate the line of code",
        errors(_internal_code, of_api("profile-manager")),
    ),
    Variant(
        "earlier-community-codes",
        "Community Connect uses the codes of its first version.",
        f"{COMMUNITY_GUIDE}, first version of 2022",
        _every_body(_of_2022, of_api("community-connect")),
    ),
    Variant(
        "community-context",
        "Errors of Community Connect have a context in the place of details.",
        COMMUNITY_GUIDE,
        errors(_with_context, of_api("community-connect")),
    ),
    Variant(
        "numbers-in-user-errors",
        "The error about an id that looks like a number has the number.",
        f"{PUBLISHED}: a text in the schema, a number in the examples",
        successes(_number_where_it_is_one, lambda operation: operation.id == "lookUpUsers"),
    ),
)
