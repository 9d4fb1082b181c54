"""Messages with attachments: these APIs send none, and attachments are the one place that shows their ids."""

from __future__ import annotations

from conformance.suite import things
from conformance.suite.outcomes import NotApplicable
from conformance.suite.world import World, field_of


def attachments(world: World) -> list[tuple[str, list[str]]]:
    """The ordinary user's first streams with the message ids of their attachments."""

    def find() -> list[tuple[str, list[str]]]:
        user, found = things.user(world), []
        for stream in world.get("listStreams", user, query={"limit": 50}, body={}) or []:
            path = {"sid": str(field_of(stream, "listStreams", "id"))}
            listed = world.get("listStreamAttachments", user, path=path, query={"limit": 50}) or []
            messages = [str(field_of(row, "listStreamAttachments", "messageId")) for row in listed]
            if messages:
                found.append((path["sid"], messages))
        return found

    return world.keep("attachments", find)


def expendable_message(world: World) -> str:
    """The message that other tests miss least: the newest of the stream with most of them.

    A suppressed message is gone for good, and some tests need one in an IM. Raises NotApplicable when there
    is none.
    """
    most = max(attachments(world), key=lambda row: len(set(row[1])), default=("", []))
    if not most[1]:
        raise NotApplicable("no stream of the ordinary user has an attachment: send one to it once")
    return most[1][-1]
