"""Defects of lists that come in pages: items between pages, limits, ends, cursors, counts and order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from conformance.contract import Operation, pointer
from conformance.contract.errors import SpecError
from conformance.contract.model import Paging
from conformance.reference_pod.defects.model import Defect
from conformance.reference_pod.envelopes import error_response
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.wire import Endpoint, Request, Response, encode

Change = Callable[[Paging, Request, Any], Any]
"""The body that the defect gives for this one."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The paging parameters of a request, as text; None for one that is not there."""

    paging: Paging
    request: Request

    def value(self, name: str | None) -> str | None:
        """The text of a query parameter."""
        return next(iter(self.request.query.get(name or "", ())), None)

    @property
    def moved(self) -> str | None:
        """Where a page that is not the first begins."""
        values = [self.value(name) for name in self.paging.parameters]
        return next((value for value in values if value not in (None, "0")), None)

    def without(self, *names: str) -> Request:
        """The request without these parameters."""
        query = {name: values for name, values in self.request.query.items() if name not in names}
        return replace(self.request, query=query)

    def having(self, **values: object) -> Request:
        """The request with these parameters instead of its own."""
        query = {**self.request.query, **{name: [str(value)] for name, value in values.items()}}
        return replace(self.request, query=query)


def _paging(operation: Operation) -> Paging:
    assert operation.paging is not None
    return operation.paging


def _at(body: Any, place: str) -> Any:
    try:
        return pointer.resolve(body, place)
    except SpecError:
        return None


def _json(response: Response) -> Any:
    return json.loads(response.body) if response.body else None


def _with(response: Response, body: Any) -> Response:
    return replace(response, body=encode(body).encode())


def _with_items(paging: Paging, body: Any, items: list[Any]) -> Any:
    return items if not paging.items else {**body, paging.items.removeprefix("/"): items}


def _links(paging: Paging, body: Any) -> dict[str, Any]:
    """The Pagination object of a body, its cursors inside; empty when there is none."""
    found = (_at(body, place.rpartition("/")[0]) for place in paging.cursors)
    return next((links for links in found if isinstance(links, dict)), {})


def _fresh(paging: Paging, request: Request, items: list[Any]) -> int:
    """The place of the first item that is not the one which the page continues with."""
    if paging.style != "last-id":
        return 0
    asked = _Asked(paging, request).moved
    return next((i for i, item in enumerate(items) if str(_at(item, paging.key or "")) != asked), 0)


