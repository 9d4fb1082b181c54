"""Messages without their text: who sent what where, who read it, and how messages relate to each other."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.reference_pod.store import TableSpec

SOCIAL = "SOCIALMESSAGE"
"""The kind of a message that people or bots write."""

SYSTEM = "MAESTRO"
"""The kind of a message that the pod writes itself, such as "added to the room"."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a message. `size` is in bytes; a preview is the id of an image and its width in pixels."""

    file_id: str
    name: str
    size: int
    content_type: str
    previews: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message at one recipient. Times are epoch milliseconds, None if it did not happen."""

    user: int
    delivered: int | None = None
    read: int | None = None
    emailed: int | None = None
    downloads: tuple[tuple[str, int], ...] = ()
    """Name of the downloaded file and time."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it was sent. `stream`, `author` and `parent` are ids; times are epoch milliseconds."""

    id: str
    stream: str
    author: int
    created: int
    kind: str = SOCIAL
    on_behalf_of: int | None = None
    attachments: tuple[Attachment, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    """One for each recipient, which are the members at the time of sending without the author."""
    parent: str | None = None
    relationship: str | None = None
    """How this message relates to its parent: REPLY, FORWARD or REPLY_FORM."""
    suppressed: int | None = None
    """When the message was suppressed."""


MESSAGES: TableSpec[Message] = TableSpec(
    "messages",
    key=lambda m: m.id,
    order=lambda m: (m.created, m.id),
    indexes={
        "stream": lambda m: (m.stream,),
        "stream-with-attachments": lambda m: (m.stream,) if m.attachments else (),
        "parent": lambda m: (m.parent,) if m.parent else (),
    },
)
