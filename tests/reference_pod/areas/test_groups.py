"""Groups: versions, members, types and avatars."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.records.barriers import (
    BARRIER_GROUPS,
    BARRIER_MEMBERS,
    BARRIER_POLICIES,
    BarrierGroup,
    BarrierMember,
    BarrierPolicy,
)
from conformance.reference_pod.records.users import USERS, User
from tests.reference_pod.areas.groups import (
    company,
    ids,
    insert,
    listed,
    member,
    read,
    refused_update,
    sdl,
    update,
)
from tests.reference_pod.kit import HOME, PARTNER, SmallPod

PNG, JPG, GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a"


def separate(small: SmallPod, first: User, second: User) -> None:
    """A policy that keeps the two users apart."""
    for name, user in (("one", first), ("two", second)):
        small.pod.store[BARRIER_GROUPS].put(BarrierGroup(name, HOME, name, 0, 0))
        small.pod.store[BARRIER_MEMBERS].put(BarrierMember(name, user.id))
    small.pod.store[BARRIER_POLICIES].put(BarrierPolicy("p", HOME, "BLOCK", ("one", "two"), 0, 0))


def test_what_was_inserted_is_what_is_read(small: SmallPod) -> None:
    profile = {"displayName": "Desk", "jobCity": "Paris", "instrument": ["Equities"]}
    visible = {"restrictedTenantsList": [HOME]}
    group = insert(
        small,
        sdl(profile=profile, visibilityRestriction=visible, members=[member(small.people.bob)], unknown=1),
    )
    assert read(small, group) == group
    assert {name: group[name] for name in ("type", "ownerType", "ownerId", "name", "status")} == {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": HOME,
        "name": "Desk",
        "status": "ACTIVE",
    }
    assert group["profile"].items() >= profile.items()
    assert group["visibilityRestriction"] == visible
    assert group["createdDate"] == group["updatedDate"] == "2023-11-14T22:13:20.000Z"
    assert group["members"] == [
        {**member(small.people.bob), "addedDate": "2023-11-14T22:13:20.000Z", "status": "ENABLED"}
    ]
    assert "unknown" not in group


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "CLUB"},
        {"ownerType": "USER"},
        {"ownerType": "PLATFORM"},
        {"ownerId": PARTNER},
        {"profile": {}},
        {"subType": "CHANNEL"},
        {"referrer": "Home"},
        {"members": [{"memberTenant": HOME}]},
        {"members": [{"memberTenant": HOME, "memberId": 5}]},
        {"members": [{"memberTenant": PARTNER, "memberId": (HOME << 36) + 1}]},
        {"members": [{"memberId": (HOME << 36) + 1}] * 2},
    ],
)
def test_groups_that_break_a_rule_are_not_inserted(small: SmallPod, changes: dict[str, Any]) -> None:
    small.refuses(400, "insertGroup", small.people.alice, body=sdl(**changes))
    assert listed(small).body["data"] == []


@pytest.mark.parametrize("change", ["subType", "referrer", "profile"])
def test_a_company_has_a_kind_and_a_referrer_and_no_profile(small: SmallPod, change: str) -> None:
    body = company(profile={"displayName": "C"}) if change == "profile" else company()
    if change != "profile":
        del body[change]
    small.refuses(400, "insertGroup", small.people.alice, body=body)


def test_a_user_is_in_one_company_group_at_most(small: SmallPod) -> None:
    bob = [member(small.people.bob)]
    first = insert(small, company(members=bob))
    assert (first["subType"], first["referrer"], "profile" in first) == ("COMMUNITY", "Home", False)
    small.refuses(400, "insertGroup", small.people.alice, body=company(members=bob))
    second = insert(small, company())
    path = {"groupId": second["id"]}
    small.refuses(400, "addMemberToGroup", small.people.alice, path=path, body={"member": bob[0]})
    update(small, first, status="DELETED", subType="COMMUNITY", referrer="Home", members=bob)
    small.call("addMemberToGroup", small.people.alice, path=path, body={"member": bob[0]})


def test_a_disabled_member_leaves_a_list_and_is_flagged_in_a_company(small: SmallPod) -> None:
    bob = small.people.bob
    desk, clients = insert(small, sdl(members=[member(bob)])), insert(small, company(members=[member(bob)]))
    small.pod.store[USERS].put(replace(bob, status="DISABLED"))
    assert read(small, desk)["members"] == []
    assert [m["status"] for m in read(small, clients)["members"]] == ["DISABLED"]
    small.refuses(400, "insertGroup", small.people.alice, body=sdl(members=[member(bob)]))


def test_members_may_come_from_partners_only(small: SmallPod) -> None:
    assert insert(small, sdl(members=[member(small.people.paul)]))["members"][0]["memberTenant"] == PARTNER
    body = sdl(members=[member(small.people.frank)])
    small.refuses(400, "insertGroup", small.people.alice, body=body)


def test_information_barriers_keep_users_out_of_one_list(small: SmallPod) -> None:
    bob, carol = small.people.bob, small.people.carol
    separate(small, bob, carol)
    both = [member(bob), member(carol)]
    small.refuses(452, "insertGroup", small.people.alice, body=sdl(members=both))
    group = insert(small, sdl(members=both[:1]))
    path = {"groupId": group["id"]}
    small.refuses(452, "addMemberToGroup", small.people.alice, path=path, body={"member": both[1]})
    refused_update(small, 452, group, group["eTag"], members=both)
    insert(small, company(members=both))


def test_an_update_replaces_the_group_and_gives_it_another_etag(small: SmallPod) -> None:
    bob, carol = member(small.people.bob), member(small.people.carol)
    group = insert(small, sdl(members=[bob]))
    small.clock.advance(seconds=60)
    answer = update(small, group, name="New", members=[bob, carol])
    assert answer.headers["Etag"] == answer.body["eTag"] != group["eTag"]
    assert read(small, group) == answer.body
    assert (answer.body["name"], answer.body["createdDate"]) == ("New", group["createdDate"])
    assert [m["addedDate"] for m in answer.body["members"]] == [
        group["createdDate"],
        answer.body["updatedDate"],
    ]
    assert update(small, answer.body).body["members"] == []


def test_an_update_with_a_stale_etag_changes_nothing(small: SmallPod) -> None:
    group = insert(small)
    current = update(small, group, name="Winner").body
    refused_update(small, 412, current, group["eTag"], name="Loser")
    refused_update(small, 412, current, "*", name="Loser")
    refused_update(small, 412, current, current["eTag"], name="Loser", eTag=group["eTag"])


def test_an_etag_may_be_sent_with_quotes(small: SmallPod) -> None:
    group = insert(small)
    assert update(small, group, f'"{group["eTag"]}"', name="New").body["name"] == "New"


def test_neither_id_nor_type_nor_owner_can_be_changed(small: SmallPod) -> None:
    group = insert(small)
    changes: tuple[dict[str, Any], ...] = (
        {"id": "other"},
        {"ownerId": PARTNER},
        {"ownerType": "USER"},
        {"type": "COMPANY"},
        {"profile": {}},
    )
    for change in changes:
        refused_update(small, 400, group, group["eTag"], **change)


def test_updating_an_unknown_group_is_404(small: SmallPod) -> None:
    request: dict[str, Any] = {"path": {"groupId": "x"}, "headers": {"if-match": "x"}, "body": sdl()}
    small.refuses(404, "updateGroup", small.people.alice, **request)


def test_every_change_gives_an_etag_that_was_never_there_before(small: SmallPod) -> None:
    group = insert(small)
    seen = [group["eTag"]]
    path = {"groupId": group["id"]}
    image = {"image": b64encode(PNG).decode()}
    for operation, body in (
        ("addMemberToGroup", {"member": member(small.people.bob)}),
        ("updateAvatar", image),
        ("updateAvatar", image),
    ):
        seen.append(small.call(operation, small.people.alice, path=path, body=body).body["eTag"])
    seen.append(update(small, read(small, group)).body["eTag"])
    assert len(set(seen)) == 5
    assert read(small, group)["eTag"] == seen[-1]


def test_a_member_is_added_once(small: SmallPod) -> None:
    group = insert(small)
    request: dict[str, Any] = {"path": {"groupId": group["id"]}, "body": {"member": member(small.people.bob)}}
    added = small.call("addMemberToGroup", small.people.alice, **request).body
    assert [m["memberId"] for m in added["members"]] == [small.people.bob.id]
    small.refuses(400, "addMemberToGroup", small.people.alice, **request)
    assert read(small, group) == added


def test_adding_needs_a_member_and_a_group(small: SmallPod) -> None:
    group = insert(small)
    small.refuses(400, "addMemberToGroup", small.people.alice, path={"groupId": group["id"]}, body={})
    body = {"member": member(small.people.bob)}
    small.refuses(400, "addMemberToGroup", small.people.alice, path={"groupId": "x"}, body=body)


@pytest.mark.parametrize(("image", "kind"), [(PNG, "png"), (JPG, "jpg"), (GIF, "gif")])
def test_an_avatar_becomes_part_of_the_profile(small: SmallPod, image: bytes, kind: str) -> None:
    group = insert(small)
    body = {"image": b64encode(image).decode()}
    path = {"groupId": group["id"]}
    changed = small.call("updateAvatar", small.people.alice, path=path, body=body).body
    assert [a["size"] for a in changed["profile"]["avatars"]] == ["original", "small"]
    assert changed["profile"]["avatars"][0]["url"].endswith(kind)
    assert update(small, changed, name="New").body["profile"]["avatars"] == changed["profile"]["avatars"]


@pytest.mark.parametrize(
    "image", ["", "%%%", b64encode(b"BM").decode(), b64encode(PNG + bytes(2**21)).decode()]
)
def test_what_is_no_small_picture_is_no_avatar(small: SmallPod, image: str) -> None:
    path = {"groupId": insert(small)["id"]}
    small.refuses(400, "updateAvatar", small.people.alice, path=path, body={"image": image})
    small.refuses(400, "updateAvatar", small.people.alice, path=path, body={})
    small.refuses(404, "updateAvatar", small.people.alice, path={"groupId": "x"}, body={"image": image})


def test_a_company_has_no_avatar(small: SmallPod) -> None:
    path = {"groupId": insert(small, company())["id"]}
    body = {"image": b64encode(PNG).decode()}
    small.refuses(400, "updateAvatar", small.people.alice, path=path, body=body)


def test_a_deleted_group_stays_readable_and_listed(small: SmallPod) -> None:
    kept, group = insert(small), insert(small)
    gone = update(small, group, status="DELETED").body
    assert read(small, group) == gone
    assert set(ids(listed(small))) == {kept["id"], group["id"]}
    assert ids(listed(small, status="ACTIVE")) == [kept["id"]]
    assert ids(listed(small, status="DELETED")) == [group["id"]]
    body = {"member": member(small.people.bob)}
    small.refuses(400, "addMemberToGroup", small.people.alice, path={"groupId": group["id"]}, body=body)
    assert update(small, gone, status="ACTIVE").body["status"] == "ACTIVE"
