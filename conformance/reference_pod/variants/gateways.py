"""Variants of what stands before the application, and of the statuses that it is left to choose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from starlette.types import Scope

from conformance.contract import Operation, pointer
from conformance.contract.requirements import reservation
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.asgi import Reply, replying
from conformance.reference_pod.variants.model import Variant, of, responding, value_of
from conformance.reference_pod.variants.sources import HTTP, JAVA_CLIENT
from conformance.reference_pod.wire import JSON, Endpoint, Request, Response, Wrapper

_LONGEST_BODY = 64 * 1024
_LONGEST_PICTURE = 3 * 1024 * 1024
_LONGEST_QUERY = 2048
_PICTURES = frozenset({"updateUserAvatar", "updateAvatar"})
_PAGE = b"<html><head><title>Error</title></head><body>The request is not served here.</body></html>"
_INVISIBLE = ("getUserPresence", "getMessageStatus")


def _by_gateway(_scope: Scope, reply: Reply) -> Reply:
    """Methods that nobody has never reach the application."""
    if reply.status != 405:
        return reply
    return reply.with_header(b"content-type", b"text/html").with_body(_PAGE)


def _not_implemented(scope: Scope, reply: Reply) -> Reply:
    """What the server has never heard of is a 501; what it knows, and this resource has not, is a 405."""
    if reply.status != 405 or scope["method"] in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"):
        return reply
    return Reply(501, reply.headers, b"").with_header(b"content-type", b"text/html").with_body(_PAGE)


def _too_long(
    status: int, limit: Callable[[Operation], int], size: Callable[[Request], int]
) -> Callable[[Pod], Wrapper]:
    """Refuses what is longer than this before anything is done."""

    def wrapper(_pod: Pod) -> Wrapper:
        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            def respond(request: Request) -> Response:
                if size(request) > limit(operation):
                    return Response(status, _PAGE, "text/html")
                return endpoint(request)

            return respond

        return wrap

    return wrapper


def _longest_body(operation: Operation) -> int:
    return _LONGEST_PICTURE if operation.id in _PICTURES else _LONGEST_BODY


def _length_of_query(request: Request) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in request.query.items())


def _unknown_is_404(_pod: Pod, request: Request, response: Response) -> Response:
    """Whatever the reference tells with a 400 because the document has no 404."""
    if response.status != 400 or not request.path or b"cannot be found" not in response.body:
        return response
    return replace(response, status=404, body=response.body.replace(b'"code":400', b'"code":404'))


def _unknown_is_400(_pod: Pod, request: Request, response: Response) -> Response:
    if response.status != 404:
        return response
    return error_response(request.operation.api, 400, "There is nothing of this id")


def _invisible_is_404(_pod: Pod, request: Request, response: Response) -> Response:
    return error_response("pod", 404, "Not found") if response.status == 403 else response


def _unknown_is_403(_pod: Pod, _request: Request, response: Response) -> Response:
    """Who may not see a stream is not told whether there is one."""
    if response.status != 400 or b"cannot be found" not in response.body:
        return response
    return error_response("pod", 403, "Only members may see this stream")


def _is_about_streams(operation: Operation) -> bool:
    return operation.area in ("Rooms", "Streams", "IMs") and not reservation(operation)


def _has_404(operation: Operation) -> bool:
    # of these two the document says what its 404 is for
    return "404" in operation.responses and operation.id not in ("getConnection", "listBarrierGroupMembers")


def _nothing_is_204(_pod: Pod, request: Request, response: Response) -> Response:
    paging = request.operation.paging
    if response.status != 200 or response.media_type != JSON or paging is None:
        return response
    return Response(204) if pointer.resolve(value_of(response), paging.items) == [] else response


def _may_be_204(operation: Operation) -> bool:
    known = {*operation.responses, *operation.tolerated_statuses}
    return operation.paging is not None and operation.paging.style == "offset" and "204" in known


def _declared_nothing(_pod: Pod, _request: Request, response: Response) -> Response:
    return replace(response, media_type=JSON) if response.status == 204 else response


GATEWAYS = (
    Variant(
        "405-from-a-gateway",
        "A method that no operation has is answered with 405 and a page for people.",
        f"{HTTP}, section 15.5.6: no form of the body is stated; the document does not list the method",
        around=replying(_by_gateway),
    ),
    Variant(
        "501-for-unknown-methods",
        "A method that the server has never heard of is answered with 501 and a page for people.",
        f"{HTTP}, section 15.6.2: the server does not recognize the method",
        around=replying(_not_implemented),
    ),
    Variant(
        "413-for-large-bodies",
        "A body of more than 64 KB is answered with 413 and a page for people, unless it is a picture.",
        f"{HTTP}, section 15.5.14: a server may refuse content that is larger than it is willing to process",
        _too_long(413, _longest_body, lambda request: len(request.body)),
    ),
    Variant(
        "414-for-long-queries",
        "A query of more than two thousand characters is answered with 414 and a page for people.",
        f"{HTTP}, section 15.5.15: a server may refuse a target that is longer than it interprets",
        _too_long(414, lambda _: _LONGEST_QUERY, _length_of_query),
    ),
    Variant(
        "404-for-unknown-things",
        "An id in a path that leads nowhere is answered with 404, also where the document lists none.",
        f"{HTTP}, section 15.5.5; OpenAPI, responses: not all statuses need be listed",
        responding(_unknown_is_404, lambda operation: "404" not in operation.responses),
    ),
    Variant(
        "400-for-unknown-things",
        "What leads nowhere is answered with 400 where the document leaves 400 and 404 open.",
        "Published document: 400 and 404 are declared, and not which of them is meant",
        responding(_unknown_is_400, _has_404),
    ),
    Variant(
        "403-for-unknown-streams",
        "A stream that there is not is answered like one that the caller may not see.",
        "Published document: 403 is declared, and no 404",
        responding(_unknown_is_403, _is_about_streams),
    ),
    Variant(
        "404-for-invisible-things",
        "What the caller may not see is answered like what there is not.",
        f"{HTTP}, section 15.5.4: a server that hides what is forbidden may answer 404",
        responding(_invisible_is_404, of(*_INVISIBLE)),
    ),
    Variant(
        "204-for-empty-lists",
        "An empty page is a 204, also the first one.",
        f"{JAVA_CLIENT}, and that for Python: a 204 is an empty list",
        responding(_nothing_is_204, _may_be_204),
    ),
    Variant(
        "204-with-media-type",
        "A 204 declares a media type, though it has no content.",
        f"{HTTP}, section 15.3.5: its headers may describe what is there after the action",
        responding(_declared_nothing),
    ),
)
