"""User accounts: the rules for creating each type, uniqueness, lengths, update, list and find."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.records.users import USERS
from tests.reference_pod.kit import HOME, SmallPod

PERSON = {
    "emailAddress": "jane@189.example",
    "firstName": "Jane",
    "lastName": "Doe",
    "userName": "jane.doe",
    "displayName": "Jane Doe",
}
SERVICE = {
    "emailAddress": "bot@189.example",
    "userName": "bot",
    "displayName": "Bot",
    "accountType": "SYSTEM",
}
PASSWORD = {"hSalt": "a", "hPassword": "b", "khSalt": "c", "khPassword": "d"}


def create(small: SmallPod, attributes: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"userAttributes": attributes, **more}
    account: dict[str, Any] = small.call("createUserAccount", small.people.alice, body=body).body
    return account


def refuse_creation(small: SmallPod, attributes: dict[str, Any], **more: Any) -> str:
    body = {"userAttributes": attributes, **more}
    return small.refuses(400, "createUserAccount", small.people.alice, body=body).message


def account_of(small: SmallPod, user_id: int) -> dict[str, Any]:
    account: dict[str, Any] = small.call("getUserAccount", small.people.alice, path={"uid": user_id}).body
    return account


def test_a_created_account_reads_back_with_its_audit_fields(small: SmallPod) -> None:
    created = create(small, PERSON | {"title": "Trader", "industries": ["Technology"]})
    info = created["userSystemInfo"]
    assert created == account_of(small, info["id"])
    assert created["userAttributes"] == PERSON | {
        "title": "Trader",
        "industries": ["Technology"],
        "accountType": "NORMAL",
        "companyName": "Home",
    }
    assert info == {
        "id": info["id"],
        "status": "ENABLED",
        "suspended": False,
        "createdDate": small.clock.now,
        "createdBy": str(small.people.alice.id),
        "lastUpdatedDate": small.clock.now,
    }
    assert info["id"] >> 36 == HOME
    assert created["roles"] == ["INDIVIDUAL"]


def test_every_creation_gives_a_new_id(small: SmallPod) -> None:
    first = create(small, PERSON)["userSystemInfo"]["id"]
    assert create(small, SERVICE)["userSystemInfo"]["id"] == first + 1


@pytest.mark.parametrize("name", ["emailAddress", "userName", "displayName", "firstName", "lastName"])
def test_an_end_user_needs_names_and_an_address(small: SmallPod, name: str) -> None:
    without = {key: value for key, value in PERSON.items() if key != name}
    assert name in refuse_creation(small, without)
    assert name in refuse_creation(small, PERSON | {name: " "})


def test_a_service_account_needs_no_first_and_last_name(small: SmallPod) -> None:
    assert create(small, SERVICE)["userAttributes"]["accountType"] == "SYSTEM"


def test_a_password_is_for_end_users_and_complete(small: SmallPod) -> None:
    assert "password" in refuse_creation(small, SERVICE, password=PASSWORD)
    assert "khPassword" in refuse_creation(small, PERSON, password=PASSWORD | {"khPassword": ""})
    created = create(small, PERSON, password=PASSWORD)
    assert created["userSystemInfo"]["lastPasswordReset"] == small.clock.now
    assert "hPassword" not in str(created)


def test_user_name_and_address_are_unique_in_any_case(small: SmallPod) -> None:
    assert "userName" in refuse_creation(small, PERSON | {"userName": "Alice"})
    assert "emailAddress" in refuse_creation(small, PERSON | {"emailAddress": "ALICE@189.example"})


def test_names_of_another_company_are_free(small: SmallPod) -> None:
    taken_there = {"userName": "paul", "emailAddress": "paul@190.example"}
    assert create(small, PERSON | taken_there)["userAttributes"]["userName"] == "paul"


def test_attributes_have_length_limits(small: SmallPod) -> None:
    fits = {"firstName": "x" * 64, "title": "x" * 256}
    assert create(small, PERSON | fits)["userAttributes"]["firstName"] == "x" * 64
    for name, value in {"lastName": "x" * 65, "title": "x" * 257, "industries": ["x" * 257]}.items():
        assert name in refuse_creation(small, PERSON | {name: value})


def test_an_address_must_be_one(small: SmallPod) -> None:
    assert "emailAddress" in refuse_creation(small, PERSON | {"emailAddress": "jane"})


def test_roles_must_exist_and_fit_the_account_type(small: SmallPod) -> None:
    assert "NO_ROLE" in refuse_creation(small, PERSON, roles=["NO_ROLE"])
    assert "USER_PROVISIONING" in refuse_creation(small, PERSON, roles=["USER_PROVISIONING"])
    roles = ["INDIVIDUAL", "COMPLIANCE_OFFICER"]
    assert create(small, PERSON, roles=roles)["roles"] == roles


def test_groups_are_not_created_as_accounts(small: SmallPod) -> None:
    refuse_creation(small, PERSON | {"accountType": "SDL"})


def test_a_refused_creation_leaves_no_account(small: SmallPod) -> None:
    before = len(small.pod.store[USERS])
    refuse_creation(small, PERSON, roles=["NO_ROLE"])
    assert len(small.pod.store[USERS]) == before


def test_an_update_changes_what_is_sent_and_the_date(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    small.clock.advance(seconds=5)
    body = {"title": "Trader", "industries": ["Technology"]}
    updated = small.call("updateUserAccount", alice, path={"uid": bob.id}, body=body).body
    assert updated["userAttributes"] == bob.attributes | body
    assert updated["userSystemInfo"]["lastUpdatedDate"] == small.clock.now
    assert updated["userSystemInfo"]["createdDate"] == bob.created
    assert account_of(small, bob.id) == updated


def test_an_updated_name_is_found_and_the_old_one_is_free(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    small.call("updateUserAccount", alice, path={"uid": bob.id}, body={"userName": "robert"})
    query = {"username": "robert", "local": True}
    assert small.call("lookUpUser", alice, query=query).body["id"] == bob.id
    assert create(small, PERSON | {"userName": "bob"})["userAttributes"]["userName"] == "bob"


@pytest.mark.parametrize(
    "body",
    [
        {"userName": "alice"},
        {"emailAddress": "alice@189.example"},
        {"displayName": ""},
        {"firstName": "x" * 65},
        {"accountType": "SYSTEM"},
    ],
)
def test_an_update_obeys_the_rules_of_creation(small: SmallPod, body: dict[str, Any]) -> None:
    small.refuses(400, "updateUserAccount", small.people.alice, path={"uid": small.people.bob.id}, body=body)
    assert account_of(small, small.people.bob.id)["userAttributes"] == small.people.bob.attributes


def test_lists_can_be_cleared(small: SmallPod) -> None:
    alice, path = small.people.alice, {"uid": small.people.bob.id}
    small.call("updateUserAccount", alice, path=path, body={"assetClasses": ["Equities"]})
    cleared = small.call("updateUserAccount", alice, path=path, body={"assetClasses": []}).body
    assert cleared["userAttributes"]["assetClasses"] == []


def test_accounts_of_other_companies_are_unknown(small: SmallPod) -> None:
    alice, path = small.people.alice, {"uid": small.people.paul.id}
    small.refuses(400, "getUserAccount", alice, path=path)
    small.refuses(400, "updateUserAccount", alice, path=path, body={"title": "Spy"})


def test_the_list_is_all_accounts_of_the_company_by_id_in_pages(small: SmallPod) -> None:
    alice = small.people.alice
    pages = [
        small.call("listUserAccounts", alice, query={"skip": skip, "limit": 2}).body for skip in (0, 2, 4)
    ]
    listed = [user["userSystemInfo"]["id"] for page in pages for user in page]
    assert listed == [alice.id, small.people.bob.id, small.people.carol.id]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert small.call("listUserAccounts", alice).body[0] == account_of(small, alice.id)


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 1001}, {"skip": -1}])
def test_impossible_pages_are_refused(small: SmallPod, query: dict[str, int]) -> None:
    small.refuses(400, "listUserAccounts", small.people.alice, query=query)
    small.refuses(400, "findUserAccounts", small.people.alice, query=query, body={})


def test_find_matches_role_feature_and_status_together(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    small.pod.store[USERS].put(replace(bob, roles=("L1_SUPPORT",), status="DISABLED"))
    small.pod.store[USERS].put(
        replace(carol, roles=("L1_SUPPORT",), features={"postReadEnabled": False}),
    )

    def find(**body: str) -> list[int]:
        users = small.call("findUserAccounts", alice, body=body).body
        return [user["userSystemInfo"]["id"] for user in users]

    assert find(role="L1_SUPPORT") == [bob.id, carol.id]
    assert find(role="L1_SUPPORT", status="ENABLED") == [carol.id]
    assert find(feature="postReadEnabled") == [alice.id, bob.id]
    assert find(role="USER_PROVISIONING") == []
    assert find() == [alice.id, bob.id, carol.id]


def test_find_shows_the_attributes_of_version_1(small: SmallPod) -> None:
    bob = small.people.bob
    attributes = bob.attributes | {"recommendedLanguage": "english"}
    small.pod.store[USERS].put(replace(bob, attributes=attributes))
    found = small.call("findUserAccounts", small.people.alice, query={"skip": 1, "limit": 1}, body={}).body
    assert found[0]["userAttributes"] == bob.attributes
