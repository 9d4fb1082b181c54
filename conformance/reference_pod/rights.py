"""Who may do what: privileges, the roles that carry them, and the privileges that each operation asks for.

The names of the privileges and the roles that carry them are those of the list of bot permissions; which
operation asks for which stands on the operation's page of the REST API reference. Where that page is silent
the operation asks for what the operations beside it ask for.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from conformance.reference_pod.records.users import User

ADMIN = "ACCESS_ADMIN_API"
PROVISIONING = "ACCESS_USER_PROVISIONING_API"
CERTIFICATES = "ACCESS_CERT_PROVISIONING_API"
ANY_ROOM = "ADD_AND_REMOVE_USERS_IN_ANY_ROOM"
ANY_STREAM = "VIEW_ANY_STREAM_DETAILS"
ANY_MEMBERSHIP = "VIEW_ANY_STREAM_MEMBERSHIP"
APPS = "MODIFY_APPS"
APPS_VIEW = "VIEW_APPS"
FILE_EXTENSIONS = "MANAGE_FILE_EXTENSIONS"
GROUPS = "CAN_CREATE_DISTRIBUTION_LIST"
MESSAGES = "VIEW_MANAGE_MESSAGES"
PRESENCE = "ADMIN_PRESENCE_UPDATE"
SUPPRESSION = "SUPPRESS_MESSAGE"

ROLE_PRIVILEGES: Mapping[str, frozenset[str]] = {
    "INDIVIDUAL": frozenset(),
    "SUPER_ADMINISTRATOR": frozenset({ADMIN, CERTIFICATES, APPS, APPS_VIEW, FILE_EXTENSIONS}),
    "USER_PROVISIONING": frozenset(
        {ADMIN, PROVISIONING, CERTIFICATES, APPS, APPS_VIEW, ANY_ROOM, ANY_STREAM, ANY_MEMBERSHIP, PRESENCE}
    ),
    "CONTENT_MANAGEMENT": frozenset({ADMIN, MESSAGES, SUPPRESSION}),
    "COMPLIANCE_OFFICER": frozenset({ANY_ROOM}),
    "SUPER_COMPLIANCE_OFFICER": frozenset({ADMIN, APPS_VIEW, ANY_ROOM, ANY_STREAM}),
    "DISTRIBUTION_LIST_MANAGER": frozenset({ADMIN, GROUPS}),
    "AUDIT_TRAIL_MANAGEMENT": frozenset({ADMIN}),
    "SCOPE_MANAGEMENT": frozenset({ADMIN}),
    "MALWARE_SCAN_MANAGER": frozenset({ADMIN}),
}
"""The privileges that each role of a user gives. A user without a role has none."""

_OPERATIONS: Mapping[tuple[str, ...], tuple[str, ...]] = {
    (CERTIFICATES,): (
        "listCompanyCertificates",
        "createCompanyCertificate",
        "deleteCompanyCertificate",
        "getCompanyCertificate",
        "updateCompanyCertificate",
        "listCertificatesIssuedBy",
        "listPodManagedCertificates",
        "listCompanyCertificatesByType",
    ),
    (APPS,): ("createApp", "updateApp", "deleteApp"),
    (APPS_VIEW,): ("getApp",),
    (ADMIN, PROVISIONING): ("createUserAccount", "updateUserAccount"),
    (PROVISIONING,): (
        "getUserAccount",
        "listUserAccounts",
        "findUserAccounts",
        "addUserRole",
        "removeUserRole",
        "getUserStatus",
        "updateUserStatus",
        "updateUserSuspension",
        "listUserFeatures",
        "updateUserFeatures",
        "listUserAvatars",
        "updateUserAvatar",
        "listUserDelegates",
        "updateUserDelegates",
        "listAppEntitlements",
        "updateAppEntitlements",
        "listUserAppEntitlements",
        "replaceUserAppEntitlements",
        "patchUserAppEntitlements",
        "listDisclaimers",
        "getDisclaimer",
        "listDisclaimerUsers",
        "getUserDisclaimer",
        "assignUserDisclaimer",
        "removeUserDisclaimer",
        "listBarrierGroups",
        "listBarrierGroupMembers",
        "addBarrierGroupMembers",
        "removeBarrierGroupMembers",
        "listBarrierPolicies",
        "followUsers",
        "unfollowUsers",
        "listPresences",
        "createIMForUsers",
        "setRoomActiveAsAdmin",
        "addRoomMemberAsAdmin",
        "removeRoomMemberAsAdmin",
        "listUserStreams",
    ),
    (ANY_STREAM,): ("listStreamsAsAdmin",),
    (ANY_MEMBERSHIP,): ("listStreamMembersAsAdmin", "listRoomMembersAsAdmin"),
    (PRESENCE,): ("setUserPresence", "registerPresenceInterest"),
    (MESSAGES,): ("listMessageDetails", "listMessageReceipts", "listMessageRelationships"),
    (FILE_EXTENSIONS,): (
        "listAllowedFileExtensions",
        "putAllowedFileExtension",
        "deleteAllowedFileExtension",
    ),
    (ADMIN,): (
        "listSystemFeatures",
        "listSystemRoles",
        "listProtocolsAsAdmin",
        "createProtocol",
        "deleteProtocol",
    ),
    (GROUPS,): (
        "insertGroup",
        "getGroup",
        "updateGroup",
        "addMemberToGroup",
        "updateAvatar",
        "listGroups",
        "listTypes",
        "getType",
    ),
    (ADMIN, GROUPS): ("deleteAllGroups",),
}

REQUIRED: Mapping[str, tuple[str, ...]] = {
    operation: privileges for privileges, operations in _OPERATIONS.items() for operation in operations
}
"""The privileges without which an operation answers 403, all of them needed.

Those not named are open to every user, or decide in their handler: suppressing a message, which everybody
may do with its own ones, and the rooms and streams, which depend on who owns and who is in them.
"""


def allows(user: User, *privileges: str) -> bool:
    """Whether the user's roles together give all these privileges."""
    return _held(user.roles).issuperset(privileges)


@lru_cache(maxsize=1024)
def _held(roles: tuple[str, ...]) -> frozenset[str]:
    return frozenset(privilege for role in roles for privilege in ROLE_PRIVILEGES.get(role, ()))
