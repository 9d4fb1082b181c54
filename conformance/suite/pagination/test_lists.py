"""Pages together are the list: nothing is lost, repeated or moved, and the list ends where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from conformance.contract import pointer
from conformance.contract.errors import SpecError
from conformance.suite import things
from conformance.suite.outcomes import NotApplicable
from conformance.suite.pagination.judging import each, judge, leave, reader_of
from conformance.suite.pagination.pages import (
    LONGEST,
    SNAPSHOT,
    TRIES,
    WHOLE,
    WINDOW,
    Known,
    Page,
    Reader,
    Trouble,
    difference,
    sizes,
)
from conformance.suite.pagination.table import ROWS, Filter, Order
from conformance.suite.requests import NO_BODY
from conformance.suite.scenario import Scenario
from conformance.suite.streams import canonical

DEEPEST = 1 << 22
"""How far the end of a list is looked for."""


@pytest.mark.parametrize("operation", each("partition"))
def test_pages_together_are_the_list(scenario: Scenario, operation: str) -> None:
    """Pages of every size together are the list, with nothing lost or repeated."""
    reader = reader_of(scenario, operation)

    def wrong(known: Known) -> str | None:
        there = {canonical(key) for key in known.keys}
        lost = [key for key in reader.listing.own if known.complete and canonical(key) not in there]
        if lost:
            return f"lost: {lost[0]}, which was made for this list"
        if len(set(known.keys)) < len(known.keys):
            return difference(tuple(dict.fromkeys(known.keys)), known.keys)
        if reader.paging.limit is None:
            return None
        for size in sizes(known, reader.least_size(known)):
            # One more than there is, so that what comes behind the end is seen.
            enough = len(known.keys) + known.complete
            seen = reader.collect(size, enough=enough)
            found = difference(known.keys, seen if known.complete else seen[: len(known.keys)])
            if found:
                return f"pages of {size}: {found}"
        return None

    found = reader.trouble(wrong, least=1 if reader.paging.limit else 2)
    judge(scenario, "every item once on pages of any size", found)


@pytest.mark.parametrize("operation", each("repeatable"))
def test_the_same_page_again_is_the_same(scenario: Scenario, operation: str) -> None:
    """The same page of a list that has not changed is the same when it is asked for again."""
    reader = reader_of(scenario, operation)
    limit = {reader.paging.limit: WINDOW} if reader.paging.limit else {}
    if not reader.known().keys:
        raise NotApplicable("the list is empty")
    for _ in range(TRIES):
        try:
            first, second = reader.page(limit).keys, reader.page(limit).keys
        except Trouble as trouble:
            judge(scenario, "the same page again", str(trouble))
            return
        # The same items in another order are no change that somebody made.
        if set(first) == set(second) or reader.listing.alone:
            judge(scenario, "the same items in the same order", difference(first, second))
            return
    raise NotApplicable("the list changed whenever it was read")


@pytest.mark.parametrize("operation", each("order"))
def test_the_list_is_in_order(scenario: Scenario, operation: str) -> None:
    """The list comes in the documented order, over the borders of pages."""
    reader, order = reader_of(scenario, operation), ROWS[operation].order
    assert order is not None
    if order.by is None and not order.of_room:
        found = reader.trouble(lambda known: _opposite(reader, order, known), least=2)
        judge(scenario, "one direction is the other one reversed", found)
        return
    distinct = 0

    def wrong(known: Known) -> str | None:
        nonlocal distinct
        for direction in ("ASC", "DESC") if order.parameter else ("ASC",):
            shown = _sorted_by(reader, order, direction, known)
            distinct = max(distinct, len(set(shown)))
            if shown != sorted(shown, reverse=direction == "DESC"):
                return f"{order.parameter or ''} {direction}: {', '.join(map(str, shown))}".strip()
        return None

    found = reader.trouble(wrong, least=2)
    if found is None and distinct < 2:
        leave(scenario, "all items show the same date, or none")
    else:
        judge(scenario, f"sorted by {order.by or 'date of creation'}", found)


@pytest.mark.parametrize("operation", each("filter"))
def test_filters_hold_on_every_page(scenario: Scenario, operation: str) -> None:
    """Pages of a filtered list hold all items that fit the filter and no others."""
    reader, row = reader_of(scenario, operation), ROWS[operation]
    assert row.filters is not None
    body = reader.listing.body
    judged = 0

    for chosen in row.filters(scenario.world):
        listing, whole = reader.listing, reader
        if isinstance(chosen.body, dict):
            # What the filter replaces is no part of the list that it selects from.
            base = {key: value for key, value in body.items() if key not in chosen.body}
            # With more kinds of things in it, it is a list that other tests change as well.
            unfiltered = replace(listing, body=base, alone=listing.alone and base == body)
            whole = replace(reader, listing=unfiltered)
            listing = replace(listing, body={**base, **chosen.body})
        elif chosen.body is not NO_BODY:
            listing = replace(listing, body=chosen.body)
        query = {**listing.query, **chosen.query}
        filtered = replace(reader, listing=replace(listing, query=query))
        comparable = not isinstance(chosen.body, list)

        def wrong(
            known: Known, filtered: Reader = filtered, chosen: Filter = chosen, comparable: bool = comparable
        ) -> str | None:
            nonlocal judged
            pages = list(filtered.pages(2, enough=WHOLE + 1 if known.complete else WINDOW))
            shown = [(key, chosen.fits(i)) for p in pages for key, i in zip(p.keys, p.items, strict=True)]
            judged += len([fits for _, fits in shown if fits is not None])
            strange = [key for key, fits in shown if fits is False]
            if strange:
                return f"{chosen.at}={chosen.value}: {strange[0]} does not fit"
            fitting = [key for key, i in zip(known.keys, known.items, strict=True) if chosen.fits(i)]
            judged += len(fitting)
            if not known.complete or not comparable:
                return None
            # an item that does not show whether it fits may stand on either side
            told = sorted((key for key, fits in shown if fits is not None), key=str)
            found = difference(sorted(fitting, key=str), told)
            return found and f"{chosen.at}={chosen.value}: {found}"

        found = whole.trouble(wrong)
        if found:
            judge(scenario, "the items that fit and no others", found)
            return
    if judged:
        judge(scenario, "the items that fit and no others", None)
    else:
        leave(scenario, "no item shows what the filters ask for")


@pytest.mark.parametrize("operation", each("count"))
def test_the_count_is_the_number_of_all_items(scenario: Scenario, operation: str) -> None:
    """The count on each page is the number of all items."""
    reader = reader_of(scenario, operation)
    shown = 0

    def wrong(known: Known) -> str | None:
        nonlocal shown
        if not known.complete:
            raise NotApplicable("the list is too long to be counted")
        for page in reader.pages(2, enough=len(known.keys)):
            count = _value(page, reader.paging.total)
            shown += count is not None
            if count not in (None, len(known.keys)):
                return f"count {count} for {len(known.keys)} items"
        return None

    found = reader.trouble(wrong)
    if shown:
        judge(scenario, "the number of all items on each page", found)
    else:
        leave(scenario, "the target sends no count")


@pytest.mark.parametrize("operation", each("skip-echo"))
def test_skip_is_repeated_in_the_answer(scenario: Scenario, operation: str) -> None:
    """The answer says how many items were skipped."""
    reader = reader_of(scenario, operation)

    def wrong(_: Known) -> str | None:
        for skip in (0, 2):
            said = _value(reader.page({"limit": 2, "skip": skip}), "/skip")
            if said is None:
                raise NotApplicable("the target does not say how many items it skipped")
            if said != skip:
                return f"{said} instead of {skip}"
        return None

    judge(scenario, "the skip that was sent", reader.trouble(wrong, least=3))


@pytest.mark.parametrize("operation", each("last-page"))
def test_the_last_page_is_the_last(scenario: Scenario, operation: str) -> None:
    """The last page holds what is left, and says that nothing follows."""
    reader = reader_of(scenario, operation)

    def wrong(known: Known) -> str | None:
        if reader.paging.style == "offset":
            end = _end(reader, known)
            last = reader.page({"limit": 1, "skip": end - 1}).keys
            longer = reader.page({"limit": 3, "skip": end - 1}).keys
            return None if len(last) == 1 and last == longer else f"{longer} at {end - 1}, where {last} ends"
        pages = list(reader.pages(1 if known.complete else SNAPSHOT // 2, enough=LONGEST))
        keys = [key for page in pages for key in page.keys]
        if len(set(keys)) < len(keys):
            return "after the last item the pages go on with those that came before"
        if len(keys) >= LONGEST:
            raise NotApplicable(f"the list has more than {LONGEST} items")
        return "the page after which nothing came has a next one" if pages[-1].more else None

    judge(scenario, "an end after the last item", reader.trouble(wrong))


@pytest.mark.parametrize("operation", each("past-the-end"))
def test_nothing_comes_after_the_end(scenario: Scenario, operation: str) -> None:
    """What lies behind the end of the list is empty: a 200 with no item, or a 204."""
    reader = reader_of(scenario, operation)

    def wrong(known: Known) -> str | None:
        if reader.paging.style == "offset":
            end = _end(reader, known)
            beyond: list[dict[str, Any]] = [{"skip": end + more} for more in (0, 1, 1000)]
        elif operation == "listPresences":
            beyond = [{"lastUserId": (1 << 62) + 1}]
        elif not known.complete:
            raise NotApplicable("the list is too long to be read to its end")
        else:
            latest = max(map(reader.continuing, known.items))
            beyond = [{reader.paging.parameters[0]: latest + 1}]
        for query in beyond:
            keys = reader.page({**query, "limit": 2}).keys
            if keys:
                return f"{len(keys)} items for {query}"
        return None

    judge(scenario, "no items: a 200 or a 204", reader.trouble(wrong))


def _opposite(reader: Reader, order: Order, known: Known) -> str | None:
    if not known.complete:
        raise NotApplicable("the list is too long to be read in both directions")
    seen: list[Sequence[Any]] = []
    for direction in ("ASC", "DESC"):
        listing = replace(reader.listing, query={**reader.listing.query, str(order.parameter): direction})
        seen.append(replace(reader, listing=listing).collect(1, enough=len(known.keys) + 1))
    return difference(seen[0], seen[1][::-1])


def _sorted_by(reader: Reader, order: Order, direction: str, known: Known) -> list[Any]:
    """What the items of the first pages show of the order; in a window, whatever the list's length."""
    query = {**reader.listing.query, **({order.parameter: direction} if order.parameter else {})}
    chosen = replace(reader, listing=replace(reader.listing, query=query))
    if reader.paging.style == "last-id" and direction == "DESC":
        # It continues at an item in ascending order only.
        pages = [chosen.page({"limit": SNAPSHOT})]
    else:
        size = max(2, reader.least_size(known))
        pages = list(chosen.pages(size, enough=WINDOW))
    found = [_stamp(reader, order, item) for page in pages for item in page.items]
    return [stamp for stamp in found if stamp is not None]


def _stamp(reader: Reader, order: Order, item: Any) -> Any:
    if not order.of_room:
        return _resolved(item, order.by)
    scenario = reader.scenario
    room = scenario.look("getRoom", things.user(scenario.world), path={"id": item["id"]})
    return _resolved(room, "/roomSystemInfo/creationDate")


def _end(reader: Reader, known: Known) -> int:
    """The number of items of a list; of a long one by halving, which takes no more than fifty pages."""
    if known.complete:
        return len(known.keys)
    low, high = len(known.keys), SNAPSHOT
    while reader.page({"limit": 1, "skip": high}).keys:
        low, high = high, high * 2
        if high > DEEPEST:
            raise Trouble(f"there still are items at {low}")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if reader.page({"limit": 1, "skip": middle}).keys else (low, middle)
    return high


def _value(page: Page, place: str | None) -> Any:
    return _resolved(page.body, place)


def _resolved(value: Any, place: str | None) -> Any:
    try:
        return pointer.resolve(value, place or "")
    except SpecError:
        return None
