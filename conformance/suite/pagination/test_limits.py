"""How many items a page has: as many as asked for at most, by default, at most, and for nonsense."""

from __future__ import annotations

import pytest

from conformance.checks.judgement import described
from conformance.suite.pagination.judging import REFUSED, each, harmless, judge, reader_of
from conformance.suite.pagination.pages import Known, difference
from conformance.suite.scenario import Scenario


@pytest.mark.parametrize("operation", each("limit"))
def test_no_page_has_more_than_its_limit(scenario: Scenario, operation: str) -> None:
    """No page has more items than its limit, the first or a later one."""
    reader = reader_of(scenario, operation)

    def wrong(known: Known) -> str | None:
        for size in (1, 2, 3):
            for number, page in enumerate(reader.pages(size, enough=len(known.keys)), 1):
                if len(page.keys) > size:
                    return f"{len(page.keys)} items on page {number} of limit {size}"
                if reader.least_size(known) > size:
                    break
        return None

    judge(scenario, "no more items than the limit", reader.trouble(wrong, least=2))


@pytest.mark.parametrize("operation", each("default"))
def test_without_a_limit_the_default_holds(scenario: Scenario, operation: str) -> None:
    """A page without a limit is the page with the default limit."""
    reader = reader_of(scenario, operation)
    default = reader.paging.default or 0

    def wrong(_: Known) -> str | None:
        plain, limited = reader.page({}).keys, reader.page({"limit": default}).keys
        if len(plain) > default:
            return f"{len(plain)} items without a limit"
        found = difference(limited, plain)
        return found and f"without a limit {len(plain)} items instead of {len(limited)}: {found}"

    judge(scenario, f"what a limit of {default} gives", reader.trouble(wrong, least=2))


@pytest.mark.parametrize("operation", each("maximum"))
def test_no_page_has_more_than_the_maximum(scenario: Scenario, operation: str) -> None:
    """The maximum is served; beyond it the request is refused, or the page has no more than the maximum."""
    reader = reader_of(scenario, operation)
    maximum = reader.paging.maximum or 0

    def wrong(_: Known) -> str | None:
        reader.page({"limit": maximum})
        response = reader.send({"limit": maximum + 1})
        if 200 <= response.status < 300:
            number = len(reader.read(response).keys)
            return f"{number} items for a limit of {maximum + 1}" if number > maximum else None
        refused = 400 <= response.status < 500
        return None if refused else f"answered {described(response)} to a limit of {maximum + 1}"

    judge(scenario, f"a page for {maximum}; {REFUSED} or {maximum} items beyond", reader.trouble(wrong))


@pytest.mark.parametrize("operation", each("invalid-limit"))
def test_a_limit_that_is_none_is_refused_or_ignored(scenario: Scenario, operation: str) -> None:
    """A limit of zero, below zero or of letters is refused, or gives a beginning of the list."""
    _nonsense(scenario, operation, "limit", (0, -1, "many"))


@pytest.mark.parametrize("operation", each("invalid-skip"))
def test_a_skip_that_is_none_is_refused_or_ignored(scenario: Scenario, operation: str) -> None:
    """A skip below zero or of letters is refused, or gives a beginning of the list."""
    _nonsense(scenario, operation, "skip", (-1, "many"))


def _nonsense(scenario: Scenario, operation: str, name: str, values: tuple[int | str, ...]) -> None:
    reader = reader_of(scenario, operation)
    most = reader.paging.maximum

    def wrong(known: Known) -> str | None:
        for value in values:
            response = reader.send({name: value}, f"{name} {value}")
            found = harmless(reader, response, None)
            if found is None and 200 <= response.status < 300:
                keys = reader.read(response).keys
                if most is not None and len(keys) > most:
                    found = f"{len(keys)} items, and {most} is the maximum"
                else:
                    found = difference(known.keys[: len(keys)], keys[: len(known.keys)])
            if found:
                return f"{name}={value}: {found}"
        return None

    judge(scenario, f"{REFUSED}, or a beginning of the list", reader.trouble(wrong))
