"""The client's stream service: IMs, the lists of streams, and what administrators see of them."""

from __future__ import annotations

import pytest
from symphony.bdk.gen.exceptions import BadRequestException, ForbiddenException
from symphony.bdk.gen.pod_model.stream_filter import StreamFilter
from symphony.bdk.gen.pod_model.stream_type import StreamType
from symphony.bdk.gen.pod_model.v1_im_attributes import V1IMAttributes
from symphony.bdk.gen.pod_model.v2_admin_stream_filter import V2AdminStreamFilter
from symphony.bdk.gen.pod_model.v2_admin_stream_type import V2AdminStreamType
from symphony.bdk.gen.pod_model.v3_room_attributes import V3RoomAttributes

from tests.client.kit import Bot, Bots

pytestmark = pytest.mark.anyio

ROOMS = StreamFilter(streamTypes=[StreamType(type="ROOM")])


async def new_rooms(owner: Bot, number: int) -> list[str]:
    """The ids of new rooms, oldest first."""
    rooms = []
    for index in range(number):
        room = await owner.streams.create_room(V3RoomAttributes(name=f"List {index}", description="Test"))
        rooms.append(str(room.room_system_info.id))
    return rooms


async def test_the_same_people_always_meet_in_the_same_im(bots: Bots) -> None:
    created = await bots.user.streams.create_im(bots.nobody.id)
    assert (await bots.nobody.streams.create_im(bots.user.id)).id == created.id
    info = await bots.user.streams.get_im_info(created.id)
    assert (info.im_system_info.id, info.im_system_info.active) == (created.id, True)
    stream = await bots.user.streams.get_stream(created.id)
    assert (stream.stream_type.type, stream.cross_pod) == ("IM", False)
    assert set(stream.stream_attributes.members) == {bots.user.id, bots.nobody.id}


async def test_an_im_with_a_stranger_needs_a_connection(bots: Bots) -> None:
    with pytest.raises(BadRequestException):
        await bots.user.streams.create_im(bots.stranger.id)
    await bots.stranger.connections.create_connection(bots.user.id)
    await bots.user.connections.accept_connection(bots.stranger.id)
    created = await bots.user.streams.create_im(bots.stranger.id)
    assert (await bots.stranger.streams.get_stream(created.id)).cross_pod is True


async def test_an_administrator_brings_others_together(bots: Bots) -> None:
    created = await bots.admin.streams.create_im_admin([bots.user.id, bots.nobody.id])
    members = await bots.admin.streams.list_stream_members(created.id)
    assert {member.user.user_id for member in members.members} == {bots.user.id, bots.nobody.id}
    assert (members.count, members.skip, members.limit) == (2, 0, 100)
    with pytest.raises(ForbiddenException):
        await bots.user.streams.create_im_admin([bots.colleague.id, bots.nobody.id])


async def test_a_message_is_pinned_to_an_im_and_unpinned(bots: Bots) -> None:
    ims = StreamFilter(streamTypes=[StreamType(type="IM")])
    (im,) = [stream.id for stream in await bots.user.streams.list_streams(ims)]
    message = (await bots.user.messages.list_attachments(im))[0].message_id
    pinned = await bots.user.streams.update_im(im, V1IMAttributes(pinnedMessageId=message))
    assert pinned.v1_im_attributes.pinned_message_id == message
    assert (await bots.user.streams.get_im_info(im)).v1_im_attributes.pinned_message_id == message
    unpinned = await bots.user.streams.update_im(im, V1IMAttributes(pinnedMessageId=""))
    assert unpinned.v1_im_attributes.pinned_message_id is None


async def test_users_list_the_streams_they_are_members_of(bots: Bots) -> None:
    assert await bots.nobody.streams.list_streams(ROOMS) is None
    rooms = await new_rooms(bots.nobody, 3)
    listed = await bots.nobody.streams.list_streams(ROOMS)
    assert [stream.id for stream in listed] == rooms
    assert [stream.room_attributes.name for stream in listed] == ["List 0", "List 1", "List 2"]
    assert [stream.id for stream in await bots.nobody.streams.list_streams(ROOMS, 1, 1)] == rooms[1:2]
    everything = await bots.nobody.streams.list_all_streams(ROOMS, chunk_size=2)
    assert [stream.id async for stream in everything] == rooms


async def test_an_administrator_lists_the_streams_of_a_user(bots: Bots) -> None:
    rooms = await new_rooms(bots.nobody, 3)
    listed = await bots.admin.streams.list_user_streams_admin(bots.nobody.id, ROOMS)
    assert [stream.id for stream in listed] == rooms
    everything = await bots.admin.streams.list_all_user_streams_admin(bots.nobody.id, ROOMS, chunk_size=1)
    assert [stream.id async for stream in everything] == rooms


async def test_an_administrator_lists_the_streams_of_the_company(bots: Bots) -> None:
    (room,) = await new_rooms(bots.user, 1)
    im = (await bots.user.streams.create_im(bots.nobody.id)).id
    await bots.user.streams.set_room_active(room, False)
    inactive = await bots.admin.streams.list_streams_admin(V2AdminStreamFilter(status="INACTIVE"))
    (info,) = inactive.streams
    assert (info.id, info.type, info.is_active, info.is_public) == (room, "ROOM", False, False)
    assert (info.attributes.room_name, info.attributes.members_count) == ("List 0", 1)
    assert (inactive.count, inactive.filter.status) == (1, "INACTIVE")
    ims = V2AdminStreamFilter(streamTypes=[V2AdminStreamType(type="IM")], scope="INTERNAL")
    found = await bots.admin.streams.list_all_streams_admin(ims, chunk_size=1)
    assert im in [stream.id async for stream in found]


async def test_the_members_of_a_stream_are_read_page_by_page(bots: Bots) -> None:
    (room,) = await new_rooms(bots.user, 1)
    for bot in (bots.colleague, bots.nobody):
        await bots.user.streams.add_member_to_room(bot.id, room)
    found = await bots.admin.streams.list_all_stream_members(room, chunk_size=2)
    members = {member.user.user_id: member.is_owner async for member in found}
    assert members == {bots.user.id: True, bots.colleague.id: False, bots.nobody.id: False}
