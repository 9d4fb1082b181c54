"""What each tool is told, and how its report is read."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path

import pytest

from benchmarks.detection import ours, schemathesis_cli, specmatic_cli
from benchmarks.detection.access import Access
from benchmarks.detection.document import document_of
from benchmarks.detection.sampling import operations_of_area
from benchmarks.detection.tool import Alarm
from conformance.proof.outcome import Finding, Outcome

FOLLOWERS = operations_of_area("Followers")
VALUES = {("path", "uid"): 7, ("body", "userId"): 8, ("body", "followers"): [7]}
ACCESS = Access(Path("pod.toml"), "http://127.0.0.1:1", "session", "jwt", "partner")

REJECTED = """1. Test Case ID: meAFJt

- ST202 Schema-valid request rejected

    Valid data should have been accepted

[400] Bad Request:

    `{"code":400,"message":"userId is missing"}`

2. Test Case ID: x

- ST101 Server error

- ST103 Undocumented HTTP status code

[500] Internal Server Error:

    <EMPTY>
"""


def report(name: str, failure: str | None) -> str:
    inner = "" if failure is None else f'<failure message="x">{escape(failure)}</failure>'
    return f'<testsuites><testcase name="{escape(name)}">{inner}</testcase></testsuites>'


def schemathesis(name: str, failure: str | None) -> set[Alarm]:
    return set(schemathesis_cli.alarms_of(report(name, failure), FOLLOWERS))


def specmatic(name: str, failure: str | None) -> set[Alarm]:
    return set(specmatic_cli.alarms_of(report(name, failure), FOLLOWERS))


def test_schemathesis_each_code_is_an_alarm_with_the_status_of_its_answer() -> None:
    assert schemathesis("POST /v1/user/{uid}/follow", REJECTED) == {
        Alarm("followUsers", "ST202 400"),
        Alarm("followUsers", "ST101 500"),
        Alarm("followUsers", "ST103 500"),
    }


def test_schemathesis_a_failure_without_an_answer_has_the_code_alone() -> None:
    assert schemathesis("Stateful tests", "1. Test Case ID: x\n\n- ST301 Use after free\n") == {
        Alarm("Stateful tests", "ST301")
    }


def test_schemathesis_a_failure_that_nobody_knows_is_an_alarm_all_the_same() -> None:
    assert schemathesis("POST /v1/user/{uid}/follow", "Connection failed") == {
        Alarm("followUsers", "failure")
    }


def test_schemathesis_is_told_credentials_and_known_ids() -> None:
    told = tomllib.loads(schemathesis_cli.configuration({"sessionToken": 'a"b'}, VALUES))
    assert told["headers"] == {"sessionToken": 'a"b'}
    assert told["dictionaries"]["path.uid"] == {"values": [7]}
    assert told["parameters"]["body.userId"]["dictionary"] == "body.userId"


def test_schemathesis_is_told_no_lists_which_its_dictionaries_do_not_take() -> None:
    told = tomllib.loads(schemathesis_cli.configuration({}, VALUES))
    assert set(told["dictionaries"]) == set(told["parameters"]) == {"path.uid", "body.userId"}


@pytest.mark.parametrize("sent", ["+ve", "-ve"])
def test_specmatic_an_alarm_says_what_was_sent_expected_and_observed(sent: str) -> None:
    name = f"contractTest() > {sent}  Scenario: POST /v1/user/(uid:number)/follow -> 200 with a request"
    text = "R0002: HTTP status mismatch\nSpecification expected status 200 but response contained status 400"
    assert specmatic(name, text) == {Alarm("followUsers", f"{sent} 200: R0002 400")}


def test_specmatic_a_broken_body_is_named_by_its_rule() -> None:
    name = "+ve  Scenario: GET /v1/user/(uid:number)/followers -> 200"
    assert specmatic(name, "R1001: Type mismatch") == {Alarm("listFollowers", "+ve 200: R1001")}


def test_specmatic_a_failure_without_a_scenario_is_an_alarm_all_the_same() -> None:
    assert specmatic("loading", "broken") == {Alarm("", "failed: loading")}


def test_specmatic_is_told_known_ids_by_place_and_by_the_schema_of_the_body() -> None:
    assert specmatic_cli.dictionary_of(VALUES, FOLLOWERS) == {
        "FollowersList": {"userId": 8, "followers": [7]},
        "PARAMETERS": {"PATH": {"uid": 7}},
    }


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        ("Followers", {"sessionToken": "session"}),
        ("Groups", {"bearerAuth": "jwt"}),
        ("Onboarding", {"ApiKeyAuth": "partner", "JwtAuth": "partner"}),
    ],
)
def test_specmatic_has_the_token_of_the_api_for_each_scheme(area: str, expected: dict[str, str]) -> None:
    assert specmatic_cli.credentials(ACCESS, operations_of_area(area)) == expected


@pytest.mark.parametrize(
    ("read", "name"), [(schemathesis, "GET /x"), (specmatic, "+ve  Scenario: GET /x -> 200")]
)
def test_a_test_that_passed_is_no_alarm(
    read: Callable[[str, str | None], Iterable[Alarm]], name: str
) -> None:
    assert read(name, None) == set()


def test_ours_warnings_are_no_alarms_and_what_was_not_judged_is_marked() -> None:
    failed = Finding("contract.body", "listFollowers.body", "")
    warned = Finding("contract.success", "listFollowers.success", "", warning=True)
    outcome = Outcome(
        "blocked", (failed, warned), frozenset({("contract.error-body", "listFollowers.error-body")})
    )
    assert set(ours.alarms_of("contract@listFollowers", outcome)) == {
        Alarm("listFollowers", "contract.body listFollowers.body"),
        Alarm("listFollowers", "unjudged: contract@listFollowers: blocked"),
        Alarm(
            "listFollowers", "unjudged: contract@listFollowers: contract.error-body listFollowers.error-body"
        ),
    }


def test_ours_runs_the_tests_made_for_an_operation_and_those_that_judge_it() -> None:
    names = {test.id for test in ours.concerned({"listFollowers"})}
    assert {"contract@listFollowers", "stateful.followers"} <= names
    assert "contract@listFollowing" not in names


def test_ours_runs_the_test_of_a_capability_with_the_operation_that_shows_it() -> None:
    (test,) = (test for test in ours.concerned({"listDisclaimers"}) if test.id == "capability.disclaimers")
    (requirement,) = test.judges
    outcome = Outcome("failed", (Finding(test.id, requirement, ""),))
    assert {alarm.operation for alarm in ours.alarms_of(test.id, outcome)} == {"listDisclaimers"}


def test_the_document_has_the_operations_of_the_area_and_nothing_else() -> None:
    (operation,) = (item for item in operations_of_area("Disclaimers") if item.method == "DELETE")
    document = document_of([operation])
    assert list(document["paths"]) == [operation.path]
    assert [key for key in document["paths"][operation.path] if key in ("get", "delete")] == ["delete"]
    assert document["components"]["schemas"]
