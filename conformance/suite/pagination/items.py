"""The things that the paged lists are made of: a handful each, made once for each process."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.suite import things
from conformance.suite.attachments import attachments
from conformance.suite.looking import part
from conformance.suite.outcomes import Blocked, NotApplicable, NotRun
from conformance.suite.requests import Call
from conformance.suite.world import World, field_of

MANY = 5
"""How many things are made for a list: enough for two pages of two and one that is not full."""

Undo = Callable[[], object]


@dataclass(frozen=True, slots=True)
class People:
    """Accounts whose names all contain a text that no other user's does."""

    token: str
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rooms:
    """Rooms of the ordinary user whose names all contain a text that no other room's does.

    `times` are the pod's times around their creation, in epoch milliseconds; None when it does not tell them.
    """

    token: str
    ids: tuple[str, ...]
    times: tuple[int, int] | None


def people(world: World) -> People:
    """The accounts, oldest first; the first two have another title than the others."""

    def make() -> People:
        token = world.name("paged")
        return People(token, tuple(new_person(world, token, number) for number in range(MANY)))

    return world.keep(("paged", "people"), make)


def new_person(world: World, token: str, number: int) -> int:
    """One more account that is found by this text."""
    body = things.new_account(world)
    body["userAttributes"] |= {
        "displayName": f"{token} {number}",
        "lastName": token,
        "title": "Leader" if number < 2 else "Tester",
    }
    created = world.get("createUserAccount", things.admin(world), body=body)
    return int(field_of(created, "createUserAccount", "userSystemInfo", "id"))


def holder(world: World) -> int:
    """The account whose followers and streams are listed."""
    return things.account(world, "paged holder")


def disabled(world: World) -> int:
    """An account that is disabled."""

    def make() -> int:
        user_id = things.account(world, "paged disabled")
        world.get("updateUserStatus", things.admin(world), path={"uid": user_id}, body={"status": "DISABLED"})
        return user_id

    return world.keep(("paged", "disabled"), make)


def rooms(world: World) -> Rooms:
    """The rooms, oldest first, with the holder as a member."""

    def make() -> Rooms:
        token = world.name("paged")
        made = [new_room(world, f"{token} room {number}") for number in range(MANY)]
        _, until = new_room(world, f"last of {token.replace('paged', 'rooms')}", member=False)
        return Rooms(token, tuple(room_id for room_id, _ in made), _window(made[0][1], until))

    return world.keep(("paged", "rooms"), make)


def _window(since: int | None, until: int | None) -> tuple[int, int] | None:
    if since is None or until is None:
        return None
    # A target may show its times in whole seconds, and select by the exact ones.
    return since, until + (0 if since % 1000 or until % 1000 else 999)


def new_room(world: World, name: str, *, member: bool = True) -> tuple[str, int | None]:
    """The id of one more room and when it was created; the holder is a member unless told otherwise."""
    user = things.user(world)
    body = {"name": name, "description": "Made by conformance tests"}
    info = field_of(world.get("createRoom", user, body=body), "createRoom", "roomSystemInfo")
    room_id = str(field_of(info, "createRoom", "id"))
    path = {"id": room_id}
    _later(world, lambda: world.send("setRoomActive", user, Call(path, {"active": False}), "cleaning up"))
    if member:
        world.get("addRoomMember", user, path=path, body={"id": holder(world)})
    return room_id, part(info, "creationDate")


def crowded_room(world: World) -> str:
    """A room of which all the people are members."""

    def make() -> str:
        room_id, _ = new_room(world, f"{world.name('crowd')} room", member=False)
        for user_id in people(world).ids:
            world.get("addRoomMember", things.user(world), path={"id": room_id}, body={"id": user_id})
        return room_id

    return world.keep(("paged", "crowded room"), make)


def follow(world: World, followed: int, followers: list[int]) -> None:
    """Make users follow one user."""
    body = {"followers": followers}
    world.get("followUsers", things.admin(world), path={"uid": followed}, body=body)


def followed(world: World) -> int:
    """A user whom all the people follow."""

    def make() -> int:
        follow(world, holder(world), list(people(world).ids))
        return holder(world)

    return world.keep(("paged", "followed"), make)


def follower(world: World) -> int:
    """A user who follows as many others: the first of the people, who follows the holder as well."""

    def make() -> int:
        first, *others = people(world).ids
        for user_id in (followed(world), *others):
            follow(world, user_id, [first])
        return first

    return world.keep(("paged", "follower"), make)


def groups(world: World) -> tuple[str, ...]:
    """Distribution lists, oldest first."""
    return world.keep(("paged", "groups"), lambda: tuple(new_group(world) for _ in range(MANY)))


def new_group(world: World) -> str:
    """One more distribution list."""
    created = world.get(
        "insertGroup", things.admin(world), headers=things.host(), body=things.new_group(world)
    )
    group_id = str(field_of(created, "insertGroup", "id"))
    _later(world, lambda: delete_group(world, group_id))
    return group_id


def delete_group(world: World, group_id: str) -> None:
    """Give a distribution list the status DELETED."""
    admin, path, headers = things.admin(world), {"groupId": group_id}, things.host()
    found = world.get("getGroup", admin, path=path, headers=headers)
    etag = str(field_of(found, "getGroup", "eTag"))
    body = {**things.new_group(world), "id": group_id, "eTag": etag, "status": "DELETED"}
    world.get("updateGroup", admin, path=path, headers={**headers, "If-Match": etag}, body=body)


