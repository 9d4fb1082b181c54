"""Variants of how an answer is written: nulls, extra properties, bodies of errors, headers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.schemas import response_schema, with_nulls
from conformance.reference_pod.variants.model import Variant, responding
from conformance.reference_pod.wire import Request, Response, encode, json_response

_UNKNOWN = {"futureProperty": {"since": 26, "values": []}}


def _nulls(pod: Pod, request: Request, response: Response) -> Response:
    operation = request.operation
    if not response.ok or not response.body:
        return response
    schema = response_schema(operation, response.status)
    value = with_nulls(pod.contract, operation.api, schema, json.loads(response.body))
    return replace(response, body=encode(value).encode())


def _more_properties(_pod: Pod, _request: Request, response: Response) -> Response:
    if not response.ok or not response.body:
        return response
    return replace(response, body=encode(_extended(json.loads(response.body))).encode())


def _extended(value: Any) -> Any:
    if isinstance(value, list):
        return [_extended(item) for item in value]
    return {**value, **_UNKNOWN} if isinstance(value, dict) else value


def _empty_401(_pod: Pod, _request: Request, response: Response) -> Response:
    return Response(401) if response.status == 401 else response


def _bare_401(_pod: Pod, _request: Request, response: Response) -> Response:
    if response.status != 401:
        return response
    return Response(401, encode({"message": "Can't retrieve session from ID 0123456789abcdef"}).encode())


def _no_etag_header(_pod: Pod, _request: Request, response: Response) -> Response:
    headers = {name: value for name, value in response.headers.items() if name.lower() != "etag"}
    return replace(response, headers=headers)


def _quoted_etag_header(_pod: Pod, _request: Request, response: Response) -> Response:
    headers = {
        name: f'"{value}"' if name.lower() == "etag" else value for name, value in response.headers.items()
    }
    return replace(response, headers=headers)


def _missing_if_match_428(_pod: Pod, request: Request, response: Response) -> Response:
    if response.status == 400 and "if-match" not in request.headers:
        return replace(response, status=428)
    return response


def _community_guide(_pod: Pod, _request: Request, response: Response) -> Response:
    if response.status == 404:
        return replace(response, status=400)
    if response.status != 201:
        return response
    body = json.loads(response.body)
    for part in ("success", "errors"):
        hidden = ("email", "phoneNumber")
        body[part] = [{k: v for k, v in item.items() if k not in hidden} for item in body[part]]
    return json_response(200, body)


def _of(api: str) -> Any:
    def concerns(operation: Operation) -> bool:
        return operation.api == api

    return concerns


ANSWERS = (
    Variant("null-for-absent", "Absent properties arrive as null.", responding(_nulls, _of("pod"))),
    Variant("extra-properties", "Answers have a property nobody documented.", responding(_more_properties)),
    Variant("empty-401-body", "A 401 has no body and no media type.", responding(_empty_401)),
    Variant("bare-401-body", "A 401 has a message, no code and no media type.", responding(_bare_401)),
    Variant("no-etag-header", "ETags arrive in bodies only.", responding(_no_etag_header)),
    Variant(
        "quoted-etag-header", "The Etag header has quotes, the body none.", responding(_quoted_etag_header)
    ),
    Variant(
        "missing-if-match-428",
        "A missing If-Match is answered with 428.",
        responding(_missing_if_match_428, lambda operation: operation.id == "updateGroup"),
    ),
    Variant(
        "community-guide",
        "Community Connect as its guide has it: 200 for created, 400 for unknown, items without email.",
        responding(_community_guide, _of("community-connect")),
    ),
)
