"""Groups: versions, members, types, pages, and the walls between tenants."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.call import Answer
from conformance.reference_pod.records.barriers import (
    BARRIER_GROUPS,
    BARRIER_MEMBERS,
    BARRIER_POLICIES,
    BarrierGroup,
    BarrierMember,
    BarrierPolicy,
)
from conformance.reference_pod.records.groups import GROUPS
from conformance.reference_pod.records.users import USERS, User
from tests.reference_pod.kit import HOME, PARTNER, SmallPod

PNG, JPG, GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a"


def sdl(name: str = "Desk", **more: Any) -> dict[str, Any]:
    profile = {"displayName": name}
    return {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": HOME,
        "name": name,
        "profile": profile,
        **more,
    }


def company(name: str = "Clients", **more: Any) -> dict[str, Any]:
    return {
        "type": "COMPANY",
        "ownerType": "TENANT",
        "ownerId": HOME,
        "name": name,
        "subType": "COMMUNITY",
        "referrer": "Home",
        **more,
    }


def member(user: User) -> dict[str, int]:
    return {"memberTenant": user.tenant, "memberId": user.id}


def insert(small: SmallPod, body: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = small.call("insertGroup", small.people.alice, body=body or sdl())
    assert answer.status == 201
    assert answer.headers["Etag"] == answer.body["eTag"]
    group: dict[str, Any] = answer.body
    return group


def read(small: SmallPod, group: dict[str, Any]) -> Any:
    return small.call("getGroup", small.people.alice, path={"groupId": group["id"]}).body


def update(small: SmallPod, group: dict[str, Any], etag: str | None = None, **changes: Any) -> Answer:
    names = ("type", "ownerType", "ownerId", "name", "id", "status", "profile")
    body = {name: group[name] for name in names if name in group}
    return small.call(
        "updateGroup",
        small.people.alice,
        path={"groupId": group["id"]},
        headers={"if-match": etag or group["eTag"]},
        body={**body, **changes},
    )


def refused_update(small: SmallPod, status: int, group: dict[str, Any], etag: str, **changes: Any) -> None:
    names = ("type", "ownerType", "ownerId", "name", "id", "status", "profile")
    small.refuses(
        status,
        "updateGroup",
        small.people.alice,
        path={"groupId": group["id"]},
        headers={"if-match": etag},
        body={**{name: group[name] for name in names}, **changes},
    )
    assert read(small, group) == group, "a refused update changed the group"


def ids(answer: Answer) -> list[str]:
    return [group["id"] for group in answer.body["data"]]


def listed(small: SmallPod, type_id: str = "SDL", **query: Any) -> Answer:
    return small.call("listGroups", small.people.alice, path={"typeId": type_id}, query=query)


def pages(small: SmallPod, **query: Any) -> Iterator[Answer]:
    answer = listed(small, **query)
    yield answer
    while "after" in answer.body["pagination"]["cursors"]:
        answer = listed(small, **query, after=answer.body["pagination"]["cursors"]["after"])
        yield answer


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


def filled(small: SmallPod, count: int) -> list[str]:
    made = []
    for number in range(count):
        made.append(insert(small, sdl(f"Group {number}"))["id"])
        # every second one shares its time with the next
        small.clock.advance(seconds=number % 2)
    return made


@pytest.mark.parametrize("limit", [1, 3, 7, 8, 100])
@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_pages_partition_the_list_in_order_of_creation(small: SmallPod, limit: int, order: str) -> None:
    made = filled(small, 7)
    found = [group for page in pages(small, limit=limit, sortOrder=order) for group in page.body["data"]]
    dates = [group["createdDate"] for group in found]
    assert dates == sorted(dates, reverse=order == "DESC")
    assert sorted(group["id"] for group in found) == sorted(made)


def test_the_last_page_has_neither_a_cursor_nor_a_link(small: SmallPod) -> None:
    filled(small, 4)
    *others, last = pages(small, limit=2)
    assert len(others) == 1
    assert "next" in others[0].body["pagination"]
    assert "next" not in last.body["pagination"]
    assert last.body["pagination"]["cursors"].keys() == {"before"}


def test_an_empty_list_has_a_pagination_without_cursors(small: SmallPod) -> None:
    assert listed(small).body == {"pagination": {"cursors": {}}, "data": []}


def test_the_default_page_has_a_hundred_groups(small: SmallPod) -> None:
    filled(small, 101)
    assert [len(page.body["data"]) for page in pages(small)] == [100, 1]


def test_groups_that_come_and_go_between_pages_disturb_no_other(small: SmallPod) -> None:
    made = filled(small, 6)
    first = listed(small, limit=3)
    last_seen = ids(first)[-1]
    small.pod.store[GROUPS].delete(last_seen)
    small.clock.advance(seconds=60)
    late = insert(small)["id"]
    rest = ids(listed(small, limit=100, after=first.body["pagination"]["cursors"]["after"]))
    assert sorted([*ids(first), *rest]) == sorted([*made, late])


@pytest.mark.parametrize("cursor", ["", "x", "2", "////", "é", "MTIzNDU", "LTEuYWJj"])
def test_a_malformed_cursor_is_refused(small: SmallPod, cursor: str) -> None:
    path, query = {"typeId": "SDL"}, {"after": cursor}
    small.refuses(400, "listGroups", small.people.alice, path=path, query=query)


def test_listing_an_unknown_type_is_404(small: SmallPod) -> None:
    small.refuses(404, "listGroups", small.people.alice, path={"typeId": "CLUB"})


def test_lists_hold_one_type(small: SmallPod) -> None:
    desk, clients = insert(small), insert(small, company())
    assert (ids(listed(small)), ids(listed(small, "COMPANY"))) == ([desk["id"]], [clients["id"]])


def test_another_tenant_sees_and_deletes_nothing(small: SmallPod) -> None:
    group, paul = insert(small), small.people.paul
    path = {"groupId": group["id"]}
    small.refuses(404, "getGroup", paul, path=path)
    small.refuses(400, "addMemberToGroup", paul, path=path, body={"member": member(paul)})
    small.refuses(404, "updateAvatar", paul, path=path, body={"image": "x"})
    request: dict[str, Any] = {
        "path": path,
        "headers": {"if-match": group["eTag"]},
        "body": sdl(ownerId=PARTNER),
    }
    small.refuses(404, "updateGroup", paul, **request)
    assert small.call("listGroups", paul, path={"typeId": "SDL"}).body["data"] == []
    small.call("deleteAllGroups", paul)
    assert read(small, group) == group


def test_delete_all_leaves_nothing_of_the_tenant(small: SmallPod) -> None:
    group = insert(small)
    insert(small, company(members=[member(small.people.bob)]))
    update(small, group, status="DELETED")
    assert small.call("deleteAllGroups", small.people.alice).body["data"] == []
    assert listed(small).body["data"] == listed(small, "COMPANY").body["data"] == []
    small.refuses(404, "getGroup", small.people.alice, path={"groupId": group["id"]})