def deleted_group(world: World) -> str:
    """A distribution list that is deleted."""

    def make() -> str:
        group_id = new_group(world)
        delete_group(world, group_id)
        return group_id

    return world.keep(("paged", "deleted group"), make)


def certificates(world: World) -> tuple[str, ...]:
    """The fingerprints of certificates of the type USER."""

    def make(number: int) -> str:
        fingerprint = things.certificate(world, f"paged {number}")
        _undo(world, "deleteCompanyCertificate", body={"id": fingerprint})
        return fingerprint

    return world.keep(("paged", "certificates"), lambda: tuple(make(number) for number in range(MANY)))


def protocols(world: World) -> tuple[str, ...]:
    """URI schemes that come early in the alphabet."""

    def make() -> str:
        scheme = f"a0-{world.name('paged')}".lower()
        world.get("createProtocol", things.admin(world), body={"scheme": scheme})
        _undo(world, "deleteProtocol", path={"scheme": scheme})
        return scheme

    return world.keep(("paged", "protocols"), lambda: tuple(make() for _ in range(MANY)))


def extensions(world: World) -> tuple[str, ...]:
    """File extensions that come early in the alphabet."""
    return world.keep(("paged", "extensions"), lambda: tuple(new_extension(world) for _ in range(MANY)))


def new_extension(world: World) -> str:
    """One more file extension."""
    extension = f".0{world.name('paged').replace('-', '')}"
    body = {"extension": extension, "scope_internal": True, "scope_external": False}
    world.get("putAllowedFileExtension", things.admin(world), path={"extension": extension}, body=body)
    _undo(world, "deleteAllowedFileExtension", path={"extension": extension})
    return extension


def delete_extension(world: World, extension: str) -> None:
    """Delete a file extension."""
    world.get("deleteAllowedFileExtension", things.admin(world), path={"extension": extension})


def barrier_group(world: World) -> tuple[str, tuple[int, ...]]:
    """An information barrier's group and those of its members that the tests put there.

    Barriers change who may talk to whom: where not everything may be changed it is the largest group.
    """
    listed = world.get("listBarrierGroups", things.admin(world))
    if not listed:
        raise NotApplicable("listBarrierGroups lists nothing on this target")
    if world.forbidden("addBarrierGroupMembers"):
        largest = max(listed, key=lambda group: group.get("memberCount") or 0)
        return str(field_of(largest, "listBarrierGroups", "id")), ()

    def make() -> tuple[str, tuple[int, ...]]:
        # the last of the list is another one as soon as its order changes
        group_id = str(field_of(listed, "listBarrierGroups", -1, "id"))
        path, ids = {"gid": group_id}, people(world).ids
        world.get("addBarrierGroupMembers", things.admin(world), path=path, body=list(ids))
        _undo(world, "removeBarrierGroupMembers", path=path, body=list(ids))
        return group_id, ids

    return world.keep(("paged", "barrier"), make)


def stream_with_attachments(world: World) -> str:
    """The stream with attachments of most messages among those: what was sent at once has one date."""
    most = max(attachments(world), key=lambda row: len(set(row[1])), default=("", []))
    if len(most[1]) < 2:
        raise NotApplicable("no stream of the ordinary user has two attachments: send some to one once")
    return most[0]


def message_with_receipts(world: World) -> str:
    """The message with most receipts among the first with an attachment of each of those streams."""

    def receipts(message_id: str) -> int:
        path = {"messageId": message_id}
        found = world.get("listMessageReceipts", things.admin(world), path=path) or {}
        return len(found.get("MessageReceiptDetail") or ()) + bool(found.get("pagination"))

    def find() -> str:
        messages = [messages[0] for _, messages in attachments(world)][:10]
        if not messages:
            raise NotApplicable("no stream of the ordinary user has an attachment: send one to it once")
        return max(messages, key=receipts)

    return world.keep(("paged", "receipts"), find)


def rare_role(world: World) -> str:
    """A role of the administrator that users do not have just like that."""
    path = {"uid": things.user_id(world, things.admin(world))}
    account = world.get("getUserAccount", things.admin(world), path=path)
    roles = [role for role in (account or {}).get("roles") or () if role != "INDIVIDUAL"]
    if not roles:
        raise Blocked("getUserAccount", "shows no role of the administrator")
    return str(roles[0])


def clean_up(world: World) -> None:
    """Take away what was made, as far as it can be; whatever fails is left behind."""
    undone = _steps(world)
    while undone:
        with contextlib.suppress(NotRun):
            undone.pop()()


def _undo(
    world: World, operation_id: str, *, path: Mapping[str, Any] | None = None, body: Any = None
) -> None:
    call = Call(path or {}) if body is None else Call(path or {}, body=body)
    _later(world, lambda: world.send(operation_id, things.admin(world), call, "cleaning up"))


def _later(world: World, step: Undo) -> None:
    _steps(world).append(step)


def _steps(world: World) -> list[Undo]:
    return world.keep(("paged", "undo"), list)
