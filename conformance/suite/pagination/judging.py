"""What the tests of the family share: parameters, the reader of a list, and how a requirement is judged."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest

from conformance.checks.judgement import described
from conformance.suite.operations import OPERATIONS
from conformance.suite.pagination.pages import LONGEST, SNAPSHOT, Known, Reader, Trouble
from conformance.suite.pagination.present import present
from conformance.suite.pagination.table import ROWS, operations_with, requirement_of
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Response

REFUSED = "a 4xx"


def each(check: str) -> list[Any]:
    """The parameters of a check: every operation that it concerns, with the requirement that it judges."""
    return [
        pytest.param(name, marks=pytest.mark.check(f"pagination.{check}@{name}", requirement_of(check, name)))
        for name in operations_with(check)
    ]


def reader_of(scenario: Scenario, operation: str) -> Reader:
    """The reader of the operation's list; the things that it lists are made first, where that is allowed."""
    row, world = ROWS[operation], scenario.world
    listing = present(operation) if world.reads_only else None
    return Reader(scenario, OPERATIONS[operation], row.key, (listing or row.listing)(world))


def judge(scenario: Scenario, expected: str, found: str | None) -> None:
    """Judge the one requirement of the test: it holds when nothing wrong was found."""
    (requirement,) = scenario.requirements
    scenario.expect(requirement, found is None, expected=expected, observed=found or "as expected")


def leave(scenario: Scenario, why: str) -> None:
    """Leave the one requirement of the test unjudged."""
    (requirement,) = scenario.requirements
    scenario.not_applicable(requirement, why)


def harmless(reader: Reader, response: Response, allowed: Collection[Any] | None) -> str | None:
    """What is wrong with the answer to a request that should be refused, or served from its own list.

    `allowed` are the keys of the own list, None when not all of them are known.
    """
    if 400 <= response.status < 500:
        return None
    if not 200 <= response.status < 300:
        return f"answered {described(response)}"
    try:
        page = reader.read(response)
    except Trouble as trouble:
        return str(trouble)
    strange = [key for key in page.keys if allowed is not None and key not in allowed]
    return f"answered {response.status} with what is not in the list: {strange[0]}" if strange else None


def all_of(reader: Reader, known: Known) -> Collection[Any] | None:
    """The keys of the whole list; None when it is too long to be read."""
    if known.complete or reader.paging.style != "cursor":
        return known.keys if known.complete else None
    keys = reader.collect(SNAPSHOT, enough=LONGEST)
    return keys if len(keys) < LONGEST else None
