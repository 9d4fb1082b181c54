"""Things that many recipes need: user ids, rooms, IMs, messages, accounts, groups, apps, certificates.

They are made for the tests; a run that only reads finds others of their kind on the target.
"""

from __future__ import annotations

import base64
from typing import Any, TypeVar, cast

from conformance.contract.shape import known_part
from conformance.suite import found
from conformance.suite.certificates import self_signed_pem
from conformance.suite.outcomes import Blocked, NotApplicable
from conformance.suite.requests import NO_BODY, Call
from conformance.suite.world import World, field_of

T = TypeVar("T")

PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
        "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
    )
).decode()
"""A PNG of one pixel, in base64."""


def admin(world: World) -> str:
    """The actor with every administrative right."""
    return world.actor("admin")


def user(world: World) -> str:
    """An ordinary user."""
    return world.actor("user", "admin")


def user_id(world: World, actor: str) -> int:
    """The id of an actor, from the target file or from its session."""
    declared = world.target.actors[actor].user_id
    if declared is not None:
        return declared
    info = world.keep(("session", actor), lambda: world.get("getSessionInfo", actor))
    return int(field_of(info, "getSessionInfo", "id"))


def tenant(world: World) -> int:
    """The id of the administrator's pod, which stands in the upper bits of its user id."""
    return user_id(world, admin(world)) >> 36


def room(world: World, purpose: str, **attributes: Any) -> str:
    """The id of a private room of the ordinary user, one for each purpose."""
    if world.reads_only:
        return found.stream(world, user(world), "ROOM")

    def make() -> str:
        body = {"name": world.name("room"), "description": "Made by conformance tests", **attributes}
        created = world.get("createRoom", user(world), body=body)
        return str(field_of(created, "createRoom", "roomSystemInfo", "id"))

    return world.keep(("room", purpose), make)


def room_with_colleague(world: World, purpose: str) -> str:
    """The id of a room of the ordinary user with its colleague as a member."""
    room_id = room(world, purpose)
    if world.reads_only:
        return room_id
    join(world, room_id)
    return room_id


def join(world: World, room_id: str) -> None:
    """Make the colleague a member of the ordinary user's room, if it is not one."""
    colleague = user_id(world, world.actor("colleague"))
    members = world.get("listRoomMembers", user(world), path={"id": room_id}) or []
    if not any(isinstance(m, dict) and m.get("id") == colleague for m in members):
        world.get("addRoomMember", user(world), path={"id": room_id}, body={"id": colleague})


def leave(world: World, room_id: str) -> None:
    """Make sure that the colleague is no member of the ordinary user's room."""
    colleague = user_id(world, world.actor("colleague"))
    members = world.get("listRoomMembers", user(world), path={"id": room_id}) or []
    if any(isinstance(m, dict) and m.get("id") == colleague for m in members):
        world.get("removeRoomMember", user(world), path={"id": room_id}, body={"id": colleague})


def im(world: World) -> str:
    """The id of the IM between the ordinary user and its colleague."""
    if world.reads_only:
        return found.im(world, user(world), user_id(world, world.actor("colleague")))
    colleague = user_id(world, world.actor("colleague"))
    created = world.keep("im", lambda: world.get("createIM", user(world), body=[colleague]))
    return str(field_of(created, "createIM", "id"))


def account(world: World, purpose: str, kind: str = "NORMAL") -> int:
    """The user id of an account that the tests made for themselves, one for each purpose."""

    def make() -> int:
        created = world.get("createUserAccount", admin(world), body=new_account(world, kind))
        return int(field_of(created, "createUserAccount", "userSystemInfo", "id"))

    return world.keep(("account", purpose), make)


def person(world: World, purpose: str, actor: str = "user") -> int:
    """The user id of an account to look at: one of the tests' own, or the actor's where none may be made."""
    if world.reads_only:
        return user_id(world, world.actor(actor))
    return account(world, purpose)


def new_account(world: World, kind: str = "NORMAL") -> dict[str, Any]:
    """A body that creates an account nobody has yet."""
    name = world.name("user")
    attributes = {
        "emailAddress": f"{name}@example.com",
        "userName": name,
        "displayName": f"Conformance {name}",
        "accountType": kind,
    }
    if kind == "NORMAL":
        attributes |= {"firstName": "Conformance", "lastName": name}
    return {"userAttributes": attributes, "roles": ["INDIVIDUAL"]}


def message(world: World) -> str:
    """The id of a message: one with an attachment in a stream of the ordinary user.

    These APIs neither send nor list messages; attachments are the one place that shows their ids.
    """
    return str(world.keep("message", lambda: _find_attachment(world))[1])


def stream_with_attachment(world: World) -> str:
    """The id of a stream of the ordinary user that has an attachment."""
    return str(world.keep("message", lambda: _find_attachment(world))[0])


