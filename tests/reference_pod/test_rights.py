"""Who may do what: the table of operations and privileges, and what each role opens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.reference_pod.records.messages import MESSAGES, SOCIAL
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.rights import (
    FILE_EXTENSIONS,
    PROVISIONING,
    REQUIRED,
    ROLE_PRIVILEGES,
    SUPPRESSION,
    allows,
)
from conformance.reference_pod.tokens import ANONYMOUS
from tests.reference_pod.web import WebPod

TABLE = """
addBarrierGroupMembers          ACCESS_USER_PROVISIONING_API
addMemberToGroup                CAN_CREATE_DISTRIBUTION_LIST
addRoomMemberAsAdmin            ACCESS_USER_PROVISIONING_API
addUserRole                     ACCESS_USER_PROVISIONING_API
assignUserDisclaimer            ACCESS_USER_PROVISIONING_API
createApp                       MODIFY_APPS
createCompanyCertificate        ACCESS_CERT_PROVISIONING_API
createIMForUsers                ACCESS_USER_PROVISIONING_API
createProtocol                  ACCESS_ADMIN_API
createUserAccount               ACCESS_ADMIN_API ACCESS_USER_PROVISIONING_API
deleteAllGroups                 ACCESS_ADMIN_API CAN_CREATE_DISTRIBUTION_LIST
deleteAllowedFileExtension      MANAGE_FILE_EXTENSIONS
deleteApp                       MODIFY_APPS
deleteCompanyCertificate        ACCESS_CERT_PROVISIONING_API
deleteProtocol                  ACCESS_ADMIN_API
findUserAccounts                ACCESS_USER_PROVISIONING_API
followUsers                     ACCESS_USER_PROVISIONING_API
getApp                          VIEW_APPS
getCompanyCertificate           ACCESS_CERT_PROVISIONING_API
getDisclaimer                   ACCESS_USER_PROVISIONING_API
getGroup                        CAN_CREATE_DISTRIBUTION_LIST
getType                         CAN_CREATE_DISTRIBUTION_LIST
getUserAccount                  ACCESS_USER_PROVISIONING_API
getUserDisclaimer               ACCESS_USER_PROVISIONING_API
getUserStatus                   ACCESS_USER_PROVISIONING_API
insertGroup                     CAN_CREATE_DISTRIBUTION_LIST
listAllowedFileExtensions       MANAGE_FILE_EXTENSIONS
listAppEntitlements             ACCESS_USER_PROVISIONING_API
listBarrierGroupMembers         ACCESS_USER_PROVISIONING_API
listBarrierGroups               ACCESS_USER_PROVISIONING_API
listBarrierPolicies             ACCESS_USER_PROVISIONING_API
listCertificatesIssuedBy        ACCESS_CERT_PROVISIONING_API
listCompanyCertificates         ACCESS_CERT_PROVISIONING_API
listCompanyCertificatesByType   ACCESS_CERT_PROVISIONING_API
listDisclaimerUsers             ACCESS_USER_PROVISIONING_API
listDisclaimers                 ACCESS_USER_PROVISIONING_API
listGroups                      CAN_CREATE_DISTRIBUTION_LIST
listMessageDetails              VIEW_MANAGE_MESSAGES
listMessageReceipts             VIEW_MANAGE_MESSAGES
listMessageRelationships        VIEW_MANAGE_MESSAGES
listPodManagedCertificates      ACCESS_CERT_PROVISIONING_API
listPresences                   ACCESS_USER_PROVISIONING_API
listProtocolsAsAdmin            ACCESS_ADMIN_API
listRoomMembersAsAdmin          VIEW_ANY_STREAM_MEMBERSHIP
listStreamMembersAsAdmin        VIEW_ANY_STREAM_MEMBERSHIP
listStreamsAsAdmin              VIEW_ANY_STREAM_DETAILS
listSystemFeatures              ACCESS_ADMIN_API
listSystemRoles                 ACCESS_ADMIN_API
listTypes                       CAN_CREATE_DISTRIBUTION_LIST
listUserAccounts                ACCESS_USER_PROVISIONING_API
listUserAppEntitlements         ACCESS_USER_PROVISIONING_API
listUserAvatars                 ACCESS_USER_PROVISIONING_API
listUserDelegates               ACCESS_USER_PROVISIONING_API
listUserFeatures                ACCESS_USER_PROVISIONING_API
listUserStreams                 ACCESS_USER_PROVISIONING_API
patchUserAppEntitlements        ACCESS_USER_PROVISIONING_API
putAllowedFileExtension         MANAGE_FILE_EXTENSIONS
registerPresenceInterest        ADMIN_PRESENCE_UPDATE
removeBarrierGroupMembers       ACCESS_USER_PROVISIONING_API
removeRoomMemberAsAdmin         ACCESS_USER_PROVISIONING_API
removeUserDisclaimer            ACCESS_USER_PROVISIONING_API
removeUserRole                  ACCESS_USER_PROVISIONING_API
replaceUserAppEntitlements      ACCESS_USER_PROVISIONING_API
setRoomActiveAsAdmin            ACCESS_USER_PROVISIONING_API
setUserPresence                 ADMIN_PRESENCE_UPDATE
unfollowUsers                   ACCESS_USER_PROVISIONING_API
updateApp                       MODIFY_APPS
updateAppEntitlements           ACCESS_USER_PROVISIONING_API
updateAvatar                    CAN_CREATE_DISTRIBUTION_LIST
updateCompanyCertificate        ACCESS_CERT_PROVISIONING_API
updateGroup                     CAN_CREATE_DISTRIBUTION_LIST
updateUserAccount               ACCESS_ADMIN_API ACCESS_USER_PROVISIONING_API
updateUserAvatar                ACCESS_USER_PROVISIONING_API
updateUserDelegates             ACCESS_USER_PROVISIONING_API
updateUserFeatures              ACCESS_USER_PROVISIONING_API
updateUserStatus                ACCESS_USER_PROVISIONING_API
updateUserSuspension            ACCESS_USER_PROVISIONING_API
"""
"""Each operation that asks for privileges, with those that it asks for."""

IN_THE_HANDLER = {"suppressMessage"}
"""Administrators' operations that everybody may use within limits."""


