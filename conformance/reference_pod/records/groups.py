"""Groups of the Profile Manager: distribution lists and companies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from conformance.reference_pod.store import TableSpec

SDL, COMPANY = "SDL", "COMPANY"
ACTIVE, DELETED = "ACTIVE", "DELETED"


@dataclass(frozen=True, slots=True)
class GroupMember:
    """One member of a group; `added` is epoch milliseconds."""

    user: int
    added: int


@dataclass(frozen=True, slots=True)
class Group:
    """One group as it stands. `profile` and `settings` hold what the API names, under its wire names.

    Times are epoch milliseconds; `etag` is another one after every change.
    """

    id: str
    tenant: int
    type: str
    name: str
    etag: str
    created: int
    created_by: int
    updated: int
    updated_by: int
    members: tuple[GroupMember, ...] = ()
    status: str = ACTIVE
    sub_type: str | None = None
    referrer: str | None = None
    profile_id: str | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    avatar: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def active(self) -> bool:
        """Whether the group has not been deleted."""
        return self.status == ACTIVE


def _company_members(group: Group) -> Iterable[int]:
    return (m.user for m in group.members) if group.type == COMPANY and group.active else ()


GROUPS: TableSpec[Group] = TableSpec(
    "groups",
    key=lambda g: g.id,
    order=lambda g: (g.created, g.id),
    indexes={
        "type": lambda g: ((g.tenant, g.type),),
        "status": lambda g: ((g.tenant, g.type, g.status),),
        "company-member": lambda g: tuple(_company_members(g)),
    },
)
