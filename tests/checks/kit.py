"""Small made-up responses for the checks to judge."""

from __future__ import annotations

import json
from typing import Any

from conformance.checks.judgement import Judgement
from conformance.contract import Operation, load_contract
from conformance.target.exchange import Response

ERROR = {"code": 400, "message": "no"}


def operation(name: str) -> Operation:
    """An operation of the real contract."""
    return load_contract().operations[name]


def answer(
    status: int, body: Any = None, media_type: str | None = "application/json", **headers: str
) -> Response:
    """A response; a `str` body is sent as it is, anything else as JSON, None as nothing."""
    data = b"" if body is None else body.encode() if isinstance(body, str) else json.dumps(body).encode()
    pairs = tuple(headers.items()) + ((("Content-Type", media_type),) if media_type else ())
    return Response(status, pairs, data, 1.0)


def outcomes(judgements: list[Judgement]) -> dict[str, str]:
    """Check id to outcome; a failure wins over a warning, a warning over a pass."""
    order = ("passed", "warned", "failed")
    found: dict[str, str] = {}
    for judgement in judgements:
        known = found.get(judgement.check, "passed")
        found[judgement.check] = max(known, judgement.outcome, key=order.index)
    return found


def failed_checks(judgements: list[Judgement]) -> set[str]:
    """The ids of the checks that failed."""
    return {judgement.check for judgement in judgements if judgement.outcome == "failed"}
