"""Each operation answers valid requests with success, and only with what its document describes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.checks.responses import judge_response
from conformance.checks.success import judge_success
from conformance.contract.shape import known_part
from conformance.suite.generation import POSITIVE, generated_calls
from conformance.suite.item import Item
from conformance.suite.operations import OPERATIONS
from conformance.suite.outcomes import NotApplicable, NotRun
from conformance.suite.recipes import Recipe
from conformance.suite.requests import NO_BODY, Call, build, is_large
from conformance.target.profile import Profile

pytestmark = pytest.mark.family("contract")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_answers_as_documented(item: Item, profile: Profile, run_seed: int) -> None:
    """A valid request gets a success; every made-up valid one gets an answer that the document describes."""
    _known_good(item)
    for call in generated_calls(item.operation.id, POSITIVE, profile.positive, run_seed):
        try:
            recipe = item.recipe()
        except NotRun:
            # The target refuses what prepared the first request; that one was judged already.
            break
        if not recipe.vary:
            break
        _made_up(item, recipe, call)


def _known_good(item: Item) -> None:
    """A request with values that exist: success is the only right answer."""
    recipe = item.recipe()
    request = build(item.operation, recipe.call, "a valid request")
    exchange, response = item.send(request, recipe.actor)
    if response is not None:
        item.judge(
            exchange, [judge_success(item.operation, response), *judge_response(item.operation, response)]
        )
        if response.status == 204 and (recipe.found or item.world.reads_only):
            # Found things may be without what the operation shows; things of the tests' own never are.
            for subject in item.subjects:
                item.skip_check(subject.check, NotApplicable("the target has nothing to answer: 204"))


def _made_up(item: Item, recipe: Recipe, made_up: Call) -> None:
    """A request that the schemas allow: the pod's own rules may still refuse it, in a documented way."""
    call = _joined(item, recipe, made_up)
    request = build(item.operation, call, "a made-up valid request")
    exchange, response = item.send(request, recipe.actor)
    if response is not None:
        item.judge(exchange, judge_response(item.operation, response, off_contract=is_large(request)))


def _joined(item: Item, recipe: Recipe, made_up: Call) -> Call:
    """What was made up, in the place and with the parts that the recipe insists on."""
    body = made_up.body
    operation = item.operation
    if operation.request_body is not None and body is not NO_BODY:
        # Pods may reject properties that the document does not name.
        body = known_part(item.world.contract, operation.api, operation.request_body.schema, body)
    if "*" in recipe.keep:
        body = recipe.body
    elif isinstance(body, dict) and isinstance(recipe.body, dict):
        body = {**body, **{key: recipe.body[key] for key in recipe.keep if key in recipe.body}}
        body = {key: value for key, value in body.items() if key not in recipe.keep or key in recipe.body}
    return replace(recipe.call, query=made_up.query, body=body)
