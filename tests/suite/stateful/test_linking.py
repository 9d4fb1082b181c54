"""Links: how their expressions are read, and how many lead on."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.contract import load_contract
from conformance.contract.links import MISSING, Sent, declared_links, value_of
from conformance.suite.stateful.linking import UNFIT, Follower
from tests.suite.stateful.kit import live_scenario

SENT = Sent({"id": "r1"}, {"limit": 2}, {"id": 7}, {"items": [{"id": "a"}], "none": None})


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$response.body#/items/0/id", "a"),
        ("$response.body#/items/1/id", MISSING),
        ("$response.body#/none", MISSING),
        ("$request.path.id", "r1"),
        ("$request.query.limit", 2),
        ("$request.body#/id", 7),
        ("$request.body", {"id": 7}),
        ("$request.header.Accept", MISSING),
        ({"ids": ["$response.body#/items/0/id"]}, {"ids": ["a"]}),
        ({"ids": ["$response.body#/items/9/id"]}, MISSING),
        ("SDL", "SDL"),
    ],
    ids=lambda value: "missing" if value is MISSING else str(value),
)
def test_expressions_are_read_from_request_and_answer(expression: Any, value: Any) -> None:
    assert value_of(expression, SENT) == value


def test_every_link_leads_from_one_operation_to_another_of_the_contract() -> None:
    contract = load_contract()
    links = declared_links(contract)
    assert len({link.name for link in links}) == len(links) > 200
    for link in links:
        names = {parameter.name for parameter in contract.operations[link.target].parameters}
        assert set(link.parameters) <= names, link.name


def test_links_that_are_known_to_lead_nowhere_are_declared() -> None:
    assert set(UNFIT) <= {link.name for link in declared_links(load_contract())}


def test_at_least_nine_of_ten_links_lead_on_against_the_reference_pod() -> None:
    with live_scenario("stateful.links", [], profile="gate") as scenario:
        followed = list(Follower(scenario).follow(declared_links(scenario.world.contract)))
    reached = [outcome for outcome in followed if outcome.why is None]
    assert len(reached) >= 0.9 * len(followed), [(f.link.name, f.why) for f in followed if f.why]
    assert [f.link.name for f in followed if f.broken] == []


def test_a_target_without_an_api_has_no_broken_links() -> None:
    with live_scenario("stateful.links", []) as scenario:
        object.__setattr__(scenario.world.target, "apis", {"pod": scenario.world.target.apis["pod"]})
        followed = list(Follower(scenario).follow(declared_links(scenario.world.contract)))
    lost = [f for f in followed if f.link.source == "insertGroup"]
    assert lost
    assert all((f.why or "").startswith("not-applicable: the target") and not f.broken for f in lost), lost
