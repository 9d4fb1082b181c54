"""Contract checks: is a response one that the document describes for its operation?

Every response to every request is judged here, whatever the request was meant to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

from conformance.checks.judgement import Judgement, described, excerpt, failed, passed, warned
from conformance.contract import Operation
from conformance.contract import Response as Documented
from conformance.contract.validation import unknown_enum_values_of_response, violations_of_response
from conformance.target.exchange import Response
from conformance.target.json_text import repeated_name

JSON = "application/json"
SERVER_ERROR, STATUS = "contract.no-server-error", "contract.documented-status"

PROTOCOL_STATUSES = frozenset({404, 405, 406, 408, 411, 413, 414, 415, 417, 421, 426, 431})
"""What HTTP itself (RFC 9110) lets any server answer to a request that does not fit the resource.

Its 501 is for methods that a server does not know, see `judge_response`; any other 5xx is the server's fault.
"""

# Without a repetition that a long line could make it try over and over.
STACK_TRACE = re.compile(
    r"^[ \t]{0,40}at [\w.$<>]{1,200}\([\w.]{1,200}(:\d{1,9})?\)|Traceback \(most recent call last\)|"
    r"\b(java|javax|org|com|io)\.[\w.]{1,200}?(Exception|Error)\b",
    re.MULTILINE,
)
_TRACED = 100_000


def judge_response(
    operation: Operation, response: Response, *, off_contract: bool = False, strange_method: bool = False
) -> list[Judgement]:
    """Judge status, media type, body, headers; `off_contract` requests may get HTTP's own statuses too.

    A `strange_method` is one that the server need not know at all: not to implement it is no fault.
    """
    if strange_method and response.status == HTTPStatus.NOT_IMPLEMENTED:
        return [passed(check, operation.id) for check in (SERVER_ERROR, STATUS)]
    return list(_judgements(operation, response, off_contract))


def _judgements(operation: Operation, response: Response, off_contract: bool) -> Iterator[Judgement]:
    known = is_documented(operation, response.status, off_contract)
    if response.status >= 500 and not _is_overload(operation, response.status):
        wish = "no server error, whatever the request"
        yield failed(SERVER_ERROR, operation.id, wish, described(response), str(response.status))
        yield from _stack_trace(operation, response)
        return
    yield passed(SERVER_ERROR, operation.id)
    if not known:
        wish = f"one of the documented statuses {', '.join(operation.responses)}"
        yield failed(STATUS, operation.id, wish, described(response), str(response.status))
        return
    yield passed(STATUS, operation.id)
    documented = operation.responses.get(str(response.status))
    if 200 <= response.status < 300:
        documented = documented or _model_of_tolerated(operation, response)
        if documented is not None and documented.content:
            yield from _success_body(operation, response, documented)
        if documented is not None and documented.headers:
            yield from _headers(operation, response, documented)
    elif documented is not None and documented.content:
        yield from _error_body(operation, response)
    yield from _stack_trace(operation, response)


def _model_of_tolerated(operation: Operation, response: Response) -> Documented | None:
    """What a tolerated success is judged by: the documented one, unless it is a 204."""
    if response.status == HTTPStatus.NO_CONTENT:
        return None
    return next((found for status, found in operation.responses.items() if status.startswith("2")), None)


def is_documented(operation: Operation, status: int, off_contract: bool = False) -> bool:
    """Whether the contract, or HTTP itself for off-contract requests, knows the status."""
    text = str(status)
    return (
        text in operation.responses
        or text in operation.tolerated_statuses
        or _is_overload(operation, status)
        or (off_contract and status in PROTOCOL_STATUSES)
    )


def _is_overload(operation: Operation, status: int) -> bool:
    """429 may come from any endpoint, says the vendor's guide, though few operations list it."""
    return status == HTTPStatus.TOO_MANY_REQUESTS or str(status) in operation.tolerated_statuses


