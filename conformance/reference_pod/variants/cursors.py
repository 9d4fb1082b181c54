"""Variants of cursors, and of pages that are moved through with them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.variants.model import (
    Concerns,
    Variant,
    of,
    successes,
    value_of,
    with_value,
)
from conformance.reference_pod.variants.sources import JAVA_CLIENT, PUBLISHED, SHARED_DEFINITIONS
from conformance.reference_pod.wire import Endpoint, Request, Response, Wrapper

_FORWARDS = of("listGroups", "listTypes")
_OPAQUE = of("listGroups", "listTypes", "listAllowedFileExtensions", "listMessageReceipts")
_RANKED = of("listFollowers", "listFollowing")
_BY_CURSOR = of(
    *("listGroups", "listTypes", "listAllowedFileExtensions", "listMessageReceipts"),
    *("listFollowers", "listFollowing"),
)
_SHORT = 3
"""The most items on a page that is short."""
_BEGINNING = "from-the-beginning"
_KEYS = ("pagination", "paging")


class _Form(Protocol):
    """How cursors look outside."""

    def shown(self, cursor: str) -> str:
        """The cursor as clients see it."""

    def meant(self, cursor: str) -> str:
        """The cursor that a client means; any other text is given back as it is."""


@dataclass(frozen=True, slots=True)
class _Framed:
    """Cursors between two texts."""

    start: str
    end: str

    def shown(self, cursor: str) -> str:
        return f"{self.start}{cursor}{self.end}"

    def meant(self, cursor: str) -> str:
        if cursor.startswith(self.start) and cursor.endswith(self.end):
            return cursor[len(self.start) : len(cursor) - len(self.end)]
        return cursor


class _Encoded:
    """Cursors that are the base64 of an object, as many servers make them."""

    def shown(self, cursor: str) -> str:
        return urlsafe_b64encode(json.dumps({"v": 1, "at": cursor}).encode()).decode()

    def meant(self, cursor: str) -> str:
        try:
            return str(json.loads(urlsafe_b64decode(cursor))["at"])
        except (ValueError, KeyError, TypeError):
            return cursor


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Cursors that are numbers, as long as the pod lives."""

    numbers: dict[str, str] = field(default_factory=dict)
    cursors: dict[str, str] = field(default_factory=dict)

    def shown(self, cursor: str) -> str:
        number = self.numbers.setdefault(cursor, str(100_000 + 7 * len(self.numbers)))
        self.cursors[number] = cursor
        return number

    def meant(self, cursor: str) -> str:
        return self.cursors.get(cursor, cursor)


def _in_form(make: Callable[[], _Form], concerns: Concerns) -> Callable[[Pod], Wrapper]:
    def wrapper(_pod: Pod) -> Wrapper:
        form = make()

        def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
            if not concerns(operation):
                return endpoint

            def respond(request: Request) -> Response:
                response = endpoint(replace(request, query=_translated(request.query, form.meant)))
                if not response.ok or not response.body:
                    return response
                change = _pagination(lambda links: _links(links, form.shown))
                return with_value(response, change(value_of(response)))

            return respond

        return wrap

    return wrapper


def _translated(query: Any, change: Callable[[str], str]) -> dict[str, list[str]]:
    return {
        name: [change(value) for value in values] if name in ("before", "after") else list(values)
        for name, values in query.items()
    }


