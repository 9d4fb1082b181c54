"""The roles that a pod offers, for which account types, and what can be granted with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_PEOPLE = ("NORMAL",)
_SERVICES = ("SYSTEM",)
_BOTH = ("NORMAL", "SYSTEM")


@dataclass(frozen=True, slots=True)
class Role:
    """A role; its optional actions are granted one by one, as ROLE.ACTION."""

    id: str
    name: str
    user_types: tuple[str, ...]
    optional_actions: tuple[str, ...] = ()

    @property
    def grants(self) -> tuple[str, ...]:
        """The role itself and its optional actions, as they stand in a user's list of roles."""
        return (self.id, *(f"{self.id}.{action}" for action in self.optional_actions))


_ROOM_CONTROL = ("BAN_AND_UNBAN_ROOM_MEMBER", "LOCK_AND_UNLOCK_ROOM", "MONITOR_ROOMS", "MONITOR_WALL_POSTS")

ROLES: Mapping[str, Role] = MappingProxyType(
    {
        role.id: role
        for role in (
            Role("ADMINISTRATOR", "Administrator", _PEOPLE),
            Role("AUDIT_TRAIL_MANAGEMENT", "Audit Trail Management", _SERVICES),
            Role("COMPLIANCE_OFFICER", "Compliance Officer", _PEOPLE, _ROOM_CONTROL),
            Role("CONTENT_MANAGEMENT", "Content Management", _BOTH, ("MONITOR_ROOMS",)),
            Role("DISTRIBUTION_LIST_MANAGER", "Distribution List Manager", _BOTH),
            Role("INDIVIDUAL", "Individual", _BOTH),
            Role("L1_SUPPORT", "L1 Support", _PEOPLE),
            Role("L2_SUPPORT", "L2 Support", _PEOPLE),
            Role("MALWARE_SCAN_MANAGER", "Malware Scan Manager", _SERVICES),
            Role("MALWARE_SCAN_STATE_USER", "Malware Scan State User", _SERVICES),
            Role("SCOPE_MANAGEMENT", "Scope Management", _SERVICES),
            Role("SUPER_ADMINISTRATOR", "Super Administrator", _PEOPLE),
            Role("SUPER_COMPLIANCE_OFFICER", "Super Compliance Officer", _PEOPLE, _ROOM_CONTROL),
            Role("USER_PROVISIONING", "User Provisioning", _SERVICES),
        )
    }
)
"""Every role of a pod by its id, in alphabetical order."""

GRANTS: Mapping[str, Role] = MappingProxyType(
    {grant: role for role in ROLES.values() for grant in role.grants}
)
"""What can be added to a user, with the role that it belongs to."""
