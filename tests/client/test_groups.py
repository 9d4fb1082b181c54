"""The client's group extension: distribution lists of the Profile Manager, with its own bearer token."""

from __future__ import annotations

import pytest
from symphony.bdk.gen.exceptions import ApiException, ForbiddenException, NotFoundException
from symphony.bdk.gen.group_model.base_profile import BaseProfile
from symphony.bdk.gen.group_model.create_group import CreateGroup
from symphony.bdk.gen.group_model.member import Member
from symphony.bdk.gen.group_model.owner import Owner
from symphony.bdk.gen.group_model.read_group import ReadGroup
from symphony.bdk.gen.group_model.sort_order import SortOrder
from symphony.bdk.gen.group_model.status import Status
from symphony.bdk.gen.group_model.update_group import UpdateGroup

from tests.client.kit import Bots
from tests.client.test_accounts import png

pytestmark = pytest.mark.anyio

TENANT = 189


async def new_group(bots: Bots, name: str = "Desk") -> ReadGroup:
    """A distribution list with the user in it."""
    return await bots.admin.groups.insert_group(
        CreateGroup(
            type="SDL",
            ownerType=Owner.TENANT,
            ownerId=TENANT,
            name=name,
            members=[Member(memberTenant=TENANT, memberId=bots.user.id)],
            profile=BaseProfile(displayName=name),
        )
    )


def changed(group: ReadGroup, **changes: object) -> UpdateGroup:
    """The whole group as an update sends it, with some changes."""
    current = {
        "type": group.type,
        "ownerType": group.owner_type,
        "ownerId": group.owner_id,
        "name": group.name,
        "id": group.id,
        "eTag": group.e_tag,
        "status": group.status,
        "profile": BaseProfile(displayName=group.profile.display_name),
        "members": [Member(memberTenant=m.member_tenant, memberId=m.member_id) for m in group.members],
    }
    return UpdateGroup(**{**current, **changes})


async def test_a_new_group_is_read_as_it_was_made(bots: Bots) -> None:
    created = await new_group(bots)
    read = await bots.admin.groups.get_group(created.id)
    assert read == created
    assert (read.type, read.owner_id, read.status) == ("SDL", TENANT, Status.ACTIVE)
    assert [(member.member_tenant, member.member_id) for member in read.members] == [(TENANT, bots.user.id)]
    assert read.created_by == str(bots.admin.id)
    assert read.profile.display_name == "Desk"


async def test_an_update_needs_the_latest_version(bots: Bots) -> None:
    group = await new_group(bots)
    updated = await bots.admin.groups.update_group(group.e_tag, group.id, changed(group, name="Floor"))
    assert (updated.name, updated.e_tag != group.e_tag) == ("Floor", True)
    with pytest.raises(ApiException) as refused:
        await bots.admin.groups.update_group(group.e_tag, group.id, changed(group, name="Stale"))
    assert refused.value.status == 412
    assert await bots.admin.groups.get_group(group.id) == updated


async def test_members_and_pictures_come_without_a_version_and_change_it(bots: Bots) -> None:
    group = await new_group(bots)
    joined = await bots.admin.groups.add_member_to_group(group.id, bots.colleague.id)
    assert [member.member_id for member in joined.members] == [bots.user.id, bots.colleague.id]
    pictured = await bots.admin.groups.update_avatar(group.id, png())
    assert pictured.profile.avatars
    assert len({group.e_tag, joined.e_tag, pictured.e_tag}) == 3
    assert await bots.admin.groups.get_group(group.id) == pictured


async def test_a_group_is_deleted_by_its_status(bots: Bots) -> None:
    group = await new_group(bots)
    deleted = await bots.admin.groups.update_group(
        group.e_tag, group.id, changed(group, status=Status.DELETED)
    )
    assert deleted.status == Status.DELETED
    gone = await bots.admin.groups.list_groups(status=Status.DELETED)
    assert [group.id for group in gone.data] == [group.id]
    active = await bots.admin.groups.list_groups(status=Status.ACTIVE)
    assert group.id not in [group.id for group in active.data]


async def test_groups_are_listed_in_both_orders_and_page_by_page(bots: Bots) -> None:
    created = [(await new_group(bots, f"Desk {number}")).id for number in range(4)]
    ascending = await bots.admin.groups.list_groups()
    assert [group.id for group in ascending.data][-4:] == created
    assert ascending.pagination.cursors.after is None
    descending = await bots.admin.groups.list_groups(limit=2, sort_order=SortOrder.DESC)
    assert [group.id for group in descending.data] == created[:-3:-1]
    following = await bots.admin.groups.list_groups(
        limit=2, sort_order=SortOrder.DESC, after=descending.pagination.cursors.after
    )
    assert [group.id for group in following.data] == created[1::-1]
    everything = await bots.admin.groups.list_all_groups(chunk_size=2)
    assert [group async for group in everything] == ascending.data


async def test_an_unknown_group_is_not_found(bots: Bots) -> None:
    with pytest.raises(NotFoundException):
        await bots.admin.groups.get_group("unknown")


async def test_groups_are_for_those_who_manage_distribution_lists(bots: Bots) -> None:
    with pytest.raises(ForbiddenException):
        await bots.user.groups.list_groups()
