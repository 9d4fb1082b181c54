"""What Allure shows of a test: where it stands, how grave it is, and the exchange that failed."""

from __future__ import annotations

import contextlib
import json

import allure

from conformance.contract import Operation
from conformance.plain_text import plain
from conformance.suite.failure import ConformanceTest, Failure
from conformance.target.exchange import Exchange
from conformance.target.json_text import parse

APIS = {
    "pod": "Pod API",
    "profile-manager": "Profile Manager",
    "community-connect": "Community Connect",
}
SEVERITIES = {
    "must": allure.severity_level.CRITICAL,
    "should": allure.severity_level.NORMAL,
    "advice": allure.severity_level.MINOR,
}


def describe(test: ConformanceTest, operation: Operation) -> None:
    """Title, place and description; history ids follow from the test's name and its parameters."""
    allure.dynamic.title(test.title)
    allure.dynamic.epic(APIS[operation.api])
    allure.dynamic.feature(operation.area)
    allure.dynamic.story(f"{operation.method} {operation.path}")
    allure.dynamic.tag(test.family)
    text = [f"**{operation.method} {operation.path}**", operation.summary or operation.id, ""]
    text += ["What the document says:", ""]
    for subject in test.subjects:
        place = f" (`{subject.pointer}`)" if subject.pointer else ""
        text.append(f"- {subject.title}: “{subject.words}”{place}")
    allure.dynamic.description("\n".join(text))


def label_severity(test: ConformanceTest) -> None:
    """The gravest level among the broken requirements, or among all when none is broken."""
    broken = [failure.subject.level for failure in test.failures]
    levels = broken or [subject.level for subject in test.subjects]
    gravest = min(levels, key=list(SEVERITIES).index, default="advice")
    allure.dynamic.severity(SEVERITIES[gravest])


def attach_findings(test: ConformanceTest) -> None:
    """For each failure and warning one readable text: what was expected and answered, how to repeat it."""
    if test.warnings:
        allure.dynamic.tag("warning")
    for kind, found in (("", test.failures), ("warning: ", test.warnings)):
        for failure in found:
            name = plain(test.recorder.redact.text(f"{kind}{failure.subject.title}: {failure.observed}"))
            text = _readable(test, failure)
            allure.attach(text, name=name[:120], attachment_type=allure.attachment_type.TEXT)


def _readable(test: ConformanceTest, failure: Failure) -> str:
    subject, exchange = failure.subject, failure.exchange
    parts = [
        f"{subject.title}: it does not",
        f"expected: {failure.expected}",
        f"observed: {failure.observed}",
        f"document: “{subject.words}” ({subject.pointer or 'no document: seen in the field'})",
    ]
    redact = test.recorder.redact
    if exchange is None:
        return plain(redact.text("\n".join(parts)))
    request = exchange.request
    parts += [
        f"this was: {request.purpose}",
        "",
        "--- request",
        f"{request.method} {exchange.url}",
        *(f"{name}: {value}" for name, value in exchange.sent_headers),
        "",
        _pretty((request.body or b"").decode("utf-8", "replace")),
        "",
        "--- response",
        *_response_lines(test, exchange),
        "",
        "--- repeat it (set the variables that it names first)",
        exchange.curl(),
    ]
    return plain(redact.text("\n".join(parts)))


def _response_lines(test: ConformanceTest, exchange: Exchange) -> list[str]:
    response = exchange.response
    if response is None:
        return [f"none: {exchange.error}"]
    redact = test.recorder.redact
    headers = [f"{name}: {value}" for name, value in redact.headers(response.headers, answered=True)]
    return [
        f"{response.status}",
        *headers,
        "",
        _pretty(redact.data(response.body, truncated=response.truncated).decode("utf-8", "replace")),
    ]


def _pretty(text: str, limit: int = 20_000) -> str:
    """Indented JSON where it is JSON, cut where nobody would read on."""
    if len(text) <= 5 * limit:
        with contextlib.suppress(ValueError):
            text = json.dumps(parse(text.encode("utf-8", "replace")), indent=2, ensure_ascii=False)
    return (
        text
        if len(text) <= limit
        else f"{text[:limit]}\n… {len(text) - limit} more characters are in run.jsonl"
    )
