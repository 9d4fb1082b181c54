"""Messages: their details, receipts, status and relationships tell the same story."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.looking import part
from conformance.suite.messages import messages_with_attachments
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario
from conformance.suite.streams import canonical

KINDS = {"replies": "REPLY", "forwards": "FORWARD", "formReplies": "REPLY_FORM"}


@pytest.mark.check(
    "agreement.receipts",
    "MESSAGE-RECEIPTS-2",
    "MESSAGE-RECEIPTS-3",
    "MESSAGE-RECEIPTS-4",
    "MESSAGE-DETAILS-4",
    "MESSAGE-STATUS-5",
)
def test_receipts_add_up(scenario: Scenario) -> None:
    """Receipts add up to the counts of a message, and its readers are those that its status names."""
    admin = things.admin(scenario.world)
    message = messages_with_attachments(scenario)[0]
    path = {"messageId": message.id}
    for _ in range(3):
        # Somebody may read the message meanwhile: it counts only when nothing changed.
        before = scenario.get("listMessageReceipts", admin, path=path)
        status = scenario.look("getMessageStatus", message.reader, path={"mid": message.id})
        details = scenario.look("listMessageDetails", admin, body={"messageIds": [message.id]})
        answer = scenario.look("listMessageReceipts", admin, path=path)
        if _counts(before) == _counts(answer):
            break
    else:
        raise NotApplicable("the message is read all the time")
    receipts = part(answer, "MessageReceiptDetail") or []
    if part(answer, "pagination", "cursors", "after") is not None:
        raise NotApplicable("the message has more receipts than one page")
    stream = part(answer, "stream", "id")
    scenario.equal_where_shown(
        "MESSAGE-RECEIPTS-2", canonical(message.stream), stream and canonical(stream), "stream of the message"
    )
    for requirement, kind in (("MESSAGE-RECEIPTS-3", "delivery"), ("MESSAGE-RECEIPTS-4", "read")):
        number = sum(part(receipt, f"{kind}ReceiptTimestamp") is not None for receipt in receipts)
        count = part(answer, f"{kind}ReceiptCount")
        # A target that shows no such time at all does not say whose receipts it has counted.
        told = None if count and not number else number
        scenario.equal_where_shown(requirement, told, count, f"{kind}ReceiptCount")
    scenario.equal("MESSAGE-DETAILS-4", _counts(answer), _counts(part(details, 0)), "counts in the details")
    readers = {str(part(r, "user", "id")) for r in receipts if part(r, "readReceiptTimestamp") is not None}
    listed = part(status, "read")
    named = {str(part(user, "userId")) for user in listed or ()}
    if (named and not readers) or (readers and listed is None):
        scenario.left_out("MESSAGE-STATUS-5", "when users have read the message, or who they are")
    else:
        scenario.equal("MESSAGE-STATUS-5", readers, named, "users who have read the message")


@pytest.mark.check(
    "agreement.relationships", "MESSAGE-RELATIONSHIPS-2", "MESSAGE-RELATIONSHIPS-3", "MESSAGE-RELATIONSHIPS-4"
)
def test_messages_name_each_other(scenario: Scenario) -> None:
    """What a message lists as a reply or forward names it as its parent."""
    admin = things.admin(scenario.world)
    related = 0
    for message in messages_with_attachments(scenario):
        about = scenario.look("listMessageRelationships", admin, path={"messageId": message.id})
        own, shown = canonical(message.id), canonical(part(about, "messageId"))
        scenario.equal("MESSAGE-RELATIONSHIPS-2", own, shown, "id of the message")
        for name, kind in KINDS.items():
            for child in (part(about, name) or [])[:5]:
                theirs = scenario.look("listMessageRelationships", admin, path={"messageId": child})
                parent = part(theirs, "parent", "messageId")
                scenario.equal_where_shown(
                    "MESSAGE-RELATIONSHIPS-3",
                    own,
                    parent and canonical(parent),
                    f"parent of one of the {name}",
                )
                found = part(theirs, "parent", "relationshipType")
                scenario.equal_where_shown(
                    "MESSAGE-RELATIONSHIPS-4", kind, found, f"relationship of one of the {name}"
                )
                related += 1
    if not related:
        for requirement in ("MESSAGE-RELATIONSHIPS-3", "MESSAGE-RELATIONSHIPS-4"):
            scenario.not_applicable(requirement, "no message with an attachment has a reply or was forwarded")


def _counts(message: Any) -> dict[str, Any]:
    names = "deliveryReceiptCount", "readReceiptCount", "emailNotificationCount"
    return {name: part(message, name) for name in names}
