"""Variants of which refusal comes first, and of the statuses that refuse what no operation expects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.types import ASGIApp, Scope

from conformance.contract import Contract, Operation
from conformance.contract.model import Schema
from conformance.reference_pod.call import Refusal
from conformance.reference_pod.envelopes import error_response, refused
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.schemas import items, properties
from conformance.reference_pod.seed import actor
from conformance.reference_pod.tokens import open_session
from conformance.reference_pod.validation import RequestReader
from conformance.reference_pod.variants.asgi import Reply, replying
from conformance.reference_pod.variants.model import Variant, of, refusing_bodies, responding
from conformance.reference_pod.variants.sources import CHANGE_POLICY, HTTP, PUBLISHED
from conformance.reference_pod.wire import JSON, Endpoint, Request, Response, Wrapper


def _validating_before(*statuses: int) -> Callable[[Pod], Wrapper]:
    """A request that breaks the contract and would be refused with one of these statuses gets its 400."""

    def wrapper(pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            reader = RequestReader(pod.contract, operation)

            def respond(request: Request) -> Response:
                response = endpoint(request)
                if response.status in statuses:
                    try:
                        reader.read(request)
                    except Refusal as refusal:
                        return refused(operation.api, refusal)
                return response

            return respond

        return wrap

    return wrapper


def _unknown_fields_refused(pod: Pod) -> Wrapper:
    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        expected = operation.request_body
        if expected is None:
            return endpoint

        def wrong(body: Any) -> str | None:
            unknown = _unknown(pod.contract, operation.api, expected.schema, body)
            return None if unknown is None else f"There is no property {unknown}"

        return refusing_bodies(endpoint, wrong)

    return wrap


def _unknown(contract: Contract, api: str, schema: Schema, value: Any) -> str | None:
    """The first property of a body that its schema does not document."""
    if isinstance(value, list):
        schema_of_items = items(contract, api, schema) or {}
        found = (_unknown(contract, api, schema_of_items, item) for item in value)
        return next((name for name in found if name), None)
    if not isinstance(value, dict):
        return None
    documented = properties(contract, api, schema)
    if not documented:
        return None
    strange: str | None = next((name for name in value if name not in documented), None)
    if strange is not None:
        return strange
    inner = (_unknown(contract, api, documented[name], item) for name, item in value.items())
    return next((name for name in inner if name), None)


def _other_method(status: int) -> Callable[[ASGIApp], ASGIApp]:
    def change(scope: Scope, reply: Reply) -> Reply:
        if reply.status != 405:
            return reply
        api = scope["path"].split("/")[1]
        body = error_response(api, status, "There is no such resource").body
        headers = tuple(pair for pair in reply.headers if pair[0] != b"allow")
        return Reply(status, headers, b"").with_body(body)

    return replying(change)


def _unsupported_media_type(_pod: Pod, request: Request, response: Response) -> Response:
    sent = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if response.status != 400 or sent == JSON or request.operation.request_body is None:
        return response
    return error_response(request.operation.api, 415, f"Only {JSON} is understood")


def _forbidden_without_session(_pod: Pod, request: Request, response: Response) -> Response:
    if response.status != 401:
        return response
    return error_response(request.operation.api, 403, "Forbidden")


def _open_to_everybody(pod: Pod) -> Wrapper:
    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id != "listAllowedFileExtensions":
            return endpoint

        def respond(request: Request) -> Response:
            response = endpoint(request)
            if response.status != 401:
                return response
            with pod.store.transaction():
                token = open_session(pod, actor(pod, "admin")).token
            return endpoint(replace(request, headers={**request.headers, "sessiontoken": token}))

        return respond

    return wrap


REFUSALS = (
    Variant(
        "validates-before-rights",
        "A request that is invalid and forbidden is refused as invalid.",
        f"{PUBLISHED}: 400 and 403 are declared, and not which comes first",
        _validating_before(403),
    ),
    Variant(
        "validates-before-sign-in",
        "A request that is invalid and without a session is refused as invalid.",
        f"{PUBLISHED}: 400 and 401 are declared, and not which comes first",
        _validating_before(401, 403),
    ),
    Variant(
        "refuses-unknown-fields",
        "A body with a property nobody documented is refused.",
        f"{CHANGE_POLICY}: unrecognised fields of a body are rejected; an older change log has them ignored",
        _unknown_fields_refused,
    ),
    Variant(
        "404-for-other-methods",
        "A method that no operation has is answered with 404.",
        f"{HTTP}, section 15.5.5: a server may hide that there is a resource",
        around=_other_method(404),
    ),
    Variant(
        "400-for-other-methods",
        "A method that no operation has is answered with 400.",
        f"{PUBLISHED}: 400 is the status for requests that are not understood",
        around=_other_method(400),
    ),
    Variant(
        "415-for-other-media-types",
        "A body that is declared as something else than JSON is answered with 415.",
        f"{HTTP}, section 15.5.16",
        responding(_unsupported_media_type),
    ),
    Variant(
        "403-where-no-401-is-declared",
        "Changing file extensions without a session is answered with 403.",
        f"{PUBLISHED}: the two operations declare 403 and no 401",
        responding(_forbidden_without_session, of("putAllowedFileExtension", "deleteAllowedFileExtension")),
    ),
    Variant(
        "file-extensions-for-everybody",
        "The list of file extensions needs no session.",
        f"{PUBLISHED}: the operation declares no token, and a 401",
        _open_to_everybody,
    ),
)
