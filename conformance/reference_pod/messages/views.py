"""Messages as several operations show them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from conformance.reference_pod.records.messages import Message
from conformance.reference_pod.records.streams import Stream
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.store import Store


def message_summary(store: Store, message: Message, stream: Stream) -> dict[str, Any]:
    """What MessageDetail and MessageReceiptDetailResponse have in common."""
    where = {"id": stream.id, "streamType": stream.type}
    if "name" in stream.attributes:
        where["name"] = stream.attributes["name"]
    downloads = Counter(name for receipt in message.receipts for name, _ in receipt.downloads)
    answer: dict[str, Any] = {
        "creator": _user(store, message.author),
        "stream": where,
        "creationDate": message.created,
        "deliveryReceiptCount": sum(r.delivered is not None for r in message.receipts),
        "readReceiptCount": sum(r.read is not None for r in message.receipts),
        "emailNotificationCount": sum(r.emailed is not None for r in message.receipts),
        "downloadReceiptCounts": [
            {"fileName": a.name, "count": downloads[a.name]} for a in message.attachments
        ],
    }
    if message.on_behalf_of is not None:
        answer["onBehalfOfUser"] = _user(store, message.on_behalf_of)
    return answer


def _user(store: Store, user_id: int) -> dict[str, Any]:
    user = store[USERS].get(user_id)
    return {"id": user_id} if user is None else {"id": user.id, "name": user.display_name}
