"""Callers at the same time: each gets what is its own, however close the requests of others are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.concurrency.together import at_once
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario

TURNS = 20
"""How often each caller asks."""
CALLERS = ("admin", "user", "colleague", "nobody")


@dataclass(frozen=True, slots=True)
class Own:
    """An operation that answers with something of the caller, and where the caller's id stands in it."""

    requirement: str
    operation: str
    whose: Callable[[Any], Any]


OWN = (
    Own("USER-SESSION-3", "getSessionInfo", lambda answer: part(answer, "id")),
    Own("PRES-OWN-4", "getOwnPresence", lambda answer: part(answer, "userId")),
)


@pytest.mark.check("concurrency.callers", *(row.requirement for row in OWN))
def test_callers_at_the_same_time_get_their_own_answers(scenario: Scenario) -> None:
    """Of several callers who ask the same at the same time, each gets the answer about itself."""
    world = scenario.world
    callers = {name: things.user_id(world, name) for name in CALLERS if name in world.target.actors}
    if len(callers) < 2:
        raise NotApplicable(f"the target file names fewer than two of the actors {', '.join(CALLERS)}")
    names = list(callers)
    for row in OWN:
        for name in names:
            # everybody signs in before it begins
            scenario.get(row.operation, name)

        def ask(number: int, row: Own = row) -> list[Any]:
            return [row.whose(_answer(scenario, row.operation, names[number])) for _ in range(TURNS)]

        answers = dict(zip(names, at_once(len(names), ask), strict=True))
        strange = {name: sorted(set(found) - {None, callers[name]}) for name, found in answers.items()}
        answered = all(any(user is not None for user in found) for found in answers.values())
        scenario.expect(
            row.requirement,
            answered and not any(strange.values()),
            expected=f"each caller's own id in its {TURNS} answers: {callers}",
            observed=f"ids of others: {strange}" if answered else f"not all answered: {answers}",
        )


def _answer(scenario: Scenario, operation: str, caller: str) -> Any:
    """The answer of a success; None for a refusal, which a pod under load may give."""
    response = scenario.send(operation, caller)
    return response.json() if response.status == 200 else None
