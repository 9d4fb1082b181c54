"""Messages: suppressing them, their details, and how they relate to each other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.reference_pod.call import Answer, Call, Refusal, bad_request, forbidden, not_found
from conformance.reference_pod.messages.access import known_message
from conformance.reference_pod.messages.conversations import seed_conversations
from conformance.reference_pod.messages.views import message_summary
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.messages import MESSAGES, SOCIAL
from conformance.reference_pod.records.users import TENANTS, USERS
from conformance.reference_pod.rights import SUPPRESSION, allows


def suppress_message(call: Call) -> Answer:
    """Withdraw a message: everybody its own ones, compliance any; the second time the date is 0."""
    known = known_message(call, call.path["id"])
    if known is None:
        raise bad_request("The message cannot be found")
    message, _ = known
    if message.author != call.caller.id and not allows(call.caller, SUPPRESSION):
        raise forbidden()
    if message.kind != SOCIAL:
        raise bad_request("Only a message that a user wrote can be suppressed")
    first = message.suppressed is None
    if first:
        call.store[MESSAGES].put(replace(message, suppressed=call.now))
    return Answer({"messageId": message.id, "suppressed": True, "suppressionDate": call.now if first else 0})


def list_message_details(call: Call) -> Answer:
    """Where, when and by whom messages were sent, in the order of the request."""
    ids = list(dict.fromkeys(call.body.get("messageIds", ())))
    if not ids:
        raise bad_request("messageIds is missing or empty")
    details = []
    for message_id in ids:
        known = known_message(call, message_id)
        if known is None:
            raise not_found(f"The message {message_id} cannot be found")
        if known[0].kind != SOCIAL:
            raise Refusal(422, f"The message {message_id} was written by the system")
        details.append({"messageId": message_id, **message_summary(call.store, *known)})
    return Answer(details)


def list_message_relationships(call: Call) -> Answer:
    """What a message replies to or forwards, and what replies to it or forwards it."""
    known = known_message(call, call.path["messageId"])
    if known is None or known[0].kind != SOCIAL:
        raise bad_request("This is not the id of a message that a user wrote")
    message, _ = known
    children: dict[str, list[str]] = {"REPLY": [], "FORWARD": [], "REPLY_FORM": []}
    for child in call.store[MESSAGES].find("parent", message.id):
        if child.relationship is not None and known_message(call, child.id) is not None:
            children[child.relationship].append(child.id)
    body: dict[str, Any] = {
        "messageId": message.id,
        "replies": children["REPLY"],
        "forwards": children["FORWARD"],
        "formReplies": children["REPLY_FORM"],
    }
    if message.parent is not None:
        body["parent"] = {"messageId": message.parent, "relationshipType": message.relationship}
    return Answer(body)


def seed(pod: Pod) -> None:
    """Every company starts with an IM and a room in which its first people with a role have talked."""
    for tenant in pod.store[TENANTS]:
        people = [user for user in pod.store[USERS].find("tenant", tenant.id) if user.active and user.roles]
        if len(people) >= 4:
            seed_conversations(pod, people[:4])
