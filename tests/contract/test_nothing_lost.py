"""Every statement of the published documents is in the normalised ones, or an overlay action says why not."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest

from conformance.contract.build import converted, overlay_of
from conformance.contract.load import APIS
from conformance.contract.overlay import Action, Overlay
from conformance.contract.yamlio import read_document
from tests.contract.accounting import Claim, apply_with_claims, idle, unaccounted
from tests.contract.conftest import SPECS
from tests.contract.facts import Fact, facts_of


@cache
def published_facts(api: str) -> frozenset[Fact]:
    second = "symphony-common-definitions.yaml" if api == "profile-manager" else None
    folder = SPECS / "published"
    return facts_of(read_document(folder / f"{api}.yml"), read_document(folder / second) if second else None)


@cache
def claims_of(api: str) -> list[Claim]:
    return apply_with_claims(converted(SPECS, api), overlay_of(SPECS, api))[1]


@cache
def normalised_document(api: str) -> dict[str, Any]:
    return read_document(SPECS / f"{api}.yaml")


@pytest.mark.parametrize("api", APIS)
def test_conversion_alone_states_exactly_what_was_published(api: str) -> None:
    assert unaccounted(published_facts(api), facts_of(converted(SPECS, api)), []) == []


@pytest.mark.parametrize("api", APIS)
def test_every_difference_is_named_by_an_action(api: str) -> None:
    after = facts_of(normalised_document(api))
    assert unaccounted(published_facts(api), after, claims_of(api)) == []


@pytest.mark.parametrize("api", APIS)
def test_every_action_accounts_for_a_difference(api: str) -> None:
    after = facts_of(normalised_document(api))
    assert idle(published_facts(api), after, claims_of(api)) == []


@pytest.mark.parametrize(
    "path",
    [
        ("paths", "/v1/podcert"),
        ("paths", "/v1/user/manifest/own", "get"),
        ("paths", "/v3/room/{id}/info", "get", "parameters", 0),
        ("paths", "/v3/room/create", "post", "responses", "451"),
        ("paths", "/v3/room/create", "post", "requestBody", "required"),
        ("components", "schemas", "V3RoomAttributes", "properties", "crossPod"),
        ("components", "schemas", "V3RoomAttributes", "properties", "name", "type"),
        ("components", "schemas", "UserConnection", "properties", "status", "enum", 2),
        ("components", "schemas", "PodAppEntitlement", "required", 1),
        ("components", "schemas", "PodAppEntitlement", "properties", "appName", "maxLength"),
    ],
    ids=lambda path: "/".join(map(str, path)),
)
def test_a_made_up_loss_is_found(path: tuple[str | int, ...]) -> None:
    damaged = copy.deepcopy(normalised_document("pod"))
    parent: Any = damaged
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    found = unaccounted(published_facts("pod"), facts_of(damaged), claims_of("pod"))
    assert found, f"the loss of {path} went unnoticed"
    assert all(line.startswith("lost: ") for line in found)


def test_two_actions_that_undo_each_other_are_found_idle() -> None:
    overlay = overlay_of(SPECS, "community-connect")
    made_up = (
        Action(998, "$.info", "reason", "servers", "effect", update={"x-made-up": {"a": 1}}),
        Action(999, "$.info['x-made-up']", "reason", "servers", "effect", remove=True),
    )
    padded = Overlay(overlay.source, overlay.title, overlay.repairs, (*overlay.actions, *made_up))
    document, claims = apply_with_claims(converted(SPECS, "community-connect"), padded)
    found = idle(published_facts("community-connect"), facts_of(document), claims)
    assert found == ["action 998: $.info", "action 999: $.info['x-made-up']"]
