"""Groups: made, read, changed, deleted and listed."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.group_steps import (
    Group,
    json_of,
    kept,
    list_pages,
    member,
    member_ids,
    moment,
    newest,
    own_group,
    person,
    profile_of,
    put,
    read,
    retire,
    step,
)
from conformance.suite.looking import in_order
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario

IDENTITY = ("type", "ownerType", "ownerId", "name")
HISTORY = ("id", "createdDate", "createdBy")
DETAILS = {
    "mobile": "+33(0)600000000",
    "jobTitle": "Desk",
    "jobRole": "Director",
    "jobDepartment": "Sales",
    "jobDivision": "Markets",
    "jobPhone": "+33(0)600000001",
    "jobCity": "Paris",
    "industryOfInterest": ["Services"],
    "assetClassesOfInterest": ["Equities"],
    "marketCoverage": ["EMEA"],
    "responsibility": ["Escalation"],
    "function": ["Collateral"],
    "instrument": ["Equities"],
}
"""Every detail of a profile, mostly with the value of the document's example."""


@pytest.mark.check(
    "lifecycle.group-insert",
    "GROUP-INSERT-1",
    "GROUP-INSERT-2",
    "GROUP-INSERT-3",
    "GROUP-GET-1",
    "GROUP-OWNER-1",
)
def test_an_inserted_group_can_be_read(scenario: Scenario) -> None:
    """An inserted group is answered with its members, is active, and can be read."""
    someone = person(scenario.world, "user")
    body = {**things.new_group(scenario.world), "members": [member(someone)]}
    answer = step(scenario, "insertGroup", body=body)
    if not scenario.status("GROUP-INSERT-1", answer, 201):
        return
    made = json_of(answer)
    scenario.equal("GROUP-INSERT-2", kept(body, *IDENTITY), kept(made, *IDENTITY), "what was inserted")
    scenario.equal("GROUP-INSERT-2", [someone], member_ids(made), "members in the answer")
    scenario.equal("GROUP-INSERT-3", "ACTIVE", made.get("status"), "status of a new group")
    found = read(scenario, str(made.get("id")))
    scenario.equal("GROUP-INSERT-1", kept(body, *IDENTITY), kept(found, *IDENTITY), "what is read")
    scenario.equal(
        "GROUP-OWNER-1", things.tenant(scenario.world), found.get("ownerId"), "ownerId of a tenant"
    )
    names = (*HISTORY, "status")
    scenario.equal("GROUP-GET-1", kept(made, *names), kept(found, *names), "inserted and read")
    scenario.equal("GROUP-GET-1", member_ids(made), member_ids(found), "members inserted and read")
    retire(scenario.world, str(made.get("id")))


@pytest.mark.check("lifecycle.group-profile", "GROUP-PROFILE-1", "GROUP-PROFILE-2")
def test_the_profile_is_read_as_it_was_written(scenario: Scenario) -> None:
    """The profile is read as it was written, by the insertion and by an update."""
    name = scenario.world.name("group")
    profile: Group = {"displayName": name, "email": f"{name}@example.com", **DETAILS}
    with own_group(scenario, name=name, profile=profile) as group:
        found = profile_of(read(scenario, group["id"]))
        scenario.equal("GROUP-PROFILE-1", profile, kept(found, *profile), "profile after the insertion")
        changed = {**profile, "jobCity": "London", "marketCoverage": in_order(["EMEA", "APAC"])}
        answer = put(scenario, read(scenario, group["id"]), profile=changed)
        if scenario.status("GROUP-PROFILE-2", answer, 200):
            found = profile_of(read(scenario, group["id"]))
            scenario.equal("GROUP-PROFILE-2", changed, kept(found, *changed), "profile after the update")


