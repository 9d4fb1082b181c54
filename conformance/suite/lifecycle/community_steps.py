"""Steps that the checks of Community Connect share: people of companies of the test's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from conformance.suite import things
from conformance.suite.outcomes import NotRun
from conformance.suite.requests import NO_BODY, Call
from conformance.suite.scenario import Scenario
from conformance.suite.world import World, success_or_none
from conformance.target.exchange import Response

GONE = (404, 400)
"""How an unknown user is answered: the document says 404, the vendor's guide 400."""

User = dict[str, Any]


def new_domain(world: World) -> str:
    """A domain that nobody has an address of yet."""
    return f"{world.name('company')}.example.com".lower()


def new_person(world: World, domain: str, **attributes: Any) -> User:
    """Somebody with an address that nobody has yet, as an account is asked for."""
    email = f"{world.name('person')}@{domain}".lower()
    return {"email": email, "firstName": "Conformance", "lastName": "Person", **attributes}


def create(scenario: Scenario, company: str | None, *people: User) -> Response:
    """Ask for accounts; without a company the name is left out."""
    body: User = {"users": list(people)}
    if company is not None:
        body["companyName"] = company
    return scenario.send("createUser", things.admin(scenario.world), body=body)


@contextmanager
def onboarded(scenario: Scenario, domain: str | None = None, **attributes: Any) -> Iterator[User]:
    """Somebody with an account: what was asked for, and `path` to it; the account is disabled at the end."""
    domain = domain or new_domain(scenario.world)
    person = new_person(scenario.world, domain, **attributes)
    body = {"companyName": domain.partition(".")[0], "users": [person]}
    made = scenario.get("createUser", things.admin(scenario.world), body=body)
    try:
        yield {**person, "path": path_in(made)}
    finally:
        clean_up(scenario.world, made)


def path_in(made: Any, number: int = 0) -> dict[str, Any]:
    """The path to an account that an answer to creating accounts names."""
    users = rows(made, "success")
    company = made.get("companyId") if isinstance(made, dict) else None
    return {"companyId": str(company), "userId": users[number].get("userId") if len(users) > number else 0}


def rows(made: Any, name: str) -> list[User]:
    """The `success` or the `errors` of an answer to creating accounts."""
    found = made.get(name) if isinstance(made, dict) else None
    return [row for row in found or [] if isinstance(row, dict)]


def clean_up(world: World, made: Any) -> None:
    """Disable the accounts that an answer names; not judged here."""
    for number, _ in enumerate(rows(made, "success")):
        call = Call(path_in(made, number))
        try:
            world.send("disableUser", things.admin(world), call, "cleaning up")
        except NotRun:
            return


def step(scenario: Scenario, operation: str, path: Mapping[str, Any], body: Any = NO_BODY) -> Response:
    """One request about one account."""
    return scenario.send(operation, things.admin(scenario.world), path=path, body=body)


def by_email(scenario: Scenario, operation: str, email: str) -> Response:
    """One request about an address."""
    return scenario.send(operation, things.admin(scenario.world), query={"email": email})


def json_of(response: Response) -> User:
    """The JSON object of a success, out of its `data` if it is in one; empty for anything else."""
    body = success_or_none(response)
    if isinstance(body, dict) and isinstance(body.get("data"), dict):
        body = body["data"]
    return body if isinstance(body, dict) else {}


def kept(user: Mapping[str, Any], *names: str) -> User:
    """Some properties of an account, telephone numbers as digits; absent and null ones are left out."""
    found = {name: user[name] for name in names if user.get(name) is not None}
    if "phoneNumber" in found:
        found["phoneNumber"] = "".join(filter(str.isdigit, str(found["phoneNumber"])))
    return found


def unknown(path: Mapping[str, Any]) -> dict[str, Any]:
    """The path of a user whom nobody has: the highest id beside a known one."""
    user = int(path["userId"])
    return {**path, "userId": (user >> 36 << 36) + (1 << 36) - 1}
