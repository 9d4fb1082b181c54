"""What a defect is, and the two shapes that most of them have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response


def everywhere(_pod: Pod, _operation: Operation) -> bool:
    """The defect makes sense on every operation."""
    return True


def has_success_body(_pod: Pod, operation: Operation) -> bool:
    """Whether a success of the operation carries a body."""
    return any(
        status.startswith("2") and response.content for status, response in operation.responses.items()
    )


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of misbehaviour; `wrap` gives the operation's endpoint with the defect in it."""

    kind: str
    summary: str
    wrap: Callable[[Pod, Operation, Endpoint], Endpoint]
    applies: Callable[[Pod, Operation], bool] = everywhere


def instead(change: Callable[[Operation], Response]) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """A defect that answers every request the same; the request is not even looked at."""

    def wrap(_pod: Pod, operation: Operation, _endpoint: Endpoint) -> Endpoint:
        return lambda _: change(operation)

    return wrap


def on_success(
    change: Callable[[Pod, Operation, Response], Response],
) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """A defect that changes the answers that are a success."""

    def wrap(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            response = endpoint(request)
            return change(pod, operation, response) if response.ok else response

        return respond

    return wrap


def after_success(
    change: Callable[[Pod, Request], None],
) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """A defect that changes the state when the operation has succeeded."""

    def wrap(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            response = endpoint(request)
            if response.ok:
                change(pod, request)
            return response

        return respond

    return wrap


def with_body(response: Response, body: bytes) -> Response:
    """The response with another body."""
    return replace(response, body=body)
