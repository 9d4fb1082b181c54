"""User accounts: created, read, updated, refused, listed and found."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.people import account_of, find, has, refused, rows_of, word
from conformance.suite.lifecycle.public_keys import public_key_pem, without_space
from conformance.suite.looking import in_order, part, without_nulls
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import in_milliseconds
from conformance.suite.scenario import Scenario
from conformance.suite.world import field_of


@pytest.mark.check(
    "lifecycle.account-creation",
    "ACCT-CREATE-1",
    "ACCT-CREATE-2",
    "ACCT-CREATE-3",
    "ACCT-GET-1",
    "ACCT-CREATOR-1",
    "ACCT-CREATED-1",
)
def test_a_new_account_has_what_it_was_created_with(scenario: Scenario) -> None:
    """A new account has the attributes and roles that it was created with."""
    world, admin = scenario.world, things.admin(scenario.world)
    wish = things.new_account(world) | {"roles": ["INDIVIDUAL"]}
    wish["userAttributes"] |= {"title": "Tester", "department": "Conformance"}
    created = scenario.send("createUserAccount", admin, body=wish)
    if not scenario.status("ACCT-CREATE-1", created, 200):
        return
    has(scenario, "ACCT-CREATE-1", wish["userAttributes"], part(created.json(), "userAttributes"), "answer")
    user = field_of(created.json(), "createUserAccount", "userSystemInfo", "id")
    read = account_of(scenario, user)
    scenario.equal("ACCT-GET-1", user, part(read, "userSystemInfo", "id"), "id of the account read")
    has(scenario, "ACCT-CREATE-1", wish["userAttributes"], part(read, "userAttributes"), "attributes read")
    scenario.equal("ACCT-CREATE-2", "ENABLED", part(read, "userSystemInfo", "status"), "status read")
    _contains(scenario, "ACCT-CREATE-3", "INDIVIDUAL", part(read, "roles"), "roles read")
    _made_by(scenario, things.user_id(world, admin), part(read, "userSystemInfo") or {})


def _made_by(scenario: Scenario, admin: int, info: dict[str, Any]) -> None:
    """Who made an account and when, as far as the target says it."""
    author = info.get("createdBy")
    scenario.equal_where_shown("ACCT-CREATOR-1", str(admin), author and str(author), "createdBy")
    in_milliseconds(scenario, "ACCT-CREATED-1", info.get("createdDate"), "createdDate")


@pytest.mark.check("lifecycle.account-kinds", "ACCT-CREATE-4", "ACCT-CREATE-5")
def test_service_accounts_need_no_names_of_a_person(scenario: Scenario) -> None:
    """A service account needs no first and last name; an account of no stated type is an end user's."""
    world, admin = scenario.world, things.admin(scenario.world)
    service = scenario.send("createUserAccount", admin, body=things.new_account(world, "SYSTEM"))
    if scenario.status("ACCT-CREATE-4", service, 200, what="service account"):
        kind = part(service.json(), "userAttributes", "accountType")
        scenario.equal("ACCT-CREATE-4", "SYSTEM", kind, "accountType")
    wish = things.new_account(world)
    del wish["userAttributes"]["accountType"]
    person = scenario.send("createUserAccount", admin, body=wish)
    if scenario.status("ACCT-CREATE-5", person, 200, what="account of no stated type"):
        kind = part(person.json(), "userAttributes", "accountType")
        scenario.equal("ACCT-CREATE-5", "NORMAL", kind, "accountType")


@pytest.mark.check("lifecycle.account-roles", "ACCT-CREATE-17")
def test_a_new_account_has_each_role_that_was_sent(scenario: Scenario) -> None:
    """A new account has each role that it was created with, not only the one that all have."""
    role = _role(scenario)
    wish = things.new_account(scenario.world) | {"roles": ["INDIVIDUAL", role]}
    made = _made(scenario, "ACCT-CREATE-17", wish, f"an account with the role {role}")
    if made is not None:
        _contains(scenario, "ACCT-CREATE-17", role, part(made, "roles"), "roles read")


@pytest.mark.check("lifecycle.account-first-key", "ACCT-KEY-7")
def test_a_new_account_has_its_key(scenario: Scenario) -> None:
    """A service account that is created with a key has it."""
    key = public_key_pem(f"{scenario.world.label} of a new account")
    wish = things.new_account(scenario.world, "SYSTEM")
    wish["userAttributes"]["currentKey"] = {"key": key, "action": "SAVE"}
    made = _made(scenario, "ACCT-KEY-7", wish, "an account with a key")
    if made is not None:
        found = part(made, "userAttributes", "currentKey", "key")
        scenario.equal("ACCT-KEY-7", _bare(key), _bare(found), "current key")


