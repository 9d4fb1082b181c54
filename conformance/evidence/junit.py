"""`junit.xml` out of the records of a run, for the servers that collect such files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from conformance.evidence.findings import Curl, observed, reproduce
from conformance.evidence.outcomes import status_of
from conformance.evidence.records import Check, Test
from conformance.evidence.runlog import RunLog
from conformance.plain_text import plain

SKIPPED = frozenset({"blocked", "withheld", "not-applicable"})


def junit(log: RunLog, areas: Mapping[str, str], curl: Curl) -> str:
    """The run as JUnit XML; `areas` gives the classname of an operation, "api.area"."""
    by_test: dict[str | None, list[Check]] = {}
    for check in log.checks:
        by_test.setdefault(check.test, []).append(check)
    suite = Element("testsuite", name="symphony-conformance", timestamp=log.run.started)
    for test in log.tests:
        classname = areas.get(test.operation, test.family)
        case = SubElement(suite, "testcase", name=plain(test.title), classname=plain(classname))
        case.set("time", f"{test.duration_ms / 1000:.3f}")
        _outcome(case, test, by_test.get(test.test, []), log, curl)
    suite.set("tests", str(len(log.tests)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(sum(case.find(tag) is not None for case in suite)))
    suite.set("time", f"{sum(test.duration_ms for test in log.tests) / 1000:.3f}")
    root = Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _outcome(case: Element, test: Test, checks: list[Check], log: RunLog, curl: Curl) -> None:
    for check in checks:
        status = status_of(check)
        if status in ("failed", "error"):
            tag = "failure" if status == "failed" else "error"
            _problem(
                case,
                tag,
                check.check,
                f"{check.title}: {observed(check)}",
                "\n".join(_lines(check, log, curl)),
            )
    if test.outcome in SKIPPED:
        SubElement(case, "skipped", message=plain(f"{test.outcome}: {_reasons(checks)}"))
    elif test.outcome in ("failed", "error") and len(case) == 0:
        _problem(
            case,
            "error",
            test.outcome,
            f"the test ended as {test.outcome} without a check that says why",
            test.test,
        )


def _problem(case: Element, tag: str, kind: str, message: str, text: str) -> None:
    SubElement(case, tag, type=plain(kind), message=plain(message)).text = plain(text)


def _lines(check: Check, log: RunLog, curl: Curl) -> Iterable[str]:
    yield f"requirement: {check.requirement} ({check.level})"
    if check.expected:
        yield f"expected: {check.expected}"
    yield f"observed: {observed(check)}"
    yield f'the document: "{check.quote}" ({check.pointer})'
    command = reproduce(check, log.exchanges, curl)
    if command:
        yield f"reproduce: {command}"


def _reasons(checks: list[Check]) -> str:
    reasons = dict.fromkeys(check.reason for check in checks if check.status in SKIPPED and check.reason)
    return "; ".join(reasons) or "no reason was recorded"