def _on_body(change: Change) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """A defect that changes the bodies of successes."""

    def wrap(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
        def respond(request: Request) -> Response:
            response = endpoint(request)
            if not response.ok or not response.body:
                return response
            return _with(response, change(_paging(operation), request, _json(response)))

        return respond

    return wrap


def _on_request(
    change: Callable[[_Asked], Request],
) -> Callable[[Pod, Operation, Endpoint], Endpoint]:
    """A defect that hears another request than the one that was sent."""

    def wrap(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
        return lambda request: endpoint(change(_Asked(_paging(operation), request)))

    return wrap


def _skips_one(paging: Paging, request: Request, body: Any) -> Any:
    items = list(_at(body, paging.items) or ())
    if _Asked(paging, request).moved is None:
        return body
    place = _fresh(paging, request, items)
    return _with_items(paging, body, items[:place] + items[place + 1 :])


def _repeats_one(paging: Paging, request: Request, body: Any) -> Any:
    items = list(_at(body, paging.items) or ())
    place = _fresh(paging, request, items)
    return _with_items(paging, body, items[:place] + items[place : place + 1] + items[place:])


def _default_of_one(asked: _Asked) -> Request:
    return asked.request if asked.value("limit") is not None else asked.having(limit=1)


def _nonsense_skips_one(asked: _Asked) -> Request:
    skip = asked.value("skip")
    return asked.request if skip is None or skip.isdigit() else asked.having(skip=1)


def _refuses_maximum(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    paging = _paging(operation)

    def respond(request: Request) -> Response:
        if _Asked(paging, request).value("limit") == str(paging.maximum):
            return error_response(operation.api, 400, "The limit is too high")
        return endpoint(request)

    return respond


def _exceeds_maximum(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    """A limit above the maximum is served to the full, by items that come again where there are too few."""
    paging = _paging(operation)

    def respond(request: Request) -> Response:
        asked = _Asked(paging, request)
        limit, maximum = asked.value("limit") or "", paging.maximum or 0
        if not limit.isdigit() or not maximum < int(limit) <= 2 * maximum:
            return endpoint(request)
        response = endpoint(asked.having(limit=maximum))
        body = _json(response)
        items = list(_at(body, paging.items) or ())
        more = (items * (int(limit) // max(1, len(items)) + 1))[: int(limit)]
        return _with(response, _with_items(paging, body, more))

    return respond


def _crashes(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Whatever is wrong with the paging parameters of a request is an error of the server."""
    paging = _paging(operation)
    names = {*paging.parameters, paging.limit}

    def respond(request: Request) -> Response:
        response = endpoint(request)
        paged = any(name in names for name in request.query)
        if response.status == 400 and paged:
            return error_response(operation.api, 500, "Internal server error")
        return response

    return respond


def _crashes_on_both(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    def respond(request: Request) -> Response:
        if {"before", "after"} <= set(request.query):
            return error_response(operation.api, 500, "Internal server error")
        return endpoint(request)

    return respond


def _never_ends(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Behind the end there is the last page again, or the first one where pages are not numbered."""
    paging = _paging(operation)
    last: dict[str, Any] = {}

    def respond(request: Request) -> Response:
        asked, response = _Asked(paging, request), endpoint(request)
        if not response.ok:
            return response
        body = _json(response)
        if paging.style != "cursor":
            return (
                response
                if _at(body, paging.items) or asked.moved is None
                else endpoint(asked.without(*paging.parameters))
            )
        links = _links(paging, body)
        if "next" in links:
            last.update(next=links["next"], after=links["cursors"]["after"])
        elif last and links:
            links["next"], links["cursors"]["after"] = last["next"], last["after"]
        return _with(response, body)

    return respond


def _from_the_first(paging: Paging, request: Request, body: Any) -> Any:
    """Links lead to the first page."""
    links = _links(paging, body)
    for name in ("next", "previous"):
        if name in links:
            parts = urlsplit(links[name])
            rest = [(key, value) for key, value in parse_qsl(parts.query) if key not in ("before", "after")]
            links[name] = f"{parts.path}?{urlencode(rest)}"
    return body


def _unsafe(paging: Paging, request: Request, body: Any) -> Any:
    cursors = _links(paging, body).get("cursors", {})
    cursors.update({name: f"{value}+/" for name, value in cursors.items()})
    return body


def _counts_wrong(paging: Paging, request: Request, body: Any) -> Any:
    name = (paging.total or "").removeprefix("/")
    return {**body, name: body[name] + 1}


def _says_no_skip(paging: Paging, request: Request, body: Any) -> Any:
    return {**body, "skip": 0}


def _unstable(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Every other answer has its items in the opposite order."""
    paging, turn = _paging(operation), False

    def respond(request: Request) -> Response:
        nonlocal turn
        response = endpoint(request)
        turn = not turn
        if turn or not response.ok or not response.body:
            return response
        body = _json(response)
        return _with(response, _with_items(paging, body, list(_at(body, paging.items) or ())[::-1]))

    return respond


def _ignores_filter(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    """Of the body only the text that is searched for is heard; types are all of them."""

    def respond(request: Request) -> Response:
        query = {name: values for name, values in request.query.items() if name != "status"}
        body = json.loads(request.body) if request.body else None
        if isinstance(body, dict):
            body = {name: value for name, value in body.items() if name in _NO_FILTERS}
        elif isinstance(body, list):
            body = [{"type": kind} for kind in ("USER", "USERSIGNING", "OPERATIONSUSER", "OPERATIONSSIGNING")]
        sent = request.body if body is None else encode(body).encode()
        return endpoint(replace(request, query=query, body=sent))

    return respond


_NO_FILTERS = ("query", "startDate", "endDate", "includeInactiveStreams")


def _shifts(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    """When the list has changed since its first page, later pages begin one item too late."""
    paging = _paging(operation)
    before: dict[str, bytes] = {}

    def respond(request: Request) -> Response:
        asked, response = _Asked(paging, request), endpoint(request)
        # Without a limit and from the beginning: what the list is at this moment.
        now = endpoint(asked.without(*paging.parameters, "limit")).body
        who = str(sorted(request.path.items()))
        if asked.moved is None:
            before[who] = now
        if not response.ok or not response.body or before.get(who, now) == now:
            return response
        return _with(response, _skips_one(paging, request, _json(response)))

    return respond


def _other_list(_pod: Pod, operation: Operation, endpoint: Endpoint) -> Endpoint:
    """A cursor that the list does not know gives what may be anybody's."""
    paging = _paging(operation)
    latest: list[Any] = []

    def respond(request: Request) -> Response:
        nonlocal latest
        asked, response = _Asked(paging, request), endpoint(request)
        if response.ok:
            latest = list(_at(_json(response), paging.items) or latest)
            return response
        if response.status != 400 or asked.moved is None or not latest:
            return response
        served = endpoint(asked.without(*paging.parameters))
        strange = json.loads(_strange(encode(latest[0])))
        return _with(served, _with_items(paging, _json(served), [strange]))

    return respond


def _strange(item: str) -> str:
    """The item with other letters and digits, so that it is nobody the list knows."""
    return (
        item.replace("1", "7").replace(".", ".z")
        if item.isdigit() or item.startswith('"')
        else _renamed(item)
    )


def _renamed(item: str) -> str:
    def other(value: Any) -> Any:
        if isinstance(value, Mapping):
            return {name: other(inner) for name, inner in value.items()}
        if isinstance(value, str):
            return f"{value}z"
        return value + 1 if isinstance(value, int) and not isinstance(value, bool) else value

    return encode(other(json.loads(item)))


def _pages(_pod: Pod, operation: Operation) -> bool:
    return operation.paging is not None


def _limits(_pod: Pod, operation: Operation) -> bool:
    return operation.paging is not None and operation.paging.limit is not None


def _has_maximum(_pod: Pod, operation: Operation) -> bool:
    return operation.paging is not None and operation.paging.maximum is not None


def _has_cursors(_pod: Pod, operation: Operation) -> bool:
    return operation.paging is not None and operation.paging.style == "cursor"


def _counts(_pod: Pod, operation: Operation) -> bool:
    return operation.paging is not None and operation.paging.total is not None


def _skips(_pod: Pod, operation: Operation) -> bool:
    return operation.paging is not None and operation.paging.style == "offset"


def _echoes_skip(pod: Pod, operation: Operation) -> bool:
    return _counts(pod, operation) and _skips(pod, operation)


PAGING_DEFECTS = (
    Defect("page-skips-an-item", "Pages but the first lack an item.", _on_body(_skips_one), _pages),
    Defect("page-repeats-an-item", "Pages have an item twice.", _on_body(_repeats_one), _pages),
    Defect("default-of-one", "Without a limit one item comes.", _on_request(_default_of_one), _limits),
    Defect(
        "nonsense-skips-one", "A skip that is none counts as 1.", _on_request(_nonsense_skips_one), _skips
    ),
    Defect("refuses-the-maximum", "The highest limit gets a 400.", _refuses_maximum, _has_maximum),
    Defect("exceeds-the-maximum", "Limits above the maximum are served.", _exceeds_maximum, _has_maximum),
    Defect("paging-crashes", "Bad paging parameters get a 500.", _crashes, _pages),
    Defect("both-cursors-crash", "Both cursors at once get a 500.", _crashes_on_both, _has_cursors),
    Defect("list-never-ends", "Behind the end of a list items go on.", _never_ends, _pages),
    Defect(
        "links-to-the-first-page", "Links lead to the first page.", _on_body(_from_the_first), _has_cursors
    ),
    Defect("unsafe-cursors", "Cursors have characters of base64.", _on_body(_unsafe), _has_cursors),
    Defect("count-off-by-one", "The count is one too high.", _on_body(_counts_wrong), _counts),
    Defect("says-no-skip", "The answer says that none was skipped.", _on_body(_says_no_skip), _echoes_skip),
    Defect("unstable-order", "Every other page comes in the opposite order.", _unstable, _pages),
    Defect("ignores-filter", "Lists are not filtered.", _ignores_filter, _pages),
    Defect("shifts-with-changes", "Changes of a list make later pages lose an item.", _shifts, _pages),
    Defect("serves-foreign-cursors", "Unknown cursors give unknown items.", _other_list, _has_cursors),
)
