"""How far the walks of a profile go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Random walks and their steps; for the reduction of a failing walk seconds and trials.

    `strict` budgets judge a requirement only when every one of its rules was reached.
    """

    walks: int
    steps: int
    seconds: float
    trials: int
    strict: bool = True


_BUDGETS: Mapping[str, Budget] = {
    "smoke": Budget(walks=2, steps=8, seconds=10, trials=40, strict=False),
    "gate": Budget(walks=20, steps=15, seconds=30, trials=120),
    "nightly": Budget(walks=200, steps=40, seconds=120, trials=600),
}


def budget_of(profile: str) -> Budget:
    """The budget of a profile; a profile of somebody's own gets that of the gate."""
    return _BUDGETS.get(profile, _BUDGETS["gate"])
