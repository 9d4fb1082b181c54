"""Messages: their status, details, relationships and suppression, and pinning them.

These APIs send no messages: the checks look at one that is there, with an attachment.
"""

from __future__ import annotations

import pytest

from conformance.suite import things
from conformance.suite.attachments import expendable_message
from conformance.suite.looking import part
from conformance.suite.messages import Message, messages_with_attachments, unknown_id
from conformance.suite.outcomes import NotApplicable
from conformance.suite.rooms import content
from conformance.suite.scenario import Scenario
from conformance.suite.streams import canonical


@pytest.mark.check("lifecycle.message-status", "MESSAGE-STATUS-1", "MESSAGE-STATUS-2", "MESSAGE-STATUS-3")
def test_everybody_has_one_status(scenario: Scenario) -> None:
    """Everybody whom a message was sent to has read it, or has it, or does not have it yet."""
    message = messages_with_attachments(scenario)[0]
    status = scenario.look("getMessageStatus", message.reader, path={"mid": message.id}) or {}
    author = part(status, "author", "userId")
    scenario.equal_where_shown(
        "MESSAGE-STATUS-1", str(message.author), author and str(author), "author of the message"
    )
    groups = {
        name: [part(user, "userId") for user in status.get(name) or ()]
        for name in ("read", "delivered", "sent")
    }
    for requirement, one, others in (
        ("MESSAGE-STATUS-2", "delivered", ("read",)),
        ("MESSAGE-STATUS-3", "sent", ("delivered", "read")),
    ):
        both = {user for other in others for user in groups[other]} & set(groups[one])
        scenario.equal(requirement, set(), both, f"users in {one} and in {' or '.join(others)}")


@pytest.mark.check("lifecycle.message-details", "MESSAGE-DETAILS-1", "MESSAGE-DETAILS-2")
def test_each_message_has_its_details(scenario: Scenario) -> None:
    """The details are those of the messages that were asked for."""
    found = messages_with_attachments(scenario)
    ids = list(dict.fromkeys(message.id for message in found))[:3]
    listed = scenario.look("listMessageDetails", things.admin(scenario.world), body={"messageIds": ids})
    scenario.equal(
        "MESSAGE-DETAILS-1",
        sorted(map(canonical, ids)),
        sorted(canonical(part(d, "messageId")) for d in listed or ()),
        "ids",
    )
    authors = {canonical(message.id): message.author for message in found if message.id in ids}
    creators = {canonical(part(d, "messageId")): part(d, "creator", "id") for d in listed or ()}
    scenario.equal("MESSAGE-DETAILS-2", authors, creators, "creators, and those who sent the attachments")


@pytest.mark.check(
    "lifecycle.message-unknown",
    "MESSAGE-STATUS-4",
    "MESSAGE-DETAILS-3",
    "MESSAGE-RECEIPTS-1",
    "MESSAGE-RELATIONSHIPS-1",
    "MESSAGE-SUPPRESS-1",
)
def test_an_unknown_message_is_not_found(scenario: Scenario) -> None:
    """A message that does not exist is not found."""
    world = scenario.world
    admin, message = things.admin(world), messages_with_attachments(scenario)[0]
    nothing = unknown_id(message.id)
    scenario.get("listMessageDetails", admin, body={"messageIds": [message.id]})
    for requirement, operation, by, request in (
        ("MESSAGE-STATUS-4", "getMessageStatus", message.reader, {"path": {"mid": nothing}}),
        ("MESSAGE-DETAILS-3", "listMessageDetails", admin, {"body": {"messageIds": [nothing]}}),
        ("MESSAGE-RECEIPTS-1", "listMessageReceipts", admin, {"path": {"messageId": nothing}}),
        ("MESSAGE-RELATIONSHIPS-1", "listMessageRelationships", admin, {"path": {"messageId": nothing}}),
        ("MESSAGE-SUPPRESS-1", "suppressMessage", admin, {"path": {"id": nothing}}),
    ):
        if (forbidden := world.forbidden(operation)) is not None:
            scenario.not_run[requirement] = forbidden
            continue
        refused = scenario.send(operation, by, **request)
        scenario.expect(
            requirement,
            refused.status in (400, 404),
            expected="404, or 400 for an id of a wrong form",
            observed=f"{refused.status}: {refused.text[:100]}",
        )


