"""Look-ups of users: by whom, by what, and what of an external user is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.records.users import USERS, User
from tests.reference_pod.kit import SmallPod


def change(small: SmallPod, user: User, **changes: Any) -> User:
    return small.pod.store[USERS].put(replace(user, **changes))


def look_up(small: SmallPod, by: User, **query: Any) -> dict[str, Any]:
    body: dict[str, Any] = small.call("lookUpUsers", by, query=query).body
    return body


def found_ids(body: dict[str, Any]) -> list[int]:
    return [user["id"] for user in body["users"]]


def test_the_session_info_is_the_caller_with_its_roles(small: SmallPod) -> None:
    alice = change(small, small.people.alice, roles=("INDIVIDUAL",))
    info = small.call("getSessionInfo", alice).body
    assert (info["id"], info["username"], info["roles"]) == (alice.id, "alice", ["INDIVIDUAL"])
    assert info["company"] == "Home"


@pytest.mark.parametrize("selector", ["uid", "email", "username"])
def test_a_colleague_is_found_by_each_selector(small: SmallPod, selector: str) -> None:
    bob = small.people.bob
    value = {"uid": bob.id, "email": bob.email, "username": "BOB"}[selector]
    found = small.call("lookUpUser", small.people.alice, query={selector: value, "local": True}).body
    assert (found["id"], found["emailAddress"]) == (bob.id, bob.email)
    assert "roles" not in found


def test_an_unknown_user_is_no_content(small: SmallPod) -> None:
    answer = small.call("lookUpUser", small.people.alice, query={"email": "nobody@189.example"})
    assert (answer.status, answer.body) == (204, None)


def test_a_look_up_needs_exactly_one_selector(small: SmallPod) -> None:
    alice = small.people.alice
    for operation in ("lookUpUser", "lookUpUsers"):
        small.refuses(400, operation, alice)
        small.refuses(400, operation, alice, query={"uid": str(alice.id), "email": alice.email})


def test_a_user_name_is_looked_up_only_locally(small: SmallPod) -> None:
    for operation in ("lookUpUser", "lookUpUsers"):
        small.refuses(400, operation, small.people.alice, query={"username": "bob"})


def test_external_users_are_found_only_in_the_directory_and_without_contact_data(small: SmallPod) -> None:
    alice = small.people.alice
    paul = small.people.paul
    paul = change(small, paul, attributes=paul.attributes | {"title": "Trader", "department": "Desk"})
    external = look_up(small, alice, uid=str(paul.id))["users"][0]
    assert {"emailAddress", "title", "department", "location"} & set(external) == set()
    assert (external["displayName"], external["company"]) == ("Paul", "Partner")
    assert small.call("lookUpUsers", alice, query={"uid": str(paul.id), "local": True}).status == 204


def test_users_of_a_pod_without_an_agreement_are_not_found(small: SmallPod) -> None:
    answer = small.call("lookUpUsers", small.people.alice, query={"uid": str(small.people.frank.id)})
    assert answer.status == 204


def test_the_directory_finds_nobody_for_a_caller_without_external_entitlements(small: SmallPod) -> None:
    alice = change(
        small, small.people.alice, features={"isExternalIMEnabled": False, "isExternalRoomEnabled": False}
    )
    answer = small.call("lookUpUsers", alice, query={"uid": str(small.people.bob.id)})
    assert answer.status == 204
    assert found_ids(look_up(small, alice, uid=str(small.people.bob.id), local=True)) == [small.people.bob.id]


def test_ill_formed_ids_and_addresses_are_reported_beside_the_found_users(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    by_id = look_up(small, alice, uid=f"{bob.id},x1,654321")
    assert found_ids(by_id) == [bob.id]
    assert by_id["errors"] == [
        {"error": "invalid.format", "id": "x1"},
        {"error": "invalid.format", "id": "654321"},
    ]
    by_email = look_up(small, alice, email=f"{bob.email},notanemail")
    assert by_email["errors"] == [{"error": "invalid.format", "email": "notanemail"}]


def test_an_answer_may_hold_only_errors(small: SmallPod) -> None:
    body = look_up(small, small.people.alice, uid="x1")
    assert body == {"errors": [{"error": "invalid.format", "id": "x1"}]}


def test_repeated_ids_are_answered_once_and_unknown_ones_left_out(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    unknown = (189 << 36) + 9999
    assert found_ids(look_up(small, alice, uid=f"{bob.id},{unknown},{bob.id},{alice.id}")) == [
        bob.id,
        alice.id,
    ]


def test_inactive_users_are_included_unless_active_is_asked_for(small: SmallPod) -> None:
    alice, bob = small.people.alice, change(small, small.people.bob, status="DISABLED")
    both = f"{alice.id},{bob.id}"
    assert found_ids(look_up(small, alice, uid=both)) == [alice.id, bob.id]
    assert found_ids(look_up(small, alice, uid=both, active=True)) == [alice.id]
    assert found_ids(look_up(small, alice, uid=both, active=False)) == [bob.id]


def test_a_hundred_ids_are_accepted_and_one_more_is_refused(small: SmallPod) -> None:
    alice = small.people.alice
    ids = [str(alice.id + n) for n in range(101)]
    assert alice.id in found_ids(look_up(small, alice, uid=",".join(ids[:100])))
    small.refuses(400, "lookUpUsers", alice, query={"uid": ",".join(ids)})
