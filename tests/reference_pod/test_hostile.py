"""Requests that nobody should send: whatever is in them, the answer is a documented one."""

from __future__ import annotations

import random
from typing import Any

import pytest

from conformance.contract import Operation
from tests.reference_pod.web import WebPod

_TEXTS = [
    "",
    "0",
    "-1",
    "x",
    "é",
    "\x00",
    "%00",
    "a/b",
    "a,b",
    "..",
    "9" * 25,
    "x" * 2000,
    "SDL",
    str(189 << 36),
]
_VALUES: list[Any] = [None, True, 0, -1, 2**63 - 1, 1.5, "", "x" * 3000, "\x00", "😀" * 50, [], {}, [[]], "1"]
_NAMES = ["id", "userId", "scheme", "name", "type", "members", "profile", "users", "email", "status", "roles"]
_BODIES = [b"", b"\x00", b'{"a":', b'"x"', b"1e400", b'{"a":"\\ud800"}', b"[[[[", b"null"]


def value(chance: random.Random, depth: int = 0) -> Any:
    if depth > 2 or chance.random() < 0.4:
        return chance.choice(_VALUES)
    if chance.random() < 0.4:
        return [value(chance, depth + 1) for _ in range(chance.randint(0, 3))]
    return {chance.choice(_NAMES): value(chance, depth + 1) for _ in range(chance.randint(0, 4))}


def hostile_request(chance: random.Random, operation: Operation) -> dict[str, Any]:
    request: dict[str, Any] = {"headers": {"If-Match": chance.choice(["", "x", '"', "*"])}}
    for location in ("path", "query"):
        names = [p.name for p in operation.parameters if p.location == location]
        request[location] = {name: chance.choice(_TEXTS[location == "path" :]) for name in names}
    if chance.random() < 0.7:
        return {**request, "body": value(chance)}
    return {**request, "content": chance.choice(_BODIES)}


@pytest.mark.parametrize("seed", range(3))
def test_hostile_requests_get_documented_refusals(web: WebPod, seed: int) -> None:
    chance = random.Random(seed)
    failed = {}
    for operation in web.pod.contract.operations.values():
        request = hostile_request(chance, operation)
        status = web.call(operation.id, **request).status_code
        if status >= 500:
            failed[operation.id] = (status, request)
    assert failed == {}, "operations that broke"
    assert web.audit.audited > 100
