"""Carries out the steps of the model of followers."""

from __future__ import annotations

from typing import Any

from conformance.models.followers import LEADER, PEOPLE, Followers
from conformance.models.model import Step
from conformance.suite import things
from conformance.suite.stateful.driver import Seen, Sender, told
from conformance.suite.world import success_or_none
from conformance.target.exchange import Response

OPERATIONS = {"follow": "followUsers", "unfollow": "unfollowUsers"}


class FollowDriver:
    """Three accounts that the tests made for the walks of this driver; each walk begins without followers."""

    def __init__(self, scenario: Sender, model: Followers) -> None:
        self.scenario = scenario
        self.actor = scenario.world.actor(model.by)
        self.by = model.by
        purpose = scenario.world.name("walk")
        self.ids = {name: things.account(scenario.world, f"{purpose} {name}") for name in (LEADER, *PEOPLE)}

    def begin(self) -> None:
        """Nobody follows."""
        self.do(Step("unfollow", self.by, " ".join(PEOPLE)))

    def do(self, step: Step) -> tuple[Response, Seen]:
        """Name some users who begin or cease to follow."""
        body = {"followers": [self.ids[name] for name in step.to.split()]}
        path = {"uid": self.ids[LEADER]}
        response = self.scenario.send(
            OPERATIONS[step.action], self.actor, path=path, body=body, why=str(step)
        )
        return response, {}

    def look(self, step: Step | None) -> Seen:
        """Both lists; each fits on one page, because nobody else knows these accounts."""
        followers = self._list("listFollowers", LEADER)
        seen: Seen = {"followers": self._names(followers, "followers"), "count": told(followers, "count")}
        for person in PEOPLE:
            seen[f"{person} follows"] = self._names(self._list("listFollowing", person), "following")
        return seen

    def end(self) -> None:
        """Nobody follows afterwards."""
        self.begin()

    def _list(self, operation: str, whose: str) -> Any:
        return success_or_none(self.scenario.send(operation, self.actor, path={"uid": self.ids[whose]}))

    def _names(self, body: Any, key: str) -> tuple[str, ...] | None:
        if not isinstance(body, dict):
            return None
        known = {number: name for name, number in self.ids.items()}
        return tuple(sorted(known.get(number, str(number)) for number in body.get(key) or ()))
