"""junit.xml: one test case per test, with its failures, errors and reasons."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from conformance.evidence.junit import junit
from tests.evidence import build

AREAS = {build.CREATE: "pod.Rooms"}


def suite(*rows: build.Row) -> Element:
    found = ElementTree.fromstring(junit(build.log(*rows), AREAS, build.short_curl)).find("testsuite")
    assert found is not None
    return found


def case(*rows: build.Row) -> Element:
    found = suite(*rows).find("testcase")
    assert found is not None
    return found


def counts(element: Element) -> dict[str, str]:
    return {name: element.attrib[name] for name in ("tests", "failures", "errors", "skipped")}


def test_a_passed_test_is_a_case_named_after_its_title_and_area() -> None:
    element = case(*build.judged("passed"))
    assert element.attrib == {
        "name": f"{build.CREATE}: answers as documented",
        "classname": "pod.Rooms",
        "time": "0.012",
    }
    assert list(element) == []


def test_an_operation_of_no_known_area_is_filed_under_its_family() -> None:
    assert case(build.run(), build.ended(operation="somethingElse")).attrib["classname"] == "contract"


def test_a_failure_says_what_was_expected_observed_written_and_how_to_see_it_again() -> None:
    failure = case(*build.judged("failed")).find("failure")
    assert failure is not None
    assert failure.text == (
        f"requirement: {build.CREATE}.success (must)\n"
        "expected: 200 for a valid request\n"
        "observed: 500 text/html: oops\n"
        'the document: "Success" (pod.yml#/paths/~1v3~1room~1create/post/responses/200)\n'
        f"reproduce: curl -X POST http://127.0.0.1:9/pod/{build.CREATE}"
    )


def test_each_failed_check_of_a_test_is_a_failure_of_its_own() -> None:
    rows = build.judged("failed")
    element = case(*rows[:-2], build.check("failed", kind="contract.body"), *rows[-2:])
    assert [failure.attrib["type"] for failure in element] == ["contract.success", "contract.body"]


@pytest.mark.parametrize("status", ["blocked", "withheld", "not-applicable"])
def test_what_was_not_tested_is_skipped_with_its_reason(status: str) -> None:
    skipped = case(*build.judged(status)).find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == f"{status}: the profile forbids it"


def test_a_check_that_broke_is_an_error() -> None:
    error = case(*build.judged("error")).find("error")
    assert error is not None
    assert error.attrib["type"] == "contract.success"


def test_a_test_that_failed_without_a_check_is_an_error_and_not_a_pass() -> None:
    assert counts(suite(build.run(), build.ended("failed")))["errors"] == "1"


def test_advice_is_no_failure() -> None:
    assert list(case(*build.judged("failed", outcome="passed", level="advice"))) == []


def test_the_suite_counts_its_cases() -> None:
    element = suite(
        build.run(),
        build.check("failed"),
        build.ended("failed"),
        build.check("blocked", operation=build.READ),
        build.ended("blocked", build.READ),
        build.ended("error", "other"),
    )
    assert counts(element) == {"tests": "3", "failures": "1", "errors": "1", "skipped": "1"}


def test_characters_that_xml_forbids_are_replaced() -> None:
    failure = case(*build.judged("failed", observed="a\x00b\x1b[0m\ud800c")).find("failure")
    assert failure is not None
    assert "observed: a\ufffdb\ufffd[0m\ufffdc" in (failure.text or "")
