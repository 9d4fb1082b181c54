"""Following the links that the documents declare, with an account of those that lead nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.checks.judgement import described
from conformance.contract.links import MISSING, Link, Sent, value_of
from conformance.suite.outcomes import NotRun
from conformance.suite.recipes import Recipe, recipes
from conformance.suite.requests import NO_BODY
from conformance.suite.scenario import Scenario
from conformance.suite.world import World, success_or_none

UNFIT: Mapping[str, str] = {
    "createConnection -> acceptConnection": "the one who invites cannot accept",
    "createConnection -> rejectConnection": "the one who invites cannot reject",
    "createConnection -> removeConnection": "an open request is no connection yet",
    "rejectConnection -> removeConnection": "a rejected request is no connection",
}
"""Links whose target the source's own result refuses; they are listed, not followed."""


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of a link: `why` says why it led nowhere, None when the target succeeded.

    `reason` is what kept it from being followed at all.
    """

    link: Link
    why: str | None
    broken: bool = False
    reason: NotRun | None = None


@dataclass(slots=True)
class Follower:
    """Follows the links of one source after the other: reading targets first, deleting ones last."""

    scenario: Scenario
    sources: dict[str, tuple[Recipe, Sent] | str] = field(default_factory=dict)
    world: World = field(init=False)

    def __post_init__(self) -> None:
        # Some links lead on to the end of what they come from.
        self.world = self.scenario.world.apart()

    def follow(self, links: list[Link]) -> Iterator[Followed]:
        """What becomes of each link."""
        operations = self.world.contract.operations
        known = list(dict.fromkeys(link.source for link in links))
        for link in sorted(links, key=lambda link: (known.index(link.source), self._rank(link))):
            if link.name in UNFIT:
                yield Followed(link, UNFIT[link.name])
                continue
            if "delete" in operations[link.target].effects or operations[link.source].area == "Connections":
                # What was made before is gone with the target, or was ended to prepare it.
                self.sources.pop(link.source, None)
            try:
                yield self._follow(link)
            except NotRun as reason:
                yield Followed(link, f"{reason.outcome}: {reason}", reason=reason)

    def _rank(self, link: Link) -> int:
        effects = self.world.contract.operations[link.target].effects
        return 2 if "delete" in effects else 0 if effects == {"read"} else 1

    def _follow(self, link: Link) -> Followed:
        recipe = recipes()[link.target](self.world)
        source = self._source(link)
        if isinstance(source, str):
            return Followed(link, source)
        by, sent = source
        call = self._call(link, recipe, sent)
        if isinstance(call, str):
            return Followed(link, call)
        self._prepare(link, call, by.actor)
        why = f"the link {link.name}"
        personal = self.world.contract.operations[link.source].area == "Connections"
        response = self.scenario.send(link.target, by.actor if personal else recipe.actor, why=why, **call)
        if response.status == 403 and by.actor != recipe.actor:
            # Some results are for the caller alone, some targets for administrators alone.
            response = self.scenario.send(link.target, by.actor, why=why, **call)
        if 200 <= response.status < 300:
            return Followed(link, None)
        return Followed(link, f"answered {described(response)}", broken=True)

    def _source(self, link: Link) -> tuple[Recipe, Sent] | str:
        """The recipe of the source and what it sent and got, made once; or why there is none."""
        if any("cursors/after" in str(expression) for expression in link.parameters.values()):
            # A page of one item, so that there is a next page wherever there are two.
            return self._call_source(link.source, limit=1)
        if link.source not in self.sources:
            self.sources[link.source] = self._call_source(link.source)
        return self.sources[link.source]

    def _call_source(self, name: str, **query: int) -> tuple[Recipe, Sent] | str:
        recipe = recipes()[name](self.world)
        query = {**recipe.query, **query}
        request = {"path": recipe.path, "query": query, "headers": recipe.headers, "body": recipe.body}
        response = self.scenario.send(name, recipe.actor, why=f"the source of links from {name}", **request)
        if not 200 <= response.status < 300:
            return f"its source answered {described(response)}"
        body = None if recipe.body is NO_BODY else recipe.body
        return recipe, Sent(recipe.path, query, body, success_or_none(response))

    def _call(self, link: Link, recipe: Recipe, sent: Sent) -> dict[str, Any] | str:
        """The target's recipe with the link's values in it; or which value the answer lacks."""
        call: dict[str, Any] = {
            "path": dict(recipe.path),
            "query": dict(recipe.query),
            "headers": dict(recipe.headers),
            "body": recipe.body,
        }
        places = {p.name: p.location for p in self.world.contract.operations[link.target].parameters}
        for name, expression in link.parameters.items():
            value = value_of(expression, sent)
            if value is MISSING:
                return f"the answer of its source has no {expression}"
            call["headers" if places[name] == "header" else places[name]][name] = value
        if link.body is not None:
            value = value_of(link.body, sent)
            if value is MISSING:
                return f"the answer of its source has no {link.body}"
            merge = isinstance(value, dict) and isinstance(call["body"], dict)
            call["body"] = {**call["body"], **value} if merge else value
        if link.target in _REPEATED:
            call["body"] = {**call["body"], **_REPEATED[link.target](call)}
        return call

    def _prepare(self, link: Link, call: dict[str, Any], owner: str) -> None:
        """Bring the linked thing to where the target's recipe has its own: a room with the member in it."""
        if link.target not in _NEED_A_MEMBER:
            return
        room, member = {"id": call["path"]["id"]}, {"id": call["body"]["id"]}
        listed = self.scenario.look("listRoomMembers", owner, path=room) or []
        part = next((row for row in listed if row.get("id") == member["id"]), None)
        if part is not None and link.target in _NEED_AN_OUTSIDER:
            self.scenario.get("removeRoomMember", owner, path=room, body=member)
        elif part is None and link.target not in _NEED_AN_OUTSIDER:
            self.scenario.get("addRoomMember", owner, path=room, body=member)
        if link.target == "demoteRoomOwner" and not (part or {}).get("owner"):
            self.scenario.get("promoteRoomOwner", owner, path=room, body=member)


_REPEATED: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "updateGroup": lambda call: {"id": call["path"]["groupId"], "eTag": call["headers"]["If-Match"]},
    "updateApp": lambda call: {
        "applicationInfo": {**call["body"]["applicationInfo"], "appId": call["path"]["id"]}
    },
}
"""Bodies that repeat what a link puts elsewhere."""

_NEED_AN_OUTSIDER = frozenset({"addRoomMember", "addRoomMemberAsAdmin"})
_NEED_A_MEMBER = _NEED_AN_OUTSIDER | {
    "removeRoomMember",
    "removeRoomMemberAsAdmin",
    "promoteRoomOwner",
    "demoteRoomOwner",
}
