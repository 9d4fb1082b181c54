"""The verdict: what makes a run pass, fail, end in error or stay incomplete."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.evidence.verdict import EXIT_CODES, verdict
from tests.evidence import build
from tests.evidence.build import CREATE, READ, short_curl


def of(*rows: build.Row) -> dict[str, Any]:
    return verdict(build.log(*rows), short_curl)


def test_a_run_in_which_everything_required_passed_is_a_pass() -> None:
    document = of(*build.judged("passed"))
    assert (document["verdict"], document["reasons"]) == ("pass", [])


def test_a_failed_requirement_is_a_fail() -> None:
    document = of(*build.judged("failed", pytest_exit=1))
    assert (document["verdict"], document["reasons"]) == ("fail", ["1 requirement failed on 1 operation"])


@pytest.mark.parametrize("changes", [{"status": "warned"}, {"status": "failed", "level": "advice"}])
def test_what_is_only_advice_is_a_warning_and_never_fails(changes: dict[str, Any]) -> None:
    document = of(*build.judged(**changes, outcome="passed"))
    assert document["verdict"] == "pass"
    assert document["findings"] == []
    assert [row["operation"] for row in document["warnings"]] == [CREATE]
    assert document["counts"]["warned"] == 1


def test_a_check_that_broke_is_an_error() -> None:
    document = of(*build.judged("error", pytest_exit=1))
    assert document["verdict"] == "error"
    assert document["reasons"] == ["1 check broke instead of judging", "no requirement was judged"]
    assert [row["requirement"] for row in document["errors"]] == [f"{CREATE}.success"]


def test_a_test_that_failed_without_a_check_that_says_why_is_an_error() -> None:
    document = of(*build.judged("passed", outcome="failed", pytest_exit=1))
    assert document["verdict"] == "error"
    assert document["reasons"] == [
        f"1 test ended without a check that says why, the first as failed: {build.node()}"
    ]


def test_a_test_that_ended_as_error_without_a_check_that_says_why_is_an_error() -> None:
    document = of(*build.judged("passed", outcome="error", pytest_exit=1))
    assert document["verdict"] == "error"
    assert document["reasons"] == [
        f"1 test ended without a check that says why, the first as error: {build.node()}"
    ]


@pytest.mark.parametrize(
    ("pytest_exit", "reason"),
    [
        (1, "pytest reports a failure that no record explains"),
        (2, "pytest gave up collecting the tests"),
        (3, "pytest had an internal error"),
        (4, "pytest refused its options"),
        (70, "pytest ended with exit status 70"),
        (-9, "pytest was ended from outside"),
    ],
)
def test_trouble_of_pytest_itself_is_an_error(pytest_exit: int, reason: str) -> None:
    document = of(*build.judged("passed", pytest_exit=pytest_exit))
    assert (document["verdict"], document["reasons"]) == ("error", [reason])


@pytest.mark.parametrize("status", ["withheld", "not-applicable"])
def test_what_was_withheld_or_does_not_apply_leaves_a_run_complete(status: str) -> None:
    untested = build.check(status, kind="contract.body")
    rows = build.judged("passed")
    rows[1] = build.plan(build.planned(), build.planned("contract.body"))
    document = of(*rows[:-1], untested, rows[-1])
    assert document["verdict"] == "pass"
    assert document["requirements"]["not-tested"] == [
        {"id": f"{CREATE}.body", "why": f"{status}: the profile forbids it"}
    ]


def test_a_planned_requirement_that_no_check_reported_makes_a_run_incomplete() -> None:
    rows = build.judged("passed")
    rows[1] = build.plan(build.planned(), build.planned("contract.body"))
    document = of(*rows)
    assert (document["verdict"], document["reasons"]) == (
        "incomplete",
        [f"1 of 2 required checks did not run: {CREATE}.body"],
    )
    assert document["requirements"] == {
        "total": 2,
        "tested": 1,
        "not-tested": [{"id": f"{CREATE}.body", "why": "not run: no check reported it"}],
    }


def test_checks_blocked_without_any_failure_make_a_run_incomplete() -> None:
    document = of(*build.judged("blocked"))
    assert document["verdict"] == "incomplete"
    assert document["reasons"] == ["no requirement was judged", "1 check blocked by a step that failed"]


def test_checks_blocked_by_a_failed_one_leave_the_verdict_at_fail() -> None:
    blocked = build.check("blocked", kind="contract.body")
    rows = build.judged("failed", pytest_exit=1)
    assert of(*rows[:-1], blocked, rows[-1])["verdict"] == "fail"


def test_a_run_without_any_test_is_incomplete() -> None:
    document = of(build.run(), build.plan(tests=0, operations=()), build.end(5))
    assert (document["verdict"], document["reasons"]) == ("incomplete", ["no test ran"])


def test_a_run_in_which_nothing_was_judged_is_incomplete() -> None:
    document = of(*build.judged("withheld"))
    assert (document["verdict"], document["reasons"]) == ("incomplete", ["no requirement was judged"])


def test_a_run_with_fewer_tests_than_planned_is_incomplete() -> None:
    rows = build.judged("passed")
    rows[1] = build.plan(build.planned(), tests=3)
    assert of(*rows)["reasons"] == ["2 of 3 tests did not run"]


def test_an_interrupted_run_is_incomplete() -> None:
    rows = [*build.judged("passed")[:-1], build.end(2, interrupted=True)]
    document = of(*rows)
    assert (document["verdict"], document["reasons"]) == ("incomplete", ["the run was interrupted"])
    assert document["interrupted"] is True


def test_records_that_stop_before_the_end_are_incomplete() -> None:
    document = of(*build.judged("passed")[:-1])
    assert document["reasons"] == ["the records stop before the end of the run"]
    assert (document["verdict"], document["finished"], document["duration"]) == ("incomplete", None, None)


def test_a_failure_outweighs_an_error_and_an_error_outweighs_a_gap() -> None:
    rows = build.judged("passed")
    rows[1] = build.plan(build.planned(), build.planned("contract.body"))
    broken = build.check("error", kind="contract.headers")
    failed = build.check("failed", kind="contract.error-body")
    assert of(*rows[:-1], broken, rows[-1])["verdict"] == "error"
    assert of(*rows[:-1], broken, failed, rows[-1])["verdict"] == "fail"


def test_an_interrupted_run_with_a_finding_is_a_fail_that_says_it_was_interrupted() -> None:
    document = of(*build.judged("failed")[:-1], build.end(2, interrupted=True))
    assert (document["verdict"], document["interrupted"]) == ("fail", True)


def test_exit_codes_are_those_of_the_command_line() -> None:
    assert EXIT_CODES == {"pass": 0, "fail": 1, "incomplete": 2, "error": 4}


def test_each_requirement_counts_once_with_the_worst_of_its_judgements() -> None:
    rows = build.judged("passed")
    worse = [build.check("failed"), build.check("passed"), build.check("blocked")]
    document = of(*rows[:-1], *worse, rows[-1])
    assert {status: count for status, count in document["counts"].items() if count} == {"failed": 1}


def test_a_requirement_judged_in_one_test_and_blocked_in_another_is_tested() -> None:
    rows = build.judged("passed")
    document = of(*rows[:-1], build.check("blocked"), rows[-1])
    assert (document["counts"]["passed"], document["counts"]["blocked"]) == (1, 0)


def test_counts_name_every_status_even_without_any() -> None:
    assert set(of(*build.judged("passed"))["counts"]) == {
        "passed",
        "failed",
        "warned",
        "waived",
        "blocked",
        "withheld",
        "not-applicable",
        "error",
        "not-run",
    }


def test_operations_tell_which_were_exercised_and_which_answered_2xx() -> None:
    document = of(
        build.run(),
        build.plan(tests=0, operations=(CREATE, READ, "silent", "unsent", "withheld")),
        build.exchange("1"),
        build.exchange("2", 400, READ),
        build.exchange("3", 400, READ),
        build.exchange("4", None, "silent"),
        build.check("withheld", operation="withheld"),
    )
    silent = {"operation": "silent", "why": "no answer: connection refused"}
    unsent = {"operation": "unsent", "why": "no request was sent"}
    withheld = {"operation": "withheld", "why": "withheld: the profile forbids it"}
    assert document["operations"] == {
        "total": 5,
        "exercised": 2,
        "not-exercised": [silent, unsent, withheld],
        "answered-2xx": 1,
        "without-2xx": [{"operation": READ, "why": "answered only 400 (2 times)"}, silent, unsent, withheld],
    }


def test_what_no_test_asked_counts_as_a_request_and_exercises_no_operation() -> None:
    document = of(
        build.run(),
        build.plan(operations=(READ,)),
        build.exchange("preflight-1", operation=READ, test=None, effect="read"),
    )
    assert document["effects"]["read"] == document["requests"] == 1
    assert document["operations"]["not-exercised"] == [{"operation": READ, "why": "no request was sent"}]


def test_a_finding_says_what_where_and_how_to_see_it_again() -> None:
    finding = of(*build.judged("failed", pytest_exit=1))["findings"][0]
    assert finding == {
        "id": finding["id"],
        "check": "contract.success",
        "requirement": f"{CREATE}.success",
        "level": "must",
        "family": "contract",
        "operation": CREATE,
        "title": f"{CREATE} answers a valid request with a documented success",
        "expected": "200 for a valid request",
        "observed": "500 text/html: oops",
        "quote": "Success",
        "pointer": "pod.yml#/paths/~1v3~1room~1create/post/responses/200",
        "reproduce": f"curl -X POST http://127.0.0.1:9/pod/{CREATE}",
        "exchange": "main-1",
        "test": build.node(),
        "occurrences": 1,
        "also": [],
    }


def test_a_finding_keeps_its_id_whatever_was_observed_and_however_often() -> None:
    first = of(*build.judged("failed"))["findings"][0]
    second = of(*build.judged("failed", observed="502", count=9))["findings"][0]
    other = of(*build.judged("failed", operation=READ))["findings"][0]
    assert first["id"] == second["id"] != other["id"]


def test_several_observations_of_one_requirement_are_one_finding() -> None:
    rows = build.judged("failed", pytest_exit=1)
    again = build.check("failed", observed="502", exchange="main-2", count=3)
    findings = of(*rows[:3], build.exchange("main-2", 502), *rows[3:5], again, rows[5])["findings"]
    assert len(findings) == 1
    assert findings[0]["occurrences"] == 4
    assert [row["observed"] for row in findings[0]["also"]] == ["502"]


def test_the_duration_is_in_seconds() -> None:
    assert of(*build.judged("passed"))["duration"] == 90.0


def test_the_same_records_give_the_same_document() -> None:
    rows = build.judged("failed", pytest_exit=1)
    assert of(*rows) == of(*rows)
