"""Steps that the checks of groups share: groups of their own, changes of them, and a look at the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from conformance.contract import load_contract
from conformance.contract.shape import known_part
from conformance.suite import things
from conformance.suite.looking import in_order
from conformance.suite.outcomes import NotApplicable
from conformance.suite.requests import NO_BODY, Call
from conformance.suite.scenario import Scenario
from conformance.suite.world import World, field_of, success_or_none
from conformance.target.exchange import Response

PROFILE = ("id", "avatars")
"""What a profile has when it is read, and has not when it is written."""
PAGES = 5
"""How many pages of the newest groups are searched for one that was just made."""

Group = dict[str, Any]


@contextmanager
def own_group(scenario: Scenario, **changes: Any) -> Iterator[Group]:
    """A distribution list of the test, as the insertion answered it; deleted at the end."""
    body = {**things.new_group(scenario.world), **changes}
    made = scenario.get("insertGroup", things.admin(scenario.world), headers=things.host(), body=body)
    group_id = str(field_of(made, "insertGroup", "id"))
    try:
        yield made
    finally:
        retire(scenario.world, group_id)


def retire(world: World, group_id: str) -> None:
    """Delete a group as far as groups can be deleted: by its status. Not judged here."""
    admin, path = things.admin(world), {"groupId": group_id}
    found = world.send("getGroup", admin, Call(path, headers=things.host()), "cleaning up")
    try:
        group = found.json()
        headers = {**things.host(), "If-Match": group["eTag"]}
        body = as_written(group, status="DELETED")
    except (ValueError, LookupError, TypeError):
        return
    world.send("updateGroup", admin, Call(path, headers=headers, body=body), "cleaning up")


def step(
    scenario: Scenario, operation: str, group_id: str | None = None, body: Any = NO_BODY, **headers: str
) -> Response:
    """One request of the administrator to an operation of groups."""
    path = {} if group_id is None else {"groupId": group_id}
    sent = {**things.host(), **{name.replace("_", "-"): value for name, value in headers.items()}}
    return scenario.send(operation, things.admin(scenario.world), path=path, headers=sent, body=body)


def read(scenario: Scenario, group_id: str) -> Group:
    """The group as it is now; empty when it cannot be read."""
    return json_of(step(scenario, "getGroup", group_id))


def as_written(group: Mapping[str, Any], **changes: Any) -> Group:
    """The body that updates a group which was read: what clients write back, then the changes."""
    names = ("type", "ownerType", "ownerId", "name", "id", "eTag", "status", "subType", "referrer")
    body = {name: group[name] for name in names if group.get(name) is not None}
    if group.get("profile"):
        profile = group["profile"].items()
        body["profile"] = {
            name: value for name, value in profile if name not in PROFILE and value is not None
        }
    members = group.get("members") or ()
    body["members"] = [member(m.get("memberId"), m.get("memberTenant")) for m in members]
    for name in ("visibilityRestriction", "implicitConnection", "interactionTransfer"):
        if group.get(name):
            body[name] = group[name]
    return {**_documented(body), **changes}


def put(scenario: Scenario, group: Mapping[str, Any], **changes: Any) -> Response:
    """Update a group with the tag that it was read with."""
    tag = str(field_of(group, "getGroup", "eTag"))
    return step(scenario, "updateGroup", str(group.get("id")), as_written(group, **changes), If_Match=tag)


def member(user_id: Any, tenant: Any = None) -> dict[str, Any]:
    """A member as it is written."""
    return {"memberTenant": int(user_id) >> 36 if tenant is None else tenant, "memberId": user_id}


def member_ids(group: Mapping[str, Any]) -> list[Any]:
    """The user ids of the members, in ascending order."""
    return sorted(m.get("memberId", 0) for m in group.get("members") or ())


def person(world: World, name: str) -> int:
    """The user id of this actor, "user" or another; each name is another user.

    Without such an actor it is the administrator for "user", and an account of the tests' own for any other.
    """
    if name in world.target.actors:
        return things.user_id(world, world.actor(name))
    return things.user_id(world, things.admin(world)) if name == "user" else things.account(world, name)


def newest(scenario: Scenario, group: Mapping[str, Any], **query: Any) -> Group | None:
    """The group in the list of its type, newest first; None when it is not among the newest."""
    for rows in list_pages(scenario, str(group.get("type")), sortOrder="DESC", limit=100, **query):
        for row in rows:
            if row.get("id") == group.get("id"):
                return dict(row)
        if rows and moment(rows[-1], "createdDate") < moment(group, "createdDate"):
            break
    return None


def list_pages(scenario: Scenario, type_id: str, **query: Any) -> Iterator[list[Any]]:
    """The first pages of the groups of a type; a page may be empty though others follow."""
    after: dict[str, Any] = {}
    for _ in range(PAGES):
        page = list_page(scenario, type_id, **query, **after)
        yield page.get("data") or []
        cursor = ((page.get("pagination") or {}).get("cursors") or {}).get("after")
        if not cursor:
            return
        after = {"after": cursor}


def list_page(scenario: Scenario, type_id: str, **query: Any) -> Group:
    """One page of the groups of a type; empty when the answer is no success."""
    found = scenario.look(
        "listGroups",
        things.admin(scenario.world),
        path={"typeId": type_id},
        query=query,
        headers=things.host(),
    )
    return found if isinstance(found, dict) else {}


def moment(value: Mapping[str, Any], name: str) -> float:
    """A date-time of an answer in seconds; 0 when it is none."""
    try:
        return datetime.fromisoformat(str(value.get(name)).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return 0.0


def json_of(response: Response) -> Group:
    """The JSON object of a success; empty for anything else."""
    body = success_or_none(response)
    return body if isinstance(body, dict) else {}


def kept(group: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Some properties of a group; those that are absent or null are left out."""
    return {name: group[name] for name in names if group.get(name) is not None}


def profile_of(group: Mapping[str, Any]) -> dict[str, Any]:
    """What a client has written into the profile of a group; empty lists and texts are as good as absent.

    Lists are in an order of their own, which nobody promises.
    """
    profile = _documented({"profile": group.get("profile") or {}})["profile"]
    return {
        name: in_order(value)
        for name, value in profile.items()
        if name not in PROFILE and value not in (None, "", [])
    }


def _documented(body: Group) -> Group:
    """The part of a body that the document names: targets may show more, and refuse to have it sent back."""
    contract = load_contract()
    update = contract.operations["updateGroup"]
    assert update.request_body is not None
    return dict(known_part(contract, update.api, update.request_body.schema, body))


@contextmanager
def separated(world: World) -> Iterator[tuple[int, int]]:
    """Two users of the test's own on the two sides of a barrier that the target has; taken out again."""
    world.check_allowed("addBarrierGroupMembers")
    policies = world.get("listBarrierPolicies", things.admin(world))
    blocked = [p for p in policies or [] if p.get("policyType") == "BLOCK" and p.get("active", True)]
    sides = next((p["groups"] for p in blocked if len(p.get("groups") or ()) == 2), None)
    if sides is None:
        raise NotApplicable("the target has no barrier between two groups")
    users = [things.account(world, world.name("barrier")) for _ in sides]
    try:
        for side, user in zip(sides, users, strict=True):
            world.get("addBarrierGroupMembers", things.admin(world), path={"gid": side}, body=[user])
        yield users[0], users[1]
    finally:
        for side, user in zip(sides, users, strict=True):
            call = Call({"gid": side}, body=[user])
            world.send("removeBarrierGroupMembers", things.admin(world), call, "cleaning up")
