"""What the pod offers to all its users: features and roles."""

from __future__ import annotations

from conformance.reference_pod.call import Answer, Call
from conformance.reference_pod.records.features import FEATURES
from conformance.reference_pod.records.roles import ROLES


def list_system_features(call: Call) -> Answer:
    """The names of all feature entitlements in alphabetical order."""
    return Answer(list(FEATURES))


def list_system_roles(call: Call) -> Answer:
    """All roles, with the account types that can have them and their optional actions."""
    return Answer(
        [
            {
                "id": role.id,
                "name": role.name,
                "userTypes": list(role.user_types),
                "optionalActions": list(role.optional_actions),
            }
            for role in ROLES.values()
        ]
    )
