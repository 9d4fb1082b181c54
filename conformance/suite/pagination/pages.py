"""Lists that come in pages, whatever moves through them: skip and limit, cursors, or the last id."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conformance.checks.judgement import described
from conformance.contract import Operation, pointer
from conformance.contract.errors import SpecError
from conformance.contract.model import Paging
from conformance.suite.outcomes import Blocked, NotApplicable
from conformance.suite.requests import NO_BODY
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response

WHOLE = 12
"""A list of up to this many items is read to its end."""
WINDOW = 6
"""Of a longer list this many items are judged: it may have a million."""
SNAPSHOT = 50
"""The limit of the one page that shows what the list holds; no operation's maximum is lower."""
LONGEST = 1000
"""Where a check needs a list to its end, it needs one of fewer items than these."""
TRIES = 4
"""How often a list that others change is read before it is given up."""


class Trouble(Exception):
    """A page that cannot be used: it is refused, has no list in it, or there is no end of pages."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list on the target: how to ask for it, and the keys of those of its items that the suite made.

    `alone` says that nobody but the running test changes it.
    """

    actor: str
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    body: Any = NO_BODY
    own: tuple[Any, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `links` are those of before, after, previous and next that came with it."""

    items: tuple[Any, ...] = ()
    keys: tuple[Any, ...] = ()
    body: Any = None
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def more(self) -> bool:
        """Whether the page says that another one follows; a cursor after nothing leads nowhere."""
        return "next" in self.links or bool(self.keys and "after" in self.links)


@dataclass(frozen=True, slots=True)
class Known:
    """What a list holds, as one large page shows it: all of it, or its beginning."""

    items: tuple[Any, ...]
    keys: tuple[Any, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the pages of one list; the values at `key` (JSON pointers) tell its items apart."""

    scenario: Scenario
    operation: Operation
    key: tuple[str, ...]
    listing: Listing

    @property
    def paging(self) -> Paging:
        """How the operation cuts its list into pages."""
        assert self.operation.paging is not None
        return self.operation.paging

    def send(self, query: Mapping[str, Any], why: str = "") -> Response:
        """Ask for a page with these paging parameters."""
        asked = self.listing
        return self.scenario.send(
            self.operation.id,
            asked.actor,
            path=asked.path,
            query={**asked.query, **query},
            headers=asked.headers,
            body=asked.body,
            why=why,
            any_answer=True,
        )

    def page(self, query: Mapping[str, Any], why: str = "") -> Page:
        """The page for these paging parameters; raises Trouble when none comes."""
        return self.read(self.send(query, why))

    def read(self, response: Response) -> Page:
        """The page in a response, an empty one in a 204; raises Trouble when there is none."""
        if not 200 <= response.status < 300:
            raise Trouble(f"answered {described(response)}")
        if response.status == 204:
            return Page()
        try:
            body = response.json()
        except ValueError:
            raise Trouble(f"answered no JSON: {described(response)}") from None
        items = _at(body, self.paging.items) or ()
        if not isinstance(items, list | tuple):
            raise Trouble(f"answered without a list: {described(response)}")
        return Page(tuple(items), tuple(self._key(item) for item in items), body, self._links(body))

    def pages(self, size: int | None, *, enough: int) -> Iterator[Page]:
        """The pages from the first on, until the list ends or this many items came.

        Raises Trouble when pages go on and on without bringing them.
        """
        limit = {} if size is None or self.paging.limit is None else {self.paging.limit: size}
        steps = {"offset": self._by_skip, "cursor": self._by_cursor, "last-id": self._by_last_id}
        came = 0
        # what is read with cursors may come on short pages, and on empty ones
        most = 2 * (enough if self.paging.style == "cursor" else enough // (size or 1)) + 10
        for number, page in enumerate(steps[self.paging.style](limit)):
            if number > most:
                raise Trouble(f"{number} pages of {size} brought {came} items and no end")
            yield page
            came += len(page.keys)
            if came >= enough:
                return

    def collect(self, size: int | None, *, enough: int) -> tuple[Any, ...]:
        """The keys of the items on the pages of this size, in order."""
        return tuple(key for page in self.pages(size, enough=enough) for key in page.keys)

    def known(self) -> Known:
        """What the list holds; raises Blocked when it cannot be read at all."""
        try:
            if self.paging.style == "cursor" or self.paging.limit is None:
                pages = list(self.pages(SNAPSHOT, enough=SNAPSHOT))
            else:
                pages = [self.page({self.paging.limit: SNAPSHOT})]
        except Trouble as trouble:
            raise Blocked(self.operation.id, str(trouble)) from None
        items = tuple(item for page in pages for item in page.items)
        keys = tuple(key for page in pages for key in page.keys)
        ended = not pages[-1].more if self.paging.style == "cursor" else len(keys) < SNAPSHOT
        if ended and len(keys) <= WHOLE:
            return Known(items, keys, True)
        return Known(items[:WINDOW], keys[:WINDOW], False)

    def trouble(self, judge: Callable[[Known], str | None], *, least: int = 1) -> str | None:
        """What a judge finds wrong with the list, if anything.

        On a list that others change, only what is found twice while it stays the same counts. Raises
        NotApplicable when it has fewer items than `least`, or never stays the same.
        """
        times = 0
        for _ in range(TRIES):
            known = self.known()
            if len(known.keys) < least:
                raise NotApplicable(f"the list holds {len(known.keys)} items, and this takes {least}")
            try:
                found = judge(known)
            except Trouble as trouble:
                found = str(trouble)
            if found is None:
                return None
            times += self.listing.alone or self.known().keys == known.keys
            if times == (1 if self.listing.alone else 2):
                return found
        raise NotApplicable("the list changed whenever it was read")

    def least_size(self, known: Known) -> int:
        """The smallest page that gets on: one that continues with an item's value shows that item again."""
        if self.paging.style != "last-id":
            return 1
        values = [self.continuing(item) for item in known.items]
        return 1 + max((values.count(value) for value in values), default=0)

    def _by_skip(self, limit: Mapping[str, int]) -> Iterator[Page]:
        skip = 0
        while True:
            page = self.page({**limit, "skip": skip})
            yield page
            if not page.keys:
                return
            skip += len(page.keys)

    def _by_cursor(self, limit: Mapping[str, int]) -> Iterator[Page]:
        page = self.page(limit)
        yield page
        while page.more:
            page = self.page({**limit, **forward(page)})
            yield page

    def _by_last_id(self, limit: Mapping[str, int]) -> Iterator[Page]:
        """The item that a page continues with may stand on it again: either reading of the document."""
        (name,) = self.paging.parameters
        page = self.page(limit)
        shown: set[Any] = set()
        while page.keys:
            # Only at the beginning of a page: an item that comes again later is repeated.
            start = next((i for i, key in enumerate(page.keys) if key not in shown), len(page.keys))
            yield Page(page.items[start:], page.keys[start:], page.body)
            if start == len(page.keys):
                return
            shown = set(page.keys)
            page = self.page({**limit, name: self.continuing(page.items[-1])})

    def continuing(self, item: Any) -> Any:
        """What the list goes on with after an item; raises NotApplicable when the item does not show it."""
        place = self.paging.key or ""
        found = _at(item, place)
        if found is None:
            raise NotApplicable(f"the target leaves {place} out, with which the list would go on")
        return found

    def _key(self, item: Any) -> Any:
        values = tuple(_at(item, place) for place in self.key)
        if None in values:
            raise Trouble(f"an item lacks {' or '.join(self.key)}: {str(item)[:100]}")
        return values[0] if len(values) == 1 else values

    def _links(self, body: Any) -> dict[str, str]:
        found: dict[str, str] = {}
        for place in self.paging.cursors:
            parent = _at(body, place.rpartition("/")[0])
            for source in (parent, _at(body, place)):
                for name in ("before", "after", "previous", "next"):
                    if isinstance(source, dict) and source.get(name) is not None:
                        found[name] = str(source[name])
        return found


def forward(page: Page) -> dict[str, str]:
    """The paging parameters that lead to the page after this one: its cursor, or what its link says."""
    after = page.links.get("after")
    return {"after": after} if after is not None else query_of(page.links["next"])


def query_of(link: str) -> dict[str, str]:
    """The query of a link: the rest of it may name a host that only the target itself knows."""
    return dict(parse_qsl(urlsplit(link).query))


def sizes(known: Known, least: int) -> list[int]:
    """Page sizes that show errors at the borders of pages and at the end of the list."""
    n = len(known.keys)
    return sorted({size for size in (1, 2, 3, n - 1, n, n + 1) if size >= least})


def difference(expected: Sequence[Any], seen: Sequence[Any]) -> str | None:
    """What is wrong with a list of keys; None when it is the expected one."""
    if list(expected) == list(seen):
        return None
    lost = [key for key in expected if key not in seen]
    repeated = sorted({str(key) for key in seen if list(seen).count(key) > list(expected).count(key) > 0})
    strange = [key for key in seen if key not in expected]
    parts = [("lost", lost), ("repeated", repeated), ("not in the list", strange)]
    text = "; ".join(f"{name}: {_short(keys)}" for name, keys in parts if keys)
    return text or f"in another order: {_short(seen)} instead of {_short(expected)}"


def _short(keys: Sequence[Any]) -> str:
    shown = ", ".join(str(key) for key in keys[:4])
    return shown + (f" and {len(keys) - 4} more" if len(keys) > 4 else "")


def _at(value: Any, place: str) -> Any:
    try:
        return pointer.resolve(value, place)
    except SpecError:
        return None
