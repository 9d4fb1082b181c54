"""What a variant is, and the shape that most of them have."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from starlette.types import ASGIApp

from conformance.contract import Operation
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import JSON, Endpoint, Request, Response, Wrapper, encode


@dataclass(frozen=True, slots=True)
class Variant:
    """One conforming difference, with the place that allows it (`because`).

    It changes the pod before it is served (`prepare`), the endpoints that it concerns (`wrapper`), or how
    whole answers travel (`around` the application).
    """

    name: str
    summary: str
    because: str
    wrapper: Callable[[Pod], Wrapper] | None = None
    prepare: Callable[[Pod], Pod] | None = None
    around: Callable[[ASGIApp], ASGIApp] | None = None
    lacks: tuple[str, ...] = ()
    """Capabilities that a target file of such a pod would not declare."""
    denies: tuple[str, ...] = ()
    """Capabilities that a target file of such a pod declares absent."""


Change = Callable[[Pod, Request, Response], Response]
"""The response that the variant gives where the reference gives this one."""

Concerns = Callable[[Operation], bool]
"""Whether a variant is about this operation."""


def responding(change: Change, concerns: Concerns = lambda _: True) -> Callable[[Pod], Wrapper]:
    """A variant that changes responses of the operations that it concerns."""

    def wrapper(pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if not concerns(operation):
                return endpoint
            return lambda request: change(pod, request, endpoint(request))

        return wrap

    return wrapper


def successes(change: Callable[[Any], Any], concerns: Concerns = lambda _: True) -> Callable[[Pod], Wrapper]:
    """A variant that changes the JSON value of successes."""

    def changed(_pod: Pod, _request: Request, response: Response) -> Response:
        return rewritten(response, change) if response.ok else response

    return responding(changed, concerns)


def errors(change: Callable[[Any], Any], concerns: Concerns = lambda _: True) -> Callable[[Pod], Wrapper]:
    """A variant that changes the JSON value of errors."""

    def changed(_pod: Pod, _request: Request, response: Response) -> Response:
        return response if response.ok else rewritten(response, change)

    return responding(changed, concerns)


def rewritten(response: Response, change: Callable[[Any], Any]) -> Response:
    """The response with its JSON value changed; one without JSON as it is."""
    if response.media_type != JSON or not response.body:
        return response
    return with_value(response, change(value_of(response)))


def refusing(endpoint: Endpoint, request: Request, message: str) -> Response:
    """A 400 for a request with a body; sign-in and rights still come first, and nothing is changed."""
    response = endpoint(replace(request, body=b"{"))
    return error_response(request.operation.api, 400, message) if response.status == 400 else response


def refusing_bodies(endpoint: Endpoint, wrong: Callable[[Any], str | None]) -> Endpoint:
    """The endpoint with a 400 for JSON bodies of which `wrong` says what is wrong."""

    def respond(request: Request) -> Response:
        try:
            message = wrong(json.loads(request.body))
        except (ValueError, RecursionError):
            message = None
        return endpoint(request) if message is None else refusing(endpoint, request, message)

    return respond


def value_of(response: Response) -> Any:
    """The JSON value of a response that has one."""
    return json.loads(response.body)


def with_value(response: Response, value: Any) -> Response:
    """The response with another JSON value."""
    return replace(response, body=encode(value).encode())


def everywhere(value: Any, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Any:
    """The value with every object in it changed, the inner ones first."""
    if isinstance(value, list):
        return [everywhere(item, change) for item in value]
    if isinstance(value, dict):
        return change({name: everywhere(item, change) for name, item in value.items()})
    return value


def of(*operation_ids: str) -> Concerns:
    """Only these operations."""
    return lambda operation: operation.id in operation_ids


def of_api(*apis: str) -> Concerns:
    """Only the operations of these APIs."""
    return lambda operation: operation.api in apis