@pytest.mark.check("lifecycle.account-company", "ACCT-CREATE-18", "ACCT-UPDATE-6", "ACCT-UPDATE-7")
def test_company_and_type_of_an_account_are_as_written(scenario: Scenario) -> None:
    """The name of the company and the type of an account read as they were written, or are refused."""
    world = scenario.world
    wish = things.new_account(world)
    wish["userAttributes"]["companyName"] = word(world, "company")
    made = _made(scenario, "ACCT-CREATE-18", wish, "an account with the name of a company")
    if made is not None:
        has(scenario, "ACCT-CREATE-18", wish["userAttributes"], part(made, "userAttributes"), "attributes")
    path = {"uid": things.account(world, "lifecycle company")}
    for requirement, name, value in (
        ("ACCT-UPDATE-6", "companyName", word(world, "company")),
        ("ACCT-UPDATE-7", "accountType", "SYSTEM"),
    ):
        body = {"title": f"With another {name}", name: value}
        answer = scenario.send("updateUserAccount", things.admin(world), path=path, body=body)
        if scenario.unless_refused(requirement, answer, what=f"an update of {name}"):
            found = part(account_of(scenario, path["uid"]), "userAttributes", name)
            scenario.equal(requirement, value, found, name)


def _made(scenario: Scenario, requirement: str, wish: dict[str, Any], what: str) -> Any:
    """A new account as it is read; None when it is refused, which is as right."""
    answer = scenario.send("createUserAccount", things.admin(scenario.world), body=wish)
    if not scenario.unless_refused(requirement, answer, what=what):
        return None
    return account_of(scenario, field_of(answer.json(), "createUserAccount", "userSystemInfo", "id"))


@pytest.mark.check(
    "lifecycle.account-refusals",
    "ACCT-CREATE-6",
    "ACCT-CREATE-7",
    "ACCT-CREATE-8",
    "ACCT-CREATE-9",
    "ACCT-CREATE-10",
    "ACCT-CREATE-11",
)
def test_impossible_accounts_are_refused(scenario: Scenario) -> None:
    """An account that lacks what it needs, or takes what another one has, is refused."""
    world, admin = scenario.world, things.admin(scenario.world)
    taken = things.new_account(world)
    scenario.get("createUserAccount", admin, body=taken)

    def attempt(requirement: str, what: str, **changes: Any) -> None:
        wish = things.new_account(world, changes.pop("kind", "NORMAL"))
        password = changes.pop("password", None)
        attributes = wish["userAttributes"] | changes
        wish["userAttributes"] = {name: value for name, value in attributes.items() if value is not None}
        body = wish | ({"password": password} if password else {})
        refused(scenario, requirement, scenario.send("createUserAccount", admin, body=body), what)

    old = taken["userAttributes"]
    attempt("ACCT-CREATE-6", "an address that is taken", emailAddress=old["emailAddress"])
    attempt("ACCT-CREATE-7", "a user name that is taken", userName=old["userName"])
    for name in ("emailAddress", "userName", "displayName"):
        attempt("ACCT-CREATE-8", f"no {name}", **{name: None})
    for name in ("firstName", "lastName"):
        attempt("ACCT-CREATE-9", f"an end user without {name}", **{name: None})
    attempt("ACCT-CREATE-10", "a first name of 65 characters", firstName="f" * 65)
    attempt("ACCT-CREATE-10", "a title of 257 characters", title="t" * 257)
    password = dict.fromkeys(("hSalt", "hPassword", "khSalt", "khPassword"), "Y29uZm9ybWFuY2U=")
    attempt("ACCT-CREATE-11", "a service account with a password", kind="SYSTEM", password=password)


