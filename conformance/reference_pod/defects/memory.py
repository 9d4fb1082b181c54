"""Defects of memory: what is gone can be read, and lists show the past."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response, encode

KEYS = ("id", "userId", "appId", "scheme", "extension", "fingerPrint", "streamId", "username", "email")
"""Properties by which an item of a list is known, the first that it has."""


def _reads(_pod: Pod, operation: Operation) -> bool:
    return operation.effects == {"read"}


def _outlives(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """What was read once is read for ever, also when it is gone."""
    known: dict[object, Response] = {}

    def respond(request: Request) -> Response:
        response = endpoint(request)
        key = repr((sorted(request.path.items()), sorted(request.query.items()), request.body))
        if response.ok and response.body:
            known[key] = response
        return known.get(key, response) if response.status in (204, 400, 404) else response

    return respond


def _remembers_items(_pod: Pod, _operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Lists go on to show what they have shown."""
    shown: dict[object, dict[object, Any]] = {}

    def respond(request: Request) -> Response:
        response = endpoint(request)
        if not response.ok or not response.body:
            return response
        body = json.loads(response.body)
        items = _longest_list(body)
        if items is None:
            return response
        key = repr((sorted(request.path.items()), sorted(request.query.items()), request.body))
        known = shown.setdefault(key, {})
        now = {_key(item): item for item in items}
        items.extend(item for name, item in known.items() if name not in now)
        known.update(now)
        return replace(response, body=encode(body).encode())

    return respond


def _longest_list(body: Any) -> list[Any] | None:
    """The body if it is a list, or the longest list in it."""
    if isinstance(body, list):
        return body
    lists = [value for value in body.values() if isinstance(value, list)] if isinstance(body, dict) else []
    return max(lists, key=len, default=None)


def _key(item: Any) -> object:
    if isinstance(item, dict):
        for place in (item, *(value for value in item.values() if isinstance(value, dict))):
            for name in KEYS:
                if name in place:
                    return place[name]
    return encode(item)


MEMORY_DEFECTS = (
    Defect("outlives", "What was read once can be read when it is gone.", _outlives, _reads),
    Defect("remembers-items", "Lists show what is gone.", _remembers_items, _reads),
)
