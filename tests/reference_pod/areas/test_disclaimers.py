"""Disclaimers: those of the company, and the one of a user."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.areas.disclaimers import seed
from conformance.reference_pod.records.users import User
from tests.reference_pod.kit import SmallPod


@pytest.fixture
def small(small: SmallPod) -> SmallPod:
    """A pod whose companies have disclaimers."""
    seed(small.pod)
    return small


def listed(small: SmallPod, by: User) -> list[dict[str, Any]]:
    disclaimers: list[dict[str, Any]] = small.call("listDisclaimers", by).body
    return disclaimers


def assign(small: SmallPod, user: User, disclaimer: dict[str, Any]) -> None:
    small.call(
        "assignUserDisclaimer", small.people.alice, path={"uid": user.id}, body={"id": disclaimer["id"]}
    )


def test_each_listed_disclaimer_can_be_read(small: SmallPod) -> None:
    disclaimers = listed(small, small.people.alice)
    assert len(disclaimers) == 2
    for disclaimer in disclaimers:
        assert (
            small.call("getDisclaimer", small.people.alice, path={"did": disclaimer["id"]}).body == disclaimer
        )


def test_companies_do_not_see_each_others_disclaimers(small: SmallPod) -> None:
    foreign = listed(small, small.people.paul)[0]
    assert foreign not in listed(small, small.people.alice)
    for operation in ("getDisclaimer", "listDisclaimerUsers"):
        small.refuses(400, operation, small.people.alice, path={"did": foreign["id"]})
    small.refuses(
        400,
        "assignUserDisclaimer",
        small.people.alice,
        path={"uid": small.people.bob.id},
        body={"id": foreign["id"]},
    )


def test_an_assigned_disclaimer_shows_on_the_user_and_on_the_disclaimer(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    first, second = listed(small, alice)
    assign(small, bob, first)
    assign(small, bob, second)
    assert small.call("getUserDisclaimer", alice, path={"uid": bob.id}).body == second
    assert small.call("listDisclaimerUsers", alice, path={"did": second["id"]}).body == [bob.id]
    assert small.call("listDisclaimerUsers", alice, path={"did": first["id"]}).body == []


def test_a_user_without_a_disclaimer_is_no_content(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    assert small.call("getUserDisclaimer", alice, path={"uid": bob.id}).status == 204
    assign(small, bob, listed(small, alice)[0])
    for _ in range(2):
        small.call("removeUserDisclaimer", alice, path={"uid": bob.id})
    assert small.call("getUserDisclaimer", alice, path={"uid": bob.id}).status == 204


def test_users_of_other_companies_are_unknown(small: SmallPod) -> None:
    alice, path = small.people.alice, {"uid": small.people.paul.id}
    small.refuses(400, "getUserDisclaimer", alice, path=path)
    small.refuses(400, "removeUserDisclaimer", alice, path=path)
    small.refuses(400, "assignUserDisclaimer", alice, path=path, body={"id": listed(small, alice)[0]["id"]})


def test_an_assignment_needs_the_id_of_a_disclaimer(small: SmallPod) -> None:
    small.refuses(400, "assignUserDisclaimer", small.people.alice, path={"uid": small.people.bob.id}, body={})
