"""Steps that the checks of accounts and of everything that hangs on them have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conformance.checks.judgement import described
from conformance.suite import things
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.requests import NO_BODY
from conformance.suite.scenario import Scenario
from conformance.suite.world import World
from conformance.target.exchange import Response

PAGE = 1000
MOST_PAGES = 20
"""How many pages of a list are read before the target counts as too large to find one thing in it."""


def rows_of(value: Any) -> list[Any]:
    """The objects of a list in an answer; none when it is no list."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def account_of(scenario: Scenario, user: int) -> Any:
    """An account as administrators read it."""
    return scenario.look("getUserAccount", things.admin(scenario.world), path={"uid": user}) or {}


def refused(scenario: Scenario, requirement: str, response: Response, what: str) -> bool:
    """Judge that a request got a refusal."""
    return scenario.expect(
        requirement,
        400 <= response.status < 500,
        expected=f"{what}: a 4xx",
        observed=f"{what}: {described(response)}",
    )


def has(scenario: Scenario, requirement: str, wanted: Mapping[str, Any], found: Any, what: str) -> bool:
    """Judge that an object has these values, and maybe others."""
    return scenario.equal(requirement, dict(wanted), {name: part(found, name) for name in wanted}, what)


def find(
    scenario: Scenario, operation: str, wanted: Callable[[Any], bool], body: Any = NO_BODY
) -> Mapping[str, Any] | None:
    """The first wanted row of an administrator's list that is paged by skip and limit.

    Raises NotApplicable when the list is too long to be read to its end.
    """
    admin = things.admin(scenario.world)
    for page in range(MOST_PAGES):
        query = {"skip": page * PAGE, "limit": PAGE}
        rows = rows_of(scenario.look(operation, admin, query=query, body=body))
        for row in rows:
            if wanted(row):
                return dict(row)
        if len(rows) < PAGE:
            return None
    raise NotApplicable(f"{operation} lists more than {MOST_PAGES * PAGE} rows: too many to find one of them")


def unknown_user(world: World) -> int:
    """The id of a user of the administrator's pod that nobody has."""
    return (things.tenant(world) << 36) + (1 << 36) - 7


def word(world: World, kind: str) -> str:
    """A name that nothing on the target has yet, of letters and digits only."""
    return world.name(kind).replace("-", "")
