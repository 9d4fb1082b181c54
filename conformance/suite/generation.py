"""Requests that Schemathesis makes up from the normalised copies, valid and invalid ones.

Only the generation is Schemathesis': its stock judgements accuse right pods (documented 412s and 400s), so
the checks are ours. The same seed gives the same requests.
"""

from __future__ import annotations

import copy
import hashlib
from functools import cache
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core import NotSet
from schemathesis.schemas import BaseSchema

from conformance.contract import Operation, load_contract
from conformance.suite.requests import NO_BODY, Call

POSITIVE = schemathesis.GenerationMode.POSITIVE
NEGATIVE = schemathesis.GenerationMode.NEGATIVE


def generating(count: int) -> settings:
    """Settings that only generate, up to `count` examples: nothing is shrunk, kept or replayed."""
    return settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@cache
def generated_calls(
    operation_id: str, mode: schemathesis.GenerationMode, count: int, run_seed: int
) -> tuple[Call, ...]:
    """Up to `count` different calls; none for an operation without a body and without a query.

    Path values are not generated: valid ones must exist, and of invalid ones there are few kinds. The calls
    depend on nothing else, so a proof, which meets hundreds of pods in one process, makes them once.
    """
    operation = load_contract().operations[operation_id]
    query = any(parameter.location == "query" for parameter in operation.parameters)
    if count == 0 or (operation.request_body is None and not query):
        return ()
    found: dict[str, Call] = {}

    @seed(_seed_of(operation, mode, run_seed))
    @generating(count)
    @given(case=_engine(operation.api)[operation.path][operation.method].as_strategy(generation_mode=mode))
    def collect(case: schemathesis.Case[Any]) -> None:
        call = Call(
            path=dict(case.path_parameters or {}),
            query=dict(case.query or {}),
            headers=dict(case.headers or {}),
            body=NO_BODY if isinstance(case.body, NotSet) else case.body,
        )
        found.setdefault(repr(call), call)

    try:
        collect()
    except Unsatisfiable:
        return ()
    return tuple(found.values())


@cache
def _engine(api: str) -> BaseSchema:
    """The API's document as Schemathesis reads it, without credentials: those are the transport's matter."""
    document: dict[str, Any] = copy.deepcopy(load_contract().documents[api])
    document.pop("security", None)
    document.get("components", {}).pop("securitySchemes", None)
    for item in document["paths"].values():
        for part in item.values():
            if isinstance(part, dict):
                part.pop("security", None)
    return schemathesis.openapi.from_dict(document)


def _seed_of(operation: Operation, mode: schemathesis.GenerationMode, run_seed: int) -> int:
    text = f"{run_seed} {operation.id} {mode.value}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
