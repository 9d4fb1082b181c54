"""Variants of the Profile Manager: ETags and the headers that carry them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from conformance.contract import Operation
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.model import Variant, of, of_api, responding
from conformance.reference_pod.variants.sources import HTTP, PUBLISHED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_CLIENTS = "Vendor client libraries"


def _etag_header(form: str | None) -> Callable[[Pod], Wrapper]:
    """Writes the header in this form, or leaves it out."""

    def change(_pod: Pod, _request: Request, response: Response) -> Response:
        others = {name: value for name, value in response.headers.items() if name.lower() != "etag"}
        if len(others) == len(response.headers) or form is None:
            return replace(response, headers=others)
        return replace(response, headers={**others, "ETag": form.format(response.headers["Etag"])})

    return responding(change, of_api("profile-manager"))


def _missing_if_match(status: int) -> Callable[[Pod], Wrapper]:
    def change(_pod: Pod, request: Request, response: Response) -> Response:
        if response.status != 400 or "if-match" in request.headers:
            return response
        return replace(error_response("profile-manager", 412, "If-Match is missing"), status=status)

    return responding(change, of("updateGroup"))


def _literal_if_match(_pod: Pod) -> Wrapper:
    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id != "updateGroup":
            return endpoint

        def respond(request: Request) -> Response:
            quoted = '"' in request.headers.get("if-match", "")
            # no group has ever had this ETag
            headers = {**request.headers, "if-match": "quoted"} if quoted else request.headers
            return endpoint(replace(request, headers=headers))

        return respond

    return wrap


def _without_host(_pod: Pod) -> Wrapper:
    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if all(parameter.name != "X-Symphony-Host" for parameter in operation.parameters):
            return endpoint
        return lambda request: endpoint(replace(request, headers={"x-symphony-host": "", **request.headers}))

    return wrap


GROUPS = (
    Variant(
        "no-etag-header",
        "ETags arrive in bodies only.",
        f"{_CLIENTS}: they read the body's eTag, never the header",
        _etag_header(None),
    ),
    Variant(
        "quoted-etag-header",
        "The ETag header has quotes, the body none.",
        f"{HTTP}, section 8.8.3; the document's examples have none",
        _etag_header('"{}"'),
    ),
    Variant(
        "weak-etag-header",
        "The ETag header is marked as weak, as proxies that compress do it.",
        f"{HTTP}, sections 8.8.1 and 8.8.3.3",
        _etag_header('W/"{}"'),
    ),
    Variant(
        "missing-if-match-428",
        "A missing If-Match is answered with 428.",
        "RFC 6585, section 3; the document states no status",
        _missing_if_match(428),
    ),
    Variant(
        "missing-if-match-412",
        "A missing If-Match is answered with 412.",
        f"{PUBLISHED}: If-Match is required, and no status is stated for its absence",
        _missing_if_match(412),
    ),
    Variant(
        "literal-if-match",
        "An ETag in quotation marks is another one.",
        f"{_CLIENTS}: they send the eTag of the body as it came",
        _literal_if_match,
    ),
    Variant(
        "needs-no-host-header",
        "X-Symphony-Host may be left out.",
        f"{_CLIENTS}: they send an empty one; the document requires the header",
        _without_host,
    ),
)
