"""Receipts: who got and who read a message, for its readers and for compliance."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from conformance.reference_pod.call import Answer, Call, bad_request, forbidden, not_found
from conformance.reference_pod.messages.access import known_message
from conformance.reference_pod.messages.views import message_summary
from conformance.reference_pod.paging import bounds, cursor_of, pagination
from conformance.reference_pod.records.messages import SOCIAL, Message, Receipt
from conformance.reference_pod.records.streams import Stream
from conformance.reference_pod.records.users import USERS, User


def get_message_status(call: Call) -> Answer:
    """Who has read the message, who only has it, and whom it has not reached yet."""
    known = known_message(call, call.path["mid"])
    if known is None:
        raise not_found("The message cannot be found")
    message, stream = known
    if not _may_see(call, message, stream):
        raise forbidden()
    read, delivered, sent = [], [], []
    for receipt in message.receipts:
        if receipt.read is not None:
            read.append(_status_user(call, receipt.user, receipt.read))
        elif receipt.delivered is not None:
            delivered.append(_status_user(call, receipt.user, receipt.delivered))
        elif message.suppressed is None:
            # What is suppressed will reach nobody any more.
            sent.append(_status_user(call, receipt.user, message.created))
    author = _status_user(call, message.author, message.created)
    return Answer({"author": author, "read": read, "delivered": delivered, "sent": sent})


def list_message_receipts(call: Call) -> Answer:
    """One page of a message's receipts, by user id."""
    known = known_message(call, call.path["messageId"])
    if known is None or known[0].kind != SOCIAL:
        raise not_found("The receipts of the message cannot be found")
    message, stream = known
    receipts = sorted(message.receipts, key=lambda r: r.user)
    start, end = _page(call, [r.user for r in receipts])
    body = message_summary(call.store, message, stream)
    # Capitalised in the published document and on the wire.
    body["MessageReceiptDetail"] = [_receipt(call, r) for r in receipts[start:end]]
    if start < end < len(receipts) or 0 < start < end:
        first, last = (cursor_of(call, str(receipts[i].user)) for i in (start, end - 1))
        later = last if end < len(receipts) else None
        body["pagination"] = pagination(call, first, later, previous=start > 0)
    return Answer(body)


def _may_see(call: Call, message: Message, stream: Stream) -> bool:
    """Members, and whoever was there at the time if the room shows its history."""
    if stream.member(call.caller.id) is not None:
        return True
    return bool(stream.attributes.get("viewHistory")) and any(
        m.user == call.caller.id and m.joined <= message.created and (m.left or 0) > message.created
        for m in stream.members
    )


def _page(call: Call, users: list[int]) -> tuple[int, int]:
    asked, length = bounds(call), call.pod.settings.receipts_page
    if asked.before is not None:
        end = bisect_left(users, _user_id(asked.before))
        return max(0, end - length), end
    start = 0 if asked.after is None else bisect_right(users, _user_id(asked.after))
    return start, min(start + length, len(users))


def _user_id(key: str) -> int:
    if not (key.isascii() and key.isdigit()):
        raise bad_request("The cursor is not one of this list")
    return int(key)


def _status_user(call: Call, user_id: int, timestamp: int) -> dict[str, str]:
    answer = {"userId": str(user_id), "timestamp": str(timestamp)}
    user = call.store[USERS].get(user_id)
    if user is not None:
        answer["displayName"] = user.display_name
        answer |= _given(user, firstName="firstName", lastName="lastName", email="emailAddress")
        if user.tenant == call.caller.tenant:
            answer["userName"] = user.username
    return answer


def _receipt(call: Call, receipt: Receipt) -> dict[str, Any]:
    user: dict[str, Any] = {"id": receipt.user}
    account = call.store[USERS].get(receipt.user)
    if account is not None:
        user |= _given(account, firstName="firstName", lastName="lastName", emailAddress="emailAddress")
        if account.tenant == call.caller.tenant:
            user["username"] = account.username
    times = {
        "deliveryReceiptTimestamp": receipt.delivered,
        "readReceiptTimestamp": receipt.read,
        "emailNotificationTimestamp": receipt.emailed,
    }
    return {
        "user": user,
        **{name: time for name, time in times.items() if time is not None},
        "downloadReceiptCounts": [{"fileName": name, "timestamp": time} for name, time in receipt.downloads],
    }


def _given(user: User, **names: str) -> dict[str, str]:
    """The attributes that the user has, under other names."""
    return {wire: user.attributes[name] for wire, name in names.items() if user.attributes.get(name)}
