"""The types that a group can have: what the platform defines about each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.reference_pod.records.groups import ACTIVE, COMPANY, SDL

_PROFILE_FIELDS = [
    "displayName",
    "companyName",
    "email",
    "mobile",
    "jobTitle",
    "jobRole",
    "jobDepartment",
    "jobDivision",
    "jobPhone",
    "jobCity",
    "industryOfInterest",
    "assetClassesOfInterest",
    "marketCoverage",
    "responsibility",
    "function",
    "instrument",
]


def _type(type_id: str, name: str, *, public: bool, entitlement: str) -> dict[str, Any]:
    return {
        "id": type_id,
        "ownerType": "TENANT",
        "name": name,
        "status": ACTIVE,
        "profileControl": {
            "visibilityRestriction": {"visible": True, "restrictToTenants": False, "restrictToUsers": False},
            "implicitConnection": {"all": False, "connectToTenants": False, "connectToUsers": False},
            "wallSupport": False,
            "profileFields": _PROFILE_FIELDS if public else [],
            "searchFields": ["displayName", "companyName", "jobRole"] if public else [],
            "canHavePublicProfile": public,
        },
        "membershipControl": {
            "entitlements": [entitlement],
            "manualMembership": True,
            "ruleMembership": False,
            "updateMembershipOnRuleUpdate": False,
            "notifyMembersOnUpdate": public,
            "canBelongToMultipleGroup": public,
        },
        "interactionControl": {
            "allowIMs": public,
            "allowRooms": public,
            "interactionTransfer": {
                "target": "TO_MEMBERS" if public else "NONE",
                "updateInteractionOngroupUpdate": public,
                "systemMessageOnInteraction": False,
                "transferView": {"visible": public, "restrictToTenants": False, "restrictToUsers": False},
                "auditTransfer": False,
            },
            "tagStream": type_id,
            "canHaveInteraction": public,
        },
    }


TYPES: Mapping[str, Mapping[str, Any]] = {
    SDL: _type(SDL, "Symphony Distribution List", public=True, entitlement="CAN_CREATE_DISTRIBUTION_LIST"),
    COMPANY: _type(COMPANY, "Company", public=False, entitlement="ACCESS_ADMIN_API"),
}
"""All types by their ids, in the order of their creation."""

BASE_PROPERTIES = ("id", "ownerType", "name", "status")
"""What the list shows of a type."""