@pytest.mark.check("lifecycle.group-profile-id", "GROUP-PROFILE-5")
def test_each_profile_has_its_own_id(scenario: Scenario) -> None:
    """Each profile has an id of its own, which stays while the profile changes."""
    with own_group(scenario) as one, own_group(scenario) as other:
        ids = [(read(scenario, group["id"]).get("profile") or {}).get("id") for group in (one, other)]
        if None in ids:
            raise NotApplicable("the target leaves the ids of profiles out")
        scenario.expect("GROUP-PROFILE-5", ids[0] != ids[1], expected="two ids", observed=ids)
        put(scenario, one, profile={"displayName": one["name"], "jobTitle": "Changed"})
        now = (read(scenario, one["id"]).get("profile") or {}).get("id")
        scenario.equal("GROUP-PROFILE-5", ids[0], now, "id of the profile after an update")


@pytest.mark.check(
    "lifecycle.group-incomplete", "GROUP-INSERT-4", "GROUP-INSERT-6", "GROUP-INSERT-8", "GROUP-UPDATE-4"
)
def test_incomplete_groups_are_refused(scenario: Scenario) -> None:
    """A group that lacks what the document requires is neither inserted nor stored by an update."""
    for name in (*IDENTITY, "profile"):
        requirement = "GROUP-INSERT-6" if name == "profile" else "GROUP-INSERT-4"
        body = things.new_group(scenario.world)
        del body[name]
        _refused(scenario, requirement, step(scenario, "insertGroup", body=body), f"without {name}")
    unknown = {**things.new_group(scenario.world), "type": scenario.world.name("TYPE")}
    _refused(scenario, "GROUP-INSERT-8", step(scenario, "insertGroup", body=unknown), "of an unknown type")
    with own_group(scenario) as group:
        for name in ("name", "type"):
            body = {**group, "profile": {**profile_of(group), "jobCity": "Paris"}}
            answer = put(scenario, body, **{name: ""})
            _refused(scenario, "GROUP-UPDATE-4", answer, f"with an empty {name}")
        after = read(scenario, group["id"])
        scenario.equal("GROUP-UPDATE-4", profile_of(group), profile_of(after), "profile afterwards")


@pytest.mark.check(
    "lifecycle.group-unknown",
    "GROUP-GET-2",
    "GROUP-UPDATE-5",
    "GROUP-AVATAR-3",
    "GROUP-MEMBER-6",
    "GROUP-LIST-4",
)
def test_unknown_groups_are_refused(scenario: Scenario) -> None:
    """A group that does not exist can be neither read nor changed, and an unknown type has no list."""
    with own_group(scenario) as group:
        nowhere = str(group["id"])[::-1]
        _refused(scenario, "GROUP-GET-2", step(scenario, "getGroup", nowhere), "read", 400, 404)
        answer = put(scenario, {**group, "id": nowhere})
        _refused(scenario, "GROUP-UPDATE-5", answer, "updated", 400, 404)
        answer = step(scenario, "updateAvatar", nowhere, {"image": things.PIXEL})
        _refused(scenario, "GROUP-AVATAR-3", answer, "given an avatar", 400, 404)
        body = {"member": member(person(scenario.world, "user"))}
        answer = step(scenario, "addMemberToGroup", nowhere, body)
        _refused(scenario, "GROUP-MEMBER-6", answer, "given a member", 400, 404)
    listing = scenario.send(
        "listGroups",
        things.admin(scenario.world),
        path={"typeId": scenario.world.name("TYPE")},
        headers=things.host(),
    )
    _refused(scenario, "GROUP-LIST-4", listing, "of an unknown type, listed", 400, 404)


