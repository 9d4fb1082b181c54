"""Requests as they go over the wire."""

from __future__ import annotations

import pytest

from conformance.contract import load_contract
from conformance.suite.requests import LARGE, NO_BODY, Call, build, is_large


@pytest.mark.parametrize(
    ("body", "large"), [(NO_BODY, False), ({"name": "room"}, False), ({"name": "x" * LARGE}, True)]
)
def test_a_server_may_refuse_a_body_for_its_size_alone(body: object, large: bool) -> None:
    request = build(load_contract().operations["createRoom"], Call(body=body))
    assert is_large(request) is large, f"{len(request.body or b'')} bytes"
