"""Every operation has a recipe for a valid request, and every recipe an operation."""

from __future__ import annotations

import pytest

from conformance.contract import load_contract
from conformance.suite.certificates import self_signed_pem
from conformance.suite.recipes import recipes
from tests.suite.kit import fake_world, json_answer


def test_every_operation_has_a_recipe() -> None:
    assert set(recipes()) == set(load_contract().operations)


def test_certificates_repeat_for_the_same_name_only() -> None:
    assert self_signed_pem("a") == self_signed_pem("a")
    assert self_signed_pem("a") != self_signed_pem("b")


@pytest.mark.parametrize(
    ("status", "known"), [(200, ["known@company.example.com"]), (404, [])], ids=["shown", "not shown"]
)
def test_new_users_have_a_colleague_with_an_account_if_the_target_shows_one(
    status: int, known: list[str]
) -> None:
    made = {"companyId": "1", "success": [{"userId": 7}]}
    answers = {
        "createUser": lambda _: json_answer(201, made),
        "getUser": lambda _: json_answer(status, {"email": "known@company.example.com"}),
    }
    new, *others = [user["email"] for user in recipes()["createUser"](fake_world(answers)).body["users"]]
    assert others == known
    assert len({email.rpartition("@")[2] for email in (new, *others)}) == 1
