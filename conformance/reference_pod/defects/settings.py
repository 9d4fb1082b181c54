"""Defects of what the whole pod shares: barrier groups, protocols, file extensions, languages."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect, has_success_body, on_success
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.file_types import CUSTOMER, FILE_EXTENSIONS
from conformance.reference_pod.records.protocols import PROTOCOLS
from conformance.reference_pod.wire import Endpoint, Request, Response, encode


def _only(operation_id: str) -> Callable[[Pod, Operation], bool]:
    return lambda _pod, operation: operation.id == operation_id


def _lists(change: Callable[[list[Any]], list[Any]], response: Response) -> Response:
    """The response with each list of its body, or its body, changed."""
    body = json.loads(response.body or b"null")
    if isinstance(body, dict):
        body = {key: change(value) if isinstance(value, list) else value for key, value in body.items()}
    elif isinstance(body, list):
        body = change(body)
    return replace(response, body=encode(body).encode())


def _repeats_items(_pod: Pod, _operation: Operation, response: Response) -> Response:
    return _lists(lambda items: [item for item in items for _ in range(2)], response)


def _loses_by_turns(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    count = 0

    def respond(request: Request) -> Response:
        nonlocal count
        count += 1
        response = endpoint(request)
        return _lists(lambda items: items[count % 2 :], response) if response.ok else response

    return respond


def _reverses_members(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Results in the order of the ids, the unknown ones first."""

    def respond(request: Request) -> Response:
        response = endpoint(request)
        return _lists(lambda items: sorted(items, reverse=True), response) if response.ok else response

    return respond


def _removes_all(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        if response.ok:
            for protocol in pod.store[PROTOCOLS]:
                pod.store[PROTOCOLS].delete((protocol.tenant, protocol.scheme))
        return response

    return respond


def _keeps_first(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        table = pod.store[FILE_EXTENSIONS]
        before = {(row.tenant, row.extension): row for row in table}
        response = endpoint(request)
        if response.ok:
            for row in table:
                table.put(before.get((row.tenant, row.extension), row))
        return response

    return respond


def _heeds_case(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Extensions in capital letters are others than those in small letters."""

    def respond(request: Request) -> Response:
        name = request.path["extension"]
        if name == name.lower():
            return endpoint(request)
        if request.operation.method == "DELETE":
            return endpoint(replace(request, path={"extension": f"{name}-in-capitals"}))
        response = endpoint(request)
        table = pod.store[FILE_EXTENSIONS]
        for row in table:
            if response.ok and row.extension == name.lower():
                table.delete((row.tenant, row.extension))
                table.put(replace(row, extension=name))
        return response

    return respond


def _deletes_all(pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        response = endpoint(request)
        for row in pod.store[FILE_EXTENSIONS]:
            if response.ok and row.source == CUSTOMER:
                pod.store[FILE_EXTENSIONS].delete((row.tenant, row.extension))
        return response

    return respond


SETTING_DEFECTS = (
    Defect("repeats-items", "Lists have each item twice.", on_success(_repeats_items), has_success_body),
    Defect(
        "loses-items-by-turns",
        "Every second answer lacks the first item of its lists.",
        _loses_by_turns,
        has_success_body,
    ),
    Defect(
        "reverses-members",
        "Results come in another order than the users.",
        _reverses_members,
        _only("addBarrierGroupMembers"),
    ),
    Defect(
        "removes-all-protocols",
        "The removal of one protocol removes all.",
        _removes_all,
        _only("deleteProtocol"),
    ),
    Defect(
        "keeps-first-extension",
        "An extension that is there is not replaced.",
        _keeps_first,
        _only("putAllowedFileExtension"),
    ),
    Defect(
        "heeds-case",
        "Extensions in capital letters are others.",
        _heeds_case,
        lambda _pod, operation: operation.id in ("putAllowedFileExtension", "deleteAllowedFileExtension"),
    ),
    Defect(
        "deletes-all-extensions",
        "The deletion of one extension deletes all of the customer's.",
        _deletes_all,
        _only("deleteAllowedFileExtension"),
    ),
)
