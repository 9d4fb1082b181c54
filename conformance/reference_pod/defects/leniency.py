"""Defects of requests that are served though the contract forbids them, and of statuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from conformance.contract import Operation
from conformance.contract.validation import violations_of_body
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.defects.rules import forgiving
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response


def accepts(argument: str) -> Defect:
    """Bodies that break one keyword at one place are served; written `accepts.KEYWORD/PLACE`."""
    keyword, _, place = argument.partition("/")

    def breaks_this_alone(request: Request, response: Response) -> bool:
        found = _broken(request) if response.status == 400 else set()
        return found == {(keyword, place)}

    def wrap(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
        return forgiving(pod, operation, endpoint, breaks_this_alone)

    def applies(_pod: Pod, operation: Operation) -> bool:
        return operation.request_body is not None

    return Defect(f"accepts.{argument}", f"Bodies that break {keyword} at {place} are served.", wrap, applies)


def _broken(request: Request) -> set[tuple[str, str]]:
    """Keyword and place of all that is wrong with a body; any item of a list counts as the first."""
    try:
        body = json.loads(request.body)
    except ValueError:
        return set()
    return {(found.keyword, _place(found.path)) for found in violations_of_body(request.operation, body)}


def _place(path: str) -> str:
    parts = path.split("/")[1:]
    return "/".join("0" if part.isdigit() else part for part in parts)


def accepts_parameter(name: str) -> Defect:
    """A value of the wrong type for a parameter of the path or the query is served."""

    def wrap(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
        kind = next(p for p in operation.parameters if p.name == name).location

        def unreadable(request: Request, response: Response) -> bool:
            texts = [request.path.get(name, "")] if kind == "path" else request.query.get(name, [])
            return response.status == 400 and any(not _reads_as_integer(text) for text in texts)

        return forgiving(pod, operation, endpoint, unreadable)

    def applies(_pod: Pod, operation: Operation) -> bool:
        return any(p.name == name for p in operation.parameters)

    summary = f"Values of {name} that are no integers are served."
    return Defect(f"accepts-parameter.{name}", summary, wrap, applies)


def _reads_as_integer(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True


def turns_status(argument: str) -> Defect:
    """One status is answered where another is right; written `turns-status.FROM/TO`."""
    right, _, wrong = argument.partition("/")

    def wrap(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            response = endpoint(request)
            return replace(response, status=int(wrong)) if str(response.status) == right else response

        return respond

    def applies(_pod: Pod, operation: Operation) -> bool:
        return right in operation.responses and wrong.isdigit() and wrong != right

    return Defect(f"turns-status.{argument}", f"{wrong} is answered instead of {right}.", wrap, applies)


def _finds_anything(pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    return forgiving(pod, operation, endpoint, lambda _request, response: response.status == 404)


def _names_things(_pod: Pod, operation: Operation) -> bool:
    in_path = any(parameter.location == "path" for parameter in operation.parameters)
    return in_path and "404" in operation.responses


LENIENCY: tuple[Defect, ...] = (
    Defect("finds-anything", "Unknown ids get the answer of a known one.", _finds_anything, _names_things),
)

OF_REQUESTS: dict[str, Callable[[str], Defect]] = {
    "accepts": accepts,
    "accepts-parameter": accepts_parameter,
    "turns-status": turns_status,
}
"""Kinds that name a part of the request, or statuses."""