@pytest.mark.check(
    "lifecycle.account-update", "ACCT-UPDATE-1", "ACCT-UPDATE-2", "ACCT-UPDATE-3", "ACCT-UPDATE-4"
)
def test_an_update_changes_what_it_names(scenario: Scenario) -> None:
    """An update changes the attributes that it names and nothing else."""
    world, admin = scenario.world, things.admin(scenario.world)
    user = things.account(world, "lifecycle update")
    before = account_of(scenario, user)
    wish = {"title": word(world, "title"), "location": "Lyon", "displayName": word(world, "name")}
    updated = scenario.send("updateUserAccount", admin, path={"uid": user}, body=wish)
    if not scenario.status("ACCT-UPDATE-1", updated, 200):
        return
    has(scenario, "ACCT-UPDATE-1", wish, part(updated.json(), "userAttributes"), "attributes answered")
    after = account_of(scenario, user)
    has(scenario, "ACCT-UPDATE-1", wish, part(after, "userAttributes"), "attributes read")
    rest = {k: v for k, v in (part(before, "userAttributes") or {}).items() if k not in wish}
    has(scenario, "ACCT-UPDATE-2", rest, part(after, "userAttributes"), "attributes that were not sent")
    others = {name: in_order(part(before, name)) for name in ("roles", "features")}
    now = {name: in_order(part(after, name)) for name in others}
    scenario.equal("ACCT-UPDATE-3", others, now, "what has calls of its own")
    created, first, last = (
        (part(before, "userSystemInfo", "createdDate"), part(after, "userSystemInfo", "createdDate")),
        part(before, "userSystemInfo", "lastUpdatedDate"),
        part(after, "userSystemInfo", "lastUpdatedDate"),
    )
    if None in (*created, first, last):
        scenario.left_out("ACCT-UPDATE-4", "the dates of the account")
    else:
        scenario.expect(
            "ACCT-UPDATE-4",
            created[0] == created[1] and first <= last,
            expected=f"createdDate {created[0]}, lastUpdatedDate {first} or later",
            observed=f"createdDate {created[1]}, lastUpdatedDate {last}",
        )


@pytest.mark.check("lifecycle.account-update-refused", "ACCT-UPDATE-5")
def test_an_update_cannot_take_the_name_of_another_account(scenario: Scenario) -> None:
    """An update cannot take the user name or the address of another account."""
    world, admin = scenario.world, things.admin(scenario.world)
    user, other = (things.account(world, f"lifecycle {name}") for name in ("renamed", "named"))
    taken, own = (part(account_of(scenario, which), "userAttributes") or {} for which in (other, user))
    for name in ("userName", "emailAddress"):
        answer = scenario.send(
            "updateUserAccount",
            admin,
            path={"uid": user},
            body={name: field_of(taken, "getUserAccount", name)},
        )
        refused(scenario, "ACCT-UPDATE-5", answer, f"the {name} of another account")
    now = part(account_of(scenario, user), "userAttributes")
    kept = {name: own.get(name) for name in ("userName", "emailAddress")}
    has(scenario, "ACCT-UPDATE-5", kept, now, "attributes afterwards")


@pytest.mark.check(
    "lifecycle.account-keys", "ACCT-KEY-1", "ACCT-KEY-2", "ACCT-KEY-3", "ACCT-KEY-4", "ACCT-KEY-5"
)
def test_keys_are_saved_rotated_extended_and_revoked(scenario: Scenario) -> None:
    """An account's keys are saved, rotated, extended and revoked."""
    world, admin = scenario.world, things.admin(scenario.world)
    user = things.account(world, "lifecycle keys", "SYSTEM")

    def act(requirement: str, which: str, action: str, key: str | None = None) -> bool:
        wish = {"action": action} | ({"key": key} if key else {})
        answer = scenario.send("updateUserAccount", admin, path={"uid": user}, body={which: wish})
        return scenario.status(requirement, answer, 200, what=f"{action} of {which}")

    first, second = (public_key_pem(f"{world.label} {name}") for name in ("first", "second"))
    if not act("ACCT-KEY-1", "currentKey", "SAVE", first):
        return
    current = part(account_of(scenario, user), "userAttributes", "currentKey")
    scenario.equal("ACCT-KEY-4", _bare(first), _bare(part(current, "key")), "current key")
    scenario.equal("ACCT-KEY-3", None, part(current, "expirationDate"), "expiration of the active key")
    early = scenario.send(
        "updateUserAccount", admin, path={"uid": user}, body={"currentKey": {"action": "EXTEND"}}
    )
    refused(scenario, "ACCT-KEY-5", early, "EXTEND of the active key")
    if not act("ACCT-KEY-1", "currentKey", "SAVE", second):
        return
    keys = part(account_of(scenario, user), "userAttributes")
    found = _bare(part(keys, "currentKey", "key")), _bare(part(keys, "previousKey", "key"))
    scenario.equal("ACCT-KEY-4", (_bare(second), _bare(first)), found, "active and rotated key")
    until = part(keys, "previousKey", "expirationDate")
    scenario.expect(
        "ACCT-KEY-3", isinstance(until, int), expected="an expirationDate of the rotated key", observed=until
    )
    if act("ACCT-KEY-2", "previousKey", "EXTEND") and isinstance(until, int):
        later = part(account_of(scenario, user), "userAttributes", "previousKey", "expirationDate")
        scenario.expect(
            "ACCT-KEY-2",
            isinstance(later, int) and later > until,
            expected=f"an expirationDate after {until}",
            observed=later,
        )
    if act("ACCT-KEY-2", "previousKey", "REVOKE"):
        gone = part(account_of(scenario, user), "userAttributes", "previousKey", "key")
        scenario.equal("ACCT-KEY-2", None, gone, "rotated key after REVOKE")
    if act("ACCT-KEY-1", "currentKey", "REVOKE"):
        gone = part(account_of(scenario, user), "userAttributes", "currentKey", "key")
        scenario.equal("ACCT-KEY-1", None, gone, "active key after REVOKE")


