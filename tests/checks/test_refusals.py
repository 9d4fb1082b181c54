"""Negative, sign-in and rights checks, and the check that a valid request succeeds."""

from __future__ import annotations

import pytest

from conformance.checks.refusals import judge_rejection, judge_rights, judge_sign_in
from conformance.checks.success import judge_success, judge_usable
from tests.checks.kit import ERROR, answer, operation

ROOM = operation("createRoom")


@pytest.mark.parametrize("status", [400, 403, 404, 415])
def test_any_refusal_of_a_broken_request_passes(status: int) -> None:
    assert judge_rejection(ROOM, answer(status, ERROR), "no name", certain=True).outcome == "passed"


@pytest.mark.parametrize(("certain", "outcome"), [(True, "failed"), (False, "warned")])
def test_accepting_a_broken_request_fails_only_when_no_pod_may_forgive_it(
    certain: bool, outcome: str
) -> None:
    judgement = judge_rejection(ROOM, answer(200, {}), "no name", certain=certain)
    assert (judgement.outcome, judgement.expected) == (outcome, "a 4xx for a request with no name")


@pytest.mark.parametrize(
    ("status", "outcome"), [(401, "passed"), (403, "passed"), (200, "failed"), (400, "failed")]
)
def test_only_401_or_403_answers_bad_credentials(status: int, outcome: str) -> None:
    (judgement,) = judge_sign_in(ROOM, answer(status, ERROR), "sign-in.absent", "no credentials")
    assert judgement.outcome == outcome


def test_what_declares_no_token_is_only_warned_of() -> None:
    extensions = operation("listAllowedFileExtensions")
    (judgement,) = judge_sign_in(extensions, answer(200, {}), "sign-in.absent", "no credentials")
    assert judgement.outcome == "warned"


def test_a_server_error_is_left_to_the_check_for_server_errors() -> None:
    assert judge_sign_in(ROOM, answer(500, ERROR), "sign-in.absent", "no credentials") == []


@pytest.mark.parametrize("status", [400, 401, 404, 500, 202])
def test_a_pod_that_refuses_a_valid_request_is_never_right(status: int) -> None:
    judgement = judge_success(ROOM, answer(status, ERROR))
    assert (judgement.outcome, judgement.expected) == ("failed", "200 for a valid request")


def test_a_documented_success_is_right() -> None:
    assert judge_success(ROOM, answer(200, {})).outcome == "passed"
    assert judge_success(operation("deleteProtocol"), answer(204, None)).outcome == "passed"


def test_the_200_that_the_guide_of_community_connect_shows_is_right_for_its_201() -> None:
    assert judge_success(operation("createUser"), answer(200, {})).outcome == "passed"


def test_an_answer_that_later_steps_cannot_use_is_a_failure() -> None:
    judgement = judge_usable(ROOM, answer(200, {}))
    assert (judgement.outcome, judgement.kind) == ("failed", "not usable")


@pytest.mark.parametrize(
    ("name", "status", "outcome"),
    [
        ("updateUserStatus", 403, "passed"),
        ("updateUserStatus", 200, "failed"),
        ("updateUserStatus", 401, "failed"),
        ("insertGroup", 201, "failed"),
        ("followUsers", 200, "warned"),
    ],
)
def test_a_caller_without_any_entitlement_gets_403(name: str, status: int, outcome: str) -> None:
    (judgement,) = judge_rights(operation(name), answer(status, ERROR))
    assert judgement.outcome == outcome


def test_a_server_error_says_nothing_of_rights() -> None:
    assert judge_rights(operation("updateUserStatus"), answer(500, ERROR)) == []
