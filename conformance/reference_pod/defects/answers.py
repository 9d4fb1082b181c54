"""Defects of whole answers: status, media type, headers, emptiness."""

from __future__ import annotations

from dataclasses import replace

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, has_success_body, instead, on_success
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.schemas import success_status
from conformance.reference_pod.wire import Response

_PAGE = b"<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Welcome</h1></body></html>"


def _error_500(operation: Operation) -> Response:
    return error_response(operation.api, 500, "Internal server error")


def _error_405(operation: Operation) -> Response:
    return error_response(operation.api, 405, f"{operation.method} is not allowed here")


def _refusal(pod: Pod, operation: Operation, _response: Response) -> Response:
    return error_response(operation.api, 400, "The request is not acceptable")


def _html(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return replace(response, body=_PAGE, media_type="text/html; charset=utf-8")


def _empty(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return replace(response, body=b"")


def _text_plain(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return replace(response, media_type="text/plain; charset=utf-8")


def _status_299(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return replace(response, status=299)


def _without_headers(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return replace(response, headers={})


def _documents_headers(_pod: Pod, operation: Operation) -> bool:
    return bool(operation.responses[str(success_status(operation))].headers)


ANSWERS = (
    Defect("answers-500", "Every request gets a 500.", instead(_error_500)),
    Defect(
        "lacks-operation",
        "Every request gets a 405, as if it were not there.",
        instead(_error_405),
    ),
    Defect("answers-html", "Successes are an HTML page.", on_success(_html), has_success_body),
    Defect("answers-empty", "Successes have an empty body.", on_success(_empty), has_success_body),
    Defect(
        "wrong-content-type", "Successes are labelled text/plain.", on_success(_text_plain), has_success_body
    ),
    Defect("undocumented-status", "Successes have the status 299.", on_success(_status_299)),
    Defect("refuses-everything", "What should succeed gets a 400.", on_success(_refusal)),
    Defect(
        "drops-headers",
        "Successes lack the documented response headers.",
        on_success(_without_headers),
        _documents_headers,
    ),
)
