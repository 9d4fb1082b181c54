"""The client's stream service: rooms, their members and their search."""

from __future__ import annotations

import pytest
from symphony.bdk.gen.exceptions import ApiException, BadRequestException, ForbiddenException
from symphony.bdk.gen.pod_model.room_tag import RoomTag
from symphony.bdk.gen.pod_model.user_id import UserId
from symphony.bdk.gen.pod_model.v2_room_search_criteria import V2RoomSearchCriteria
from symphony.bdk.gen.pod_model.v3_room_attributes import V3RoomAttributes

from tests.client.kit import Bot, Bots

pytestmark = pytest.mark.anyio


async def new_room(owner: Bot, name: str, **attributes: object) -> str:
    """The id of a new room."""
    room = await owner.streams.create_room(V3RoomAttributes(name=name, description="Test", **attributes))
    return str(room.room_system_info.id)


async def owners(bot: Bot, room: str) -> dict[int, bool]:
    """The members of a room, and whether each owns it."""
    return {member.id: member.owner for member in await bot.streams.list_room_members(room)}


async def test_a_room_is_what_was_asked_for(bots: Bots) -> None:
    wanted = V3RoomAttributes(
        name="Rates",
        description="What #rates do",
        keywords=[RoomTag(key="desk", value="london")],
        public=True,
        viewHistory=True,
        discoverable=True,
        membersCanInvite=True,
    )
    created = await bots.user.streams.create_room(wanted)
    read = await bots.user.streams.get_room_info(created.room_system_info.id)
    assert read == created
    attributes = read.room_attributes
    assert (attributes.name, attributes.public, attributes.cross_pod) == ("Rates", True, False)
    assert attributes.keywords == wanted.keywords
    assert (read.room_system_info.created_by_user_id, read.room_system_info.active) == (bots.user.id, True)


async def test_an_update_changes_what_it_names(bots: Bots) -> None:
    room = await new_room(bots.user, "Before", viewHistory=True)
    updated = await bots.user.streams.update_room(room, V3RoomAttributes(name="After", copyProtected=True))
    attributes = (await bots.user.streams.get_room_info(room)).room_attributes
    assert attributes == updated.room_attributes
    assert (attributes.name, attributes.description) == ("After", "Test")
    assert (attributes.copy_protected, attributes.view_history) == (True, True)


async def test_two_rooms_cannot_have_one_name(bots: Bots) -> None:
    await new_room(bots.user, "Room 1")
    with pytest.raises(BadRequestException) as refused:
        await new_room(bots.user, "R O O M 1")
    assert refused.value.status == 400


async def test_members_join_are_promoted_demoted_and_leave(bots: Bots) -> None:
    room = await new_room(bots.user, "Members")
    assert await owners(bots.user, room) == {bots.user.id: True}
    await bots.user.streams.add_member_to_room(bots.colleague.id, room)
    assert await owners(bots.colleague, room) == {bots.user.id: True, bots.colleague.id: False}
    await bots.user.streams.promote_user_to_room_owner(bots.colleague.id, room)
    assert await owners(bots.user, room) == {bots.user.id: True, bots.colleague.id: True}
    await bots.colleague.streams.demote_owner_to_room_participant(bots.user.id, room)
    assert await owners(bots.user, room) == {bots.user.id: False, bots.colleague.id: True}
    await bots.colleague.streams.remove_member_from_room(bots.user.id, room)
    assert await owners(bots.colleague, room) == {bots.colleague.id: True}
    with pytest.raises(ForbiddenException):
        await bots.user.streams.list_room_members(room)


async def test_only_owners_add_members_to_a_closed_room(bots: Bots) -> None:
    room = await new_room(bots.user, "Closed")
    await bots.user.streams.add_member_to_room(bots.colleague.id, room)
    with pytest.raises(ForbiddenException):
        await bots.colleague.streams.add_member_to_room(bots.nobody.id, room)
    assert bots.nobody.id not in await owners(bots.user, room)


async def test_a_stranger_joins_a_cross_pod_room_after_the_connection_is_accepted(bots: Bots) -> None:
    room = await new_room(bots.user, "Across", crossPod=True)
    with pytest.raises(BadRequestException):
        await bots.user.streams.add_member_to_room(bots.stranger.id, room)
    await bots.user.connections.create_connection(bots.stranger.id)
    await bots.stranger.connections.accept_connection(bots.user.id)
    await bots.user.streams.add_member_to_room(bots.stranger.id, room)
    assert bots.stranger.id in await owners(bots.stranger, room)
    assert (await bots.stranger.streams.get_stream(room)).origin == "EXTERNAL"


async def test_a_room_is_deactivated_and_reactivated(bots: Bots) -> None:
    room = await new_room(bots.user, "Switch")
    inactive = await bots.user.streams.set_room_active(room, False)
    assert inactive.room_system_info.active is False
    assert inactive.immutable_room_attributes.public is False
    with pytest.raises(BadRequestException):
        await bots.user.streams.add_member_to_room(bots.colleague.id, room)
    active = await bots.admin.streams.set_room_active_admin(room, True)
    assert active.room_system_info.active is True
    assert (await bots.user.streams.get_room_info(room)).room_system_info.active is True


async def test_a_room_is_found_by_those_who_may_see_it(bots: Bots) -> None:
    hidden = await new_room(bots.user, "Wombat hidden")
    found = await new_room(bots.user, "Wombat found", discoverable=True)
    query = V2RoomSearchCriteria(query="wombat")
    mine = await bots.user.streams.search_rooms(query)
    assert [room.room_system_info.id for room in mine.rooms] == [hidden, found]
    assert (mine.count, mine.skip, mine.query.query) == (2, 0, "wombat")
    others = await bots.colleague.streams.search_rooms(query)
    assert [room.room_system_info.id for room in others.rooms] == [found]
    none = await bots.user.streams.search_rooms(
        V2RoomSearchCriteria(query="wombat", owner=UserId(id=bots.colleague.id))
    )
    assert (none.count, none.rooms) == (0, [])


async def test_a_search_is_read_page_by_page(bots: Bots) -> None:
    rooms = [await new_room(bots.user, f"Quokka {number}") for number in range(5)]
    found = await bots.user.streams.search_all_rooms(V2RoomSearchCriteria(query="quokka"), chunk_size=2)
    assert [room.room_system_info.id async for room in found] == rooms


async def test_an_expression_that_compliance_forbids_is_refused_with_its_own_status(bots: Bots) -> None:
    with pytest.raises(ApiException) as refused:
        await new_room(bots.user, "Front running")
    assert refused.value.status == 451
