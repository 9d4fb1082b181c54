"""The client's user service for every user: look-ups, search, followers and manifests."""

from __future__ import annotations

import json

import pytest
from symphony.bdk.gen.exceptions import BadRequestException, ForbiddenException
from symphony.bdk.gen.pod_model.user_search_filter import UserSearchFilter
from symphony.bdk.gen.pod_model.user_search_query import UserSearchQuery

from tests.client.kit import Bots
from tests.client.pod import MANIFEST

pytestmark = pytest.mark.anyio


async def test_users_are_looked_up_by_id(bots: Bots) -> None:
    found = await bots.user.users.list_users_by_ids([bots.user.id, bots.colleague.id])
    assert [user.id for user in found.users] == [bots.user.id, bots.colleague.id]
    assert [user.username for user in found.users] == ["user", "colleague"]
    assert found.errors is None


async def test_an_ill_formed_id_is_named_among_the_errors(bots: Bots) -> None:
    found = await bots.user.users.list_users_by_ids([bots.user.id, 654321])
    assert [user.id for user in found.users] == [bots.user.id]
    assert [(error.error, error.id) for error in found.errors] == [("invalid.format", "654321")]


async def test_users_are_looked_up_by_email_and_by_name(bots: Bots) -> None:
    (user,) = (await bots.user.users.list_users_by_ids([bots.colleague.id], local=True)).users
    by_email = await bots.user.users.list_users_by_emails([user.email_address])
    by_name = await bots.user.users.list_users_by_usernames(["colleague"])
    assert by_email.users == by_name.users == [user]


async def test_inactive_users_can_be_left_out(bots: Bots) -> None:
    assert await bots.user.users.list_users_by_usernames(["colleague"], active=False) is None
    assert len((await bots.user.users.list_users_by_usernames(["colleague"], active=True)).users) == 1


async def test_contact_data_of_strangers_is_not_shown(bots: Bots) -> None:
    (stranger,) = (await bots.user.users.list_users_by_ids([bots.stranger.id])).users
    assert (stranger.display_name, stranger.email_address) == ("Stan Stranger", None)
    assert await bots.user.users.list_users_by_ids([bots.stranger.id], local=True) is None


async def test_a_search_finds_users_by_name_and_filter(bots: Bots) -> None:
    found = await bots.user.users.search_users(UserSearchQuery(query="carl col"), local=True)
    assert [user.id for user in found.users] == [bots.colleague.id]
    assert (found.count, found.skip, found.limit) == (1, 0, 50)
    traders = UserSearchQuery(query="a", filters=UserSearchFilter(title="Trader"))
    found = await bots.user.users.search_users(traders, local=True, limit=2)
    assert [user.title for user in found.users] == ["Trader", "Trader"]
    assert found.count > 2
    assert await bots.user.users.search_users(UserSearchQuery(query="nobody has this name")) is None


async def test_a_search_is_read_page_by_page(bots: Bots) -> None:
    query = UserSearchQuery(filters=UserSearchFilter(company="reference bank"))
    users = await bots.user.users.search_all_users(query, local=True, chunk_size=3)
    ids = [user.id async for user in users]
    assert len(ids) == len(set(ids)) == (await bots.user.users.search_users(query, local=True)).count
    assert {bots.user.id, bots.colleague.id} < set(ids)


async def test_followers_are_counted_from_both_sides(bots: Bots) -> None:
    followed, followers = bots.user.id, [bots.colleague.id, bots.nobody.id, bots.admin.id]
    await bots.admin.users.follow_user(followers, followed)
    listed = await bots.user.users.list_user_followers(followed)
    assert (listed.count, listed.followers) == (3, followers)
    assert listed.pagination.cursors.after is None
    assert (await bots.user.users.list_users_following(bots.nobody.id)).following == [followed]
    await bots.admin.users.unfollow_user([bots.nobody.id], followed)
    assert (await bots.user.users.list_user_followers(followed)).followers == [followers[0], followers[2]]
    assert (await bots.user.users.list_users_following(bots.nobody.id)).count == 0
    with pytest.raises(ForbiddenException):
        await bots.user.users.follow_user([bots.user.id], bots.colleague.id)


async def test_followers_are_read_page_by_page(bots: Bots) -> None:
    others = [bots.colleague.id, bots.nobody.id, bots.admin.id]
    await bots.admin.users.follow_user(others, bots.user.id)
    for other in others:
        await bots.admin.users.follow_user([bots.user.id], other)
    page = await bots.user.users.list_user_followers(bots.user.id, limit=2)
    assert (page.followers, page.pagination.cursors.after) == (others[:2], "2")
    followers = await bots.user.users.list_all_user_followers(bots.user.id, chunk_size=2)
    assert [user async for user in followers] == others
    following = await bots.user.users.list_all_users_following(bots.user.id, chunk_size=1)
    assert [user async for user in following] == others


async def test_a_manifest_is_kept_as_it_was_sent(bots: Bots) -> None:
    manifest = json.dumps({"commands": [{"name": "help", "type": "slash"}]})
    await bots.admin.users.update_manifest_from_json(manifest)
    assert (await bots.admin.users.get_manifest()).manifest == manifest
    (bots.served.folder / MANIFEST).write_text('{"commands": []}')
    await bots.admin.users.update_manifest_from_file()
    assert (await bots.admin.users.get_manifest()).manifest == '{"commands": []}'
    with pytest.raises(BadRequestException):
        await bots.admin.users.update_manifest_from_json("no JSON")
    assert (await bots.admin.users.get_manifest()).manifest == '{"commands": []}'