def _links(links: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    cursors = {name: cursor and change(cursor) for name, cursor in links["cursors"].items()}
    changed = {**links, "cursors": cursors}
    for name in ("next", "previous"):
        if links.get(name):
            path, _, query = links[name].partition("?")
            changed[name] = f"{path}?{urlencode(_translated(parse_qs(query), change), doseq=True)}"
    return changed


def _pagination(change: Callable[[dict[str, Any]], Any]) -> Callable[[Any], Any]:
    """Changes the object with the cursors; what becomes None is left out."""

    def changed(value: Any) -> Any:
        links = {name: change(value[name]) for name in _KEYS if value.get(name)}
        gone = [name for name, found in links.items() if found is None]
        return {name: item for name, item in {**value, **links}.items() if name not in gone}

    return changed


def _without_links(links: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in links.items() if name not in ("next", "previous")}


def _null_at_the_end(links: dict[str, Any]) -> dict[str, Any]:
    return {**links, "cursors": {"after": None, **links["cursors"]}}


def _none_at_the_end(links: dict[str, Any]) -> dict[str, Any] | None:
    return links if links["cursors"].get("after") else None


def _none_on_a_single_page(links: dict[str, Any]) -> dict[str, Any] | None:
    return None if links["cursors"].get("before") == "0" and not links["cursors"].get("after") else links


def _short_pages(_pod: Pod) -> Wrapper:
    """A page has at most a few items, however many were asked for, and says that more follow."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id not in ("listGroups", "listTypes", "listAllowedFileExtensions"):
            return endpoint

        def respond(request: Request) -> Response:
            sent = request.query.get("limit", ["100"])[0]
            if sent.isascii() and sent.isdigit() and _SHORT < int(sent) <= 100:
                request = replace(request, query={**request.query, "limit": [str(_SHORT)]})
            return endpoint(request)

        return respond

    return wrap


def _empty_first_page(_pod: Pod) -> Wrapper:
    """The first page of a list with several pages is empty, and leads to the one that has its items."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        if operation.id not in ("listGroups", "listTypes", "listAllowedFileExtensions"):
            return endpoint

        def respond(request: Request) -> Response:
            if request.query.get("after") == [_BEGINNING] and "before" not in request.query:
                rest = {name: value for name, value in request.query.items() if name != "after"}
                return endpoint(replace(request, query=rest))
            response = endpoint(request)
            if response.status != 200 or {"after", "before"} & request.query.keys():
                return response
            value = value_of(response)
            key = next((name for name in _KEYS if value.get(name)), None)
            if key is None or value[key]["cursors"].get("after") is None:
                return response
            leading = _links(value[key], lambda _: _BEGINNING)
            return with_value(response, {**value, "data": [], key: leading})

        return respond

    return wrap


CURSORS = (
    Variant(
        "short-pages",
        f"Pages that are read with cursors have at most {_SHORT} items.",
        f"{PUBLISHED}, file extensions, and {SHARED_DEFINITIONS}: the number of objects tells no end",
        _short_pages,
    ),
    Variant(
        "empty-first-page",
        "The first page of several is empty and has a cursor to the next.",
        f"{PUBLISHED}, file extensions, and {SHARED_DEFINITIONS}: only the cursor tells the end",
        _empty_first_page,
    ),
    Variant(
        "encoded-cursors",
        "Cursors are the base64 of an object.",
        f"{PUBLISHED}: cursors are opaque",
        _in_form(_Encoded, _OPAQUE),
    ),
    Variant(
        "long-cursors",
        "Cursors have more than a thousand characters.",
        f"{PUBLISHED}: cursors are opaque",
        _in_form(lambda: _Framed("c" * 1200 + ".", ""), _OPAQUE),
    ),
    Variant(
        "numeric-cursors",
        "Cursors are numbers.",
        f"{JAVA_CLIENT}: cursors are opaque, and its tests have numbers",
        _in_form(_Numbered, _OPAQUE),
    ),
    Variant(
        "cursors-to-be-escaped",
        "Cursors of the Profile Manager have characters that a URL has to escape.",
        f"{SHARED_DEFINITIONS}: cursors are texts of no stated form",
        _in_form(lambda: _Framed("a+b/c=&d?#%é ", "=="), _FORWARDS),
    ),
    Variant(
        "cursors-without-links",
        "Pages have cursors, and no paths to the next and the previous page.",
        f"{SHARED_DEFINITIONS}: next and previous are optional; clients go by the cursors",
        successes(_pagination(_without_links), _BY_CURSOR),
    ),
    Variant(
        "null-after-at-the-end",
        "The last page has a cursor after it that is null.",
        f"{JAVA_CLIENT}: an after that is absent or null is the end",
        successes(_pagination(_null_at_the_end), _BY_CURSOR),
    ),
    Variant(
        "no-pagination-at-the-end",
        "The last page of groups and of types has no pagination.",
        f"{JAVA_CLIENT}: absent pagination is the end; {PUBLISHED}: pagination is not required",
        successes(_pagination(_none_at_the_end), _FORWARDS),
    ),
    Variant(
        "no-pagination-on-a-single-page",
        "Followers that all stand on one page come without pagination.",
        f"{JAVA_CLIENT}: pagination may be absent",
        successes(_pagination(_none_on_a_single_page), _RANKED),
    ),
)
