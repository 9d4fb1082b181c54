"""Made-up requests: the same seed makes the same ones, and the schemas decide what is valid."""

from __future__ import annotations

from conformance.checks.breakage import breakages_of_body
from conformance.contract import load_contract
from conformance.suite.generation import NEGATIVE, POSITIVE, generated_calls

ROOM = load_contract().operations["createRoom"]


def test_the_same_seed_makes_the_same_requests() -> None:
    assert repr(generated_calls(ROOM, POSITIVE, 5, 7)) == repr(generated_calls(ROOM, POSITIVE, 5, 7))


def test_another_seed_makes_other_requests() -> None:
    assert repr(generated_calls(ROOM, POSITIVE, 5, 7)) != repr(generated_calls(ROOM, POSITIVE, 5, 8))


def test_valid_requests_keep_the_contract_and_none_carries_credentials() -> None:
    calls = generated_calls(ROOM, POSITIVE, 10, 7)
    assert calls, "nothing was generated"
    for call in calls:
        assert breakages_of_body(ROOM, call.body) == [], call
        assert "sessionToken" not in call.headers


def test_invalid_requests_are_made_for_operations_with_input_only() -> None:
    assert generated_calls(ROOM, NEGATIVE, 5, 7)
    assert generated_calls(load_contract().operations["getPodCertificate"], NEGATIVE, 5, 7) == []