def test_the_table_of_operations_and_privileges() -> None:
    table = "\n".join(f"{name:32}{' '.join(needed)}" for name, needed in sorted(REQUIRED.items()))
    print(table)
    assert table == TABLE.strip()


def test_every_administrators_operation_asks_for_a_privilege(web: WebPod) -> None:
    operations = web.pod.contract.operations.values()
    administrative = {o.id for o in operations if "/admin/" in o.path or "companycert" in o.path}
    assert administrative - REQUIRED.keys() == IN_THE_HANDLER


def test_every_operation_of_groups_asks_for_a_privilege(web: WebPod) -> None:
    operations = web.pod.contract.operations.values()
    assert {o.id for o in operations if o.api == "profile-manager"} <= REQUIRED.keys()


@pytest.mark.parametrize("role", ROLE_PRIVILEGES)
def test_a_role_opens_what_its_privileges_suffice_for(web: WebPod, role: str) -> None:
    web.pod.store[USERS].put(replace(web.actor("nobody"), roles=(role,)))
    opened = set()
    for operation_id in REQUIRED:
        operation = web.pod.contract.operations[operation_id]
        path = {p.name: "1" for p in operation.parameters if p.location == "path"}
        if web.call(operation_id, "nobody", path=path).status_code != 403:
            opened.add(operation_id)
    assert opened == {name for name, needed in REQUIRED.items() if ROLE_PRIVILEGES[role] >= set(needed)}


@pytest.mark.parametrize("role", ["USER_PROVISIONING", "SUPER_ADMINISTRATOR"])
def test_two_roles_may_register_certificates_and_apps(web: WebPod, role: str) -> None:
    web.pod.store[USERS].put(replace(web.actor("nobody"), roles=(role,)))
    for operation_id in ("createCompanyCertificate", "createApp"):
        assert web.call(operation_id, "nobody", body={}).status_code == 400


def test_the_privileges_of_several_roles_add_up() -> None:
    user = replace(ANONYMOUS, roles=("SUPER_ADMINISTRATOR", "CONTENT_MANAGEMENT"))
    assert allows(user, FILE_EXTENSIONS, SUPPRESSION)
    assert not allows(user, FILE_EXTENSIONS, PROVISIONING)


@pytest.mark.parametrize(
    ("roles", "own", "foreign"),
    [((), 200, 403), (("INDIVIDUAL",), 200, 403), (("CONTENT_MANAGEMENT",), 200, 200)],
)
def test_users_suppress_their_own_messages_and_content_managers_all(
    web: WebPod, roles: tuple[str, ...], own: int, foreign: int
) -> None:
    user = web.pod.store[USERS].put(replace(web.actor("user"), roles=roles))
    company = {u.id for u in web.pod.store[USERS].find("tenant", user.tenant)}
    written = [m for m in web.pod.store[MESSAGES] if m.kind == SOCIAL and m.author in company]
    for mine, expected in ((True, own), (False, foreign)):
        message = next(m for m in written if (m.author == user.id) is mine)
        status = web.call("suppressMessage", "user", path={"id": message.id}).status_code
        assert status == expected, f"expected {expected} for {'its own' if mine else 'another'} message"
