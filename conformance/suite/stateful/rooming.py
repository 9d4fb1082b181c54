"""Carries out the steps of the model of rooms."""

from __future__ import annotations

import contextlib
from typing import Any

from conformance.models.model import Step
from conformance.models.rooms import MEMBER, OUT, OWNER, Rooms
from conformance.suite import things
from conformance.suite.looking import flag
from conformance.suite.outcomes import NotRun
from conformance.suite.stateful.driver import Seen, Sender, told
from conformance.suite.world import success_or_none
from conformance.target.exchange import Response

MEMBERSHIP = {
    "add": "addRoomMember",
    "remove": "removeRoomMember",
    "promote": "promoteRoomOwner",
    "demote": "demoteRoomOwner",
}


class RoomDriver:
    """Every walk makes a room of its own, and leaves it deactivated."""

    def __init__(self, scenario: Sender, model: Rooms) -> None:
        self.scenario = scenario
        self.model = model
        world = scenario.world
        self.actors = {user: world.actor(user) for user in (model.founder, model.guest, model.admin)}
        self.ids = {user: things.user_id(world, actor) for user, actor in self.actors.items()}
        self.room: str | None = None

    def begin(self) -> None:
        """Forget the room of the last walk."""
        self.room = None

    def do(self, step: Step) -> tuple[Response, Seen]:
        """Send one request; those about members answer with words only."""
        if step.action == "create":
            body = {"name": self.scenario.world.name("room"), "description": "Made by conformance tests"}
            response = self._send("createRoom", step, {"body": body})
            self.room = told(success_or_none(response), "roomSystemInfo", "id")
            return response, _activity(response)
        path = {"id": self.room or "none"}
        as_admin = "AsAdmin" if step.by == self.model.admin else ""
        if step.action in ("activate", "deactivate"):
            query = {"active": step.action == "activate"}
            response = self._send(f"setRoomActive{as_admin}", step, {"path": path, "query": query})
            return response, _activity(response)
        operation = f"{MEMBERSHIP[step.action]}{as_admin}"
        return self._send(operation, step, {"path": path, "body": {"id": self.ids[step.to]}}), {}

    def look(self, step: Step | None) -> Seen:
        """The room as its founder reads it, and both lists of its members."""
        if self.room is None:
            return {}
        founder, path = Step("read", self.model.founder), {"path": {"id": self.room}}
        seen: Seen = {"active": None, **_activity(self._send("getRoom", founder, path))}
        listed = self._send("listRoomMembers", founder, path)
        as_admin = self._send("listRoomMembersAsAdmin", Step("read", self.model.admin), path)
        for response, where in ((listed, "the list"), (as_admin, "the administrator's list")):
            for user in (self.model.founder, self.model.guest):
                seen[f"{user} in {where}"] = _part(success_or_none(response), self.ids[user])
        return seen

    def end(self) -> None:
        """Take the room out of use."""
        if self.room is not None:
            with contextlib.suppress(NotRun):
                self.do(Step("deactivate", self.model.admin))

    def _send(self, operation: str, step: Step, request: dict[str, Any]) -> Response:
        return self.scenario.send(operation, self.actors[step.by], why=str(step), **request)


def _activity(response: Response) -> Seen:
    active = flag(told(success_or_none(response), "roomSystemInfo"), "active")
    return {} if active is None else {"active": active}


def _part(listed: Any, user: int) -> str | None:
    """Owner, member or out; how often, when it is not once; None for no list."""
    if not isinstance(listed, list):
        return None
    rows = [row for row in listed if told(row, "id") == user]
    if len(rows) > 1:
        return f"{len(rows)} times"
    return OUT if not rows else OWNER if told(rows[0], "owner") else MEMBER
