"""Messages that a target has: these APIs send none, so they are found by their attachments."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.suite import things
from conformance.suite.looking import part
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario
from conformance.suite.streams import type_of

STREAMS = 50
"""In so many streams of the ordinary user messages are looked for."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message with an attachment: its id, author and date, its stream, and an actor who may read it."""

    id: str
    author: int
    sent: int
    stream: str
    stream_type: str
    reader: str


def messages_with_attachments(scenario: Scenario) -> list[Message]:
    """The messages with attachments in the first streams of the ordinary user; at least one.

    Raises NotApplicable when there is none.
    """
    user = things.user(scenario.world)
    found: dict[str, Message] = {}
    streams = scenario.get("listStreams", user, query={"limit": STREAMS}, body={}) or []
    for stream in streams:
        path, kind = {"sid": str(part(stream, "id"))}, type_of(stream)
        if kind not in ("IM", "MIM", "ROOM"):
            continue
        for item in scenario.look("listStreamAttachments", user, path=path) or ():
            message = Message(
                id=str(part(item, "messageId")),
                author=int(part(item, "userId") or 0),
                sent=int(part(item, "ingestionDate") or 0),
                stream=path["sid"],
                stream_type=kind,
                reader=user,
            )
            found.setdefault(message.id, message)
        if {"IM", "ROOM"} <= {message.stream_type for message in found.values()}:
            break
    if not found:
        raise NotApplicable(
            f"no stream of actor {user!r} has a message with an attachment: send one to it once"
        )
    return list(found.values())


def unknown_id(message_id: str) -> str:
    """An id of the same form that no message has."""
    middle = len(message_id) // 2
    return message_id[:middle][::-1].swapcase() + message_id[middle:]
