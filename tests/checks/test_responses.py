"""Contract checks: each is shown failing for its own reason, and passing what is right or tolerated."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.checks.responses import judge_response
from tests.checks.kit import ERROR, answer, failed_checks, operation, outcomes

SESSION = {"id": 12987981103105, "displayName": "Ada"}
GROUP = {"type": "SDL", "ownerType": "TENANT", "ownerId": 189, "name": "g", "id": "1", "eTag": "a"}


def judged(name: str, *args: Any, off_contract: bool = False, **headers: Any) -> set[str]:
    response = answer(*args, **headers)
    return failed_checks(judge_response(operation(name), response, off_contract=off_contract))


def test_a_documented_success_passes_every_check() -> None:
    found = outcomes(judge_response(operation("getSessionInfo"), answer(200, SESSION)))
    assert set(found.values()) == {"passed"}, found
    assert {"contract.documented-status", "contract.content-type", "contract.body"} <= set(found)


@pytest.mark.parametrize("status", [500, 502])
def test_a_server_error_fails_even_where_500_is_documented(status: int) -> None:
    assert judged("getSessionInfo", status, ERROR) == {"contract.no-server-error"}


def test_a_server_need_not_implement_every_method() -> None:
    page = answer(501, "<html></html>", "text/html")
    strange = judge_response(operation("getRoom"), page, off_contract=True, strange_method=True)
    assert set(outcomes(strange).values()) == {"passed"}, "501 to a method that nobody documents"
    known = judge_response(operation("getRoom"), page, off_contract=True)
    assert failed_checks(known) == {"contract.no-server-error"}, "501 to the documented one"
    broken = judge_response(operation("getRoom"), answer(500, ERROR), strange_method=True)
    assert failed_checks(broken) == {"contract.no-server-error"}, "another server error to a strange method"


def test_an_undocumented_status_fails() -> None:
    assert judged("getSessionInfo", 418, ERROR) == {"contract.documented-status"}
    assert judged("getSessionInfo", 202, SESSION) == {"contract.documented-status"}


def test_html_instead_of_json_fails_the_content_type() -> None:
    assert judged("getSessionInfo", 200, "<html></html>", "text/html") == {"contract.content-type"}


def test_a_missing_content_type_fails() -> None:
    assert judged("getSessionInfo", 200, SESSION, None) == {"contract.content-type"}


def test_an_empty_body_fails_where_one_is_documented() -> None:
    assert judged("getSessionInfo", 200, None) == {"contract.body"}


def test_an_empty_body_is_right_for_204() -> None:
    assert judged("deleteProtocol", 204, None, None) == set()


def test_broken_json_fails_the_body() -> None:
    assert judged("getSessionInfo", 200, '{"id":') == {"contract.body"}


@pytest.mark.parametrize("body", [{"id": "text"}, [], {**SESSION, "avatars": {}}])
def test_a_body_that_breaks_its_schema_fails(body: Any) -> None:
    assert judged("getSessionInfo", 200, body) == {"contract.body"}


def test_a_list_in_place_of_an_object_fails_though_the_document_forgot_the_type() -> None:
    assert judged("searchRooms", 200, []) == {"contract.body"}


@pytest.mark.parametrize(
    "body",
    [
        {**SESSION, "firstName": None, "roles": None, "avatars": None},
        {**SESSION, "userMetadata": {"new": True}},
        {"id": 1},
    ],
    ids=["nulls", "new property", "few properties"],
)
def test_what_real_pods_send_passes(body: Any) -> None:
    assert judged("getSessionInfo", 200, body) == set()


def test_a_tolerated_success_is_held_to_the_documented_body() -> None:
    assert judged("createUser", 200, {"success": [], "errors": []}) == set()
    assert judged("createUser", 200, {"success": {}}) == {"contract.body"}


def test_a_new_enum_value_only_warns() -> None:
    found = outcomes(
        judge_response(operation("getSessionInfo"), answer(200, {**SESSION, "accountType": "ROBOT"}))
    )
    assert (found["contract.body"], found["contract.enum-values"]) == ("passed", "warned")


@pytest.mark.parametrize("body", ["not json", "[]", '{"code": {}}', None])
def test_a_refusal_without_the_error_body_fails(body: str | None) -> None:
    assert judged("getSessionInfo", 400, body) == {"contract.error-body"}


def test_the_profile_managers_errors_need_code_and_message() -> None:
    assert judged("getGroup", 404, {"code": "NOT_FOUND"}) == {"contract.error-body"}
    assert judged("getGroup", 404, {"code": "NOT_FOUND", "message": "no"}) == set()


def test_a_strange_401_body_only_warns() -> None:
    found = outcomes(
        judge_response(operation("getSessionInfo"), answer(401, "Invalid session", "text/plain"))
    )
    assert found["contract.error-body"] == "warned"


def test_429_may_come_from_any_operation() -> None:
    assert judged("getSessionInfo", 429, None, None) == set()


def test_https_own_refusals_are_right_only_for_requests_beyond_the_contract() -> None:
    assert judged("getSessionInfo", 405, None, None, off_contract=True) == set()
    assert judged("getSessionInfo", 405, None, None) == {"contract.documented-status"}


def test_a_documented_header_that_is_absent_warns() -> None:
    with_header = outcomes(judge_response(operation("getGroup"), answer(200, GROUP, Etag="a")))
    without = outcomes(judge_response(operation("getGroup"), answer(200, GROUP)))
    assert (with_header["contract.headers"], without["contract.headers"]) == ("passed", "warned")


@pytest.mark.parametrize(
    "text",
    [
        "java.lang.NullPointerException\n\tat com.symphony.Pod.get(Pod.java:42)",
        'Traceback (most recent call last):\n  File "x.py"',
    ],
)
def test_a_stack_trace_warns_wherever_it_stands(text: str) -> None:
    for status in (400, 500):
        found = outcomes(
            judge_response(operation("getSessionInfo"), answer(status, {"code": 1, "message": text}))
        )
        assert found["contract.no-stack-trace"] == "warned"


def test_failures_say_what_was_expected_and_what_came() -> None:
    (failure,) = [
        j for j in judge_response(operation("getSessionInfo"), answer(418, ERROR)) if j.outcome == "failed"
    ]
    assert "200, 400, 401, 403, 500" in failure.expected
    assert failure.observed.startswith("418 application/json: ")
