"""Defects of order and rights: who may call, and which requests are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.sessions import PARTNERS
from conformance.reference_pod.rights import REQUIRED
from conformance.reference_pod.schemas import response_schema, success_status
from conformance.reference_pod.seed import CLIENT, actor
from conformance.reference_pod.tokens import common_jwt, open_session, partner_jwt
from conformance.reference_pod.wire import Endpoint, Request, Response, json_response


def as_admin(pod: Pod, request: Request) -> Request:
    """The request with the credentials of somebody who may do everything that administrators do."""
    return _as(pod, request, "admin")


def _as(pod: Pod, request: Request, name: str) -> Request:
    if request.operation.api == "pod":
        credentials = {"sessiontoken": open_session(pod, actor(pod, name)).token}
    elif request.operation.api == "profile-manager":
        credentials = {"authorization": f"Bearer {common_jwt(pod, actor(pod, name), None)}"}
    else:
        partner = pod.store[PARTNERS].get(CLIENT)
        assert partner is not None
        credentials = {"authorization": f"Bearer {partner_jwt(pod, partner)}"}
    return replace(request, headers={**request.headers, **credentials})


def _ignoring(status: int, pod: Pod, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        return endpoint(as_admin(pod, request)) if response.status == status else response

    return respond


def _ignores_token(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Callers without credentials are taken for an administrator, or for a user where only that helps."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.status != 401:
            return response
        served = endpoint(as_admin(pod, request))
        return endpoint(_as(pod, request, "user")) if served.status in (400, 403, 404) else served

    return respond


def _ignores_rights(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    return _ignoring(403, pod, endpoint)


def forgiving(
    pod: Pod, operation: Operation, endpoint: Endpoint, forgives: Callable[[Request, Response], bool]
) -> Endpoint:
    """Refusals that are forgiven become the latest success again, or an empty one when there was none."""
    schema = response_schema(operation, success_status(operation))
    is_list = pod.contract.resolve(operation.api, schema).get("type") == "array"
    latest = json_response(success_status(operation), [] if is_list else {})
    if not schema:
        latest = Response(success_status(operation))

    def respond(request: Request) -> Response:
        nonlocal latest
        response = endpoint(request)
        if response.ok:
            latest = response
        return latest if not response.ok and forgives(request, response) else response

    return respond


def _accepts_anything(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    return forgiving(pod, operation, endpoint, lambda _, response: response.status in (400, 404, 412))


def _is_protected(_pod: Pod, operation: Operation) -> bool:
    return bool(operation.security)


def _needs_privilege(_pod: Pod, operation: Operation) -> bool:
    return operation.id in REQUIRED


def _takes_input(_pod: Pod, operation: Operation) -> bool:
    return operation.request_body is not None or bool(operation.parameters)


RULES = (
    Defect("ignores-token", "Requests without valid credentials are served.", _ignores_token, _is_protected),
    Defect("ignores-rights", "Callers without the privilege are served.", _ignores_rights, _needs_privilege),
    Defect("accepts-anything", "Bad requests get a 2xx.", _accepts_anything, _takes_input),
)
