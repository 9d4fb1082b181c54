"""What is known about undoing: what each operation makes, or changes of what was there before.

Every operation with an effect beyond reading stands in exactly one of the tables; a test demands it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography import x509

from conformance.contract import Operation, pointer
from conformance.contract.errors import SpecError
from conformance.target.address import readings
from conformance.target.exchange import Request
from conformance.target.json_text import parse

NOTHING = "conformance-no-such"
"""With this an id begins that the suite makes up to name nothing."""
COMPANY_BITS = 36
"""The id of a user holds that of its company above so many bits."""


@dataclass(frozen=True, slots=True)
class Makes:
    """An operation makes a thing of a kind.

    `keys` are JSON pointers to the parts of its id in the answer, with `*` for each item of a list; () where
    the request names the thing itself. `name` is where the request has a name by which it can be found;
    `pem` where it has a certificate, which bears a name of its own whatever the request calls it.
    `among` is the list that shows whether a thing which the request names was there before.
    """

    kind: str
    keys: tuple[str, ...] = ()
    name: str | None = None
    among: str | None = None
    pem: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """An operation changes something that may have been there before the run, and can be put back.

    `subject` is where the request says what is changed: a path parameter, a JSON pointer into the body, or
    nothing for what belongs to the caller or to the whole pod. `items` points to those that it concerns
    one by one; "/" is the whole body.
    """

    kind: str
    subject: str = ""
    items: str | None = None


MAKES: Mapping[str, Makes] = {
    "createRoom": Makes("room", ("/roomSystemInfo/id",), "/name"),
    "createUserAccount": Makes("account", ("/userSystemInfo/id",), "/userAttributes/userName"),
    "insertGroup": Makes("group", ("/id",), "/name"),
    "createApp": Makes("app", ("/applicationInfo/appId",), "/applicationInfo/appId"),
    "createCompanyCertificate": Makes(
        "certificate", ("/companyCertInfo/fingerPrint",), "/attributes/name", pem="/pem"
    ),
    "createPresenceFeed": Makes("feed", ("/id",)),
    "createIM": Makes("im", ("/id",)),
    "createIMForUsers": Makes("im", ("/id",)),
    "createProtocol": Makes("protocol", (), "/scheme", "protocols"),
    "putAllowedFileExtension": Makes("extension", (), "extension", "extensions"),
    "createUser": Makes("community user", ("/companyId", "/success/*/userId"), "/users/*/email"),
}
"""By operation what it makes."""

CHANGES: Mapping[str, Changes] = {
    "setOwnPresence": Changes("own presence"),
    "setUserPresence": Changes("presence", "/userId"),
    "setOwnManifest": Changes("manifest"),
    "followUsers": Changes("followers", "uid", "/followers"),
    "unfollowUsers": Changes("followers", "uid", "/followers"),
    "createConnection": Changes("connection", "/userId"),
    "acceptConnection": Changes("connection", "/userId"),
    "rejectConnection": Changes("connection", "/userId"),
    "removeConnection": Changes("connection", "uid"),
    "addBarrierGroupMembers": Changes("barrier members", "gid", "/"),
    "removeBarrierGroupMembers": Changes("barrier members", "gid", "/"),
    "updateAppEntitlements": Changes("app entitlements"),
    "updateIM": Changes("pinned message", "id"),
}
"""By operation what it changes of what was there: it is read before the first change and put back."""

OWN: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("setRoomActive", "setRoomActiveAsAdmin", "updateRoom", "addRoomMember", "addRoomMemberAsAdmin"),
            *("removeRoomMember", "removeRoomMemberAsAdmin", "promoteRoomOwner", "demoteRoomOwner"),
            *("updateApp", "deleteApp"),
        ),
        "id",
    ),
    **dict.fromkeys(
        (
            *("addUserRole", "removeUserRole", "replaceUserAppEntitlements", "patchUserAppEntitlements"),
            *("updateUserAvatar", "updateUserAccount", "removeUserDisclaimer", "assignUserDisclaimer"),
            *("updateUserDelegates", "updateUserFeatures", "updateUserStatus"),
        ),
        "uid",
    ),
    **dict.fromkeys(("updateUserSuspension", "addRole", "updateUser", "disableUser"), "userId"),
    **dict.fromkeys(("addMemberToGroup", "updateGroup", "updateAvatar"), "groupId"),
    "deletePresenceFeed": "feedId",
    "updateCompanyCertificate": "fingerPrint",
    "deleteCompanyCertificate": "/id",
    "deleteProtocol": "scheme",
    "deleteAllowedFileExtension": "extension",
}
"""Operations that are sent for things of the run's own only, with where the request names the thing."""

LASTING: Mapping[str, str] = {
    "registerPresenceInterest": "ends by itself after an hour",
    "suppressMessage": "a suppressed message cannot be brought back",
    "deleteAllGroups": "deleted groups cannot be brought back",
}
"""Operations whose effect nothing undoes, with the reason."""


def canonical(identifier: object) -> str:
    """One spelling of an id: base64 comes in two alphabets, and some names in any case."""
    return str(identifier).rstrip("=").replace("+", "-").replace("/", "_").lower()


def names_nothing(identifier: object) -> bool:
    """Whether no target can have a thing of this id: a number without a company in its upper bits, or a
    text that says so.
    """
    text = str(identifier)
    if text.startswith(NOTHING):
        return True
    try:
        number = int(text)
    except ValueError:
        return False
    return number >> COMPANY_BITS == 0 or not 0 < number < 1 << 63


def body_of(data: bytes | None) -> Any:
    """The JSON of a body; None when it is none."""
    try:
        return parse(data or b"null")
    except ValueError:
        return None


def common_name(pem: object) -> str | None:
    """The common name of a certificate in PEM; None when it is none or has none."""
    try:
        certificate = x509.load_pem_x509_certificate(str(pem).encode("utf-8", "replace"))
        found = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    except ValueError:
        return None
    return str(found[0].value) if found else None


def value_in(request: Request, operation: Operation, place: str) -> Any:
    """The value at a place of a request, which is a path parameter or a JSON pointer into the body."""
    if not place.startswith("/"):
        return _path_values(operation, request.path).get(place)
    body = body_of(request.body)
    return body if place == "/" else next(iter(values_at(body, place)), None)


def values_at(document: Any, place: str) -> list[Any]:
    """The values at a JSON pointer in which `*` stands for every item of a list."""
    before, star, after = place.partition("/*")
    try:
        value = pointer.resolve(document, before)
    except SpecError:
        return []
    if not star:
        return [value] if isinstance(value, str | int | list) else []
    items = value if isinstance(value, list) else []
    return [found for item in items for found in values_at(item, after)]


def _path_values(operation: Operation, path: str) -> dict[str, str]:
    template, actual = operation.path.split("/"), path.split("/")
    if len(template) != len(actual):
        return {}
    return {
        part[1:-1]: readings(f"/{value}")[-1][1:]
        for part, value in zip(template, actual, strict=True)
        if part.startswith("{")
    }
