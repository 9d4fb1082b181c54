"""The streams of a company and their members, as administrators list them."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.records.users import User
from tests.reference_pod.areas.conversations import add, ask, change, connect, room, say
from tests.reference_pod.kit import HOME, SmallPod


def page(small: SmallPod, by: User, query: dict[str, int] | None = None, **body: Any) -> dict[str, Any]:
    found: dict[str, Any] = ask(small, "listStreamsAsAdmin", by, query=query, body=body)
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [stream["id"] for stream in found["streams"]]


@pytest.fixture
def company(small: SmallPod) -> dict[str, str]:
    """A public room, an external one, one that paul made, an IM and an inactive room, in this order."""
    alice, bob, paul = small.people.alice, small.people.bob, small.people.paul
    connect(small, alice, paul)
    made = {"public": room(small, alice, name="Public", public=True)}
    small.clock.advance(seconds=1)
    made["external"] = room(small, alice, paul, name="External", crossPod=True)
    small.clock.advance(seconds=1)
    made["foreign"] = room(small, paul, alice, name="Foreign", crossPod=True)
    small.clock.advance(seconds=1)
    made["im"] = ask(small, "createIM", alice, body=[bob.id])["id"]
    small.clock.advance(seconds=1)
    made["inactive"] = room(small, alice, name="Inactive")
    ask(small, "setRoomActive", alice, path={"id": made["inactive"]}, query={"active": False})
    return made


def test_all_streams_of_the_company_are_listed_from_the_oldest_on(
    small: SmallPod, company: dict[str, str]
) -> None:
    found = page(small, small.people.bob)
    assert ids(found) == list(company.values())
    assert found | {"streams": []} == {"count": 5, "skip": 0, "limit": 50, "filter": {}, "streams": []}
    assert ids(page(small, small.people.paul)) == [company["external"], company["foreign"]]
    assert ids(page(small, small.people.frank)) == []


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"streamTypes": [{"type": "IM"}]}, ["im"]),
        (
            {"streamTypes": [{"type": "ROOM"}, {"type": "IM"}], "status": "ACTIVE"},
            ["public", "external", "foreign", "im"],
        ),
        ({"scope": "EXTERNAL"}, ["external", "foreign"]),
        ({"scope": "INTERNAL"}, ["public", "im", "inactive"]),
        ({"scope": "EXTERNAL", "origin": "EXTERNAL"}, ["foreign"]),
        ({"scope": "EXTERNAL", "origin": "INTERNAL"}, ["external"]),
        ({"status": "INACTIVE"}, ["inactive"]),
        ({"privacy": "PUBLIC"}, ["public"]),
        ({"privacy": "PRIVATE"}, ["external", "foreign", "im", "inactive"]),
    ],
    ids=str,
)
def test_streams_are_filtered(
    small: SmallPod, company: dict[str, str], criteria: dict[str, Any], expected: list[str]
) -> None:
    found = page(small, small.people.bob, **criteria)
    assert ids(found) == [company[name] for name in expected]
    assert (found["count"], found["filter"]) == (len(expected), criteria)


def test_dates_filter_by_the_last_modification_of_rooms_and_the_creation_of_ims(
    small: SmallPod, company: dict[str, str]
) -> None:
    alice, before = small.people.alice, small.clock.now
    small.clock.advance(seconds=60)
    add(small, alice, company["public"], small.people.carol)
    say(small, alice, company["im"])
    assert ids(page(small, alice, startDate=small.clock.now)) == [company["public"]]
    rest = [company[name] for name in ("external", "foreign", "im", "inactive")]
    assert ids(page(small, alice, endDate=before)) == rest
    assert ids(page(small, alice, startDate=before + 1, endDate=small.clock.now - 1)) == []


@pytest.mark.parametrize(
    "criteria",
    [
        {"scope": "x"},
        {"origin": "x"},
        {"status": "x"},
        {"privacy": "x"},
        {"streamTypes": [{"type": "POST"}]},
        {"streamTypes": [{}]},
    ],
    ids=str,
)
def test_filters_have_documented_values(small: SmallPod, criteria: dict[str, Any]) -> None:
    small.refuses(400, "listStreamsAsAdmin", small.people.bob, body=criteria)


@pytest.mark.parametrize("criteria", [{}, {"status": "ACTIVE"}], ids=["all", "filtered"])
def test_pages_partition_the_list(small: SmallPod, company: dict[str, str], criteria: dict[str, Any]) -> None:
    everything = ids(page(small, small.people.bob, **criteria))
    pages = [page(small, small.people.bob, {"skip": skip, "limit": 2}, **criteria) for skip in (0, 2, 4, 6)]
    assert [stream for part in pages for stream in ids(part)] == everything
    assert {part["count"] for part in pages} == {len(everything)}


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"skip": -1}], ids=str)
def test_limits_of_a_page(small: SmallPod, query: dict[str, int]) -> None:
    small.refuses(400, "listStreamsAsAdmin", small.people.bob, query=query)


def test_what_is_told_about_a_room_and_an_im(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    car_room = room(small, alice, name="Cars", description="All about cars", public=True)
    small.clock.advance(seconds=1)
    im = ask(small, "createIM", bob, body=[alice.id])["id"]
    say(small, alice, im)
    first, now = small.clock.now - 1000, small.clock.now
    common = {"isExternal": False, "isActive": True, "crossPod": False, "origin": "INTERNAL"}
    origin = {"originCompany": "Home", "originCompanyId": HOME}
    assert page(small, bob)["streams"] == [
        {
            "id": car_room,
            "type": "ROOM",
            "isPublic": True,
            **common,
            "attributes": {
                "roomName": "Cars",
                "roomDescription": "All about cars",
                "createdByUserId": alice.id,
                "createdDate": first,
                "lastModifiedDate": first,
                **origin,
                "membersCount": 1,
                "groupChat": False,
            },
        },
        {
            "id": im,
            "type": "IM",
            **common,
            "attributes": {
                "members": [alice.id, bob.id],
                "createdByUserId": bob.id,
                "createdDate": now,
                "lastModifiedDate": now,
                **origin,
                "membersCount": 2,
                "lastMessageDate": now,
            },
        },
    ]


def members(small: SmallPod, by: User, stream: str, **query: int) -> dict[str, Any]:
    found: dict[str, Any] = ask(small, "listStreamMembersAsAdmin", by, path={"id": stream}, query=query)
    return found


def test_the_members_of_a_room_with_their_companies(small: SmallPod, company: dict[str, str]) -> None:
    alice, paul = small.people.alice, small.people.paul
    found = members(small, alice, company["external"])
    assert (found["count"], found["skip"], found["limit"]) == (2, 0, 100)
    assert [(m["user"]["userId"], m["isOwner"], m["isCreator"]) for m in found["members"]] == [
        (alice.id, True, True),
        (paul.id, False, False),
    ]
    assert found["members"][0]["user"] == {
        "userId": alice.id,
        "email": alice.email,
        "firstName": "Alice",
        "lastName": "Test",
        "displayName": "Alice",
        "company": "Home",
        "companyId": HOME,
        "isExternal": False,
    }


def test_addresses_of_external_users_are_for_user_provisioning(
    small: SmallPod, company: dict[str, str]
) -> None:
    def address(by: User) -> str | None:
        user = members(small, by, company["external"])["members"][1]["user"]
        assert user["isExternal"] is True
        email: str | None = user.get("email")
        return email

    assert address(small.people.alice) is None
    provisioner = change(small, small.people.bob, roles=("USER_PROVISIONING",))
    assert address(provisioner) == small.people.paul.email


def test_the_members_of_an_im_joined_at_the_same_time(small: SmallPod, company: dict[str, str]) -> None:
    found = members(small, small.people.bob, company["im"])["members"]
    assert len({member["joinDate"] for member in found}) == 1
    assert [(member["isOwner"], member["isCreator"]) for member in found] == [(False, True), (False, False)]


def test_members_come_in_pages(small: SmallPod, company: dict[str, str]) -> None:
    first, rest, end = (
        members(small, small.people.alice, company["external"], skip=skip, limit=1) for skip in range(3)
    )
    listed = [[member["user"]["userId"] for member in part["members"]] for part in (first, rest, end)]
    assert listed == [[small.people.alice.id], [small.people.paul.id], []]
    request = {"path": {"id": company["im"]}}
    small.refuses(400, "listStreamMembersAsAdmin", small.people.alice, **request, query={"limit": 1001})


def test_an_administrator_need_not_be_in_the_stream(small: SmallPod, company: dict[str, str]) -> None:
    listed = ask(small, "listStreamMembersAsAdmin", small.people.carol, path={"id": company["im"]})
    assert listed["count"] == 2


def test_streams_without_the_company_are_unknown(small: SmallPod, company: dict[str, str]) -> None:
    small.refuses(400, "listStreamMembersAsAdmin", small.people.frank, path={"id": company["im"]})
