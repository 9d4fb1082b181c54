"""Things that the target has already, for runs that may make none."""

from __future__ import annotations

from typing import Any

from conformance.suite.outcomes import NotApplicable
from conformance.suite.requests import Call
from conformance.suite.world import World, field_of

TRIED = 10
"""So many listed things are tried before the target counts as having none that can be read."""

PAIR = 2
"""The members of an IM between two."""


def stream(world: World, actor: str, kind: str) -> str:
    """The id of an actor's first stream of a type such as ROOM or IM."""

    def find() -> str:
        body = {"streamTypes": [{"type": kind}]}
        listed = world.get("listStreams", actor, query={"limit": 50}, body=body) or []
        if not listed:
            raise NotApplicable(f"actor {actor!r} has no stream of the type {kind}")
        return str(field_of(listed, "listStreams", 0, "id"))

    return world.keep(("found", kind, actor), find)


def im(world: World, actor: str, other: int) -> str:
    """The id of the IM between an actor and one other user."""

    def find() -> str:
        body = {"streamTypes": [{"type": "IM"}]}
        for row in world.get("listStreams", actor, query={"limit": 50}, body=body) or []:
            members = field_of(row, "listStreams", "streamAttributes").get("members") or ()
            if len(members) <= PAIR and other in members:
                return str(field_of(row, "listStreams", "id"))
        raise NotApplicable(f"actor {actor!r} has no IM with the user {other}")

    return world.keep(("found", "im", actor, other), find)


def group(world: World, admin: str, headers: dict[str, str]) -> str:
    """The id of the first distribution list."""

    def find() -> str:
        page = world.get("listGroups", admin, path={"typeId": "SDL"}, query={"limit": 10}, headers=headers)
        listed = field_of(page, "listGroups", "data")
        if not listed:
            raise NotApplicable("the target has no distribution list")
        return str(field_of(listed, "listGroups", 0, "id"))

    return world.keep(("found", "group"), find)


def app(world: World, admin: str) -> str:
    """The id of the first application that can be read: those of other companies cannot."""

    def find() -> str:
        listed = world.get("listAppEntitlements", admin) or []
        for row in listed[:TRIED]:
            app_id = str(field_of(row, "listAppEntitlements", "appId"))
            if world.send("getApp", admin, Call({"id": app_id}), "looking for an application").status == 200:
                return app_id
        raise NotApplicable("the target has no application that the administrator can read")

    return world.keep(("found", "app"), find)


def certificate(world: World, admin: str) -> str:
    """The fingerprint of the first company certificate."""

    def find() -> str:
        listed = world.get("listCompanyCertificates", admin) or []
        if not listed:
            raise NotApplicable("the target has no company certificate")
        return str(field_of(listed, "listCompanyCertificates", 0, "companyCertInfo", "fingerPrint"))

    return world.keep(("found", "certificate"), find)


def user_with_disclaimer(world: World, admin: str) -> int | None:
    """The id of the first user that a disclaimer is assigned to; None when there is none."""

    def find() -> int | None:
        for disclaimer in (world.get("listDisclaimers", admin) or [])[:TRIED]:
            path = {"did": str(field_of(disclaimer, "listDisclaimers", "id"))}
            for user in world.get("listDisclaimerUsers", admin, path=path) or []:
                return int(user)
        return None

    return world.keep(("found", "disclaimer"), find)


def community_user(world: World, admin: str) -> dict[str, Any]:
    """Company, id and e-mail address of a user whom the Community Connect API knows: one of the actors."""

    def find() -> dict[str, Any]:
        for name, actor in world.target.actors.items():
            if not (actor.private_key or actor.session_token):
                continue
            email = str(field_of(world.get("getSessionInfo", name), "getSessionInfo", "emailAddress"))
            answer = world.send("searchUser", admin, Call(query={"email": email}), "looking for a user")
            if answer.status == 200:
                user = answer.json()
                found = {key: field_of(user, "searchUser", key) for key in ("companyId", "userId")}
                return {**found, "email": email}
        raise NotApplicable("no actor is a user whom the Community Connect API knows")

    return world.keep(("found", "community user"), find)
