"""What a variant is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper


@dataclass(frozen=True, slots=True)
class Variant:
    """One conforming difference; `wrapper` changes the endpoints that it concerns."""

    name: str
    summary: str
    wrapper: Callable[[Pod], Wrapper]


Change = Callable[[Pod, Request, Response], Response]
"""The response that the variant gives where the reference gives this one."""


def responding(
    change: Change, concerns: Callable[[Operation], bool] = lambda _: True
) -> Callable[[Pod], Wrapper]:
    """A variant that changes responses of the operations that it concerns."""

    def wrapper(pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if not concerns(operation):
                return endpoint
            return lambda request: change(pod, request, endpoint(request))

        return wrap

    return wrapper
