"""Community Connect accounts: creation with partial success, changes, and whose they are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference_pod.areas.community import DOMAIN, Community, person


@pytest.fixture
def community() -> Community:
    return Community()


def codes(items: list[dict[str, Any]]) -> list[str]:
    return [item["code"] for item in items]


def test_a_created_account_is_found_by_id_and_by_address(community: Community) -> None:
    created = community.create(person(title="Trader", phoneNumber="+33 1", unknown="x"))
    (item,) = created["success"]
    assert (item["code"], item["username"], created["errors"]) == (
        "USER_ADDED_NEW_COMPANY",
        item["email"],
        [],
    )
    path = {"companyId": created["companyId"], "userId": item["userId"]}
    expected = {
        **person(title="Trader", phoneNumber="+33 1"),
        "displayName": "Ann Berg",
        "userId": item["userId"],
        "username": f"ann@{DOMAIN}",
        "companyId": created["companyId"],
        "companyName": "New Client",
    }
    assert community.call("getUser", path).body == expected
    assert community.call("searchUser", query={"email": f"ANN@{DOMAIN}"}).body == expected


def test_later_accounts_join_the_company_of_their_domain(community: Community) -> None:
    first = community.create(person())
    same = community.create(person(f"bea@{DOMAIN}"), name="new client")
    other = community.create(person(f"cleo@{DOMAIN}"), name="Another Name")
    assert codes(same["success"] + other["success"]) == [
        "USER_ADDED_EXISTING_COMPANY",
        "USER_ADDED_TO_DIFFERENT_COMPANY_NAME",
    ]
    assert {r["companyId"] for r in (first, same, other)} == {first["companyId"]}
    assert other["companyName"] == "New Client"


def test_the_name_of_the_company_is_needed_for_a_new_domain_only(community: Community) -> None:
    body = {"users": [person()]}
    refusal = community.refuses(400, "MISSING_REQUIRED_FIELD", "createUser", body=body)
    assert refusal.context == {"fieldName": "companyName"}
    community.create(person("bea@new-client.example"))
    (item,) = community.call("createUser", body=body).body["success"]
    assert item["code"] == "USER_ADDED_EXISTING_COMPANY"
    at_a_pod = community.call("createUser", body={"users": [person("new@189.example")]}).body
    assert codes(at_a_pod["errors"]) == ["COMPANY_ALREADY_EXISTS_USER_NEEDS_ACCESS"]


def test_who_cannot_be_added_does_not_stop_the_others(community: Community) -> None:
    community.create(person())
    answer = community.create(person(), person(f"bea@{DOMAIN}"))
    assert codes(answer["errors"]) == ["USER_ALREADY_EXISTS"]
    assert answer["errors"][0]["email"] == f"ann@{DOMAIN}"
    assert codes(answer["success"]) == ["USER_ADDED_EXISTING_COMPANY"]


def test_without_any_success_there_is_no_company_in_the_answer(community: Community) -> None:
    community.create(person())
    assert community.create(person()).keys() == {"success", "errors"}


def test_people_of_a_company_with_a_pod_need_access_there(community: Community) -> None:
    answer = community.create(person("new@189.example"))
    assert codes(answer["errors"]) == ["COMPANY_ALREADY_EXISTS_USER_NEEDS_ACCESS"]
    assert codes(community.create(person("bob@189.example"))["errors"]) == ["USER_ALREADY_EXISTS"]


def test_people_of_another_partners_company_need_access(community: Community) -> None:
    community.create(person(), by=community.theirs)
    answer = community.create(person(f"bea@{DOMAIN}"))
    assert codes(answer["errors"]) == ["COMCO_COMPANY_ALREADY_EXISTS_USER_NEED_ACCESS"]


@pytest.mark.parametrize(
    ("users", "name", "code"),
    [
        ([], "C", "USER_LIST_IS_EMPTY"),
        ([person("ann")], "C", "INVALID_USER_EMAIL"),
        ([person("a@b")], "C", "INVALID_USER_EMAIL"),
        ([person("ann@gmail.com")], "C", "EMAIL_DOMAIN_NOT_ALLOWED"),
        ([person(), person("bea@other.example")], "C", "USERS_MUST_HAVE_THE_SAME_DOMAIN"),
        ([person(), person(f"Ann@{DOMAIN}")], "C", "USERS_CANNOT_HAVE_THE_SAME_EMAIL_ADDRESS"),
        ([person(firstName=" ")], "C", "MISSING_REQUIRED_FIELD"),
        ([person()], " ", "MISSING_REQUIRED_FIELD"),
    ],
)
def test_a_list_that_breaks_a_rule_creates_nobody(
    community: Community, users: list[dict[str, Any]], name: str, code: str
) -> None:
    body = {"companyName": name, "users": users}
    community.refuses(400, code, "createUser", body=body)
    community.refuses(404, "USER_NOT_FOUND", "searchUser", query={"email": f"ann@{DOMAIN}"})


def test_an_update_leaves_what_it_does_not_name(community: Community) -> None:
    path = community.account()
    body = {"firstName": "Anna", "department": "Sales"}
    changed = community.call("updateUser", path, body=body).body
    assert (changed["firstName"], changed["lastName"], changed["department"]) == ("Anna", "Berg", "Sales")
    assert community.call("getUser", path).body.items() >= changed.items()


def test_the_user_name_follows_the_address(community: Community) -> None:
    path = community.account()
    changed = community.call("updateUser", path, body={"email": f"anna@{DOMAIN}"}).body
    assert changed["username"] == f"anna@{DOMAIN}"
    community.refuses(404, "USER_NOT_FOUND", "searchUser", query={"email": f"ann@{DOMAIN}"})


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "MISSING_REQUIRED_FIELDS"),
        ({"title": "Trader"}, "MISSING_REQUIRED_FIELDS"),
        ({"email": "ann@other.example"}, "USER_EMAIL_DOMAIN_DIFFERENT_FROM_COMPANY"),
        ({"email": f"bea@{DOMAIN}"}, "REQUESTED_EMAIL_ALREADY_IN_USE"),
        ({"email": "ann@gmail.com"}, "EMAIL_DOMAIN_NOT_ALLOWED"),
    ],
)
def test_an_update_that_breaks_a_rule_changes_nothing(
    community: Community, body: dict[str, str], code: str
) -> None:
    path = community.account()
    community.create(person(f"bea@{DOMAIN}"))
    before = community.call("getUser", path).body
    community.refuses(400, code, "updateUser", path=path, body=body)
    assert community.call("getUser", path).body == before


def test_a_disabled_account_is_unknown_until_it_is_created_again(community: Community) -> None:
    path = community.account()
    assert community.call("disableUser", path).status == 204
    community.refuses(404, "USER_NOT_FOUND", "disableUser", path=path)
    community.refuses(404, "USER_NOT_FOUND", "getUser", path=path)
    community.refuses(404, "USER_NOT_FOUND", "searchUser", query={"email": f"ann@{DOMAIN}"})
    again = community.account()
    assert (again["companyId"], again["userId"] != path["userId"]) == (path["companyId"], True)


def test_a_role_can_be_added_more_than_once(community: Community) -> None:
    path = community.account()
    for _ in range(2):
        assert community.call("addRole", path, body={"id": "COMPLIANCE_OFFICER"}).body["code"] == "ROLE_ADDED"
    community.refuses(400, "ROLE_NOT_SUPPORTED", "addRole", path=path, body={"id": "ADMIN"})


def requests_to(path: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        "getUser": {"path": path},
        "updateUser": {"path": path, "body": {"firstName": "X"}},
        "addRole": {"path": path, "body": {"id": "COMPLIANCE_OFFICER"}},
        "disableUser": {"path": path},
    }


def test_an_account_is_reached_through_its_own_company_only(community: Community) -> None:
    path = {**community.account(), "companyId": "999"}
    for operation_id, request in requests_to(path).items():
        community.refuses(400, "USER_DOES_NOT_BELONG_TO_COMPANY", operation_id, **request)


def test_an_account_belongs_to_the_partner_that_made_it(community: Community) -> None:
    path = community.account()
    search = {"searchUser": {"query": {"email": f"ann@{DOMAIN}"}}}
    for operation_id, request in (requests_to(path) | search).items():
        code = "PROFILE_ACCESS_OR_UPDATES_NOT_AUTHORIZED"
        community.refuses(400, code, operation_id, by=community.theirs, **request)


def test_an_unknown_account_is_404(community: Community) -> None:
    for operation_id, request in requests_to({"companyId": "10", "userId": 1}).items():
        community.refuses(404, "USER_NOT_FOUND", operation_id, **request)


def test_searching_needs_a_business_address(community: Community) -> None:
    community.refuses(400, "INVALID_USER_EMAIL", "searchUser", query={"email": "ann"})
    community.refuses(400, "EMAIL_DOMAIN_NOT_ALLOWED", "searchUser", query={"email": "a@gmail.com"})
