"""What the attributes of a room may be, when it is created and when it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.reference_pod.call import bad_request

NAME_LENGTH = 49
"""Room names must be shorter than 50 characters (REST API reference, create room)."""

FLAGS = (
    "membersCanInvite",
    "discoverable",
    "public",
    "readOnly",
    "copyProtected",
    "crossPod",
    "viewHistory",
    "multiLateralRoom",
    "scheduledMeeting",
    "groupChat",
)
FIXED = ("public", "readOnly", "crossPod", "multiLateralRoom", "groupChat")
TRUE_WHEN_PUBLIC = ("viewHistory", "discoverable", "membersCanInvite")
FALSE_WHEN_CROSS_POD = ("readOnly", "public", "discoverable")
TEXTS = ("name", "description", "keywords", "pinnedMessageId")

Attributes = dict[str, Any]


def created(asked: Mapping[str, Any]) -> Attributes:
    """The attributes of a new room: private unless asked otherwise; what is not asked for is false.

    subType and groupChat are ignored on creation, and there is no message yet that could be pinned.
    """
    attributes: Attributes = {flag: bool(asked.get(flag)) for flag in FLAGS if flag != "groupChat"}
    attributes["groupChat"] = False
    if attributes["public"]:
        attributes |= {flag: asked.get(flag) is not False for flag in TRUE_WHEN_PUBLIC}
    attributes |= {name: asked[name] for name in TEXTS if asked.get(name) is not None}
    if attributes.pop("pinnedMessageId", None):
        raise bad_request("A new room has no message that could be pinned")
    _check(attributes)
    return attributes


def changed(current: Mapping[str, Any], asked: Mapping[str, Any]) -> Attributes:
    """The attributes after an update that names some of them.

    A change of a fixed attribute is refused, and so is an update that changes nothing.
    """
    before: Attributes = {**dict.fromkeys(FLAGS, False), **current}
    wanted = {name: asked[name] for name in (*FLAGS, *TEXTS) if asked.get(name) is not None}
    fixed = [name for name in FIXED if name in wanted and wanted[name] != before[name]]
    if fixed or asked.get("subType"):
        raise bad_request(f"{', '.join(fixed) or 'subType'} cannot be changed")
    if before["copyProtected"] and wanted.get("copyProtected") is False:
        raise bad_request("Copy protection cannot be removed from a room")
    after: Attributes = {**before, **wanted}
    if not after.get("pinnedMessageId"):
        after.pop("pinnedMessageId", None)
    if after == before:
        raise bad_request("The update changes no attribute")
    _check(after)
    return after


def _check(attributes: Mapping[str, Any]) -> None:
    name = attributes.get("name")
    if name is not None and not name.strip():
        raise bad_request("The name of a room must not be blank")
    if name is not None and len(name) > NAME_LENGTH:
        raise bad_request("The name of a room must be shorter than 50 characters")
    refused: list[str] = []
    if attributes["public"]:
        refused += [
            f"{flag} cannot be false in a public room" for flag in TRUE_WHEN_PUBLIC if not attributes[flag]
        ]
    if attributes["crossPod"]:
        refused += [
            f"{flag} cannot be true in a cross-pod room" for flag in FALSE_WHEN_CROSS_POD if attributes[flag]
        ]
    # More than two companies can only meet where at least two can.
    if attributes["multiLateralRoom"] and not attributes["crossPod"]:
        refused.append("Only a cross-pod room can be multilateral")
    if refused:
        raise bad_request("; ".join(refused))


def texts(attributes: Mapping[str, Any]) -> list[str]:
    """Everything that people can read in the attributes of a room."""
    tags = [text for tag in attributes.get("keywords", ()) for text in (tag["key"], tag["value"])]
    return [attributes.get("name", ""), attributes.get("description", ""), *tags]
