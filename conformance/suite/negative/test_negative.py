"""Each operation refuses what its contract forbids, in a documented way and never with a server error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.checks.breakage import as_json, breakages_of_body, breakages_of_query
from conformance.checks.refusals import REJECTED, judge_rejection
from conformance.checks.responses import judge_response
from conformance.contract.requirements import has_input, requirements_by_check
from conformance.suite.generation import NEGATIVE, generated_calls
from conformance.suite.item import Item
from conformance.suite.mutations import Mutation, mutations, sample
from conformance.suite.operations import OPERATIONS
from conformance.suite.outcomes import NotAllowed, NotApplicable
from conformance.suite.requests import NO_BODY, Call, build, is_large
from conformance.target.profile import Profile

pytestmark = pytest.mark.family("negative")


@pytest.mark.parametrize("operation", [name for name in OPERATIONS if has_input(OPERATIONS[name])])
def test_refuses_what_is_invalid(item: Item, profile: Profile, run_seed: int) -> None:
    """A request with one thing wrong gets a documented refusal, whatever is wrong with it."""
    recipe = item.recipe()
    made_by_hand = mutations(item.world.contract, item.operation, recipe.call)
    made_up = [
        _made_up(item, recipe.call, call)
        for call in generated_calls(item.operation.id, NEGATIVE, profile.negative, run_seed)
    ]
    for mutation in [*sample(made_by_hand, profile.boundary), *made_up]:
        _send(item, mutation, recipe.actor)
    if not item.passes.get(REJECTED) and not item.found:
        item.skip_check(REJECTED, NotApplicable("nothing about it can be certainly wrong"))


def _send(item: Item, mutation: Mutation, actor: str) -> None:
    request = build(item.operation, mutation.call, mutation.purpose, method=mutation.method)
    try:
        exchange, response = item.send(request, actor)
    except NotAllowed:
        # The operation may be sent, and this odd spelling of it may not.
        return
    if response is None:
        return
    strange = mutation.method is not None
    beyond = mutation.beyond_contract or is_large(request)
    judgements = judge_response(item.operation, response, off_contract=beyond, strange_method=strange)
    item.judge(exchange, judgements)
    # Where no refusal is documented, what is refused is the server's own matter.
    if mutation.broken and REJECTED in requirements_by_check(item.operation):
        judgement = judge_rejection(item.operation, response, mutation.broken, certain=mutation.certain)
        item.judge(exchange, [judgement])


def _made_up(item: Item, valid: Call, made_up: Call) -> Mutation:
    """What was made up, with one part broken and the rest valid: the query, or else the body."""
    operation = item.operation
    call, found = valid, []
    if operation.request_body is not None and made_up.body is not NO_BODY:
        call = replace(valid, body=made_up.body)
        body = made_up.body
        readable, data = as_json(body) if isinstance(body, bytes) else (True, body)
        found = breakages_of_body(operation, data) if readable else []
        if not readable:
            return Mutation(call, "a body that is no JSON", True, "a made-up body that is no JSON")
    elif made_up.query:
        call = replace(valid, query=made_up.query)
        found = breakages_of_query(item.world.contract, operation, made_up.query)
    certain = next((breakage for breakage in found if breakage.certain), None)
    says = (certain or found[0]).says if found else ""
    return Mutation(call, says, certain is not None, "a made-up invalid request", beyond_contract=not found)
