"""The pod's catalogue of roles and features."""

from __future__ import annotations

from conformance.reference_pod.rights import ROLE_PRIVILEGES
from tests.reference_pod.kit import SmallPod


def test_features_are_names_in_alphabetical_order(small: SmallPod) -> None:
    features = small.call("listSystemFeatures", small.people.alice).body
    assert features == sorted(features)
    assert {"canCreatePublicRoom", "isExternalRoomEnabled", "canUpdateAvatar"} <= set(features)


def test_every_role_that_gives_a_privilege_is_listed_with_its_account_types(small: SmallPod) -> None:
    roles = {role["id"]: role for role in small.call("listSystemRoles", small.people.alice).body}
    assert set(ROLE_PRIVILEGES) <= set(roles)
    assert roles["CONTENT_MANAGEMENT"] == {
        "id": "CONTENT_MANAGEMENT",
        "name": "Content Management",
        "userTypes": ["NORMAL", "SYSTEM"],
        "optionalActions": ["MONITOR_ROOMS"],
    }
