"""Cursors: forwards and back, links as they are given, and cursors that are none of the list's own."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from conformance.suite.outcomes import Blocked, NotApplicable, NotRun
from conformance.suite.pagination.judging import REFUSED, all_of, each, harmless, judge, reader_of
from conformance.suite.pagination.pages import (
    WINDOW,
    Known,
    Page,
    Reader,
    Trouble,
    difference,
    forward,
    query_of,
)
from conformance.suite.pagination.table import CHECKS, ROWS
from conformance.suite.scenario import Scenario

URL_SAFE = re.compile(r"[A-Za-z0-9._~=-]+")
"""The characters that stand for themselves in a query, and the padding of the document's own examples."""
ONE_PAGE = "the list is on one page"


@pytest.mark.parametrize("operation", each("next-link"))
def test_the_next_link_leads_to_the_next_page(scenario: Scenario, operation: str) -> None:
    """The links of a page lead to the page after it and back to the page before it, as they are given."""
    reader = reader_of(scenario, operation)

    def wrong(_: Known) -> str | None:
        first = reader.page(_limit(reader, 1))
        if not first.more:
            raise NotApplicable(ONE_PAGE)
        if "next" not in first.links:
            raise NotApplicable("the target sends no next link")
        second = reader.page({**_limit(reader, 1), **forward(first)})
        linked = _followed(reader, first, "next")
        found = difference(second.keys, linked.keys)
        if found:
            return f"next: {found}"
        if not CHECKS["backwards"](ROWS[operation]) or "previous" not in linked.links:
            return None
        found = difference(first.keys, _followed(reader, linked, "previous").keys)
        return found and f"previous: {found}"

    judge(scenario, "the page after, and the page before", reader.trouble(wrong))


@pytest.mark.parametrize("operation", each("cursor-form"))
def test_cursors_can_stand_in_a_url(scenario: Scenario, operation: str) -> None:
    """Cursors are texts that can stand in a URL as they are."""
    reader = reader_of(scenario, operation)

    cursors: list[str] = []
    try:
        for page in reader.pages(2, enough=WINDOW):
            cursors += [page.links[name] for name in ("before", "after") if name in page.links]
            if not all(URL_SAFE.fullmatch(cursor) for cursor in cursors):
                break
    except Trouble as trouble:
        raise Blocked(operation, str(trouble)) from None
    if not cursors:
        raise NotApplicable("no page has a cursor")
    unsafe = [cursor for cursor in cursors if not URL_SAFE.fullmatch(cursor)]
    judge(scenario, "only characters that a URL need not escape", unsafe[0] if unsafe else None)


@pytest.mark.parametrize("operation", each("backwards"))
def test_backwards_is_forwards_reversed(scenario: Scenario, operation: str) -> None:
    """The pages before a page are those that were read on the way to it."""
    reader = reader_of(scenario, operation)

    def wrong(known: Known) -> str | None:
        way = list(reader.pages(2, enough=min(WINDOW, len(known.keys))))
        if len(way) < 2:
            raise NotApplicable(ONE_PAGE)
        page, seen = way[-1], way[-1].keys
        for _ in way[:-1]:
            if "before" not in page.links:
                return f"a page that others precede has no cursor before it: {', '.join(map(str, page.keys))}"
            page = reader.page({**_limit(reader, 2), "before": page.links["before"]})
            seen = (*page.keys, *seen)
        return difference([key for page in way for key in page.keys], seen)

    judge(scenario, "the same pages in the opposite order", reader.trouble(wrong, least=2))


@pytest.mark.parametrize("operation", each("both-cursors"))
def test_both_cursors_at_once(scenario: Scenario, operation: str) -> None:
    """A page before one cursor and after another is refused where the document forbids to ask for it."""
    reader = reader_of(scenario, operation)

    def wrong(known: Known) -> str | None:
        first = reader.page(_limit(reader, 1))
        if "after" not in first.links or not first.more:
            raise NotApplicable(ONE_PAGE)
        after = {**_limit(reader, 1), "after": first.links["after"]}
        before = reader.page(after).links.get("before", first.links["after"])
        response = reader.send({**after, "before": before}, "both cursors at once")
        if operation == "listAllowedFileExtensions":
            return None if 400 <= response.status < 500 else f"answered {response.status}"
        return harmless(reader, response, all_of(reader, known))

    expected = REFUSED if operation == "listAllowedFileExtensions" else f"{REFUSED}, or a page of the list"
    judge(scenario, expected, reader.trouble(wrong))


@pytest.mark.parametrize("operation", each("foreign-cursor"))
def test_a_cursor_of_another_list(scenario: Scenario, operation: str) -> None:
    """A cursor of another list is refused, or gives a page of the own list and never of the other."""
    reader = reader_of(scenario, operation)

    def wrong(known: Known) -> str | None:
        tried = 0
        for name in ROWS[operation].foreign:
            for cursor, others in _cursor_of(scenario, name):
                tried += 1
                response = reader.send({**_limit(reader, 2), "after": cursor}, f"a cursor of {name}")
                found = harmless(reader, response, all_of(reader, known))
                if found is None and 200 <= response.status < 300:
                    mixed = set(reader.read(response).keys) & others - set(known.keys)
                    # Lists of the same kind of things may share some: then the own list is known to its end.
                    found = None if known.complete or not mixed else f"shows {mixed} of the other list"
                if found:
                    return f"a cursor of {name}: {found}"
        if not tried:
            raise NotApplicable("no other list has a second page")
        return None

    judge(scenario, f"{REFUSED}, or a page of the own list", reader.trouble(wrong))


@pytest.mark.parametrize("operation", each("invalid-cursor"))
def test_a_cursor_that_is_none(scenario: Scenario, operation: str) -> None:
    """A text that is no cursor is refused, or gives a page of the list."""
    reader = reader_of(scenario, operation)
    backwards = CHECKS["backwards"](ROWS[operation])
    names = reader.paging.parameters if backwards else reader.paging.parameters[-1:]

    def wrong(known: Known) -> str | None:
        for name in names:
            for value in ("no such cursor", "%00%ff", "0" * 300):
                response = reader.send({**_limit(reader, 2), name: value}, "a cursor that is none")
                found = harmless(reader, response, all_of(reader, known))
                if found:
                    return f"{name}={value[:20]}: {found}"
        return None

    judge(scenario, f"{REFUSED}, or a page of the list", reader.trouble(wrong))


def _limit(reader: Reader, size: int) -> dict[str, Any]:
    return {} if reader.paging.limit is None else {reader.paging.limit: size}


def _followed(reader: Reader, page: Page, link: str) -> Page:
    """The page that a link leads to, with nothing in the query but what the link says."""
    bare = replace(reader, listing=replace(reader.listing, query={}))
    return bare.page(query_of(page.links[link]), f"the link {link!r} as it was given")


def _cursor_of(scenario: Scenario, operation: str) -> Iterator[tuple[str, set[Any]]]:
    """The cursor after the first item of an operation's list with the keys of that list, if there is one."""
    with contextlib.suppress(NotRun, Trouble):
        other = reader_of(scenario, operation)
        page = other.page(_limit(other, 1))
        if page.more and "after" in page.links:
            yield page.links["after"], set(other.known().keys)
