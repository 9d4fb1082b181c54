"""Variants of how answers say that there is nothing: defaults, empty lists and nulls, said or left out."""

from __future__ import annotations

from typing import Any

from conformance.reference_pod.pod import Pod
from conformance.reference_pod.schemas import response_schema, with_nulls
from conformance.reference_pod.variants.model import (
    Variant,
    errors,
    everywhere,
    of,
    of_api,
    responding,
    successes,
    value_of,
    with_value,
)
from conformance.reference_pod.variants.sources import CHANGE_POLICY, PUBLISHED, RECORDED
from conformance.reference_pod.variants.untold import OPTIONAL, left_out
from conformance.reference_pod.wire import JSON, Request, Response

_SHOW_PEOPLE = of(
    *("createUserAccount", "getUserAccount", "updateUserAccount", "listUserAccounts", "findUserAccounts"),
    *("lookUpUser", "lookUpUsers", "searchUsers", "getSessionInfo"),
)
_BLANK = ("title", "department", "division", "location", "firstName", "lastName", "jobFunction")
_OTHER_APIS = of_api("profile-manager", "community-connect")


def _blank(part: dict[str, Any]) -> dict[str, Any]:
    if not {"displayName", "emailAddress"} <= part.keys():
        return part
    return {**dict.fromkeys(_BLANK, ""), **part}


def _with_all_nulls(pod: Pod, request: Request, response: Response) -> Response:
    if response.media_type != JSON:
        return response
    operation = request.operation
    schema = response_schema(operation, response.status)
    return with_value(response, with_nulls(pod.contract, operation.api, schema, value_of(response)))


def _null_for_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {name: None if item == [] else item for name, item in value.items()}


def _extended(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "futureProperty": {"since": 26, "values": []}}


def _bare_group(group: dict[str, Any]) -> dict[str, Any]:
    return {name: item for name, item in group.items() if name not in ("members", "visibilityRestriction")}


OMISSIONS = (
    Variant(
        "false-left-out",
        "What is false is left out.",
        OPTIONAL,
        responding(left_out(unwanted=lambda item: item is False)),
    ),
    Variant(
        "empty-lists-left-out",
        "Empty lists inside of objects are left out.",
        OPTIONAL,
        responding(left_out(unwanted=lambda item: item == [])),
    ),
    Variant(
        "null-for-empty-lists",
        "Empty lists inside of objects are null.",
        f"{RECORDED}: absent values arrive as null",
        successes(lambda value: everywhere(value, _null_for_empty), of_api("pod")),
    ),
    Variant(
        "null-for-absent-elsewhere",
        "Absent properties arrive as null in the Profile Manager and Community Connect, also in errors.",
        f"{RECORDED}: absent values arrive as null",
        responding(_with_all_nulls, _OTHER_APIS),
    ),
    Variant(
        "extra-properties-everywhere",
        "Objects at every depth have a property nobody documented.",
        f"{CHANGE_POLICY}: new fields may be returned",
        successes(lambda value: everywhere(value, _extended)),
    ),
    Variant(
        "bare-groups-in-lists",
        "Groups in lists come without their members.",
        f"{PUBLISHED}: no property of a group but those of its identity is required",
        successes(
            lambda value: {**value, "data": [_bare_group(group) for group in value["data"]]}, of("listGroups")
        ),
    ),
    Variant(
        "blank-attributes",
        "Attributes of a user that have no value are empty texts.",
        f"{PUBLISHED}: how an attribute without a value reads is not stated",
        successes(lambda value: everywhere(value, _blank), _SHOW_PEOPLE),
    ),
    Variant(
        "enabled-features-alone",
        "The features of a user are those that are enabled.",
        f"{PUBLISHED}: the list is of those enabled for a particular user",
        successes(lambda value: [row for row in value if row.get("enabled")], of("listUserFeatures")),
    ),
    Variant(
        "empty-error-objects",
        "Errors of the Pod API are empty objects.",
        f"{PUBLISHED}: code and message of an error are optional",
        errors(lambda _: {}, of_api("pod")),
    ),
)
