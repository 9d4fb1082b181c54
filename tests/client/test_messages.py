"""The client's message service, as far as it uses the pod: attachments, receipts, relations, suppression."""

from __future__ import annotations

import pytest
from symphony.bdk.gen.exceptions import ForbiddenException, NotFoundException
from symphony.bdk.gen.pod_model.stream_filter import StreamFilter
from symphony.bdk.gen.pod_model.stream_type import StreamType

from tests.client.kit import Bots

pytestmark = pytest.mark.anyio


async def room_of(bots: Bots) -> str:
    """The room in which the admin, the user, the colleague and one more have talked from the start."""
    rooms = StreamFilter(streamTypes=[StreamType(type="ROOM")])
    (room,) = await bots.user.streams.list_streams(rooms)
    return str(room.id)


async def test_attachments_are_listed_in_both_directions_and_between_times(bots: Bots) -> None:
    room = await room_of(bots)
    ascending = await bots.user.messages.list_attachments(room)
    assert [item.name for item in ascending] == ["agenda.docx", "minutes.pdf", "photo.jpg"]
    descending = await bots.user.messages.list_attachments(room, sort_dir="DESC")
    assert descending == ascending[::-1]
    agenda, minutes, photo = ascending
    assert (agenda.user_id, agenda.size, photo.content_type) == (bots.user.id, 15_360, "image/jpeg")
    assert [preview.width for preview in photo.previews] == [150, 600]
    since = await bots.user.messages.list_attachments(
        room, since=minutes.ingestion_date, to=minutes.ingestion_date
    )
    assert since == [minutes]


async def test_only_members_see_the_attachments(bots: Bots) -> None:
    room = await room_of(bots)
    with pytest.raises(ForbiddenException):
        await bots.nobody.messages.list_attachments(room)


async def test_the_status_says_whom_a_message_has_reached(bots: Bots) -> None:
    agenda = (await bots.user.messages.list_attachments(await room_of(bots)))[0]
    status = await bots.user.messages.get_message_status(agenda.message_id)
    assert (status.author.user_id, status.author.user_name) == (str(bots.user.id), "user")
    assert {user.user_id for user in status.read} == {str(bots.admin.id), str(bots.colleague.id)}
    assert (len(status.delivered), status.sent) == (1, [])


async def test_compliance_reads_the_receipts(bots: Bots) -> None:
    agenda = (await bots.user.messages.list_attachments(await room_of(bots)))[0]
    receipts = await bots.admin.messages.list_message_receipts(agenda.message_id)
    assert receipts.creator.id == bots.user.id
    assert receipts.stream.name == "Market Colour"
    assert (receipts.delivery_receipt_count, receipts.read_receipt_count) == (3, 2)
    assert [count.file_name for count in receipts.download_receipt_counts] == ["agenda.docx"]
    read = {detail.user.id for detail in receipts.message_receipt_detail if detail.read_receipt_timestamp}
    assert read == {bots.admin.id, bots.colleague.id}
    with pytest.raises(ForbiddenException):
        await bots.user.messages.list_message_receipts(agenda.message_id)


async def test_relationships_lead_in_both_directions(bots: Bots) -> None:
    agenda = (await bots.user.messages.list_attachments(await room_of(bots)))[0]
    news = await bots.admin.messages.get_message_relationships(agenda.message_id)
    assert (news.message_id, news.parent) == (agenda.message_id, None)
    assert (len(news.replies), news.forwards) == (2, [])
    reply = await bots.admin.messages.get_message_relationships(news.replies[0])
    assert (reply.parent.message_id, reply.parent.relationship_type) == (agenda.message_id, "REPLY")


async def test_a_suppressed_message_takes_its_attachments_along(bots: Bots) -> None:
    room = await room_of(bots)
    agenda = (await bots.user.messages.list_attachments(room))[0]
    first = await bots.admin.messages.suppress_message(agenda.message_id)
    assert (first.message_id, first.suppressed) == (agenda.message_id, True)
    assert first.suppression_date > agenda.ingestion_date
    assert (await bots.admin.messages.suppress_message(agenda.message_id)).suppression_date == 0
    assert "agenda.docx" not in [item.name for item in await bots.user.messages.list_attachments(room)]


async def test_an_unknown_message_is_not_found(bots: Bots) -> None:
    with pytest.raises(NotFoundException):
        await bots.user.messages.get_message_status("unknown")


async def test_the_allowed_types_of_attachments_are_extensions(bots: Bots) -> None:
    types = await bots.user.messages.get_attachment_types()
    assert ".pdf" in [name if name.startswith(".") else f".{name}" for name in types]
