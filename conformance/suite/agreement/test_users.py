"""Users: whoever shows one shows the same, and look-ups and searches find whom they name."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.checks.judgement import described
from conformance.suite import things
from conformance.suite.lifecycle.people import account_of, has, rows_of, word
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import patiently
from conformance.suite.scenario import Scenario
from conformance.suite.world import field_of

SHOWN = {"emailAddress": "emailAddress", "userName": "username", "displayName": "displayName"}
"""Attributes of accounts, and what they are called in UserV2."""

MOST_SOUGHT = 100


@pytest.mark.check("agreement.session", "USER-SESSION-1", "USER-SESSION-2")
def test_the_session_is_the_callers(scenario: Scenario) -> None:
    """The session shows the caller, as a look-up does."""
    for actor in (things.user(scenario.world), things.admin(scenario.world)):
        session = scenario.look("getSessionInfo", actor)
        found = _look_up(scenario, actor, uid=part(session, "id"))
        declared = scenario.world.target.actors[actor].user_id
        if declared is not None:
            scenario.equal("USER-SESSION-1", declared, part(session, "id"), f"id of {actor}")
        scenario.expect(
            "USER-SESSION-1", bool(part(session, "id")), expected="an id", observed=part(session, "id")
        )
        shown = {name: part(session, name) for name in ("id", "displayName", "username")}
        has(scenario, "USER-SESSION-2", shown, found, "what a look-up shows")


@pytest.mark.check(
    "agreement.user-look-up", "USER-LOOKUP-1", "USER-LOOKUP-2", "USER-LOOKUP-3", "USER-LOOKUP-4"
)
def test_one_user_is_found_by_id_address_and_user_name(scenario: Scenario) -> None:
    """A user is found by id, by address and by user name, and shown as in its account."""
    world, actor = scenario.world, things.user(scenario.world)
    user = things.person(world, "agreement user")
    account = part(account_of(scenario, user), "userAttributes")
    wanted = {shown: part(account, name) for name, shown in SHOWN.items()} | {"id": user}
    for requirement, query in (
        ("USER-LOOKUP-1", {"uid": user}),
        ("USER-LOOKUP-2", {"email": part(account, "emailAddress")}),
        ("USER-LOOKUP-3", {"username": part(account, "userName")}),
    ):
        has(scenario, requirement, wanted, _look_up(scenario, actor, **query), f"by {query}")
    query = {"email": f"{word(world, 'nobody')}@example.com", "local": True}
    scenario.status("USER-LOOKUP-4", scenario.send("lookUpUser", actor, query=query), 204)


@pytest.mark.check(
    "agreement.users-look-up", "USERS-LOOKUP-1", "USERS-LOOKUP-2", "USERS-LOOKUP-3", "USERS-LOOKUP-4"
)
def test_many_users_are_found_by_ids_addresses_and_user_names(scenario: Scenario) -> None:
    """Users are found by lists of ids, addresses and user names, and shown as in their accounts."""
    world, actor = scenario.world, things.user(scenario.world)
    users = [
        things.person(world, "agreement user"),
        things.person(world, "agreement user two", "colleague"),
    ]
    accounts = {user: part(account_of(scenario, user), "userAttributes") for user in users}
    for requirement, name, values in (
        ("USERS-LOOKUP-1", "uid", users),
        ("USERS-LOOKUP-2", "email", [part(row, "emailAddress") for row in accounts.values()]),
        ("USERS-LOOKUP-3", "username", [part(row, "userName") for row in accounts.values()]),
    ):
        query = {name: ",".join(str(value) for value in values), "local": True}
        found = _users(scenario.look("lookUpUsers", actor, query=query))
        scenario.equal(requirement, sorted(users), sorted(found), f"ids found by {name}")
        for user, account in accounts.items():
            wanted = {shown: part(account, attribute) for attribute, shown in SHOWN.items()}
            has(scenario, requirement, wanted, found.get(user), f"user {user} found by {name}")
    query = {"email": f"{word(world, 'nobody')}@example.com", "local": True}
    answer = scenario.send("lookUpUsers", actor, query=query)
    empty = answer.status == 204 or (answer.status == 200 and not _users(answer.json()))
    scenario.expect("USERS-LOOKUP-4", empty, expected="204, or no users", observed=described(answer))


@pytest.mark.check("agreement.users-active", "USERS-ACTIVE-1", "USERS-ACTIVE-2", "USERS-ACTIVE-3")
def test_users_are_found_by_being_active(scenario: Scenario) -> None:
    """All users are found unless only the active or only the inactive ones are asked for."""
    world = scenario.world
    on, off = (things.account(world, f"agreement {name}") for name in ("active", "inactive"))
    path = {"uid": off}
    scenario.get("updateUserStatus", things.admin(world), path=path, body={"status": "DISABLED"})
    for requirement, active, wanted in (
        ("USERS-ACTIVE-1", {}, [on, off]),
        ("USERS-ACTIVE-2", {"active": True}, [on]),
        ("USERS-ACTIVE-3", {"active": False}, [off]),
    ):
        query = {"uid": f"{on},{off}", "local": True, **active}
        found = _users(scenario.look("lookUpUsers", things.user(world), query=query))
        scenario.equal(requirement, sorted(wanted), sorted(found), f"ids found with {active or 'no filter'}")


@pytest.mark.check("agreement.users-local", "USER-LOCAL-1", "USERS-LOCAL-1", "USEARCH-LOCAL-1")
def test_a_local_look_up_finds_nobody_of_another_pod(scenario: Scenario) -> None:
    """A local look-up or search finds users of the own pod only."""
    world, actor = scenario.world, things.user(scenario.world)
    stranger = world.actor("stranger")
    other = things.user_id(world, stranger)
    if other >> 36 == things.tenant(world):
        raise NotApplicable("actors.stranger is a user of the same pod")
    one = scenario.look("lookUpUser", actor, query={"uid": other, "local": True})
    scenario.equal("USER-LOCAL-1", None, part(one, "id"), "user found")
    own = things.user_id(world, actor)
    many = scenario.look("lookUpUsers", actor, query={"uid": f"{own},{other}", "local": True})
    scenario.equal("USERS-LOCAL-1", [own], sorted(_users(many)), "users found")
    session = scenario.get("getSessionInfo", stranger)
    name = part(session, "displayName") or part(session, "username")
    found = scenario.look(
        "searchUsers", actor, query={"local": True, "limit": 100}, body={"query": str(name)}
    )
    outside = [user for user in _users(found) if user >> 36 != own >> 36]
    scenario.equal("USEARCH-LOCAL-1", [], outside, "users of other pods found")


@pytest.mark.check("agreement.users-errors", "USERS-ERROR-1", "USERS-ERROR-2", "USERS-LIMIT-1")
def test_what_is_ill_formed_is_reported_beside_what_is_found(scenario: Scenario) -> None:
    """An ill-formed address is reported beside the users that are found; a hundred may be asked for."""
    world, actor = scenario.world, things.user(scenario.world)
    user = things.person(world, "agreement user")
    email = str(part(account_of(scenario, user), "userAttributes", "emailAddress"))
    query = {"email": f"{email},notavalidemail", "local": True}
    answer = scenario.look("lookUpUsers", actor, query=query)
    errors = rows_of(part(answer, "errors"))
    told = [row.get("email") for row in errors]
    scenario.equal(
        "USERS-ERROR-1", ([user], ["notavalidemail"]), (sorted(_users(answer)), told), "found, wrong"
    )
    both = [row for row in errors if row.get("email") is not None and row.get("id") is not None]
    scenario.expect(
        "USERS-ERROR-2",
        bool(errors) and not both,
        expected="errors, each with one of email and id",
        observed=errors,
    )
    nobodies = [str(user + (1 << 34) + number) for number in range(MOST_SOUGHT - 1)]
    query = {"uid": ",".join([*nobodies, str(user)]), "local": True}
    hundred = scenario.look("lookUpUsers", actor, query=query)
    scenario.equal("USERS-LIMIT-1", [user], sorted(_users(hundred)), f"found among {MOST_SOUGHT} ids")


@pytest.mark.check(
    "agreement.user-search",
    "USEARCH-QUERY-1",
    "USEARCH-QUERY-2",
    "USEARCH-QUERY-3",
    "USEARCH-QUERY-4",
    "USEARCH-COUNT-1",
    "USEARCH-NONE-1",
)
def test_users_are_searched_by_their_names_and_address(scenario: Scenario) -> None:
    """Users are found by first name, last name, display name and address."""
    world, actor = scenario.world, things.user(scenario.world)
    family, people = word(world, "family"), {}
    for number in ("one", "two"):
        names = {"firstName": word(world, "first"), "displayName": word(world, "shown"), "lastName": family}
        wish = things.new_account(world)
        wish["userAttributes"] |= names
        created = scenario.get("createUserAccount", things.admin(world), body=wish)
        people[number] = (
            field_of(created, "createUserAccount", "userSystemInfo", "id"),
            wish["userAttributes"],
        )
    user, attributes = people["one"]
    both = [person for person, _ in people.values()]
    for requirement, name, wanted in (
        ("USEARCH-QUERY-1", "firstName", [user]),
        ("USEARCH-QUERY-2", "lastName", both),
        ("USEARCH-QUERY-3", "displayName", [user]),
        ("USEARCH-QUERY-4", "emailAddress", [user]),
    ):
        found = _search(scenario, {"query": attributes[name]}, *wanted)
        scenario.equal(requirement, sorted(wanted), sorted(_users(found)), f"found by {name}")
        if name == "lastName":
            scenario.equal_where_shown("USEARCH-COUNT-1", len(both), part(found, "count"), "count")
    body = {"query": word(world, "nobodyatall")}
    nobody = scenario.send("searchUsers", actor, query={"local": True}, body=body)
    scenario.status("USEARCH-NONE-1", nobody, 204)


FILTERS: tuple[tuple[str, str, dict[str, Any], Any, Any], ...] = (
    ("USEARCH-FILTER-1", "title", {"title": "Sales Manager"}, "Sales Manager", "Gardener"),
    ("USEARCH-FILTER-2", "location", {"location": "Marseille"}, "Marseille", "Lima"),
    ("USEARCH-FILTER-3", "marketCoverage", {"marketCoverage": ["EMEA"]}, "EMEA", "LATAM"),
    ("USEARCH-FILTER-4", "responsibility", {"responsibility": ["BAU"]}, "BAU", "Sales"),
    ("USEARCH-FILTER-5", "function", {"function": ["Trade Processing"]}, "Trade Processing", "Gardening"),
    ("USEARCH-FILTER-6", "instrument", {"instrument": ["Equities"]}, "Equities", "Bonds"),
    ("USEARCH-FILTER-7", "accountTypes", {}, ["NORMAL"], ["SYSTEM"]),
)
"""Requirement, filter, the attributes that it asks for, a value that fits them, and one that does not."""


@pytest.mark.check("agreement.user-search-filters", *(row[0] for row in FILTERS), "USEARCH-FILTER-8")
def test_filters_narrow_a_search(scenario: Scenario) -> None:
    """A filter keeps those whom it fits and nobody else."""
    world = scenario.world
    wish = things.new_account(world)
    name = word(world, "filtered")
    attributes = {key: value for row in FILTERS for key, value in row[2].items()}
    wish["userAttributes"] |= attributes | {"displayName": name}
    created = scenario.get("createUserAccount", things.admin(world), body=wish)
    user = field_of(created, "createUserAccount", "userSystemInfo", "id")
    company = part(_look_up(scenario, things.user(world), uid=user), "company")
    rows = [(requirement, key, fits, other) for requirement, key, _, fits, other in FILTERS]
    if company:
        rows.append(("USEARCH-FILTER-8", "company", company, word(world, "othercompany")))
    else:
        scenario.left_out("USEARCH-FILTER-8", "the company of users")
    for requirement, key, fits, other in rows:
        found = _users(_search(scenario, {"query": name, "filters": {key: fits}}, user))
        scenario.equal(requirement, [user], sorted(found), f"found with {key} {fits!r}")
        found = _users(_search(scenario, {"query": name, "filters": {key: other}}))
        scenario.equal(requirement, [], sorted(found), f"found with {key} {other!r}")


def _look_up(scenario: Scenario, actor: str, **query: Any) -> Any:
    return scenario.look("lookUpUser", actor, query={**query, "local": True})


def _search(scenario: Scenario, body: dict[str, Any], *wanted: int) -> Any:
    """The answer to a search, once it has these users or a few seconds have passed."""
    world, query = scenario.world, {"local": True, "limit": 50}
    return patiently(
        world,
        lambda: scenario.look("searchUsers", things.user(world), query=query, body=body),
        until=lambda found: set(wanted) <= set(_users(found)),
    )


def _users(answer: Any) -> dict[int, Any]:
    """The users of an answer by id."""
    return {row["id"]: row for row in rows_of(part(answer, "users")) if isinstance(row.get("id"), int)}
