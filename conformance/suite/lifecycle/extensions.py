"""File extensions that a test allows for itself, and the walk through all that are allowed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from conformance.suite import things
from conformance.suite.looking import LOOKS, MOST_PAGES, part
from conformance.suite.outcomes import NotApplicable, NotRun
from conformance.suite.requests import Call
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response

LIST, PUT, DELETE = "listAllowedFileExtensions", "putAllowedFileExtension", "deleteAllowedFileExtension"
PAGE = 100


@contextmanager
def new_extensions(scenario: Scenario, count: int) -> Iterator[list[str]]:
    """Extensions that nobody has allowed yet; those that a test allows are deleted at the end."""
    world = scenario.world
    names = ["." + world.name("ext").replace("-", "").lower() for _ in range(count)]
    try:
        yield names
    finally:
        for name in names:
            with suppress(NotRun):
                world.send(DELETE, things.admin(world), Call(path={"extension": name}), "cleaning up")


def put(scenario: Scenario, extension: str, *, at: str = "", **members: Any) -> Response:
    """Allow an extension with these members; `at` is the one in the path when it is written otherwise."""
    body = {"extension": extension, "scope_internal": True, "scope_external": True, **members}
    path = {"extension": at or extension}
    return scenario.send(PUT, things.admin(scenario.world), path=path, body=body)


def allowed(scenario: Scenario, *wanted: str) -> dict[str, list[Any]]:
    """The rows of each wanted extension in the list, which is walked to its end.

    It is walked again when some are missing: cursors may become invalid while others change the list.
    """
    for _ in range(LOOKS):
        rows = _walk(scenario)
        found = {
            name: [row for row in rows if plain(part(row, "extension")) == plain(name)] for name in wanted
        }
        if all(found.values()):
            break
    return found


def _walk(scenario: Scenario) -> list[Any]:
    admin = things.admin(scenario.world)
    rows: list[Any] = []
    query: dict[str, Any] = {"limit": PAGE}
    for _ in range(MOST_PAGES):
        page = scenario.look(LIST, admin, query=query)
        data = part(page, "data") or []
        rows += data
        paging = part(page, "pagination") or part(page, "paging")
        if paging is None and len(data) >= PAGE:
            raise NotApplicable("the target's list of extensions is longer than a page and has no cursors")
        after = part(paging, "cursors", "after")
        if not after or (part(paging, "next") is None and not data):
            break
        query = {"limit": PAGE, "after": after}
    return rows


def types(scenario: Scenario, *wanted: str) -> list[str]:
    """Those of the extensions that the list of supported attachment types shows."""
    listed = scenario.look("listAllowedFileTypes", things.user(scenario.world)) or []
    known = {plain(item) for item in listed}
    return [name for name in wanted if plain(name) in known]


def plain(extension: Any) -> str:
    """The extension without the dot before it, which not every list writes."""
    return str(extension).removeprefix(".")
