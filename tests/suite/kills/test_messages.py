"""Each check of messages fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.message-status", "MESSAGE-STATUS-1", "misreports.userId@getMessageStatus"),
    ("lifecycle.message-status", "MESSAGE-STATUS-2", "lists-readers-everywhere@getMessageStatus"),
    ("lifecycle.message-status", "MESSAGE-STATUS-3", "lists-readers-everywhere@getMessageStatus"),
    ("lifecycle.message-details", "MESSAGE-DETAILS-1", "loses-last-item@listMessageDetails"),
    ("lifecycle.message-details", "MESSAGE-DETAILS-2", "misreports.id@listMessageDetails"),
    ("lifecycle.message-unknown", "MESSAGE-STATUS-4", "accepts-anything@getMessageStatus"),
    ("lifecycle.message-unknown", "MESSAGE-DETAILS-3", "accepts-anything@listMessageDetails"),
    ("lifecycle.message-unknown", "MESSAGE-RECEIPTS-1", "accepts-anything@listMessageReceipts"),
    ("lifecycle.message-unknown", "MESSAGE-RELATIONSHIPS-1", "accepts-anything@listMessageRelationships"),
    ("lifecycle.message-unknown", "MESSAGE-SUPPRESS-1", "accepts-anything@suppressMessage"),
    ("lifecycle.message-suppression", "MESSAGE-SUPPRESS-2", "refuses-everything@suppressMessage"),
    ("lifecycle.message-suppression", "MESSAGE-SUPPRESS-3", "misreports.messageId@suppressMessage"),
    ("lifecycle.message-suppression", "MESSAGE-SUPPRESS-4", "misreports.suppressed@suppressMessage"),
    ("lifecycle.room-pin", "ROOM-UPDATE-8", "forgets-writes@updateRoom"),
    ("lifecycle.room-pin", "ROOM-UPDATE-9", "keeps-pins@updateRoom"),
    ("agreement.receipts", "MESSAGE-RECEIPTS-2", "misreports.id@listMessageReceipts"),
    ("agreement.receipts", "MESSAGE-RECEIPTS-3", "misreports.deliveryReceiptCount@listMessageReceipts"),
    ("agreement.receipts", "MESSAGE-RECEIPTS-4", "misreports.readReceiptCount@listMessageReceipts"),
    ("agreement.receipts", "MESSAGE-DETAILS-4", "misreports.readReceiptCount@listMessageDetails"),
    ("agreement.receipts", "MESSAGE-STATUS-5", "misreports.userId@getMessageStatus"),
    ("agreement.relationships", "MESSAGE-RELATIONSHIPS-2", "misreports.messageId@listMessageRelationships"),
    ("agreement.relationships", "MESSAGE-RELATIONSHIPS-3", "misreports.messageId@listMessageRelationships"),
    (
        "agreement.relationships",
        "MESSAGE-RELATIONSHIPS-4",
        "misreports.relationshipType@listMessageRelationships",
    ),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = live.run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = live.run_check(check, defects=[defect])
    assert requirement in found.broken, found


def test_every_requirement_is_broken_by_a_defect() -> None:
    checks = {check for check, _, _ in KILLS}
    judged = {(check, requirement) for check in checks for requirement in live.tests_of_the_suite()[check][1]}
    assert judged == {(check, requirement) for check, requirement, _ in KILLS}
