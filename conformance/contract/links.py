"""Links: which operation can follow an answer, and which of its values go where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.contract import pointer
from conformance.contract.errors import SpecError
from conformance.contract.model import Contract

MISSING = object()
"""What an expression gives that leads nowhere."""


@dataclass(frozen=True, slots=True)
class Link:
    """One declared link: `parameters` and `body` hold runtime expressions; `body` is None for none."""

    source: str
    status: str
    target: str
    parameters: Mapping[str, Any]
    body: Any

    @property
    def name(self) -> str:
        """Source and target; a source has no two links to one target."""
        return f"{self.source} -> {self.target}"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the expressions of a link refer to: the request that was sent, and the answer as JSON."""

    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any
    answer: Any


def declared_links(contract: Contract) -> list[Link]:
    """Every link that the normalised documents declare, in their order."""
    return [
        Link(source.id, status, link["operationId"], link.get("parameters") or {}, link.get("requestBody"))
        for source in contract.operations.values()
        for status, link in _links_of(contract, source.api, source.path, source.method)
    ]


def _links_of(contract: Contract, api: str, path: str, method: str) -> Iterator[tuple[str, Any]]:
    responses = contract.documents[api]["paths"][path][method.lower()]["responses"]
    for status, response in responses.items():
        for link in contract.resolve(api, response).get("links", {}).values():
            yield status, contract.resolve(api, link)


def value_of(expression: Any, sent: Sent) -> Any:
    """The value of a runtime expression, or of JSON with such expressions in it; MISSING where one fails."""
    if isinstance(expression, Mapping):
        found = {key: value_of(inner, sent) for key, inner in expression.items()}
        return MISSING if MISSING in found.values() else found
    if isinstance(expression, list):
        listed = [value_of(inner, sent) for inner in expression]
        return MISSING if MISSING in listed else listed
    if not isinstance(expression, str) or not expression.startswith("$"):
        return expression
    place, _, inner = expression.partition("#")
    match place.split("."):
        case ["$response", "body"]:
            return _inside(sent.answer, inner)
        case ["$request", "body"]:
            return _inside(sent.body, inner)
        case ["$request", "path", name]:
            return sent.path.get(name, MISSING)
        case ["$request", "query", name]:
            return sent.query.get(name, MISSING)
        case _:
            return MISSING


def _inside(value: Any, place: str) -> Any:
    try:
        found = pointer.resolve(value, place)
    except (SpecError, KeyError, TypeError, IndexError):
        return MISSING
    return MISSING if found is None else found
