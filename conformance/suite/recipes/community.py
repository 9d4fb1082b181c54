"""Community Connect: onboarding users of other companies."""

from __future__ import annotations

from typing import Any

from conformance.suite import found, things
from conformance.suite.outcomes import NotRun
from conformance.suite.recipes import Recipe, recipe
from conformance.suite.world import World, field_of


def _new_users(world: World) -> dict[str, Any]:
    company = world.name("company")
    email = f"{world.name('person')}@{company}.example.com"
    person = {"email": email, "firstName": "Conformance", "lastName": "Person", "phoneNumber": "+33612345678"}
    return {"companyName": company, "users": [person]}


def _onboarded(world: World, purpose: str) -> dict[str, Any]:
    """The path of a user that the tests brought in, one for each purpose."""
    if world.reads_only:
        known = found.community_user(world, things.admin(world))
        return {key: known[key] for key in ("companyId", "userId")}

    def make() -> dict[str, Any]:
        created = world.get("createUser", things.admin(world), body=_new_users(world))
        user_id = field_of(created, "createUser", "success", 0, "userId")
        return {"companyId": str(field_of(created, "createUser", "companyId")), "userId": user_id}

    return world.keep(("community user", purpose), make)


def _email(world: World) -> str:
    if world.reads_only:
        return str(found.community_user(world, things.admin(world))["email"])
    shown = world.get("getUser", things.admin(world), path=_onboarded(world, "read"))
    return str(field_of(shown, "getUser", "email"))


@recipe("getUserOnboardingAvailability")
def _availability(world: World) -> Recipe:
    if world.reads_only:
        # Any address is answered: whether its owner has an account is the question.
        owner = things.user(world)
        email = world.get("getSessionInfo", owner).get("emailAddress")
        return Recipe(things.admin(world), query={"email": email}, vary=False)
    return Recipe(things.admin(world), query={"email": _email(world)}, vary=False)


@recipe("searchUser")
def _search(world: World) -> Recipe:
    return Recipe(things.admin(world), query={"email": _email(world)}, vary=False)


@recipe("createUser")
def _create(world: World) -> Recipe:
    body = _new_users(world)
    email = _known_email(world)
    if email is not None:
        # Of two colleagues one has an account already: the answer shows a success and an error.
        new, domain = body["users"][0], email.rpartition("@")[2]
        new["email"] = f"{new['email'].partition('@')[0]}@{domain}"
        body["users"] = [new, {**new, "email": email}]
    return Recipe(things.admin(world), body=body, keep=("users", "companyName"))


def _known_email(world: World) -> str | None:
    """The address of somebody with an account; None when the operation that is to be tested gives none."""
    try:
        known = world.get("getUser", things.admin(world), path=_onboarded(world, "known"))
        return str(field_of(known, "getUser", "email"))
    except NotRun:
        return None


@recipe("addRole")
def _add_role(world: World) -> Recipe:
    body = {"id": "COMPLIANCE_OFFICER"}
    return Recipe(things.admin(world), path=_onboarded(world, "role"), body=body, keep=("id",))


@recipe("getUser")
def _get(world: World) -> Recipe:
    return Recipe(things.admin(world), path=_onboarded(world, "read"))


@recipe("updateUser")
def _update(world: World) -> Recipe:
    body = {"firstName": "Changed", "lastName": "Person"}
    return Recipe(things.admin(world), path=_onboarded(world, "updated"), body=body)


@recipe("disableUser")
def _disable(world: World) -> Recipe:
    return Recipe(things.admin(world), path=_onboarded(world, world.name("disabled")))
