"""Who may do what: privileges, the roles that carry them, and the privilege that each operation asks for."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.reference_pod.records.users import User

ADMIN = "ACCESS_ADMIN_API"
PROVISIONING = "ACCESS_USER_PROVISIONING_API"
ANY_STREAM = "VIEW_ANY_STREAM_DETAILS"
SUPPRESSION = "SUPPRESS_MESSAGE"
PRESENCE = "ADMIN_PRESENCE_UPDATE"
GROUPS = "CAN_CREATE_DISTRIBUTION_LIST"
BARRIERS = "MANAGE_INFORMATION_BARRIERS"
TRACKING = "TRACK_MESSAGES"

ROLE_PRIVILEGES: Mapping[str, frozenset[str]] = {
    "INDIVIDUAL": frozenset(),
    "SUPER_ADMINISTRATOR": frozenset({ADMIN, BARRIERS, TRACKING, ANY_STREAM}),
    "USER_PROVISIONING": frozenset({ADMIN, PROVISIONING, PRESENCE, ANY_STREAM}),
    "SUPER_COMPLIANCE_OFFICER": frozenset({ADMIN, SUPPRESSION, ANY_STREAM, TRACKING}),
    "DISTRIBUTION_LIST_MANAGER": frozenset({GROUPS}),
}
"""The privileges that each role of a user gives. A user without a role has none."""

_OPERATIONS: Mapping[str, tuple[str, ...]] = {
    PROVISIONING: (
        "listCompanyCertificates",
        "createCompanyCertificate",
        "deleteCompanyCertificate",
        "getCompanyCertificate",
        "updateCompanyCertificate",
        "listCertificatesIssuedBy",
        "listPodManagedCertificates",
        "listCompanyCertificatesByType",
        "listPresences",
        "listAppEntitlements",
        "updateAppEntitlements",
        "getDisclaimer",
        "listDisclaimers",
        "listDisclaimerUsers",
        "createIMForUsers",
        "setRoomActiveAsAdmin",
        "listRoomMembersAsAdmin",
        "addRoomMemberAsAdmin",
        "removeRoomMemberAsAdmin",
        "listUserAccounts",
        "findUserAccounts",
        "addUserRole",
        "removeUserRole",
        "listUserAppEntitlements",
        "replaceUserAppEntitlements",
        "patchUserAppEntitlements",
        "listUserAvatars",
        "updateUserAvatar",
        "getUserDisclaimer",
        "removeUserDisclaimer",
        "assignUserDisclaimer",
        "listUserDelegates",
        "updateUserDelegates",
        "listUserFeatures",
        "updateUserFeatures",
        "followUsers",
        "unfollowUsers",
        "getUserStatus",
        "updateUserStatus",
        "listSystemFeatures",
        "listSystemRoles",
        "createApp",
        "updateApp",
        "deleteApp",
        "getApp",
        "createUserAccount",
        "updateUserAccount",
        "getUserAccount",
        "updateUserSuspension",
    ),
    ADMIN: (
        "listProtocolsAsAdmin",
        "createProtocol",
        "deleteProtocol",
        "listMessageDetails",
        "listAllowedFileExtensions",
        "putAllowedFileExtension",
        "deleteAllowedFileExtension",
        "listMessageRelationships",
        "deleteAllGroups",
    ),
    BARRIERS: (
        "listBarrierGroups",
        "listBarrierGroupMembers",
        "addBarrierGroupMembers",
        "removeBarrierGroupMembers",
        "listBarrierPolicies",
    ),
    PRESENCE: ("setUserPresence",),
    ANY_STREAM: (
        "listUserStreams",
        "listStreamsAsAdmin",
        "listStreamMembersAsAdmin",
    ),
    SUPPRESSION: ("suppressMessage",),
    TRACKING: ("listMessageReceipts",),
    GROUPS: (
        "addMemberToGroup",
        "insertGroup",
        "getGroup",
        "updateGroup",
        "listGroups",
        "updateAvatar",
        "listTypes",
        "getType",
    ),
}

REQUIRED: Mapping[str, str] = {
    operation: privilege for privilege, operations in _OPERATIONS.items() for operation in operations
}
"""The privilege without which an operation answers 403. Those not named are open to every user."""


def allows(user: User, privilege: str) -> bool:
    """Whether one of the user's roles gives this privilege."""
    return any(privilege in ROLE_PRIVILEGES.get(role, ()) for role in user.roles)
