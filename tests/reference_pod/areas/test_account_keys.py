"""RSA keys of accounts: which actions are possible when, and what they leave behind."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.reference_pod.records.sessions import SESSIONS, Session
from tests.reference_pod.kit import SmallPod

DAYS_3 = 72 * 3600 * 1000


def public_key(number: int, bits: int = 4096) -> str:
    """A public key that nobody has the private half of."""
    key = RSAPublicNumbers(65537, (1 << (bits - 1)) + 2 * number + 1).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


A, B, C = (public_key(number) for number in range(3))


def update(small: SmallPod, **keys: dict[str, Any]) -> dict[str, Any]:
    alice, bob = small.people.alice, small.people.bob
    answer = small.call("updateUserAccount", alice, path={"uid": bob.id}, body=keys)
    attributes: dict[str, Any] = answer.body["userAttributes"]
    return {name: attributes[name] for name in ("currentKey", "previousKey") if name in attributes}


def refuse(small: SmallPod, **keys: dict[str, Any]) -> None:
    path = {"uid": small.people.bob.id}
    small.refuses(400, "updateUserAccount", small.people.alice, path=path, body=keys)


def save(small: SmallPod, key: str) -> dict[str, Any]:
    return update(small, currentKey={"key": key, "action": "SAVE"})


def test_a_new_key_makes_the_old_one_previous_for_72_hours(small: SmallPod) -> None:
    assert save(small, A) == {"currentKey": {"key": A}}
    assert save(small, B) == {
        "currentKey": {"key": B},
        "previousKey": {"key": A, "expirationDate": small.clock.now + DAYS_3},
    }


def test_a_third_key_must_wait_until_the_previous_one_has_expired(small: SmallPod) -> None:
    save(small, A)
    save(small, B)
    refuse(small, currentKey={"key": C, "action": "SAVE"})
    small.clock.advance(seconds=72 * 3600)
    assert save(small, C)["previousKey"]["key"] == B


def test_the_saved_key_must_differ_from_the_current_one(small: SmallPod) -> None:
    save(small, A)
    refuse(small, currentKey={"key": A, "action": "SAVE"})


def test_a_key_that_is_sent_back_as_it_was_read_changes_nothing(small: SmallPod) -> None:
    save(small, A)
    keys = save(small, B)
    assert update(small, **keys) == keys


def test_extend_prolongs_a_valid_previous_key_by_72_hours(small: SmallPod) -> None:
    save(small, A)
    until = save(small, B)["previousKey"]["expirationDate"]
    assert update(small, previousKey={"action": "EXTEND"})["previousKey"]["expirationDate"] == until + DAYS_3
    small.clock.advance(seconds=144 * 3600)
    refuse(small, previousKey={"action": "EXTEND"})


def test_a_revoked_current_key_gives_way_to_the_valid_previous_one(small: SmallPod) -> None:
    save(small, A)
    save(small, B)
    assert update(small, currentKey={"action": "REVOKE"}) == {"currentKey": {"key": A}}
    assert update(small, currentKey={"action": "REVOKE"}) == {}


def test_a_revoked_previous_key_is_gone(small: SmallPod) -> None:
    save(small, A)
    save(small, B)
    assert update(small, previousKey={"action": "REVOKE"}) == {"currentKey": {"key": B}}


def test_revoking_a_key_ends_the_sessions_of_its_user_only(small: SmallPod) -> None:
    save(small, A)
    for user in (small.people.alice, small.people.bob):
        small.pod.store[SESSIONS].put(Session(user.username, user.id, small.clock.now + 1000))
    update(small, currentKey={"action": "REVOKE"})
    assert [session.token for session in small.pod.store[SESSIONS]] == ["alice"]


@pytest.mark.parametrize(
    "keys",
    [
        {"currentKey": {"action": "REVOKE"}},
        {"currentKey": {"action": "EXTEND"}},
        {"previousKey": {"action": "REVOKE"}},
        {"previousKey": {"action": "EXTEND"}},
        {"previousKey": {"key": A, "action": "SAVE"}},
        {"currentKey": {"key": "no key", "action": "SAVE"}},
        {"currentKey": {"key": public_key(0, bits=1024), "action": "SAVE"}},
    ],
)
def test_actions_without_their_key_and_keys_of_the_wrong_kind_are_refused(
    small: SmallPod, keys: dict[str, dict[str, Any]]
) -> None:
    refuse(small, **keys)


def test_a_key_on_one_line_is_put_into_lines(small: SmallPod) -> None:
    assert save(small, A.replace("\n", "")) == {"currentKey": {"key": A}}


def test_an_account_can_be_created_with_a_key(small: SmallPod) -> None:
    attributes = {
        "accountType": "SYSTEM",
        "emailAddress": "bot@189.example",
        "userName": "bot",
        "displayName": "Bot",
        "currentKey": {"key": A},
    }
    created = small.call("createUserAccount", small.people.alice, body={"userAttributes": attributes}).body
    assert created["userAttributes"]["currentKey"] == {"key": A}
    wrong = attributes | {"userName": "bot2", "emailAddress": "bot2@189.example", "previousKey": {"key": A}}
    small.refuses(400, "createUserAccount", small.people.alice, body={"userAttributes": wrong})
