"""Requests as they go over the wire."""

from __future__ import annotations

import pytest

from conformance.contract import load_contract
from conformance.suite.requests import LARGE, LONG_QUERY, NO_BODY, Call, build, is_large


@pytest.mark.parametrize(
    ("body", "large"), [(NO_BODY, False), ({"name": "room"}, False), ({"name": "x" * LARGE}, True)]
)
def test_a_server_may_refuse_a_body_for_its_size_alone(body: object, large: bool) -> None:
    request = build(load_contract().operations["createRoom"], Call(body=body))
    assert is_large(request) is large, f"{len(request.body or b'')} bytes"


@pytest.mark.parametrize(("length", "large"), [(1, False), (LONG_QUERY, True)])
def test_a_server_may_refuse_a_query_for_its_length_alone(length: int, large: bool) -> None:
    request = build(load_contract().operations["searchUser"], Call(query={"email": "x" * length}))
    assert is_large(request) is large, request.query
