"""Carries out the steps of the model of groups."""

from __future__ import annotations

import contextlib
from typing import Any

from conformance.models.groups import Groups
from conformance.models.model import Step
from conformance.suite import things
from conformance.suite.outcomes import NotRun
from conformance.suite.requests import NO_BODY
from conformance.suite.stateful.driver import Seen, Sender, told
from conformance.suite.world import success_or_none
from conformance.target.exchange import Response

INVENTED = "00000000-0000-4000-8000-000000000000"
GONE = ("status", "title", "members", "version")


class GroupDriver:
    """Every walk makes a group of its own. Versions are numbered by their ETags, in order of appearance."""

    def __init__(self, scenario: Sender, model: Groups) -> None:
        self.scenario = scenario
        self.model = model
        world = scenario.world
        self.ids = {user: things.user_id(world, world.actor(user)) for user in model.people}
        self.actor = world.actor(model.by)
        self.body: dict[str, Any] = {}
        self.group: str | None = None
        self.tags: list[str] = []

    def begin(self) -> None:
        """Think of another group."""
        self.body = things.new_group(self.scenario.world)
        self.body["profile"] = {"displayName": self._title(0)}
        self.group, self.tags = None, []

    def do(self, step: Step) -> tuple[Response, Seen]:
        """Send one change; every answer with a group shows it as it is then."""
        match step.action:
            case "create":
                body = {**self.body, "members": self._wire([step.to] if step.to else [])}
                response = self._send("insertGroup", step, {}, body)
                self.group = told(success_or_none(response), "id")
            case "add":
                (member,) = self._wire([step.to])
                response = self._send("addMemberToGroup", step, {}, {"member": member})
            case "avatar":
                response = self._send("updateAvatar", step, {}, {"image": things.PIXEL})
            case _:
                response = self._update(step)
        return response, self._seen(response)

    def look(self, step: Step | None) -> Seen:
        """The group as it reads; nothing before there is one."""
        if self.group is None:
            return {}
        response = self._send("getGroup", Step("read", self.model.by), {}, NO_BODY)
        return self._seen(response) or dict.fromkeys(GONE)

    def end(self) -> None:
        """Delete the group by its status."""
        if self.group is not None:
            with contextlib.suppress(NotRun):
                self.look(None)
                self._update(Step("update", self.model.by, "status", "current"))

    def _update(self, step: Step) -> Response:
        """The body is what the group is now, with one thing changed."""
        now = success_or_none(self._send("getGroup", Step("read", self.model.by), {}, NO_BODY)) or {}
        current = told(now, "eTag") or INVENTED
        tag = {"current": current, "invented": INVENTED, "missing": current}.get(
            step.how, self._earlier(current)
        )
        members = [told(member, "memberId") for member in now.get("members") or ()]
        body = {
            **self.body,
            "id": self.group,
            "eTag": tag,
            "status": now.get("status") or "ACTIVE",
            "members": [{"memberTenant": user >> 36, "memberId": user} for user in members],
            "profile": {"displayName": told(now, "profile", "displayName")},
        }
        if step.to == "title":
            other = body["profile"]["displayName"] == self._title(0)
            body["profile"] = {"displayName": self._title(1 if other else 0)}
        elif step.to == "status":
            body["status"] = "DELETED"
        else:
            body["members"] = self._wire(step.to.split()[1:])
        return self._send("updateGroup", step, {} if step.how == "missing" else {"If-Match": tag}, body)

    def _earlier(self, current: str) -> str:
        """The ETag before the latest."""
        older = [tag for tag in self.tags if tag != current]
        return older[-1] if older else INVENTED

    def _send(self, operation: str, step: Step, headers: dict[str, str], body: Any) -> Response:
        path = {} if operation == "insertGroup" else {"groupId": self.group or "none"}
        headers = {**things.host(), **headers}
        return self.scenario.send(operation, self.actor, path=path, headers=headers, body=body, why=str(step))

    def _seen(self, response: Response) -> Seen:
        group = success_or_none(response)
        if not isinstance(group, dict):
            return {}
        titles = {self._title(0): 0, self._title(1): 1}
        shown = told(group, "profile", "displayName")
        known = {number: user for user, number in self.ids.items()}
        members = [told(member, "memberId") for member in group.get("members") or ()]
        return {
            "status": group.get("status"),
            "title": titles.get(shown, shown),
            "members": tuple(sorted(known.get(number, str(number)) for number in members)),
            "version": self._version(group, response),
        }

    def _version(self, group: dict[str, Any], response: Response) -> Any:
        tag, header = group.get("eTag"), response.header("Etag")
        if header is not None and tag is not None and header.removeprefix("W/").strip('"') != tag.strip('"'):
            return f"header {header}, body {tag}"
        if tag is None and header is not None:
            tag = header
        if tag is None:
            return None
        if tag not in self.tags:
            self.tags.append(tag)
        return self.tags.index(tag)

    def _title(self, number: int) -> str:
        return f"{self.body['name']} {'AB'[number]}"

    def _wire(self, users: list[str]) -> list[dict[str, int]]:
        return [{"memberTenant": self.ids[user] >> 36, "memberId": self.ids[user]} for user in users]
