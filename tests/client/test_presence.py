"""The client's presence service: the own presence, that of others, and feeds."""

from __future__ import annotations

import pytest
from symphony.bdk.core.service.presence.presence_service import PresenceStatus
from symphony.bdk.gen.exceptions import BadRequestException, ForbiddenException

from tests.client.kit import Bots

pytestmark = pytest.mark.anyio


async def test_users_set_their_presence(bots: Bots) -> None:
    assert (await bots.user.presence.get_presence()).category == "OFFLINE"
    set_ = await bots.user.presence.set_presence(PresenceStatus.IN_A_MEETING, False)
    assert (set_.category, set_.user_id) == ("IN_A_MEETING", bots.user.id)
    assert await bots.user.presence.get_presence() == set_
    assert await bots.colleague.presence.get_user_presence(bots.user.id, True) == set_


async def test_a_soft_presence_leaves_an_offline_user_offline(bots: Bots) -> None:
    assert (await bots.user.presence.set_presence(PresenceStatus.BUSY, True)).category == "OFFLINE"
    assert (await bots.colleague.presence.get_user_presence(bots.user.id, True)).category == "OFFLINE"


async def test_an_administrator_sets_the_presence_of_others_and_lists_all(bots: Bots) -> None:
    set_ = await bots.admin.presence.set_user_presence(bots.user.id, PresenceStatus.OUT_OF_OFFICE, False)
    assert (set_.category, set_.user_id) == ("OUT_OF_OFFICE", bots.user.id)
    listed = await bots.admin.presence.get_all_presence(bots.user.id, 2)
    assert (len(listed), listed[0]) == (2, set_)
    with pytest.raises(ForbiddenException):
        await bots.user.presence.set_user_presence(bots.colleague.id, PresenceStatus.AWAY, False)


async def test_the_presence_of_a_stranger_is_for_connected_users_with_an_interest(bots: Bots) -> None:
    await bots.stranger.presence.set_presence(PresenceStatus.BE_RIGHT_BACK, False)
    with pytest.raises(ForbiddenException):
        await bots.admin.presence.get_user_presence(bots.stranger.id, False)
    await bots.admin.connections.create_connection(bots.stranger.id)
    await bots.stranger.connections.accept_connection(bots.admin.id)
    await bots.admin.presence.external_presence_interest([bots.stranger.id])
    assert (await bots.admin.presence.get_user_presence(bots.stranger.id, False)).category == "AWAY"


async def test_a_feed_tells_what_has_changed_since_the_last_read(bots: Bots) -> None:
    feed = await bots.user.presence.create_presence_feed()
    assert await bots.user.presence.read_presence_feed(feed) == []
    changed = await bots.colleague.presence.set_presence(PresenceStatus.BUSY, False)
    assert await bots.user.presence.read_presence_feed(feed) == [changed]
    assert await bots.user.presence.read_presence_feed(feed) == []
    with pytest.raises(ForbiddenException):
        await bots.colleague.presence.read_presence_feed(feed)
    assert await bots.user.presence.delete_presence_feed(feed) == feed
    with pytest.raises(BadRequestException):
        await bots.user.presence.read_presence_feed(feed)
