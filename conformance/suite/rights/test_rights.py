"""Each operation that is reserved for somebody with an entitlement refuses a caller who has none."""

from __future__ import annotations

import pytest

from conformance.checks.refusals import judge_rights
from conformance.checks.responses import judge_response
from conformance.contract.requirements import reservation
from conformance.suite.item import Item
from conformance.suite.operations import OPERATIONS
from conformance.suite.requests import build

pytestmark = pytest.mark.family("rights")


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if reservation(OPERATIONS[name])])
def test_refuses_callers_without_the_entitlement(item: Item) -> None:
    """A valid request of a signed-in user without any entitlement gets 403."""
    nobody = item.world.actor("nobody")
    request = build(item.operation, item.recipe().call, "a valid request of a user without any entitlement")
    exchange, response = item.send(request, nobody)
    if response is not None:
        item.judge(exchange, judge_response(item.operation, response))
        item.judge(exchange, judge_rights(item.operation, response))