@pytest.mark.check(
    "lifecycle.group-update",
    "GROUP-UPDATE-1",
    "GROUP-UPDATE-2",
    "GROUP-UPDATE-3",
    "GROUP-DATES-1",
    "GROUP-DATES-2",
    "GROUP-AUTHOR-1",
)
def test_an_update_changes_what_it_names(scenario: Scenario) -> None:
    """An update changes what its body changes, and nothing else."""
    with own_group(scenario, members=[member(person(scenario.world, "user"))]) as group:
        name = scenario.world.name("renamed")
        changes = {"name": name, "profile": {"displayName": name, "jobTitle": "Changed"}}
        answer = put(scenario, group, **changes)
        if not scenario.status("GROUP-UPDATE-1", answer, 200):
            return
        told, found = json_of(answer), read(scenario, group["id"])
        for requirement, now in (("GROUP-UPDATE-2", told), ("GROUP-UPDATE-1", found)):
            scenario.equal(requirement, name, now.get("name"), "name")
            scenario.equal(requirement, changes["profile"], profile_of(now), "profile")
        if found.get("updatedBy") is None:
            scenario.left_out("GROUP-AUTHOR-1", "updatedBy")
        else:
            admin = things.user_id(scenario.world, things.admin(scenario.world))
            scenario.equal("GROUP-AUTHOR-1", str(admin), str(found["updatedBy"]), "updatedBy")
        unchanged = ("type", "ownerType", "ownerId", "id", "status")
        scenario.equal("GROUP-UPDATE-3", kept(group, *unchanged), kept(found, *unchanged), "the rest")
        scenario.equal("GROUP-UPDATE-3", member_ids(group), member_ids(found), "members")
        _dates(scenario, group, found)


@pytest.mark.check("lifecycle.group-replacement", "GROUP-UPDATE-6")
def test_an_update_replaces_the_group(scenario: Scenario) -> None:
    """An update replaces the group: what its body leaves out is gone."""
    users = [person(scenario.world, "user"), person(scenario.world, "colleague")]
    name = scenario.world.name("group")
    profile = {"displayName": name, "jobTitle": "Desk"}
    with own_group(scenario, name=name, profile=profile, members=[member(u) for u in users]) as group:
        answer = put(scenario, group, profile={"displayName": name}, members=[member(users[1])])
        if scenario.status("GROUP-UPDATE-6", answer, 200):
            found = read(scenario, group["id"])
            scenario.equal("GROUP-UPDATE-6", users[1:], member_ids(found), "members")
            scenario.equal("GROUP-UPDATE-6", {"displayName": name}, profile_of(found), "profile")


@pytest.mark.check(
    "lifecycle.group-deletion", "GROUP-DELETE-1", "GROUP-LIST-1", "GROUP-LIST-2", "GROUP-LIST-5"
)
def test_a_deleted_group_is_listed_as_deleted(scenario: Scenario) -> None:
    """A group is listed as active until its status is set to deleted, and as deleted from then on."""
    with own_group(scenario) as group:
        row = newest(scenario, group, status="ACTIVE")
        if scenario.expect("GROUP-LIST-5", row is not None, expected="the new group is listed", observed=row):
            found, names = read(scenario, group["id"]), (*IDENTITY, *HISTORY, "status", "eTag")
            listed = kept(row or {}, *names)
            shared = [name for name in listed if name in found]
            scenario.equal("GROUP-LIST-5", kept(found, *shared), kept(listed, *shared), "listed and read")
        before = newest(scenario, group, status="DELETED")
        scenario.equal("GROUP-LIST-1", None, before, "an active group listed with status DELETED")
        answer = put(scenario, group, status="DELETED")
        if not scenario.status("GROUP-DELETE-1", answer, 200):
            return
        scenario.equal("GROUP-DELETE-1", "DELETED", json_of(answer).get("status"), "status in the answer")
        again = step(scenario, "getGroup", group["id"])
        scenario.expect(
            "GROUP-DELETE-1",
            again.status == 404 or json_of(again).get("status") == "DELETED",
            expected="404, or the status DELETED",
            observed=f"{again.status}: {again.text[:100]}",
        )
        still = newest(scenario, group, status="ACTIVE")
        scenario.equal("GROUP-LIST-1", None, still, "a deleted group listed with status ACTIVE")
        gone = newest(scenario, group, status="DELETED") or {}
        scenario.equal("GROUP-LIST-1", "DELETED", gone.get("status"), "listed with status DELETED")
        both = newest(scenario, group) or {}
        scenario.equal("GROUP-LIST-2", "DELETED", both.get("status"), "a deleted group without a status")
        with own_group(scenario) as other:
            active = newest(scenario, other) or {}
            scenario.equal("GROUP-LIST-2", "ACTIVE", active.get("status"), "an active group without a status")


