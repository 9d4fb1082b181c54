"""Carries out the steps of the model of connections."""

from __future__ import annotations

from conformance.models.connections import Connections, view
from conformance.models.model import Step
from conformance.suite import things
from conformance.suite.outcomes import Blocked, NotApplicable
from conformance.suite.stateful.driver import Seen, Sender, told
from conformance.suite.world import success_or_none
from conformance.target.exchange import Response

OPERATIONS = {"invite": "createConnection", "accept": "acceptConnection", "reject": "rejectConnection"}
ROUNDS = 4
"""Tries to get back to where nothing stands between two users."""


class ConnectionDriver:
    """Connections belong to users, not to walks: each walk first ends what stands between them."""

    def __init__(self, scenario: Sender, model: Connections) -> None:
        self.scenario = scenario
        self.model = model
        users = (*model.near, model.far)
        self.ids = {user: things.user_id(scenario.world, scenario.world.actor(user)) for user in users}
        tenants = [self.ids[user] >> 36 for user in users]
        if tenants[0] != tenants[1] or tenants[2] == tenants[0]:
            near, far = " and ".join(model.near), model.far
            raise NotApplicable(f"the walks need the actors {near} of one pod and {far} of another")

    def begin(self) -> None:
        """End whatever stands between the users of the two pods."""
        for user in self.model.near:
            self._part(user, self.model.far)

    def do(self, step: Step) -> tuple[Response, Seen]:
        """Send one of the four requests; all but a removal answer with the connection."""
        peer = self.ids[step.to]
        if step.action == "remove":
            return self._send("removeConnection", step, path={"uid": peer}), {}
        response = self._send(OPERATIONS[step.action], step, body={"userId": peer})
        status = told(success_or_none(response), "status")
        return response, {view(step.by, step.to): status} if status is not None else {}

    def look(self, step: Step | None) -> Seen:
        """The connection from both sides: of all users, or of the two of a step."""
        users = (*self.model.near, self.model.far)
        pairs = (
            [(a, b) for a in users for b in users if a != b]
            if step is None
            else [(step.by, step.to), (step.to, step.by)]
        )
        return {view(viewer, peer): self._status(viewer, peer) for viewer, peer in pairs}

    def end(self) -> None:
        """Leave no connection behind."""
        self.begin()

    def _status(self, viewer: str, peer: str) -> str | None:
        path = {"userId": str(self.ids[peer])}
        response = self.scenario.send(
            "getConnection", viewer, path=path, why=f"{viewer} reads its connection"
        )
        status = told(success_or_none(response), "status")
        # Anything but a connection or its absence must not look like an absence.
        return status if status is not None or response.status in (400, 404) else f"{response.status}"

    def _send(self, operation: str, step: Step, **request: object) -> Response:
        return self.scenario.send(operation, step.by, why=str(step), **request)  # type: ignore[arg-type]

    def _part(self, one: str, other: str) -> None:
        for _ in range(ROUNDS):
            seen = self._status(one, other), self._status(other, one)
            if seen == (None, None):
                return
            match seen:
                case ("PENDING_INCOMING", _):
                    self.do(Step("accept", one, other))
                case (_, "PENDING_INCOMING"):
                    self.do(Step("accept", other, one))
                case ("ACCEPTED", _):
                    self.do(Step("remove", one, other))
                case (_, "ACCEPTED"):
                    self.do(Step("remove", other, one))
                case _:
                    # A rejected invitation can be made again, and be ended then.
                    response, _ = self.do(Step("invite", one, other))
                    if response.status >= 400:
                        self.do(Step("invite", other, one))
        raise Blocked("removeConnection", f"leaves {one} and {other} with {seen[0]} and {seen[1]}")
