"""The messages that are there from the start, since the APIs can send none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.messages import MESSAGES, SYSTEM, Attachment, Message, Receipt
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import User
from conformance.reference_pod.streams import room_rules

HOUR = 3_600_000
SECOND = 1000


class Conversation:
    """One stream in which messages follow each other by a minute, beginning a day ago."""

    def __init__(self, pod: Pod, stream: Stream) -> None:
        self._pod = pod
        self._stream = stream
        self._time = stream.created

    def say(
        self,
        author: User,
        *,
        read_by: Sequence[User] = (),
        delivered_to: Sequence[User] = (),
        files: Sequence[tuple[str, int, str]] = (),
        downloaded_by: Sequence[User] = (),
        emailed_to: Sequence[User] = (),
        kind: str | None = None,
        on_behalf_of: User | None = None,
        parent: Message | None = None,
        relationship: str | None = None,
    ) -> Message:
        """One message; `files` are names with sizes in bytes and content types."""
        self._time = min(self._time + 60 * SECOND, self._pod.clock())
        sent = self._time

        def receipt(member: Member) -> Receipt:
            def when(people: Sequence[User], seconds: int) -> int | None:
                reached = any(user.id == member.user for user in people)
                return sent + seconds * SECOND if reached else None

            read = when(read_by, 20)
            downloaded = when(downloaded_by, 30)
            return Receipt(
                user=member.user,
                # Who has read a message had it delivered before.
                delivered=when((*delivered_to, *read_by), 2),
                read=read,
                emailed=when(emailed_to, 40),
                downloads=() if downloaded is None else tuple((name, downloaded) for name, _, _ in files),
            )

        message = Message(
            id=self._pod.ids.text(),
            stream=self._stream.id,
            author=author.id,
            created=sent,
            on_behalf_of=on_behalf_of.id if on_behalf_of else None,
            attachments=tuple(self._attachment(*file) for file in files),
            receipts=tuple(receipt(m) for m in self._stream.current if m.user != author.id),
            parent=parent.id if parent else None,
            relationship=relationship,
        )
        if kind is not None:
            message = replace(message, kind=kind, receipts=())
        self._stream = self._pod.store[STREAMS].put(replace(self._stream, last_message=sent))
        return self._pod.store[MESSAGES].put(message)

    def _attachment(self, name: str, size: int, content_type: str) -> Attachment:
        ids = self._pod.ids
        image = content_type.startswith("image/")
        previews = tuple((ids.text(), width) for width in (150, 600)) if image else ()
        return Attachment(ids.text(), name, size, content_type, previews)


def seed_conversations(pod: Pod, people: Sequence[User]) -> None:
    """An IM of the second and the fourth of these four colleagues, and a room of all of them."""
    first, second, third, fourth = people
    im = Conversation(pod, _im(pod, second, fourth))
    question = im.say(second, read_by=[fourth])
    im.say(fourth, read_by=[second], parent=question, relationship="REPLY")
    report = im.say(
        second,
        read_by=[fourth],
        downloaded_by=[fourth],
        files=[("report.pdf", 48_213, "application/pdf"), ("chart.png", 20_480, "image/png")],
    )
    im.say(fourth, delivered_to=[second], files=[("notes.txt", 512, "text/plain")])
    im.say(second)

    room = Conversation(pod, _room(pod, second, [first, third, fourth]))
    room.say(second, kind=SYSTEM)
    news = room.say(
        second,
        read_by=[first, third],
        delivered_to=[fourth],
        downloaded_by=[third],
        emailed_to=[fourth],
        files=[
            ("agenda.docx", 15_360, "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
        ],
    )
    for author, reader in ((third, second), (first, third)):
        room.say(author, read_by=[reader], parent=news, relationship="REPLY")
    room.say(second, read_by=[third], delivered_to=[first, fourth], parent=report, relationship="FORWARD")
    form = room.say(first, read_by=[second, third], delivered_to=[fourth])
    for author in (second, third):
        room.say(author, delivered_to=[first], parent=form, relationship="REPLY_FORM")
    room.say(first, on_behalf_of=second, read_by=[third], files=[("minutes.pdf", 90_112, "application/pdf")])
    room.say(third, delivered_to=[first, second], files=[("photo.jpg", 182_044, "image/jpeg")])


def _im(pod: Pod, one: User, other: User) -> Stream:
    existing = pod.store[STREAMS].first("conversation", frozenset((one.id, other.id)))
    if existing is not None:
        return existing
    created = pod.clock() - 24 * HOUR
    members = (Member(one.id, created), Member(other.id, created))
    return pod.store[STREAMS].put(Stream(pod.ids.text(), "IM", one.tenant, created, one.id, members))


def _room(pod: Pod, owner: User, others: Sequence[User]) -> Stream:
    created = pod.clock() - 24 * HOUR
    return pod.store[STREAMS].put(
        Stream(
            id=pod.ids.text(),
            type="ROOM",
            tenant=owner.tenant,
            created=created,
            created_by=owner.id,
            members=(Member(owner.id, created, owner=True), *(Member(o.id, created) for o in others)),
            attributes=room_rules.created({"name": "Market Colour", "description": "What moves the markets"}),
            updated=created,
        )
    )
