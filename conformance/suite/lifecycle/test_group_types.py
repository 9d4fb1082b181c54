"""Types of groups: what they are, and what distinguishes companies from distribution lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.group_steps import (
    Group,
    json_of,
    kept,
    member,
    member_ids,
    own_group,
    person,
    put,
    read,
    retire,
    separated,
    step,
)
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario
from conformance.suite.world import World

COMPANY = "COMPANY"
FLAGS = (
    ("TYPE-FLAG-1", "profileControl", "canHavePublicProfile"),
    ("TYPE-FLAG-2", "membershipControl", "canBelongToMultipleGroup"),
    ("TYPE-FLAG-3", "interactionControl", "canHaveInteraction"),
)


@pytest.mark.check(
    "lifecycle.group-types", "TYPE-LIST-1", "TYPE-LIST-2", "TYPE-GET-1", "TYPE-GET-2", "TYPE-GET-3"
)
def test_types_are_listed_and_read(scenario: Scenario) -> None:
    """The list shows distribution lists among all types; each type of it can be read, and no other one."""
    admin, host = things.admin(scenario.world), things.host()
    rows = _types(scenario)
    ids = [row.get("id") for row in rows]
    scenario.expect("TYPE-LIST-1", "SDL" in ids, expected="SDL among the types", observed=ids)
    for status in ("ACTIVE", "DELETED"):
        found = _types(scenario, status=status)
        wanted = [row.get("id") for row in rows if row.get("status") == status]
        scenario.equal("TYPE-LIST-2", wanted, [row.get("id") for row in found], f"types with status {status}")
    for row in [row for row in rows if row.get("id") == "SDL"] + rows[:5]:
        answer = scenario.send("getType", admin, path={"typeId": row.get("id")}, headers=host)
        if scenario.status("TYPE-GET-1", answer, 200, what=f"the type {row.get('id')}"):
            alone, names = json_of(answer), tuple(name for name in row if row[name] is not None)
            shared = tuple(name for name in names if alone.get(name) is not None)
            scenario.equal("TYPE-GET-1", row.get("id"), alone.get("id"), "id")
            scenario.equal("TYPE-GET-3", kept(row, *shared), kept(alone, *shared), "listed and read alone")
    nowhere = scenario.world.name("TYPE")
    answer = scenario.send("getType", admin, path={"typeId": nowhere}, headers=host)
    scenario.status("TYPE-GET-2", answer, 404, 400, what="an unknown type")


@pytest.mark.check("lifecycle.group-type-flags", "TYPE-FLAG-1", "TYPE-FLAG-2", "TYPE-FLAG-3")
def test_the_flags_of_a_type_tell_lists_from_companies(scenario: Scenario) -> None:
    """Distribution lists may have profiles, members of other groups and conversations; companies may not."""
    sdl, company = _type(scenario, "SDL"), _type(scenario, COMPANY)
    for requirement, control, flag in FLAGS:
        value = (sdl.get(control) or {}).get(flag, True)
        scenario.equal(requirement, True, value, f"{flag} of SDL")
        value = (company.get(control) or {}).get(flag)
        if value is not None:
            scenario.equal(requirement, False, value, f"{flag} of {COMPANY}")


@pytest.mark.check("lifecycle.group-several-lists", "TYPE-FLAG-4")
def test_a_user_is_in_several_lists(scenario: Scenario) -> None:
    """A user can be a member of several distribution lists."""
    user = person(scenario.world, "user")
    with own_group(scenario, members=[member(user)]) as first:
        second = step(scenario, "insertGroup", body=_new(scenario.world, [user]))
        if scenario.status("TYPE-FLAG-4", second, 201, what="a second list with the same member"):
            for group in (first, json_of(second)):
                found = member_ids(read(scenario, str(group.get("id"))))
                scenario.equal("TYPE-FLAG-4", [user], found, "members")
            retire(scenario.world, str(json_of(second).get("id")))


@pytest.mark.check("lifecycle.company-group", "COMPANY-1", "COMPANY-2", "COMPANY-3", "COMPANY-4", "COMPANY-5")
def test_companies_name_their_kind_and_have_no_profile(scenario: Scenario) -> None:
    """A company names its sub-type and referrer, which a distribution list has not, and has no profile."""
    with _company(scenario) as made:
        found = read(scenario, str(made.get("id")))
        for requirement, name in (("COMPANY-1", "subType"), ("COMPANY-2", "referrer")):
            scenario.equal(requirement, made["wanted"][name], found.get(name), name)
            body = _body(scenario.world)
            del body[name]
            answer = step(scenario, "insertGroup", body=body)
            _refused(scenario, requirement, answer, f"without {name}")
        scenario.expect("COMPANY-3", not found.get("profile"), expected="no profile", observed=found)
    with own_group(scenario) as group:
        found = read(scenario, group["id"])
        scenario.equal("COMPANY-4", None, found.get("subType"), "subType of a distribution list")
        scenario.equal("COMPANY-5", None, found.get("referrer"), "referrer of a distribution list")


@pytest.mark.check("lifecycle.company-update", "COMPANY-9")
def test_a_company_is_renamed(scenario: Scenario) -> None:
    """A company is renamed like any other group, and stays of its kind."""
    with _company(scenario) as made:
        before = read(scenario, str(made.get("id")))
        name = scenario.world.name("group")
        if scenario.status("COMPANY-9", put(scenario, before, name=name), 200, what="the new name"):
            wanted = {**kept(before, "subType", "referrer"), "name": name}
            found = read(scenario, str(made.get("id")))
            scenario.equal("COMPANY-9", wanted, kept(found, *wanted), "the company")


@pytest.mark.check("lifecycle.group-transfer", "GROUP-TRANSFER-1", "GROUP-TRANSFER-2")
def test_a_transfer_is_restricted_as_it_was_asked_for(scenario: Scenario) -> None:
    """To which tenants a group restricts the transfer of interactions reads as it was written."""
    tenants = [things.tenant(scenario.world)]
    wish = {"interactionTransfer": {"restrictedTenantsList": tenants}}
    with own_group(scenario) as group:
        inserted = step(scenario, "insertGroup", body={**things.new_group(scenario.world), **wish})
        if scenario.unless_refused("GROUP-TRANSFER-1", inserted, 201, what="an insertion"):
            _transfers(scenario, "GROUP-TRANSFER-1", str(json_of(inserted).get("id")), tenants)
            retire(scenario.world, str(json_of(inserted).get("id")))
        updated = put(scenario, read(scenario, group["id"]), **wish)
        if scenario.unless_refused("GROUP-TRANSFER-2", updated, what="an update"):
            _transfers(scenario, "GROUP-TRANSFER-2", group["id"], tenants)


@pytest.mark.check("lifecycle.company-members", "COMPANY-6", "COMPANY-7")
def test_a_user_is_in_one_company(scenario: Scenario) -> None:
    """A user is a member of one company at most, and stays there, flagged, when its account is disabled."""
    world = scenario.world
    user = things.account(world, world.name("employee"))
    with _company(scenario, members=[member(user)]) as made:
        second = {**_body(world), "members": [member(user)]}
        _refused(
            scenario, "COMPANY-6", step(scenario, "insertGroup", body=second), "with a member of another"
        )
        body = {"status": "DISABLED"}
        scenario.get("updateUserStatus", things.admin(world), path={"uid": user}, body=body)
        found = read(scenario, str(made.get("id")))
        flags = {m.get("memberId"): m.get("status") for m in found.get("members") or ()}
        scenario.equal("COMPANY-7", {user: "DISABLED"}, flags, "status of the members")


@pytest.mark.check("lifecycle.group-barrier-company", "GROUP-BARRIER-4")
def test_barriers_do_not_hold_inside_companies(scenario: Scenario) -> None:
    """Two users whom an information barrier separates may be in the same company."""
    with separated(scenario.world) as (one, other), _company(scenario, members=[member(one)]) as made:
        body = {"member": member(other)}
        answer = step(scenario, "addMemberToGroup", str(made.get("id")), body)
        if scenario.status("GROUP-BARRIER-4", answer, 200, what="adding the other one to a company"):
            found = member_ids(read(scenario, str(made.get("id"))))
            scenario.equal("GROUP-BARRIER-4", sorted((one, other)), found, "members")


def _transfers(scenario: Scenario, requirement: str, group_id: str, tenants: list[int]) -> None:
    found = part(read(scenario, group_id), "interactionTransfer", "restrictedTenantsList")
    scenario.equal(requirement, tenants, found, "restrictedTenantsList of interactionTransfer")


def _types(scenario: Scenario, **query: Any) -> list[Group]:
    found = scenario.look("listTypes", things.admin(scenario.world), query=query, headers=things.host())
    rows = found.get("data") if isinstance(found, dict) else None
    return [row for row in rows or [] if isinstance(row, dict)]


def _type(scenario: Scenario, type_id: str) -> Group:
    path = {"typeId": type_id}
    answer = scenario.send("getType", things.admin(scenario.world), path=path, headers=things.host())
    return json_of(answer)


def _new(world: World, users: list[int]) -> Group:
    return {**things.new_group(world), "members": [member(user) for user in users]}


def _body(world: World) -> Group:
    body = {**things.new_group(world), "type": COMPANY, "subType": "COMMUNITY", "referrer": "Conformance"}
    del body["profile"]
    return body


@contextmanager
def _company(scenario: Scenario, **changes: Any) -> Iterator[Group]:
    """A company of the test, with what was asked for under `wanted`; deleted at the end."""
    if not _type(scenario, COMPANY):
        raise NotApplicable(f"the target has no groups of the type {COMPANY}")
    body = {**_body(scenario.world), **changes}
    made = scenario.get("insertGroup", things.admin(scenario.world), headers=things.host(), body=body)
    try:
        yield {**made, "wanted": body}
    finally:
        retire(scenario.world, str(made.get("id")))


def _refused(scenario: Scenario, requirement: str, answer: Any, what: str) -> None:
    scenario.status(requirement, answer, 400, what=f"a company {what}")
    if answer.status == 201:
        retire(scenario.world, str(json_of(answer).get("id")))
