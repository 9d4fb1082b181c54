"""Variants of what a pod says of its own accord, and nothing requires: it is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.reference_pod.pod import Pod
from conformance.reference_pod.schemas import leaving_out, response_schema
from conformance.reference_pod.variants.model import (
    Change,
    Variant,
    of,
    of_api,
    responding,
    value_of,
    with_value,
)
from conformance.reference_pod.variants.sources import CHANGE_POLICY
from conformance.reference_pod.wire import JSON, Request, Response

OPTIONAL = f"{CHANGE_POLICY}: all fields of answers are optional unless documented otherwise"

_STREAMS = of(
    *("createRoom", "getRoom", "updateRoom", "searchRooms", "setRoomActive", "setRoomActiveAsAdmin"),
    *("getIM", "updateIM", "getStream", "listStreamsAsAdmin"),
)
_MEMBERS = of("listRoomMembers", "listRoomMembersAsAdmin", "listStreamMembersAsAdmin")
_SEARCHES = of("searchRooms", "searchUsers", "listStreamsAsAdmin", "listStreamMembersAsAdmin")
_RECEIPTS = of("listMessageReceipts", "listMessageDetails", "getMessageStatus")


def _nothing(_item: Any) -> bool:
    return False


def left_out(*names: str, unwanted: Callable[[Any], bool] = _nothing) -> Change:
    """Leaves out the optional properties of these names, or with values of this kind, at every depth."""

    def change(pod: Pod, request: Request, response: Response) -> Response:
        if not response.ok or response.media_type != JSON:
            return response
        operation = request.operation
        schema = response_schema(operation, response.status)
        value = leaving_out(pod.contract, operation.api, schema, value_of(response), unwanted, names)
        return with_value(response, value)

    return change


def _untold(name: str, summary: str, concerns: Callable[[Any], bool], *names: str) -> Variant:
    return Variant(name, summary, OPTIONAL, responding(left_out(*names), concerns))


UNTOLD = (
    _untold(
        "history-untold",
        "Who made or changed an account, a group or a certificate, and when, is left out.",
        lambda operation: operation.area in ("User accounts", "Groups", "Certificates"),
        *(
            "createdBy",
            "createdDate",
            "lastUpdatedDate",
            "updatedBy",
            "updatedDate",
            "updatedAt",
            "addedDate",
        ),
    ),
    _untold(
        "streams-without-history",
        "Who made a room or chat, when, and when it was last written to is left out.",
        _STREAMS,
        *("creationDate", "createdByUserId", "createdDate", "lastModifiedDate", "lastMessageDate"),
    ),
    _untold(
        "bare-members",
        "Members of rooms come without their part in it, since when, and their company.",
        _MEMBERS,
        *("joinDate", "isOwner", "isCreator", "addedThroughGroups", "company", "companyId"),
    ),
    _untold(
        "bare-rooms-of-the-company",
        "Of the rooms of the company it is left out what their own information says.",
        of("listStreamsAsAdmin"),
        *("isActive", "roomName", "roomDescription", "membersCount", "originCompany", "originCompanyId"),
        "createdByUserId",
    ),
    _untold(
        "suspensions-untold",
        "Whether a user is suspended, until when and why is left out.",
        of_api("pod"),
        *("suspended", "suspendedUntil", "suspensionReason"),
    ),
    _untold(
        "followers-uncounted",
        "Lists of followers come without their count.",
        of("listFollowers", "listFollowing"),
        "count",
    ),
    _untold(
        "searches-uncounted",
        "Searches come without counts, and do not repeat what they were asked.",
        _SEARCHES,
        *("count", "skip", "limit", "query", "facetedMatchCount"),
    ),
    _untold("nameless-facets", "Facets of a search do not say of what.", of("searchRooms"), "facet"),
    _untold(
        "presences-without-time",
        "Presences do not say since when.",
        lambda operation: operation.area == "Presence",
        "timestamp",
    ),
    _untold(
        "extensions-without-scopes",
        "File extensions come without their scopes and their source.",
        of("listAllowedFileExtensions"),
        *("scope_internal", "scope_external", "scope_xpod", "source"),
    ),
    _untold(
        "companies-untold",
        "Users that are looked up or searched for come without their company.",
        of("lookUpUser", "lookUpUsers", "searchUsers"),
        *("company", "companyId"),
    ),
    _untold(
        "bare-certificates",
        "Certificates come without what their PEM text says: name, expiry and issuer.",
        lambda operation: operation.area == "Certificates",
        *("commonName", "expiryDate", "issuerFingerPrint", "lastSeen"),
    ),
    _untold(
        "barriers-from-one-side",
        "Groups of an information barrier do not name its policies, nor does a change its overall result.",
        lambda operation: "Barrier" in operation.id,
        *("policies", "overallResult", "modifiedDate"),
    ),
    _untold(
        "pictures-untold",
        "The addresses of pictures in profiles are left out.",
        of_api("profile-manager"),
        "avatars",
    ),
    _untold(
        "receipts-uncounted",
        "Receipts and details of messages come without their counts, stream and author.",
        _RECEIPTS,
        *("deliveryReceiptCount", "readReceiptCount", "emailNotificationCount", "stream", "author"),
    ),
    _untold(
        "receipts-without-time",
        "Receipts do not say when; the status of a message does not say who has read it.",
        _RECEIPTS,
        *("deliveryReceiptTimestamp", "readReceiptTimestamp", "emailNotificationTimestamp", "read"),
    ),
    _untold(
        "relationships-without-parent",
        "A message does not say what it answers or forwards.",
        of("listMessageRelationships"),
        "parent",
    ),
    _untold(
        "relationships-without-kind",
        "A message does not say how it is related to its parent.",
        of("listMessageRelationships"),
        "relationshipType",
    ),
    _untold(
        "suppressions-untold",
        "A suppression is done without saying so.",
        of("suppressMessage"),
        *("suppressed", "suppressionDate"),
    ),
    _untold(
        "bare-attachments",
        "Attachments come without their date, size and previews.",
        of("listStreamAttachments"),
        *("ingestionDate", "size", "width", "previews"),
    ),
)