@pytest.mark.check("lifecycle.group-order", "GROUP-LIST-3")
def test_groups_are_listed_by_their_date(scenario: Scenario) -> None:
    """Groups are listed by the date of their creation, in the direction that was asked for."""
    with own_group(scenario) as first, own_group(scenario) as second:
        for order, sign in (("ASC", 1), ("DESC", -1)):
            rows = [r for page in list_pages(scenario, "SDL", sortOrder=order, limit=100) for r in page]
            dates = [moment(row, "createdDate") for row in rows]
            scenario.expect("GROUP-LIST-3", len(rows) > 1, expected="at least two groups", observed=len(rows))
            ordered = sorted(dates, key=lambda date: sign * date)
            scenario.equal("GROUP-LIST-3", ordered, dates, f"dates of creation with sortOrder {order}")
        ids = [row.get("id") for row in rows]
        if moment(second, "createdDate") > moment(first, "createdDate") and first["id"] in ids:
            place = ids.index(second["id"]) if second["id"] in ids else len(ids)
            scenario.expect(
                "GROUP-LIST-3",
                place < ids.index(first["id"]),
                expected="the newer group before the older one with sortOrder DESC",
                observed=f"places {place} and {ids.index(first['id'])}",
            )


@pytest.mark.check("lifecycle.group-delete-all", "GROUP-ALL-1", "GROUP-ALL-2", "GROUP-ALL-3")
def test_delete_all_empties_the_callers_pod(scenario: Scenario) -> None:
    """Deleting all groups empties the caller's pod and no other one."""
    world = scenario.world
    world.check_allowed("deleteAllGroups")
    actor = world.actor("stranger_admin")
    tenant = things.user_id(world, actor) >> 36
    if tenant == things.tenant(world):
        raise NotApplicable("actors.stranger_admin is of the administrator's pod, whose groups are in use")
    with own_group(scenario) as ours:
        body = {**things.new_group(world), "ownerId": tenant}
        made = scenario.get("insertGroup", actor, headers=things.host(), body=body)
        answer = scenario.send("deleteAllGroups", actor, headers=things.host())
        if not scenario.status("GROUP-ALL-1", answer, 200):
            return
        left = json_of(answer).get("data")
        scenario.expect("GROUP-ALL-2", not left, expected="no group in the answer", observed=left)
        listing = scenario.look("listGroups", actor, path={"typeId": "SDL"}, headers=things.host())
        rows = listing.get("data") if isinstance(listing, dict) else None
        found = [row.get("id") for row in rows or []]
        scenario.expect(
            "GROUP-ALL-1", made.get("id") not in found, expected="an empty list", observed=str(found)[:200]
        )
        survivor = read(scenario, ours["id"])
        scenario.equal("GROUP-ALL-3", ours["id"], survivor.get("id"), "the group of another pod")


def _dates(scenario: Scenario, before: Group, now: Group) -> None:
    scenario.equal("GROUP-DATES-1", kept(before, *HISTORY), kept(now, *HISTORY), "id, date and author")
    created, updated = moment(now, "createdDate"), moment(now, "updatedDate")
    if not created or not updated:
        scenario.left_out("GROUP-DATES-2", "createdDate or updatedDate")
        return
    earliest = max(created, moment(before, "updatedDate"))
    scenario.expect(
        "GROUP-DATES-2",
        updated >= earliest,
        expected=f"updatedDate: not before {earliest}",
        observed=f"updatedDate: {updated}",
    )


def _refused(scenario: Scenario, requirement: str, answer: Any, what: str, *statuses: int) -> None:
    scenario.status(requirement, answer, *(statuses or (400,)), what=f"a group {what}")
    made = json_of(answer).get("id")
    if answer.status == 201 and made:
        retire(scenario.world, str(made))
