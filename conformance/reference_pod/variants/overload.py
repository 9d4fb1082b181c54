"""Variants of a pod that is busy, or in maintenance, for a moment."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from email.utils import formatdate

from conformance.contract import Operation
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.model import Variant
from conformance.reference_pod.variants.sources import HTTP, JAVA_CLIENT, THROTTLING
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_EVERY = 40
_PAGE = b"<html><body><h1>Service temporarily overloaded</h1></body></html>"


def _now_and_then(busy: Callable[[Operation], Response]) -> Callable[[Pod], Wrapper]:
    """Counts the requests of all operations together, so that the same run meets the same refusals."""

    def wrapper(_pod: Pod) -> Wrapper:
        numbers = itertools.count(1)

        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            def respond(request: Request) -> Response:
                return busy(operation) if next(numbers) % _EVERY == 0 else endpoint(request)

            return respond

        return wrap

    return wrapper


def _throttled(operation: Operation) -> Response:
    return error_response(operation.api, 429, "Too many requests", {"Retry-After": "0"})


def _throttled_until(operation: Operation) -> Response:
    return error_response(operation.api, 429, "Too many requests", {"Retry-After": formatdate(usegmt=True)})


def _by_gateway(_operation: Operation) -> Response:
    return Response(429, _PAGE, "text/html", {"Retry-After": "0"})


def _in_maintenance(_operation: Operation) -> Response:
    return Response(503, _PAGE, "text/html", {"Retry-After": "0"})


OVERLOAD = (
    Variant(
        "sometimes-429",
        f"Every {_EVERY}th request is answered with 429 and Retry-After.",
        f"{THROTTLING}: a 429 may come from any endpoint",
        _now_and_then(_throttled),
    ),
    Variant(
        "sometimes-429-until",
        f"Every {_EVERY}th request is answered with 429 and a date in Retry-After.",
        f"{HTTP}, section 10.2.3: Retry-After is a number of seconds or a date",
        _now_and_then(_throttled_until),
    ),
    Variant(
        "sometimes-429-from-a-gateway",
        f"Every {_EVERY}th request is answered with 429 and a page for people.",
        f"{THROTTLING}: the limit per address lies before the application",
        _now_and_then(_by_gateway),
    ),
    Variant(
        "sometimes-503",
        f"Every {_EVERY}th request is answered with 503, Retry-After and a page for people.",
        f"{JAVA_CLIENT}: 503 comes during maintenance and is retried; {HTTP}, section 15.6.4",
        _now_and_then(_in_maintenance),
    ),
)
