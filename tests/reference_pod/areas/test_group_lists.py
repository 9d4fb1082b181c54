"""Lists of groups: pages, filters, and the walls between tenants."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.records.groups import GROUPS
from tests.reference_pod.areas.groups import company, ids, insert, listed, member, pages, read, sdl, update
from tests.reference_pod.kit import PARTNER, SmallPod


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