@pytest.mark.check("agreement.accounts-listed", "ACCT-LIST-1", "ACCT-LIST-2")
def test_every_account_of_the_company_is_listed(scenario: Scenario) -> None:
    """Every account of the company is listed, as it is read on its own."""
    admin, user = things.admin(scenario.world), things.account(scenario.world, "lifecycle listed")
    path = {"uid": user}
    scenario.get("updateUserStatus", admin, path=path, body={"status": "DISABLED"})
    row = find(scenario, "listUserAccounts", lambda row: part(row, "userSystemInfo", "id") == user)
    found = part(row, "userSystemInfo", "id")
    if scenario.equal("ACCT-LIST-1", user, found, "id of a deactivated account in the list"):
        read = account_of(scenario, user)
        for name in ("userAttributes", "userSystemInfo", "roles"):
            alone, listed = (in_order(without_nulls(part(found, name))) for found in (read, row))
            scenario.equal("ACCT-LIST-2", alone, listed, name)


@pytest.mark.check("agreement.accounts-found", "ACCT-FIND-1", "ACCT-FIND-2", "ACCT-FIND-3", "ACCT-FIND-4")
def test_accounts_are_found_by_role_feature_and_status(scenario: Scenario) -> None:
    """Accounts are found by role, feature and status, and others are not."""
    world, admin = scenario.world, things.admin(scenario.world)
    user, other = (things.account(world, f"lifecycle {name}") for name in ("found", "not found"))
    features = scenario.look("listSystemFeatures", admin)
    feature = str(field_of(features, "listSystemFeatures", 0))
    role = _role(scenario)
    for who, mine in ((user, True), (other, False)):
        path = {"uid": who}
        scenario.get("updateUserFeatures", admin, path=path, body=[{"entitlment": feature, "enabled": mine}])
        state = "DISABLED" if mine else "ENABLED"
        scenario.get("updateUserStatus", admin, path=path, body={"status": state})
    scenario.get("addUserRole", admin, path={"uid": user}, body={"id": role})
    everything = {"role": role, "feature": feature, "status": "DISABLED"}
    by_all = find(scenario, "findUserAccounts", lambda row: _id(row) == user, everything)
    scenario.equal("ACCT-FIND-1", user, part(by_all, "userSystemInfo", "id"), f"id found by {everything}")
    for requirement, name, value in (
        ("ACCT-FIND-2", "role", role),
        ("ACCT-FIND-3", "feature", feature),
        ("ACCT-FIND-4", "status", "DISABLED"),
    ):
        # The other two keep the lists short; the account that must not be there fails only the one.
        given = {"status": "ENABLED"} if name != "status" else {"role": "INDIVIDUAL"}
        sought = find(scenario, "findUserAccounts", lambda row: _id(row) == other, given | {name: value})
        scenario.equal(requirement, None, _id(sought), f"an account without this {name}")


def _role(scenario: Scenario) -> str:
    """A role that end users can have beside INDIVIDUAL."""
    listed = rows_of(scenario.look("listSystemRoles", things.admin(scenario.world)))
    ids = [str(row["id"]) for row in listed if row.get("id") and "NORMAL" in (row.get("userTypes") or ())]
    for role in ids:
        if role != "INDIVIDUAL":
            return role
    raise NotApplicable("listSystemRoles lists no role for end users but INDIVIDUAL")


def _id(row: Any) -> Any:
    return part(row, "userSystemInfo", "id")


def _contains(scenario: Scenario, requirement: str, item: object, found: Any, what: str) -> None:
    holds = isinstance(found, list) and item in found
    scenario.expect(requirement, holds, expected=f"{what}: with {item!r}", observed=f"{what}: {found!r}")


def _bare(pem: Any) -> str:
    """A key without its white space, which targets may keep or not."""
    return without_space(str(pem or "").replace("\\n", "\n"))
