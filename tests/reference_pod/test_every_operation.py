"""Each operation over HTTP: a valid request succeeds, and one that is none is refused as documented."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from conformance.contract import Operation, load_contract
from conformance.proof.pod import served_pod
from conformance.suite.mutations import mutations
from conformance.suite.operations import OPERATIONS
from conformance.suite.recipes import Recipe, recipes
from conformance.suite.requests import build
from conformance.suite.world import World
from conformance.target.exchange import Anonymous
from conformance.target.profile import find_profile
from conformance.target.transport import Transport

OPEN = {"getPodCertificate", "listLanguages"}
"""They take no input and no credentials: nothing about a request to them can be refused."""


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A world on one reference pod for all operations."""
    with served_pod() as pod, Transport(pod.target, find_profile("gate")) as transport:
        yield World(load_contract(), pod.target, transport, "t")


@pytest.mark.parametrize("name", OPERATIONS)
def test_a_valid_request_succeeds(world: World, name: str) -> None:
    operation, recipe = OPERATIONS[name], recipes()[name](world)
    response = world.send(name, recipe.actor, recipe.call, "a valid request")
    documented = [status for status in operation.responses if status.startswith("2")]
    assert str(response.status) in documented, f"{response.status}: {response.text}"


@pytest.mark.parametrize("name", [name for name in OPERATIONS if name not in OPEN])
def test_a_request_that_is_none_is_refused_as_documented(world: World, name: str) -> None:
    operation, recipe = OPERATIONS[name], recipes()[name](world)
    refusals = list(_refusals(world, operation, recipe))
    assert refusals, "nothing was refused"
    documented = {*operation.responses, *operation.tolerated_statuses, "401"}
    wrong = [(why, status) for why, status in refusals if status not in documented or status[0] != "4"]
    assert wrong == [], f"documented: {sorted(documented)}"


def _refusals(world: World, operation: Operation, recipe: Recipe) -> Iterator[tuple[str, str]]:
    """What is wrong with a request, and the status that it got."""
    if operation.security:
        exchange = world.transport.send(build(operation, recipe.call), Anonymous())
        assert exchange.response is not None
        yield "no credentials", str(exchange.response.status)
    certain = [m for m in mutations(world.contract, operation, recipe.call) if m.certain]
    for mutation in certain[:3]:
        response = world.send(operation.id, recipe.actor, mutation.call, mutation.purpose)
        yield mutation.purpose, str(response.status)