@pytest.mark.check(
    "lifecycle.message-suppression", "MESSAGE-SUPPRESS-2", "MESSAGE-SUPPRESS-3", "MESSAGE-SUPPRESS-4"
)
def test_a_message_stays_suppressed(scenario: Scenario) -> None:
    """A message that was suppressed is suppressed, and suppressing it again changes nothing."""
    world = scenario.world
    world.check_allowed("suppressMessage")
    message = expendable_message(world)
    for again in (False, True):
        response = scenario.send("suppressMessage", things.admin(world), path={"id": message})
        requirement = "MESSAGE-SUPPRESS-4" if again else "MESSAGE-SUPPRESS-2"
        if not scenario.status(requirement, response, 200):
            return
        body = content(response)
        scenario.equal_where_shown(requirement, True, part(body, "suppressed"), "suppressed")
        shown = canonical(part(body, "messageId"))
        scenario.equal("MESSAGE-SUPPRESS-3", canonical(message), shown, "id of the message")


@pytest.mark.check("lifecycle.im-pin", "IM-UPDATE-1", "IM-UPDATE-2")
def test_a_message_is_pinned_to_an_im(scenario: Scenario) -> None:
    """A message of an IM is pinned, and unpinned by an empty id."""
    message = _of_type(scenario, "IM")
    _pin(scenario, message, "updateIM", "getIM", "V1IMAttributes", ("IM-UPDATE-1", "IM-UPDATE-2"))


@pytest.mark.check("lifecycle.room-pin", "ROOM-UPDATE-8", "ROOM-UPDATE-9")
def test_a_message_is_pinned_to_a_room(scenario: Scenario) -> None:
    """A message of a room is pinned, and unpinned by an empty id."""
    message = _of_type(scenario, "ROOM")
    owned = scenario.look("listRoomMembers", message.reader, path={"id": message.stream}) or ()
    me = things.user_id(scenario.world, message.reader)
    if not any(part(m, "id") == me and part(m, "owner") for m in owned):
        raise NotApplicable("no room that has an attachment is owned by the actor who would pin it")
    _pin(scenario, message, "updateRoom", "getRoom", "roomAttributes", ("ROOM-UPDATE-8", "ROOM-UPDATE-9"))


def _of_type(scenario: Scenario, kind: str) -> Message:
    for message in messages_with_attachments(scenario):
        if message.stream_type == kind:
            return message
    raise NotApplicable(f"no stream of type {kind} has a message with an attachment: send one to it once")


def _pin(
    scenario: Scenario,
    message: Message,
    update: str,
    read: str,
    attributes: str,
    requirements: tuple[str, str],
) -> None:
    path, by = {"id": message.stream}, message.reader
    before = part(scenario.get(read, by, path=path), attributes, "pinnedMessageId") or ""
    if before:
        scenario.get(update, by, path=path, body={"pinnedMessageId": ""})
    for requirement, wanted in zip(requirements, (message.id, ""), strict=True):
        response = scenario.send(update, by, path=path, body={"pinnedMessageId": wanted})
        if response.status == 451:
            raise NotApplicable("the message was suppressed meanwhile: it cannot be pinned")
        if scenario.status(requirement, response, 200):
            found = part(scenario.look(read, by, path=path), attributes, "pinnedMessageId") or ""
            scenario.equal(requirement, wanted, found, "pinnedMessageId read afterwards")
    if before:
        scenario.send(update, by, path=path, body={"pinnedMessageId": before}, why="put back")
