"""What Allure shows of a test: where it stands, how grave it is, and the exchange that failed."""

from __future__ import annotations

import contextlib
import json

import allure

from conformance.checks.catalogue import BY_ID
from conformance.contract import Operation
from conformance.contract.requirements import requirements_of
from conformance.suite.item import Found, Item

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


def describe(operation: Operation, family: str, title: str) -> None:
    """Title, place and description; history ids follow from the test's name and its one parameter."""
    allure.dynamic.title(title)
    allure.dynamic.epic(APIS[operation.api])
    allure.dynamic.feature(operation.area)
    allure.dynamic.story(f"{operation.method} {operation.path}")
    allure.dynamic.tag(family)
    text = [
        f"**{operation.method} {operation.path}**",
        operation.summary or operation.id,
        "",
        "What the document says:",
        "",
    ]
    for row in requirements_of(operation):
        if row.family == family:
            text.append(f"- {BY_ID[row.check].asks}: “{row.words}” (`{row.pointer}`)")
    allure.dynamic.description("\n".join(text))


def label_severity(item: Item) -> None:
    """The gravest level among the broken requirements, or among all when none is broken."""
    rows = {row.check: row.level for row in requirements_of(item.operation)}
    broken = [rows[found.judgement.check] for found in item.failures]
    levels = broken or [row.level for row in requirements_of(item.operation) if row.family == item.family]
    gravest = min(levels, key=list(SEVERITIES).index, default="advice")
    allure.dynamic.severity(SEVERITIES[gravest])


def attach_failures(item: Item) -> None:
    """For each failure one readable text: what was expected, what was sent and answered, how to repeat it."""
    for found in item.failures:
        name = f"{BY_ID[found.judgement.check].asks}: {found.judgement.observed}"
        allure.attach(_readable(item, found), name=name[:120], attachment_type=allure.attachment_type.TEXT)


def _readable(item: Item, found: Found) -> str:
    judgement, exchange = found.judgement, found.exchange
    row = next(row for row in requirements_of(item.operation) if row.check == judgement.check)
    request = exchange.request
    parts = [
        f"{judgement.operation} {BY_ID[judgement.check].asks}: it does not",
        f"expected: {judgement.expected}",
        f"observed: {judgement.observed}",
        f"document: “{row.words}” ({row.pointer})",
        f"this was: {request.purpose}",
        "",
        "--- request",
        f"{request.method} {exchange.url}",
        *(f"{name}: {value}" for name, value in exchange.sent_headers),
        "",
        _pretty((request.body or b"").decode("utf-8", "replace")),
        "",
        "--- response",
        *_response_lines(item, found),
        "",
        "--- repeat it (set the variables that it names first)",
        exchange.curl(),
    ]
    return "\n".join(parts)


def _response_lines(item: Item, found: Found) -> list[str]:
    response = found.exchange.response
    if response is None:
        return [f"none: {found.exchange.error}"]
    redact = item.recorder.redact
    headers = [f"{name}: {value}" for name, value in redact.headers(response.headers)]
    return [
        f"{response.status}",
        *headers,
        "",
        _pretty(redact.data(response.body).decode("utf-8", "replace")),
    ]


def _pretty(text: str, limit: int = 20_000) -> str:
    """Indented JSON where it is JSON, cut where nobody would read on."""
    with contextlib.suppress(ValueError):
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return (
        text
        if len(text) <= limit
        else f"{text[:limit]}\n… {len(text) - limit} more characters are in run.jsonl"
    )
