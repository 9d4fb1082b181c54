"""The user search: what the query and the filters match, scope, and pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.records.users import USERS, User
from tests.reference_pod.kit import SmallPod


def describe(small: SmallPod, user: User, **attributes: Any) -> User:
    return small.pod.store[USERS].put(replace(user, attributes=user.attributes | attributes))


def search(small: SmallPod, body: dict[str, Any], **query: Any) -> dict[str, Any]:
    answer: dict[str, Any] = small.call("searchUsers", small.people.alice, query=query, body=body).body
    return answer


def ids(body: dict[str, Any]) -> list[int]:
    return [user["id"] for user in body["users"]]


@pytest.mark.parametrize("query", ["BOB", "bob@189.example", "Bob Test", "ob"])
def test_a_query_matches_names_and_addresses_in_any_case(small: SmallPod, query: str) -> None:
    assert ids(search(small, {"query": query})) == [small.people.bob.id]


def test_the_answer_repeats_the_search(small: SmallPod) -> None:
    body = search(small, {"query": "bob"}, skip=0, limit=7)
    assert {name: body[name] for name in ("count", "skip", "limit", "searchQuery")} == {
        "count": 1,
        "skip": 0,
        "limit": 7,
        "searchQuery": {"query": "bob"},
    }


def test_a_local_search_leaves_out_users_of_partners(small: SmallPod) -> None:
    home = [small.people.alice.id, small.people.bob.id, small.people.carol.id]
    assert ids(search(small, {"query": "test"}, local=True)) == home
    assert ids(search(small, {"query": "test"})) == [*home, small.people.paul.id]


def test_an_external_user_is_found_by_the_whole_address_only(small: SmallPod) -> None:
    assert ids(search(small, {"query": "paul@190.example"})) == [small.people.paul.id]
    assert small.call("searchUsers", small.people.alice, body={"query": "@190.example"}).status == 204


def test_filters_narrow_the_search(small: SmallPod) -> None:
    bob = describe(small, small.people.bob, title="Senior Trader", marketCoverage=["EMEA"])
    describe(small, small.people.carol, title="Analyst")
    assert ids(search(small, {"query": "test", "filters": {"title": "trader"}})) == [bob.id]
    assert ids(search(small, {"filters": {"marketCoverage": "EMEA"}})) == [bob.id]
    assert ids(search(small, {"filters": {"company": "partner"}})) == [small.people.paul.id]


def test_titles_of_external_users_are_not_searched(small: SmallPod) -> None:
    describe(small, small.people.paul, title="Trader")
    answer = small.call("searchUsers", small.people.alice, body={"filters": {"title": "Trader"}})
    assert answer.status == 204


def test_groups_are_found_only_when_their_account_type_is_asked_for(small: SmallPod) -> None:
    bob = describe(small, small.people.bob, accountType="SDL")
    assert small.call("searchUsers", small.people.alice, body={"query": "bob"}).status == 204
    assert ids(search(small, {"query": "bob", "filters": {"accountTypes": ["SDL"]}})) == [bob.id]


def test_deactivated_users_are_not_found(small: SmallPod) -> None:
    small.pod.store[USERS].put(replace(small.people.bob, status="DISABLED"))
    assert small.call("searchUsers", small.people.alice, body={"query": "bob"}).status == 204


def test_pages_partition_the_result(small: SmallPod) -> None:
    everybody = ids(search(small, {"query": "test"}))
    pages = [search(small, {"query": "test"}, skip=skip, limit=3) for skip in (0, 3, 6)]
    assert [user for page in pages for user in ids(page)] == everybody
    assert {page["count"] for page in pages} == {4}


def test_a_search_for_nothing_and_impossible_pages_are_refused(small: SmallPod) -> None:
    alice = small.people.alice
    small.refuses(400, "searchUsers", alice, body={})
    small.refuses(400, "searchUsers", alice, body={"query": "bob"}, query={"limit": 0})
    small.refuses(400, "searchUsers", alice, body={"query": "bob"}, query={"skip": -1})
