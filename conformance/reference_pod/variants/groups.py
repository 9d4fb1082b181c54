"""Variants of the Profile Manager: ETags and the headers that carry them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.groups import GROUPS as RECORDS
from conformance.reference_pod.variants.model import (
    Variant,
    everywhere,
    of,
    of_api,
    refusing,
    responding,
    rewritten,
    successes,
)
from conformance.reference_pod.variants.sources import HTTP, PUBLISHED
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_CLIENTS = "Vendor client libraries"
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def _etag_header(form: str | None) -> Callable[[Pod], Wrapper]:
    """Writes the header in this form, or leaves it out."""

    def change(_pod: Pod, _request: Request, response: Response) -> Response:
        others = {name: value for name, value in response.headers.items() if name.lower() != "etag"}
        if len(others) == len(response.headers) or form is None:
            return replace(response, headers=others)
        bare = response.headers["Etag"].strip('"')
        return replace(response, headers={**others, "ETag": form.format(bare)})

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


def _deleted_is_gone(pod: Pod) -> Wrapper:
    """Whatever is asked of a group that was deleted; lists still show it."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if "groupId" not in {parameter.name for parameter in operation.parameters}:
            return endpoint

        def respond(request: Request) -> Response:
            group = pod.store[RECORDS].get(request.path["groupId"])
            if group is None or group.active:
                return endpoint(request)
            # no group has this id: sign-in and rights still come first
            return endpoint(replace(request, path={**request.path, "groupId": "deleted"}))

        return respond

    return wrap


def _dated(change: Callable[[str], str]) -> Callable[[Pod], Wrapper]:
    """Writes the date-times of answers otherwise."""

    def rewrite(part: dict[str, Any]) -> dict[str, Any]:
        return {
            name: change(item) if isinstance(item, str) and _DATE_TIME.fullmatch(item) else item
            for name, item in part.items()
        }

    return successes(lambda value: everywhere(value, rewrite), of_api("profile-manager"))


def _lists_alone(_pod: Pod) -> Wrapper:
    """There are no types but SDL."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id == "listTypes":
            return lambda request: rewritten(endpoint(request), _only_lists)
        if operation.id == "insertGroup":
            return lambda request: _inserted(endpoint, request)
        if operation.id in ("getType", "listGroups"):
            return lambda request: _of_known_type(endpoint, request)
        return endpoint

    return wrap


def _only_lists(value: Any) -> Any:
    if "data" not in value:
        return value
    return {**value, "data": [row for row in value["data"] if row["id"] == "SDL"]}


def _inserted(endpoint: Endpoint, request: Request) -> Response:
    try:
        kind = json.loads(request.body)["type"]
    except (ValueError, KeyError, TypeError):
        kind = "SDL"
    return endpoint(request) if kind == "SDL" else refusing(endpoint, request, f"There is no type {kind}")


def _of_known_type(endpoint: Endpoint, request: Request) -> Response:
    response = endpoint(request)
    if not response.ok or request.path.get("typeId") == "SDL":
        return response
    return error_response("profile-manager", 404, "There is no such type")


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
        "deleted-groups-are-404",
        "A group that was deleted is listed as such, and neither read nor changed.",
        f"{PUBLISHED}: 404 is declared, and not said of groups that have the status DELETED",
        _deleted_is_gone,
    ),
    Variant(
        "times-with-offset",
        "Date-times end with an offset of no hours instead of Z.",
        f"{PUBLISHED}: the format is date-time; RFC 3339, section 5.6: both are UTC",
        _dated(lambda time: time.removesuffix("Z") + "+00:00"),
    ),
    Variant(
        "times-in-nanoseconds",
        "Date-times have nine digits after the second.",
        "RFC 3339, section 5.6: a second may have any number of digits after it",
        _dated(lambda time: f"{time.removesuffix('Z')}{'' if '.' in time else '.000'}000000Z"),
    ),
    Variant(
        "lists-alone",
        "The pod has distribution lists and no other type of group.",
        f"{_CLIENTS}: the type is always SDL; {PUBLISHED}: which types there are is not stated",
        _lists_alone,
    ),
    Variant(
        "needs-no-host-header",
        "X-Symphony-Host may be left out.",
        f"{_CLIENTS}: they send an empty one; the document requires the header",
        _without_host,
    ),
)
