"""Group types: the list and its pages, and one type in full."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference_pod.kit import SmallPod


def listed(small: SmallPod, **query: Any) -> Any:
    return small.call("listTypes", small.people.alice, query=query).body


def names(small: SmallPod, **query: Any) -> list[str]:
    return [found["id"] for found in listed(small, **query)["data"]]


def test_there_are_lists_and_companies(small: SmallPod) -> None:
    assert listed(small) == {
        "pagination": {"cursors": {}},
        "data": [
            {"id": "SDL", "ownerType": "TENANT", "name": "Symphony Distribution List", "status": "ACTIVE"},
            {"id": "COMPANY", "ownerType": "TENANT", "name": "Company", "status": "ACTIVE"},
        ],
    }


def test_the_order_can_be_turned_round(small: SmallPod) -> None:
    assert names(small, sortOrder="DESC") == ["COMPANY", "SDL"]


def test_a_status_filters_the_list(small: SmallPod) -> None:
    assert (names(small, status="ACTIVE"), names(small, status="DELETED")) == (["SDL", "COMPANY"], [])


@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_pages_follow_each_other(small: SmallPod, order: str) -> None:
    first = listed(small, limit=1, sortOrder=order)
    second = listed(small, limit=1, sortOrder=order, after=first["pagination"]["cursors"]["after"])
    assert [found["id"] for page in (first, second) for found in page["data"]] == names(
        small, sortOrder=order
    )
    assert "after" not in second["pagination"]["cursors"]


def test_a_malformed_cursor_is_refused(small: SmallPod) -> None:
    small.refuses(400, "listTypes", small.people.alice, query={"after": "x"})


@pytest.mark.parametrize(("type_id", "public"), [("SDL", True), ("COMPANY", False)])
def test_a_type_says_what_its_groups_can_have(small: SmallPod, type_id: str, public: bool) -> None:
    found = small.call("getType", small.people.alice, path={"typeId": type_id}).body
    assert found["profileControl"]["canHavePublicProfile"] is public
    assert found["membershipControl"]["canBelongToMultipleGroup"] is public
    assert found["interactionControl"]["canHaveInteraction"] is public


def test_an_unknown_type_is_404(small: SmallPod) -> None:
    small.refuses(404, "getType", small.people.alice, path={"typeId": "sdl"})