def _find_attachment(world: World) -> tuple[str, str]:
    actor = user(world)
    for stream in world.get("listStreams", actor, query={"limit": 50}, body={}) or []:
        stream_id = field_of(stream, "listStreams", "id")
        for item in world.get("listStreamAttachments", actor, path={"sid": stream_id}) or []:
            return stream_id, field_of(item, "listStreamAttachments", "messageId")
    raise NotApplicable(f"no stream of actor {actor!r} has a message with an attachment: send one to it once")


def group(world: World, purpose: str) -> str:
    """The id of a distribution list that the tests made, one for each purpose."""
    if world.reads_only:
        return found.group(world, admin(world), host())

    def make() -> str:
        created = world.get("insertGroup", admin(world), headers=host(), body=new_group(world))
        return str(field_of(created, "insertGroup", "id"))

    return world.keep(("group", purpose), make)


def group_with_etag(world: World, purpose: str) -> tuple[str, str]:
    """The id and the current ETag of a distribution list; one that is gone is made anew.

    The ETag is the one in the body: the vendor's clients read no header.
    """
    group_id = group(world, purpose)
    path = {"groupId": group_id}
    if world.send("getGroup", admin(world), Call(path, headers=host()), "preparation").status == 404:
        world.forget("group", purpose)
        path = {"groupId": group(world, purpose)}
    found = world.get("getGroup", admin(world), path=path, headers=host())
    return path["groupId"], str(field_of(found, "getGroup", "eTag"))


def new_group(world: World) -> dict[str, Any]:
    """A body that creates a distribution list."""
    name = world.name("group")
    return {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": tenant(world),
        "name": name,
        "members": [],
        "profile": {"displayName": name},
    }


def host() -> dict[str, str]:
    """The header that every Profile Manager operation asks for."""
    return {"X-Symphony-Host": "localhost.symphony.com"}


def app(world: World, purpose: str) -> str:
    """The id of an application that the tests made, one for each purpose."""
    if world.reads_only:
        return found.app(world, admin(world))

    def make() -> str:
        created = world.get("createApp", admin(world), body=new_app(world))
        return str(field_of(created, "createApp", "applicationInfo", "appId"))

    return world.keep(("app", purpose), make)


def new_app(world: World) -> dict[str, Any]:
    """A body that creates an application."""
    name = world.name("app")
    return {
        "applicationInfo": {
            "appId": name,
            "name": name,
            "appUrl": "https://app.example.com",
            "domain": ".example.com",
            "publisher": "Conformance tests",
        },
        "description": "Made by conformance tests",
        "allowOrigins": "*.example.com",
        "permissions": [],
    }


def app_entitlements(world: World) -> list[Any]:
    """The company's entitlement of an app of the tests; where none may be made, of all apps. At least one."""
    own = None if world.reads_only else app(world, "entitlements")
    listed = world.get("listAppEntitlements", admin(world))
    if not isinstance(listed, list) or not listed:
        raise Blocked("listAppEntitlements", "lists no application")
    # Other tests remove apps of their own meanwhile, and an app that is gone is refused.
    rows = [row for row in listed if isinstance(row, dict) and row.get("appId") == own] or listed
    return documented(world, "updateAppEntitlements", rows)


def documented(world: World, operation_id: str, body: T) -> T:
    """The part of a body that the document names: targets may show more, and refuse to have it sent back."""
    operation = world.contract.operations[operation_id]
    assert operation.request_body is not None
    return cast(T, known_part(world.contract, operation.api, operation.request_body.schema, body))


def certificate(world: World, purpose: str) -> str:
    """The fingerprint of a certificate that the tests uploaded, one for each purpose."""
    if world.reads_only:
        return found.certificate(world, admin(world))

    def make() -> str:
        created = world.get("createCompanyCertificate", admin(world), body=new_certificate(world))
        return str(field_of(created, "createCompanyCertificate", "companyCertInfo", "fingerPrint"))

    return world.keep(("certificate", purpose), make)


def new_certificate(world: World) -> dict[str, Any]:
    """A body that uploads a certificate which the pod does not have yet."""
    name = world.name("cert")
    attributes = {"name": name, "type": {"type": "USER"}, "status": {"type": "KNOWN"}}
    return {"pem": self_signed_pem(name), "attributes": attributes}


def first(world: World, operation_id: str, key: str, body: Any = NO_BODY) -> Any:
    """A value of the first thing in an administrator's list; raises NotApplicable when it is empty."""
    listed = world.keep(operation_id, lambda: world.get(operation_id, admin(world), body=body))
    if not isinstance(listed, list) or not listed:
        raise NotApplicable(f"{operation_id} lists nothing on this target")
    return field_of(listed[0], operation_id, key)
