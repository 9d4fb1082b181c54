"""What two operations show of the same setting is the same, and counts are the lengths of lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.extensions import allowed, new_extensions, put, types
from conformance.suite.lifecycle.own_apps import own_app
from conformance.suite.lifecycle.uploads import detail, fingerprint_of, upload
from conformance.suite.looking import LOOKS, all_rows, part, seen
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario


def settled(look: Callable[[], tuple[Any, Any]]) -> tuple[Any, Any]:
    """Two views of the same thing; others may change it between the two, so they are looked at again."""
    for _ in range(LOOKS):
        views = look()
        if views[0] == views[1]:
            break
    return views


@pytest.mark.check("agreement.certificates", "CERT-GET-3")
def test_lists_and_the_single_read_show_the_same_certificate(scenario: Scenario) -> None:
    """A certificate reads the same in both lists and alone."""
    admin = things.admin(scenario.world)
    with upload(scenario, "TRUSTED") as mine:
        alone = detail(scenario, mine)
        for operation, request in (
            ("listCompanyCertificates", {}),
            ("listCompanyCertificatesByType", {"body": [{"type": "USER"}]}),
        ):
            rows = seen(scenario, operation, admin, fingerprint_of, mine.fingerprint, **request)
            row = rows.get(mine.fingerprint)
            for key in ("companyCertAttributes", "companyCertInfo"):
                what = f"{operation}: {key}"
                scenario.same_where_shown("CERT-GET-3", part(alone, key) or {}, part(row, key) or {}, what)


@pytest.mark.check("agreement.app-entitlements", "APPENT-USER-6")
def test_users_without_settings_have_the_companys(scenario: Scenario) -> None:
    """A user without settings of its own reads the company's entitlements."""
    world, admin = scenario.world, things.admin(scenario.world)
    path = {"uid": things.account(world, "app entitlements of the company alone")}
    with own_app(scenario) as (app_id, _):

        def look() -> tuple[Any, Any]:
            company = scenario.look("listAppEntitlements", admin)
            return _offers(company), _offers(scenario.look("listUserAppEntitlements", admin, path=path))

        company, mine = settled(look)
        scenario.equal("APPENT-USER-6", company.get(app_id), mine.get(app_id), f"listed, install of {app_id}")
        differing = {key: (company.get(key), mine[key]) for key in mine if mine[key] != company.get(key)}
        scenario.equal("APPENT-USER-6", {}, differing, "apps that the company has otherwise")


@pytest.mark.check("agreement.protocols", "PROTO-ADMIN-2")
def test_both_lists_show_the_same_protocols(scenario: Scenario) -> None:
    """The administrator's list of protocols and the paged one show the same."""
    world, admin = scenario.world, things.admin(scenario.world)
    scheme = world.name("proto").lower()
    scenario.get("createProtocol", admin, body={"scheme": scheme})

    def look() -> tuple[Any, Any]:
        listed = scenario.look("listProtocolsAsAdmin", admin) or []
        return sorted(listed), sorted(all_rows(scenario, "listProtocols", admin))

    whole, paged = settled(look)
    scenario.equal("PROTO-ADMIN-2", whole, paged, "protocols")
    scenario.equal("PROTO-ADMIN-2", True, scheme in whole, "whether the new one is among them")
    scenario.send("deleteProtocol", admin, path={"scheme": scheme})


@pytest.mark.check("agreement.file-types", "FILE-TYPES-2")
def test_allowed_extensions_are_attachment_types(scenario: Scenario) -> None:
    """An extension that is allowed within the company is an attachment type, whatever else it is."""
    with new_extensions(scenario, 2) as names:
        for name, external in zip(names, (True, False), strict=True):
            put(scenario, name, scope_external=external)
        found = allowed(scenario, *names)
        # a target that leaves the scopes out allows what it lists
        inside = [
            name for name in names if found[name] and part(found[name], 0, "scope_internal") in (True, None)
        ]
        scenario.equal("FILE-TYPES-2", names, inside, "extensions that are allowed within the company")
        scenario.equal("FILE-TYPES-2", names, types(scenario, *names), "attachment types among them")


@pytest.mark.check(
    "agreement.barriers", "BARRIER-LIST-1", "BARRIER-LIST-2", "BARRIER-LIST-4", "BARRIER-POLICY-1"
)
def test_groups_and_policies_name_each_other(scenario: Scenario) -> None:
    """Groups and policies of the information barriers name each other."""
    admin = things.admin(scenario.world)
    groups = {part(row, "id"): row for row in scenario.look("listBarrierGroups", admin) or []}
    policies = {part(row, "id"): row for row in scenario.look("listBarrierPolicies", admin) or []}
    of_groups = {(gid, policy) for gid, row in groups.items() for policy in part(row, "policies") or []}
    of_policies = {(gid, policy) for policy, row in policies.items() for gid in part(row, "groups") or []}
    if not of_groups and not of_policies:
        raise NotApplicable("the target has no information barriers")
    lost = sorted({gid for gid, _ in of_policies} - set(groups))
    scenario.equal("BARRIER-LIST-1", [], lost, "groups that policies name and that are not listed")
    lost = sorted({policy for _, policy in of_groups} - set(policies))
    scenario.equal("BARRIER-POLICY-1", [], lost, "policies that groups name and that are not listed")
    if _shows(groups, "policies") and _shows(policies, "groups"):
        one_sided = {pair for pair in of_groups ^ of_policies if pair[0] in groups and pair[1] in policies}
        what = "group and policy of which one names the other"
        scenario.equal("BARRIER-LIST-2", [], sorted(one_sided), what)
    else:
        scenario.left_out("BARRIER-LIST-2", "policies of groups, or groups of policies")
    for row in (*groups.values(), *policies.values()):
        created, modified = part(row, "createdDate"), part(row, "modifiedDate")
        scenario.expect(
            "BARRIER-LIST-4",
            created is None or modified is None or created <= modified,
            expected=f"a modifiedDate from {created} on",
            observed=modified,
        )


@pytest.mark.check("agreement.barrier-members", "BARRIER-LIST-3", "BARRIER-MEMBERS-1")
def test_the_count_of_a_barrier_group_is_that_of_its_members(scenario: Scenario) -> None:
    """The count of a barrier group is the number of its members, each of whom is there once."""
    admin = things.admin(scenario.world)
    groups = scenario.get("listBarrierGroups", admin) or []
    counted = [part(row, "id") for row in groups if part(row, "memberCount") is not None]
    if not counted:
        raise NotApplicable("the target has no information barriers with a memberCount")
    for group in counted[:5]:
        for _ in range(LOOKS):
            listed = scenario.look("listBarrierGroups", admin) or []
            count = next((part(row, "memberCount") for row in listed if part(row, "id") == group), None)
            ids = all_rows(scenario, "listBarrierGroupMembers", admin, path={"gid": group})
            if count == len(ids):
                break
        scenario.equal("BARRIER-LIST-3", count, len(ids), f"memberCount of {group}")
        whole = all(isinstance(user, int) for user in ids) and len(set(ids)) == len(ids)
        scenario.expect("BARRIER-MEMBERS-1", whole, expected="ids of users, each once", observed=ids[:20])


def _shows(rows: Mapping[Any, Any], name: str) -> bool:
    return any(part(row, name) is not None for row in rows.values())


def _offers(listed: Any) -> dict[Any, tuple[Any, Any]]:
    """App id to what is listed and installed."""
    return {part(row, "appId"): (part(row, "listed"), part(row, "install")) for row in listed or []}
