"""Steps that the checks of connections share: bring two users to a state, and look at it from both sides."""

from __future__ import annotations

from typing import Any

from conformance.suite import things
from conformance.suite.peers import Pair, strangers
from conformance.suite.scenario import Scenario
from conformance.suite.world import World
from conformance.target.exchange import Response

PENDING = ("PENDING_OUTGOING", "PENDING_INCOMING")
"""What the two see of an invitation: the one who sent it first."""


def invited(scenario: Scenario) -> Pair:
    """Two strangers, of whom the user has invited the other."""
    pair = strangers(scenario.world)
    scenario.get("createConnection", pair.user, body={"userId": pair.stranger_id})
    return pair


def connected(scenario: Scenario) -> Pair:
    """Two strangers, of whom the user has invited the other, who has accepted."""
    pair = invited(scenario)
    scenario.get("acceptConnection", pair.stranger, body={"userId": pair.user_id})
    return pair


def declined(scenario: Scenario) -> Pair:
    """Two strangers, of whom the user has invited the other, who has rejected."""
    pair = invited(scenario)
    scenario.get("rejectConnection", pair.stranger, body={"userId": pair.user_id})
    return pair


def seen(scenario: Scenario, viewer: str, peer: int) -> dict[str, Any]:
    """The connection as one side sees it; empty when there is none."""
    found = scenario.look("getConnection", viewer, path={"userId": str(peer)})
    return found if isinstance(found, dict) else {}


def status(scenario: Scenario, viewer: str, peer: int) -> Any:
    """The status as one side sees it; None without a connection."""
    return seen(scenario, viewer, peer).get("status")


def statuses(scenario: Scenario, pair: Pair) -> tuple[Any, Any]:
    """The status as the user sees it, and as the stranger does."""
    sent = status(scenario, pair.user, pair.stranger_id)
    return sent, status(scenario, pair.stranger, pair.user_id)


def listed(scenario: Scenario, viewer: str, **query: Any) -> dict[int, Any]:
    """User id to status of a list of connections; empty when the answer is no list."""
    rows = scenario.look("listConnections", viewer, query=query)
    items = rows if isinstance(rows, list) else []
    return {row.get("userId", 0): row.get("status") for row in items if isinstance(row, dict)}


def refused(scenario: Scenario, requirement: str, answer: Response, *statuses: int) -> bool:
    """Judge a requirement by an answer that must be one of these 4xx, or any 4xx when none is named."""
    wish = " or ".join(map(str, statuses)) or "a 4xx"
    return scenario.expect(
        requirement,
        answer.status in statuses if statuses else 400 <= answer.status < 500,
        expected=wish,
        observed=_short(answer),
    )


def refused_or(scenario: Scenario, requirement: str, answer: Response, unchanged: str) -> bool:
    """Judge a requirement by an answer that must be a 4xx, or a 200 with the status that was there before."""
    return scenario.expect(
        requirement,
        400 <= answer.status < 500 or (answer.status == 200 and status_in(answer) == unchanged),
        expected=f"a 4xx, or 200 with {unchanged}",
        observed=_short(answer),
    )


def status_in(answer: Response) -> Any:
    """The status that an answer carries; None when it carries none."""
    try:
        return answer.json().get("status")
    except (ValueError, AttributeError):
        return None


def nobody_there(world: World) -> int:
    """The id of a user whom the pod does not have: the highest of the user's own tenant."""
    return (things.user_id(world, things.user(world)) >> 36 << 36) + (1 << 36) - 1


def _short(answer: Response) -> str:
    return f"{answer.status}: {answer.text[:100]}"
