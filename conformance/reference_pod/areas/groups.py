"""Groups of the Profile Manager, with an ETag for every version and an end by status, not by removal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Answer, Call, Refusal, bad_request, not_found
from conformance.reference_pod.groups.rules import (
    check_members,
    check_owner,
    check_type,
    known_part,
    members_of,
    settings_of,
)
from conformance.reference_pod.groups.types import TYPES
from conformance.reference_pod.groups.views import group_view
from conformance.reference_pod.images import sent_image
from conformance.reference_pod.paging import bounds, forward_pagination, key_at, place_of
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.groups import COMPANY, GROUPS, SDL, Group, GroupMember
from conformance.reference_pod.records.users import TENANTS, USERS
from conformance.reference_pod.store import Table

LIMIT = 100
AVATAR_BYTES = 2 * 1024 * 1024
"""The most bytes that an avatar may have (2 MB)."""
_END = (float("inf"), "")


def insert_group(call: Call) -> Answer:
    """A new group of the caller's tenant."""
    check_owner(call)
    check_type(call.body)
    ids, now, caller = call.pod.ids, call.now, call.caller.id
    group = Group(
        id=ids.object_id(),
        tenant=call.caller.tenant,
        type=call.body["type"],
        name=call.body["name"],
        etag=ids.uuid(),
        created=now,
        created_by=caller,
        updated=now,
        updated_by=caller,
        members=members_of(call, call.body.get("members", ()), None),
        sub_type=call.body.get("subType"),
        referrer=call.body.get("referrer"),
        profile_id=None if call.body["type"] == COMPANY else ids.object_id(),
        profile=known_part(call, "BaseProfile", call.body.get("profile", {})),
        settings=settings_of(call),
    )
    check_members(call, group)
    return _answer(call, call.store[GROUPS].put(group), 201)


def get_group(call: Call) -> Answer:
    """A group of the caller's tenant, deleted ones included."""
    return _answer(call, _group(call))


def update_group(call: Call) -> Answer:
    """The group becomes what the body says, if the caller knows its latest version."""
    group = _group(call)
    _check_version(call, group)
    for name, value in (("id", group.id), ("type", group.type)):
        if call.body.get(name, value) != value:
            raise bad_request(f"{name} cannot be changed")
    check_owner(call)
    check_type(call.body)
    changed = replace(
        group,
        name=call.body["name"],
        status=call.body.get("status", group.status),
        members=members_of(call, call.body.get("members", ()), group),
        sub_type=call.body.get("subType"),
        referrer=call.body.get("referrer"),
        profile=known_part(call, "BaseProfile", call.body.get("profile", {})),
        settings=settings_of(call),
    )
    if changed.active:
        check_members(call, changed)
    return _answer(call, _store(call, changed))


def add_member_to_group(call: Call) -> Answer:
    """One more member; the caller needs no ETag."""
    group = _active_group(call)
    if "member" not in call.body:
        raise bad_request("member is missing")
    (member,) = members_of(call, [call.body["member"]], None)
    if any(present.user == member.user for present in group.members):
        raise bad_request(f"{member.user} is already in the group", memberId=str(member.user))
    changed = replace(group, members=(*group.members, member))
    check_members(call, changed)
    return _answer(call, _store(call, changed))


def update_avatar(call: Call) -> Answer:
    """Another picture in the profile; the caller needs no ETag."""
    group = _active_group(call)
    if group.type == COMPANY:
        raise bad_request("A company has no profile")
    name = f"{call.pod.ids.object_id()}.{sent_image(call, AVATAR_BYTES).kind}"
    return _answer(call, _store(call, replace(group, avatar=name)))


def list_groups(call: Call) -> Answer:
    """Groups of one type by date of creation; `before` is documented as ignored."""
    type_id = call.path["typeId"]
    if type_id not in TYPES:
        raise not_found(f"There is no group type {type_id}")
    limit = call.query.get("limit", LIMIT)
    groups = _page(call, type_id, limit + 1)
    page = groups[:limit]
    keys = [key_at(group.created, group.id) for group in page]
    links = forward_pagination(call, keys, more=len(groups) > limit)
    return Answer({"pagination": links, "data": [group_view(call, group) for group in page]})


def delete_all_groups(call: Call) -> Answer:
    """Removes every group of the caller's tenant for good."""
    for type_id in TYPES:
        for group in call.store[GROUPS].find("type", (call.caller.tenant, type_id)):
            call.store[GROUPS].delete(group.id)
    return Answer({"pagination": {"cursors": {}}, "data": []})


def seed(pod: Pod) -> None:
    """A distribution list of three people and a company group of two, for each tenant."""
    groups: Table[Group] = pod.store[GROUPS]
    for tenant in pod.store[TENANTS]:
        people = [user.id for user in pod.store[USERS].find("tenant", tenant.id) if user.roles][-5:]
        now, author = pod.clock(), people[0]
        for type_id, name, members in ((SDL, "Equities desk", people[:3]), (COMPANY, "Clients", people[3:])):
            own: dict[str, Any] = {"sub_type": "COMMUNITY", "referrer": tenant.name}
            if type_id == SDL:
                profile = {"displayName": name, "companyName": tenant.name}
                own = {"profile": profile, "profile_id": pod.ids.object_id()}
            groups.put(
                Group(
                    id=pod.ids.object_id(),
                    tenant=tenant.id,
                    type=type_id,
                    name=name,
                    etag=pod.ids.uuid(),
                    created=now,
                    created_by=author,
                    updated=now,
                    updated_by=author,
                    members=tuple(GroupMember(user, now) for user in members),
                    **own,
                )
            )


def _page(call: Call, type_id: str, limit: int) -> list[Group]:
    groups = call.store[GROUPS]
    index: str = "type"
    value: tuple[Any, ...] = (call.caller.tenant, type_id)
    if "status" in call.query:
        index, value = "status", (*value, call.query["status"])
    after = bounds(call, "after").after
    place = None if after is None else place_of(after)
    if call.query.get("sortOrder") == "DESC":
        return groups.before(place or _END, limit, index=index, value=value)[::-1]
    return groups.after(place or (-1, ""), limit, index=index, value=value)


def _group(call: Call) -> Group:
    group = call.store[GROUPS].get(call.path["groupId"])
    if group is None or group.tenant != call.caller.tenant:
        # a foreign group is not told apart from one that does not exist
        raise not_found("There is no such group")
    return group


def _active_group(call: Call) -> Group:
    group = _group_or_400(call) if "404" not in call.operation.responses else _group(call)
    if not group.active:
        raise bad_request("The group is deleted")
    return group


def _group_or_400(call: Call) -> Group:
    try:
        return _group(call)
    except Refusal as refusal:
        raise bad_request(refusal.message) from None


def _check_version(call: Call, group: Group) -> None:
    known = call.headers["if-match"].strip().strip('"')
    if known != group.etag or call.body.get("eTag", known).strip('"') != known:
        raise Refusal(412, "The group has been changed since it was read")


def _store(call: Call, group: Group) -> Group:
    version = replace(group, etag=call.pod.ids.uuid(), updated=call.now, updated_by=call.caller.id)
    return call.store[GROUPS].put(version)


def _answer(call: Call, group: Group, status: int = 200) -> Answer:
    return Answer(group_view(call, group), status, {"Etag": group.etag})
