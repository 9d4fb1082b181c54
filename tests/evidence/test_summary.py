"""The verdict in plain text."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.evidence.summary import SHOWN, WORDS, summary
from conformance.evidence.verdict import verdict
from tests.evidence import build


def document(*rows: build.Row) -> dict[str, Any]:
    return verdict(build.log(*rows), build.short_curl)


def failing(operations: list[str]) -> list[build.Row]:
    checks = [build.check("failed", operation=operation) for operation in operations]
    return [build.run(), build.plan(tests=0, operations=operations), *checks, build.end(1)]


def test_a_finding_stands_under_its_operation_with_everything_to_see_it_again() -> None:
    text = summary(document(*build.judged("failed", pytest_exit=1)))
    finding = document(*build.judged("failed", pytest_exit=1))["findings"][0]["id"]
    assert text.startswith(
        f"{build.CREATE}\n"
        f"  {build.CREATE} answers a valid request with a documented success [must, {finding}]\n"
        "    expected   200 for a valid request\n"
        "    observed   500 text/html: oops\n"
        '    document   "Success" pod.yml#/paths/~1v3~1room~1create/post/responses/200\n'
        f"    reproduce  curl -X POST http://127.0.0.1:9/pod/{build.CREATE}\n"
    )


def test_the_verdict_comes_after_the_findings_with_its_reasons() -> None:
    text = summary(document(*build.judged("failed", pytest_exit=1)))
    assert "\nFAIL: the target does not conform\n  - 1 requirement failed on 1 operation\n" in text


def test_a_pass_is_short() -> None:
    assert summary(document(*build.judged("passed"))) == (
        "PASS: the target conforms\n"
        "\n"
        "target        small pod, profile gate, seed 1\n"
        "operations    1 of 1 exercised, 1 answered 2xx\n"
        "requirements  1 of 1 tested\n"
        "checks        1 passed\n"
        "requests      1 in 1 min 30 s\n"
        "effects       1 create\n"
    )


def test_a_warning_is_one_line_and_fails_nothing() -> None:
    told = document(*build.judged("warned"))
    (warning,) = told["warnings"]
    text = summary(told, width=500)
    assert text.startswith("PASS: ")
    assert text.endswith(
        "\n\nwarnings, which fail no run:\n"
        f"  {build.CREATE}: {warning['title']}: {warning['observed']} [{warning['id']}]\n"
    )


def test_findings_of_one_operation_stand_together() -> None:
    rows = failing(["a", "b", "a"])
    rows[4] = build.check("failed", kind="contract.body", operation="a")
    assert [line for line in summary(document(*rows)).splitlines() if line in ("a", "b")] == ["a", "b"]


def test_what_is_too_much_for_a_screen_is_counted() -> None:
    text = summary(document(*failing([f"operation{number}" for number in range(SHOWN + 3)])))
    assert "... and 3 more findings in verdict.json" in text


def test_untested_operations_are_listed_with_the_reason() -> None:
    rows = [build.run(), build.plan(tests=0, operations=(build.CREATE, build.READ)), build.exchange("1", 400)]
    text = summary(document(*rows, build.end()))
    assert f"not exercised:\n  {build.READ}: no request was sent\n" in text
    assert f"without 2xx:\n  {build.CREATE}: answered only 400 (1 time)\n" in text


@pytest.mark.parametrize("width", [80, 120])
def test_lines_fit_the_terminal_except_for_curl_commands(width: int) -> None:
    text = summary(document(*build.judged("failed", observed="word " * 60, quote="law " * 60)), width)
    long = [line for line in text.splitlines() if len(line) > width and "reproduce" not in line]
    assert long == []


def test_every_verdict_has_its_words() -> None:
    assert set(WORDS) == {"pass", "fail", "incomplete", "error"}
