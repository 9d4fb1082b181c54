"""Made-up requests: the same seed makes the same ones, and the schemas decide what is valid."""

from __future__ import annotations

import pytest
from schemathesis import GenerationMode

from conformance.checks.breakage import breakages_of_body
from conformance.contract import load_contract
from conformance.proof.running import run_tests
from conformance.suite.generation import NEGATIVE, POSITIVE, generated_calls
from conformance.target.profile import find_profile

ROOM = "createRoom"
CREATE_ROOM = load_contract().operations[ROOM]


def test_the_same_seed_makes_the_same_requests() -> None:
    first = generated_calls(ROOM, POSITIVE, 5, 7)
    generated_calls.cache_clear()
    assert repr(generated_calls(ROOM, POSITIVE, 5, 7)) == repr(first)


@pytest.mark.parametrize(("family", "mode"), [("contract", POSITIVE), ("negative", NEGATIVE)])
def test_who_sends_them_leaves_them_as_they_are(family: str, mode: GenerationMode) -> None:
    count = getattr(find_profile("smoke"), mode.value)
    before = repr(generated_calls(ROOM, mode, count, 1))
    run_tests([f"{family}@{ROOM}"], profile="smoke", seed=1)
    assert repr(generated_calls(ROOM, mode, count, 1)) == before


def test_another_seed_makes_other_requests() -> None:
    assert repr(generated_calls(ROOM, POSITIVE, 5, 7)) != repr(generated_calls(ROOM, POSITIVE, 5, 8))


def test_valid_requests_keep_the_contract_and_none_carries_credentials() -> None:
    calls = generated_calls(ROOM, POSITIVE, 10, 7)
    assert calls, "nothing was generated"
    for call in calls:
        assert breakages_of_body(CREATE_ROOM, call.body) == [], call
        assert "sessionToken" not in call.headers


def test_invalid_requests_are_made_for_operations_with_input_only() -> None:
    assert generated_calls(ROOM, NEGATIVE, 5, 7)
    assert generated_calls("getPodCertificate", NEGATIVE, 5, 7) == ()
