"""What the pod offers to all users is what users can have."""

from __future__ import annotations

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.people import account_of, rows_of
from conformance.suite.looking import part
from conformance.suite.scenario import Scenario
from conformance.target.exchange import Anonymous


@pytest.mark.check("agreement.features", "SYSTEM-FEATURES-1", "SYSTEM-FEATURES-2")
def test_the_features_of_users_are_those_of_the_pod(scenario: Scenario) -> None:
    """Every feature of a user is one of the pod's, whose names are all different."""
    admin, user = things.admin(scenario.world), things.person(scenario.world, "agreement features")
    listed = scenario.look("listSystemFeatures", admin)
    names = listed if isinstance(listed, list) else []
    scenario.expect(
        "SYSTEM-FEATURES-1",
        bool(names) and len(names) == len(set(names)),
        expected="names, each once",
        observed=f"{len(names)} names, {len(set(names))} different ones",
    )
    own = rows_of(scenario.look("listUserFeatures", admin, path={"uid": user}))
    strange = [row.get("entitlment") for row in own if row.get("entitlment") not in names]
    scenario.expect(
        "SYSTEM-FEATURES-2",
        bool(own) and not strange,
        expected="features of the user, all of them listed for the pod",
        observed=f"{len(own)} features, of which not listed: {strange}",
    )


@pytest.mark.check("agreement.roles", "SYSTEM-ROLES-1", "SYSTEM-ROLES-2")
def test_the_roles_of_users_are_those_of_the_pod(scenario: Scenario) -> None:
    """Every role of a user is one of the pod's, whose ids are all different."""
    admin = things.admin(scenario.world)
    rows = rows_of(scenario.look("listSystemRoles", admin))
    ids = [str(row.get("id")) for row in rows]
    scenario.expect(
        "SYSTEM-ROLES-1",
        bool(ids) and len(ids) == len(set(ids)),
        expected="ids, each once",
        observed=f"{len(ids)} ids, {len(set(ids))} different ones",
    )
    own = part(account_of(scenario, things.person(scenario.world, "agreement roles")), "roles") or []
    # An optional action stands among the roles as ROLE.ACTION.
    strange = [role for role in own if str(role).partition(".")[0] not in ids]
    scenario.expect(
        "SYSTEM-ROLES-2",
        bool(own) and not strange,
        expected="roles of the account, all of them listed for the pod",
        observed=f"{own}, of which not listed: {strange}",
    )


@pytest.mark.check("agreement.languages", "SYSTEM-LANGUAGES-1", "SYSTEM-LANGUAGES-2")
def test_the_languages_of_the_pod_are_open_to_everybody(scenario: Scenario) -> None:
    """The languages are listed, the same for everybody, whether signed in or not."""
    anonymous = scenario.send("listLanguages", Anonymous())
    scenario.status("SYSTEM-LANGUAGES-2", anonymous, 200, what="without credentials")
    listed = [
        part(scenario.look("listLanguages", actor), "languages")
        for actor in (things.user(scenario.world), things.admin(scenario.world))
    ]
    scenario.expect(
        "SYSTEM-LANGUAGES-1",
        bool(listed[0]) and sorted(listed[0]) == sorted(listed[1] or ()),
        expected="the same languages for two users",
        observed=listed,
    )