def _success_body(operation: Operation, response: Response, model: Documented) -> Iterator[Judgement]:
    media_types = model.content
    documented = ", ".join(media_types)
    if not response.body:
        yield failed(
            "contract.body", operation.id, f"a body of type {documented}", described(response), "empty"
        )
        return
    media_type = response.media_type
    if media_type is None or media_type not in media_types:
        observed = described(response)
        yield failed(
            "contract.content-type",
            operation.id,
            f"Content-Type {documented}",
            observed,
            str(response.media_type),
        )
        return
    yield passed("contract.content-type", operation.id)
    try:
        value = response.json()
    except ValueError as error:
        yield failed(
            "contract.body",
            operation.id,
            "valid JSON",
            f"{excerpt(str(error))}; {described(response)}",
            "not JSON",
        )
        return
    repeated = repeated_name(response.body)
    if repeated is not None:
        observed = f"'{excerpt(repeated, 60)}' more than once in one object, which parsers read differently"
        yield warned(
            "contract.body", operation.id, "names that are unique in their object", observed, "repeated"
        )
    violations = violations_of_response(operation, model.status, value, media_type)
    if not violations:
        yield passed("contract.body", operation.id)
    for violation in violations[:5]:
        place = re.sub(r"/\d+", "/*", violation.path)
        observed = f"at {violation.path or 'the top'}: {excerpt(violation.message)}"
        wish = f"a body of the documented schema of {model.status}"
        yield failed("contract.body", operation.id, wish, observed, f"{place} {violation.keyword}")
    unknown = unknown_enum_values_of_response(operation, model.status, value, media_type)
    if not unknown:
        yield passed("contract.enum-values", operation.id)
    for violation in unknown[:5]:
        place = re.sub(r"/\d+", "/*", violation.path)
        observed = f"at {violation.path}: {excerpt(violation.message)}"
        yield warned("contract.enum-values", operation.id, "a documented value", observed, place)


def _error_body(operation: Operation, response: Response) -> Iterator[Judgement]:
    """401 bodies vary in the field (no code, no Content-Type, no JSON): a strange one is only noted."""
    wish = "the documented error body"
    problem = _error_body_problem(operation, response)
    if problem is None:
        yield passed("contract.error-body", operation.id)
    elif response.status in (401, 429):
        yield warned("contract.error-body", operation.id, wish, problem, f"{response.status}")
    else:
        yield failed("contract.error-body", operation.id, wish, problem, f"{response.status}")


def _error_body_problem(operation: Operation, response: Response) -> str | None:
    if not response.body or response.media_type != JSON:
        return described(response)
    try:
        value = response.json()
    except ValueError as error:
        return f"{described(response)} ({excerpt(str(error))})"
    if not isinstance(value, dict):
        return described(response)
    violations = violations_of_response(operation, response.status, value)
    return f"at {violations[0].path or 'the top'}: {excerpt(violations[0].message)}" if violations else None


def _headers(operation: Operation, response: Response, model: Documented) -> Iterator[Judgement]:
    for header in model.headers.values():
        value = response.header(header.name)
        wish = f"the documented header {header.name}"
        if value is None:
            judge = failed if header.required else warned
            yield judge(
                "contract.headers", operation.id, wish, f"no {header.name} header", f"{header.name} absent"
            )
        elif not value.strip():
            yield warned(
                "contract.headers",
                operation.id,
                wish,
                f"an empty {header.name} header",
                f"{header.name} empty",
            )
        else:
            yield passed("contract.headers", operation.id)


def _stack_trace(operation: Operation, response: Response) -> Iterator[Judgement]:
    found = STACK_TRACE.search(response.text[:_TRACED])
    if found:
        wish, observed = "an error in words for a person", excerpt(found.group(0))
        yield warned(
            "contract.no-stack-trace", operation.id, wish, f"a stack trace: {observed}", "stack trace"
        )
    else:
        yield passed("contract.no-stack-trace", operation.id)
