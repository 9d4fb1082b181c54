"""Groups as the Profile Manager shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from conformance.reference_pod.call import Call
from conformance.reference_pod.records.groups import COMPANY, SDL, Group
from conformance.reference_pod.records.users import USERS, tenant_of


def group_view(call: Call, group: Group) -> dict[str, Any]:
    """The group as ReadGroup."""
    body: dict[str, Any] = {
        "type": group.type,
        "ownerType": "TENANT",
        "ownerId": group.tenant,
        "name": group.name,
        "id": group.id,
        "createdDate": iso(group.created),
        "createdBy": str(group.created_by),
        "updatedDate": iso(group.updated),
        "updatedBy": str(group.updated_by),
        "status": group.status,
        "eTag": group.etag,
        "members": list(_wire_members(call, group)),
        **group.settings,
    }
    if group.type == COMPANY:
        return {**body, "subType": group.sub_type, "referrer": group.referrer}
    profile = {**group.profile, "id": group.profile_id}
    if group.avatar is not None:
        profile["avatars"] = [
            {"size": size, "url": f"../avatars/static/{size}/{group.avatar}"}
            for size in ("original", "small")
        ]
    return {**body, "profile": profile}


@lru_cache(maxsize=4096)
def iso(milliseconds: int) -> str:
    """A time as the Profile Manager writes it."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _wire_members(call: Call, group: Group) -> Iterable[dict[str, Any]]:
    for member in group.members:
        user = call.store[USERS].get(member.user)
        enabled = user is not None and user.active
        if not enabled and group.type == SDL:
            # a distribution list drops members whose accounts are disabled, a company flags them
            continue
        yield {
            "memberTenant": tenant_of(member.user),
            "memberId": member.user,
            "addedDate": iso(member.added),
            "status": "ENABLED" if enabled else "DISABLED",
        }
