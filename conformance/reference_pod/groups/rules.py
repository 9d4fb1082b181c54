"""The rules that every change of a group must keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.reference_pod.accounts.lookup import reachable_tenants
from conformance.reference_pod.call import Call, Refusal, bad_request
from conformance.reference_pod.groups.types import TYPES
from conformance.reference_pod.records.barriers import separated
from conformance.reference_pod.records.groups import COMPANY, GROUPS, SDL, Group, GroupMember
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.schemas import properties

_SETTINGS = {
    "visibilityRestriction": "GroupVisibilityRestriction",
    "implicitConnection": "GroupImplicitConnection",
    "interactionTransfer": "GroupInteractionTransfer",
}


def check_owner(call: Call) -> None:
    """A group belongs to the caller's tenant, which is the only kind of owner in use."""
    if call.body["ownerType"] != "TENANT":
        raise bad_request("ownerType must be TENANT")
    if call.body["ownerId"] != call.caller.tenant:
        raise bad_request("ownerId must be the caller's own tenant")


def check_type(body: Mapping[str, Any]) -> None:
    """Companies name their kind and referrer and have no profile; distribution lists are the opposite."""
    if body["type"] not in TYPES:
        raise bad_request(f"{body['type']!r} is not a group type")
    if body["type"] == COMPANY:
        missing = [name for name in ("subType", "referrer") if not body.get(name)]
        if missing:
            raise bad_request(f"{' and '.join(missing)} must be given for a company")
        if "profile" in body:
            raise bad_request("A company has no profile")
        return
    surplus = [name for name in ("subType", "referrer") if name in body]
    if surplus:
        raise bad_request(f"{' and '.join(surplus)} can be given for a company only")
    if not body.get("profile", {}).get("displayName"):
        raise bad_request("profile.displayName must be given for a distribution list")


def members_of(
    call: Call, sent: Iterable[Mapping[str, Any]], before: Group | None
) -> tuple[GroupMember, ...]:
    """The members that a body names, once each; those that were there before keep the time they joined."""
    earlier = {member.user: member for member in before.members} if before is not None else {}
    found: dict[int, GroupMember] = {}
    for item in sent:
        user = item.get("memberId")
        if user is None:
            raise bad_request("memberId is missing")
        if user in found:
            raise bad_request(f"{user} is already in the group", memberId=str(user))
        found[user] = earlier.get(user) or GroupMember(user, call.now)
        _check_member(call, user, item.get("memberTenant"), is_new=user not in earlier)
    return tuple(found.values())


def check_members(call: Call, group: Group) -> None:
    """No barrier between members of a list, no second company for members of a company."""
    users = [member.user for member in group.members]
    if group.type == SDL:
        if separated(call.store, users):
            raise Refusal(452, "An information barrier separates members of the group")
        return
    for user in users:
        other = call.store[GROUPS].find("company-member", user)
        if any(found.id != group.id for found in other):
            raise bad_request(f"{user} is already in a company group", memberId=str(user))


def known_part(call: Call, schema: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """The properties of an object that its schema documents; others are not stored."""
    names = properties(call.pod.contract, "profile-manager", {"$ref": f"#/components/schemas/{schema}"})
    return {name: item for name, item in value.items() if name in names}


def settings_of(call: Call) -> dict[str, Any]:
    """The three objects with restrictions that a body may have."""
    return {
        name: known_part(call, schema, call.body[name])
        for name, schema in _SETTINGS.items()
        if name in call.body
    }


def _check_member(call: Call, user_id: int, tenant: int | None, *, is_new: bool) -> None:
    user = call.store[USERS].get(user_id)
    if user is None or user.tenant not in reachable_tenants(call):
        raise bad_request(f"There is no user {user_id}", memberId=str(user_id))
    if tenant is not None and tenant != user.tenant:
        raise bad_request(f"User {user_id} is not of tenant {tenant}", memberId=str(user_id))
    if is_new and not user.active:
        raise bad_request(f"User {user_id} is disabled", memberId=str(user_id))
