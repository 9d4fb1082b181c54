"""Community Connect: accounts for people of other companies, from onboarding to the end."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.community_steps import (
    GONE,
    by_email,
    clean_up,
    create,
    json_of,
    kept,
    new_domain,
    new_person,
    onboarded,
    path_in,
    rows,
    step,
    unknown,
)
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario

ATTRIBUTES = {
    "displayName": "Somebody Else",
    "phoneNumber": "+33612345678",
    "department": "Product Engineering",
    "title": "Engineering manager",
    "location": "France",
}
OTHER_ATTRIBUTES = {
    "displayName": "Somebody Renamed",
    "phoneNumber": "+33687654321",
    "department": "Sales",
    "location": "Germany",
}
EXISTS = ("USER_ALREADY_EXISTS", "USER_ALREADY_EXISTING_ON_THE_POD")
NEEDS_ACCESS = ("COMPANY_ALREADY_EXISTS_USER_NEEDS_ACCESS", "COMCO_COMPANY_ALREADY_EXISTS_USER_NEED_ACCESS")
CODES = ("USER_EXISTS", "USER_NEEDS_ACCESS", "USER_ELIGIBLE_FOR_NEW_ACCOUNT")


@pytest.mark.check(
    "lifecycle.community-create",
    "COMCO-CREATE-1",
    "COMCO-CREATE-2",
    "COMCO-CREATE-8",
    "COMCO-CREATE-9",
    "COMCO-CREATE-10",
    "COMCO-CREATE-11",
    "COMCO-GET-1",
    "COMCO-SEARCH-1",
)
def test_a_created_account_can_be_read_and_found(scenario: Scenario) -> None:
    """An account that was created is read by its id and found by its address, with all that was asked for."""
    domain = new_domain(scenario.world)
    company = domain.partition(".")[0]
    plain, full = new_person(scenario.world, domain), new_person(scenario.world, domain, **ATTRIBUTES)
    answer = create(scenario, company, plain, full)
    made = json_of(answer)
    try:
        if not scenario.status("COMCO-CREATE-1", answer, 201, 200):
            return
        scenario.equal("COMCO-CREATE-1", 2, len(rows(made, "success")), "accounts created")
        for number, person in enumerate((plain, full)):
            read = json_of(step(scenario, "getUser", path_in(made, number)))
            found = json_of(by_email(scenario, "searchUser", person["email"]))
            who, told = ("email", "firstName", "lastName"), [*rows(made, "success"), {}, {}][number]
            scenario.equal("COMCO-GET-1", kept(person, *who), kept(read, *who), "read by id")
            scenario.equal("COMCO-GET-1", told.get("userId"), read.get("userId"), "userId read by id")
            names = (*who, *ATTRIBUTES, "userId", "username", "companyId", "companyName")
            scenario.equal("COMCO-SEARCH-1", kept(read, *names), kept(found, *names), "found by address")
            scenario.equal("COMCO-CREATE-9", told.get("username"), read.get("username"), "username")
            scenario.expect(
                "COMCO-CREATE-9", bool(read.get("username")), expected="a username", observed=read
            )
            scenario.equal("COMCO-CREATE-10", made.get("companyId"), read.get("companyId"), "companyId")
            scenario.equal("COMCO-CREATE-11", made.get("companyName"), read.get("companyName"), "companyName")
            if person is plain:
                generated = f"{person['firstName']} {person['lastName']}"
                scenario.equal("COMCO-CREATE-8", generated, read.get("displayName"), "displayName left out")
            else:
                scenario.equal(
                    "COMCO-CREATE-2", kept(person, *ATTRIBUTES), kept(read, *ATTRIBUTES), "attributes"
                )
    finally:
        clean_up(scenario.world, made)


@pytest.mark.check("lifecycle.community-company", "COMCO-CREATE-3", "COMCO-CREATE-4", "COMCO-CREATE-5")
def test_an_address_leads_to_its_company(scenario: Scenario) -> None:
    """The first address of a domain makes a company; later ones join it, whatever name they give."""
    domain = new_domain(scenario.world)
    company = domain.partition(".")[0]
    companies = []
    for requirement, name, code in (
        ("COMCO-CREATE-3", company, "USER_ADDED_NEW_COMPANY"),
        ("COMCO-CREATE-4", company, "USER_ADDED_EXISTING_COMPANY"),
        ("COMCO-CREATE-5", f"other-{company}", "USER_ADDED_TO_DIFFERENT_COMPANY_NAME"),
    ):
        made = json_of(create(scenario, name, new_person(scenario.world, domain)))
        try:
            codes = [row.get("code") for row in rows(made, "success")]
            scenario.equal(requirement, [code], codes, "code of the account")
            companies.append(made.get("companyId"))
            scenario.expect(
                requirement,
                bool(companies[-1]) and companies[-1] == companies[0],
                expected=f"companyId: {companies[0]}",
                observed=f"companyId: {companies[-1]}",
            )
        finally:
            clean_up(scenario.world, made)


@pytest.mark.check("lifecycle.community-existing", "COMCO-CREATE-6", "COMCO-CREATE-7")
def test_who_has_an_account_gets_no_second_one(scenario: Scenario) -> None:
    """Who has an account is listed under errors; others of the same request get theirs."""
    domain = new_domain(scenario.world)
    with onboarded(scenario, domain) as user:
        known, other = new_person(scenario.world, domain), new_person(scenario.world, domain)
        known["email"] = user["email"]
        made = json_of(create(scenario, domain.partition(".")[0], known, other))
        try:
            codes = [row.get("code") for row in rows(made, "errors")]
            scenario.expect(
                "COMCO-CREATE-6",
                len(codes) == 1 and codes[0] in EXISTS,
                expected=f"one error, {EXISTS[0]}",
                observed=codes,
            )
            scenario.equal("COMCO-CREATE-7", 1, len(rows(made, "success")), "accounts created")
            found = by_email(scenario, "searchUser", other["email"])
            scenario.status("COMCO-CREATE-7", found, 200, what="the other one")
        finally:
            clean_up(scenario.world, made)


@pytest.mark.check(
    "lifecycle.community-create-refusals",
    "COMCO-CREATE-12",
    "COMCO-CREATE-13",
    "COMCO-CREATE-14",
    "COMCO-CREATE-15",
    "COMCO-CREATE-16",
)
def test_what_is_asked_for_has_to_make_sense(scenario: Scenario) -> None:
    """Requests without users or company, of several domains or with an address twice, are refused whole."""
    world, domain = scenario.world, new_domain(scenario.world)
    company = domain.partition(".")[0]
    one = new_person(world, domain)
    for requirement, name, people, what in (
        ("COMCO-CREATE-12", None, [one], "no company for a new domain"),
        ("COMCO-CREATE-13", company, [], "no users"),
        ("COMCO-CREATE-14", company, [one, new_person(world, new_domain(world))], "users of two domains"),
        ("COMCO-CREATE-15", company, [one, {**one}], "an address twice"),
        ("COMCO-CREATE-16", company, [{**one, "email": "no address"}], "no address"),
    ):
        answer = create(scenario, name, *people)
        scenario.status(requirement, answer, 400, what=what)
        clean_up(world, json_of(answer))
        found = by_email(scenario, "searchUser", one["email"])
        scenario.status(requirement, found, *GONE, what=f"searching after {what}")


@pytest.mark.check("lifecycle.community-onboarding", "COMCO-ONBOARD-1", "COMCO-ONBOARD-2", "COMCO-ONBOARD-4")
def test_onboarding_tells_where_somebody_stands(scenario: Scenario) -> None:
    """An address without an account may get one; one with an account is told its pod."""
    ask = "getUserOnboardingAvailability"
    domain = new_domain(scenario.world)
    fresh = new_person(scenario.world, domain)
    free = json_of(by_email(scenario, ask, fresh["email"]))
    scenario.equal("COMCO-ONBOARD-2", CODES[2], free.get("code"), "code of a new address")
    with onboarded(scenario, domain) as user:
        answer = by_email(scenario, ask, user["email"])
        if scenario.status("COMCO-ONBOARD-1", answer, 200):
            known = json_of(answer)
            url = known.get("podUrl")
            scenario.expect("COMCO-ONBOARD-1", bool(url), expected="a podUrl", observed=known)
            scenario.equal("COMCO-ONBOARD-2", CODES[0], known.get("code"), "code of a known address")
    refused = by_email(scenario, ask, "no address")
    scenario.status("COMCO-ONBOARD-4", refused, 400, what="what is no address")


@pytest.mark.check("lifecycle.community-own-pod", "COMCO-ONBOARD-3", "COMCO-CREATE-17")
def test_people_of_a_company_with_a_pod_need_access(scenario: Scenario) -> None:
    """An address of a company that has a pod needs access to it and gets no community account."""
    world = scenario.world
    session = world.get("getSessionInfo", things.admin(world)) or {}
    domain = str(session.get("emailAddress") or "").rpartition("@")[2]
    if not domain:
        raise NotApplicable("the session of the administrator shows no address, so its domain is not known")
    person = new_person(world, domain)
    code = json_of(by_email(scenario, "getUserOnboardingAvailability", person["email"])).get("code")
    if code == CODES[2]:
        raise NotApplicable(f"the target does not count {domain} as the domain of a company with a pod")
    scenario.equal("COMCO-ONBOARD-3", CODES[1], code, "code of a colleague's address")
    made = json_of(create(scenario, domain.partition(".")[0], person))
    clean_up(world, made)
    codes = [row.get("code") for row in rows(made, "errors")]
    scenario.expect(
        "COMCO-CREATE-17",
        len(codes) == 1 and codes[0] in NEEDS_ACCESS,
        expected=f"one error, {' or '.join(NEEDS_ACCESS)}",
        observed=codes,
    )


@pytest.mark.check("lifecycle.community-update", "COMCO-UPDATE-1", "COMCO-UPDATE-2", "COMCO-UPDATE-3")
def test_an_update_changes_what_it_names(scenario: Scenario) -> None:
    """An update changes what it names, which is read everywhere, and nothing else."""
    with onboarded(scenario, **ATTRIBUTES) as user:
        before = json_of(step(scenario, "getUser", user["path"]))
        changes = {"firstName": "Changed", "lastName": "Name", "title": "Trader"}
        answer = step(scenario, "updateUser", user["path"], changes)
        if not scenario.status("COMCO-UPDATE-1", answer, 200):
            return
        scenario.equal("COMCO-UPDATE-2", changes, kept(json_of(answer), *changes), "changes in the answer")
        now = json_of(step(scenario, "getUser", user["path"]))
        found = json_of(by_email(scenario, "searchUser", user["email"]))
        scenario.equal("COMCO-UPDATE-1", changes, kept(now, *changes), "changes read by id")
        scenario.equal("COMCO-UPDATE-1", changes, kept(found, *changes), "changes found by address")
        others = ("email", "phoneNumber", "department", "userId", "companyId", "companyName")
        scenario.equal("COMCO-UPDATE-3", kept(before, *others), kept(now, *others), "what was not named")
        rest = {**OTHER_ATTRIBUTES, "firstName": "Changed"}
        answer = step(scenario, "updateUser", user["path"], rest)
        if scenario.status("COMCO-UPDATE-1", answer, 200, what="an update of the rest"):
            now = json_of(step(scenario, "getUser", user["path"]))
            wanted = kept(OTHER_ATTRIBUTES, *OTHER_ATTRIBUTES)
            scenario.equal("COMCO-UPDATE-1", wanted, kept(now, *OTHER_ATTRIBUTES), "read by id")


@pytest.mark.check("lifecycle.community-update-email", "COMCO-UPDATE-6")
def test_an_address_can_be_changed(scenario: Scenario) -> None:
    """A changed address is found, and the old one is not."""
    domain = new_domain(scenario.world)
    with onboarded(scenario, domain) as user:
        email = new_person(scenario.world, domain)["email"]
        answer = step(scenario, "updateUser", user["path"], {"email": email})
        if scenario.status("COMCO-UPDATE-6", answer, 200):
            found = json_of(by_email(scenario, "searchUser", email))
            wanted = user["path"]["userId"]
            scenario.equal("COMCO-UPDATE-6", wanted, found.get("userId"), "userId of the new address")
            old = by_email(scenario, "searchUser", user["email"])
            scenario.status("COMCO-UPDATE-6", old, *GONE, what="the old address")


@pytest.mark.check(
    "lifecycle.community-update-refusals", "COMCO-UPDATE-7", "COMCO-UPDATE-8", "COMCO-UPDATE-9"
)
def test_an_update_keeps_to_the_company(scenario: Scenario) -> None:
    """An update to an address of another domain or of somebody else, or to nothing, is refused."""
    domain = new_domain(scenario.world)
    with onboarded(scenario, domain) as user, onboarded(scenario, domain) as other:
        before = json_of(step(scenario, "getUser", user["path"]))
        foreign = new_person(scenario.world, new_domain(scenario.world))["email"]
        for requirement, body, what in (
            ("COMCO-UPDATE-7", {"email": foreign}, "an address of another domain"),
            ("COMCO-UPDATE-8", {"email": other["email"]}, "an address in use"),
            ("COMCO-UPDATE-9", {}, "nothing"),
        ):
            answer = step(scenario, "updateUser", user["path"], body)
            scenario.status(requirement, answer, 400, what=f"an update to {what}")
            now = json_of(step(scenario, "getUser", user["path"]))
            scenario.equal(requirement, before, now, "the account afterwards")


@pytest.mark.check(
    "lifecycle.community-disable", "COMCO-DISABLE-1", "COMCO-DISABLE-2", "COMCO-DISABLE-3", "COMCO-DISABLE-4"
)
def test_a_disabled_account_is_gone(scenario: Scenario) -> None:
    """A disabled account is neither read, found, changed nor disabled again; its address is free."""
    domain = new_domain(scenario.world)
    with onboarded(scenario, domain) as user:
        # what was read before must not be kept for later readers
        step(scenario, "getUser", user["path"])
        by_email(scenario, "searchUser", user["email"])
        answer = step(scenario, "disableUser", user["path"])
        if not scenario.status("COMCO-DISABLE-1", answer, 204):
            return
        read = step(scenario, "getUser", user["path"])
        scenario.status("COMCO-DISABLE-2", read, *GONE, what="reading it by id")
        found = by_email(scenario, "searchUser", user["email"])
        scenario.status("COMCO-DISABLE-2", found, *GONE, what="searching its address")
        changed = step(scenario, "updateUser", user["path"], {"firstName": "Changed", "lastName": "Name"})
        scenario.status("COMCO-DISABLE-2", changed, *GONE, what="updating it")
        again = step(scenario, "disableUser", user["path"])
        scenario.status("COMCO-DISABLE-3", again, *GONE, what="disabling it again")
        anew = {**new_person(scenario.world, domain), "email": user["email"]}
        made = json_of(create(scenario, domain.partition(".")[0], anew))
        clean_up(scenario.world, made)
        scenario.equal("COMCO-DISABLE-4", 1, len(rows(made, "success")), "accounts of the same address anew")


@pytest.mark.check("lifecycle.community-role", "COMCO-ROLE-1", "COMCO-ROLE-2", "COMCO-ROLE-3")
def test_an_account_gets_a_role(scenario: Scenario) -> None:
    """An account becomes a compliance officer, and nothing that is no role."""
    with onboarded(scenario) as user:
        answer = step(scenario, "addRole", user["path"], {"id": "COMPLIANCE_OFFICER"})
        if scenario.status("COMCO-ROLE-1", answer, 200):
            scenario.equal("COMCO-ROLE-2", "ROLE_ADDED", json_of(answer).get("code"), "code")
        answer = step(scenario, "addRole", user["path"], {"id": scenario.world.name("ROLE")})
        scenario.status("COMCO-ROLE-3", answer, 400, 404, what="a role that does not exist")


@pytest.mark.check(
    "lifecycle.community-unknown",
    "COMCO-GET-2",
    "COMCO-SEARCH-2",
    "COMCO-UPDATE-4",
    "COMCO-DISABLE-5",
    "COMCO-ROLE-4",
)
def test_unknown_users_are_refused(scenario: Scenario) -> None:
    """Who has no account is neither read, found, changed, disabled nor given a role."""
    with onboarded(scenario) as user:
        requirements = ("COMCO-GET-2", "COMCO-UPDATE-4", "COMCO-ROLE-4", "COMCO-DISABLE-5")
        _refused_everywhere(scenario, requirements, unknown(user["path"]), "an unknown user")
    nobody = new_person(scenario.world, new_domain(scenario.world))
    answer = by_email(scenario, "searchUser", nobody["email"])
    scenario.status("COMCO-SEARCH-2", answer, *GONE, what="an unknown address")


@pytest.mark.check("lifecycle.community-search-refusals", "COMCO-SEARCH-3")
def test_nobody_is_found_without_an_address(scenario: Scenario) -> None:
    """A search for what is no address is refused, or finds nobody."""
    for email in ("no address", "@", "*@example.com"):
        answer = by_email(scenario, "searchUser", email)
        scenario.status("COMCO-SEARCH-3", answer, 400, 404, what=f"searching {email!r}")


@pytest.mark.check(
    "lifecycle.community-other-company", "COMCO-GET-3", "COMCO-UPDATE-5", "COMCO-DISABLE-6", "COMCO-ROLE-5"
)
def test_users_belong_to_their_company(scenario: Scenario) -> None:
    """Under the id of another company an account is neither read, changed, disabled nor given a role."""
    with onboarded(scenario) as user, onboarded(scenario) as other:
        path = {**user["path"], "companyId": other["path"]["companyId"]}
        requirements = ("COMCO-GET-3", "COMCO-UPDATE-5", "COMCO-ROLE-5", "COMCO-DISABLE-6")
        _refused_everywhere(scenario, requirements, path, "a user of another company")
        still = json_of(step(scenario, "getUser", user["path"]))
        names = ("email", "firstName", "lastName")
        for requirement in ("COMCO-UPDATE-5", "COMCO-DISABLE-6"):
            scenario.equal(requirement, kept(user, *names), kept(still, *names), "the account afterwards")


def _refused_everywhere(
    scenario: Scenario, requirements: tuple[str, str, str, str], path: dict[str, Any], who: str
) -> None:
    """The requirements are those of reading, updating, giving a role and disabling."""
    changes = {"firstName": "Changed", "lastName": "Name"}
    answers = (
        step(scenario, "getUser", path),
        step(scenario, "updateUser", path, changes),
        step(scenario, "addRole", path, {"id": "COMPLIANCE_OFFICER"}),
        step(scenario, "disableUser", path),
    )
    for requirement, answer in zip(requirements, answers, strict=True):
        scenario.status(requirement, answer, *GONE, what=who)
