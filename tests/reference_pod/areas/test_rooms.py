"""Rooms: which attributes they can have, who changes and reads them, and taking them out of use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.reference_pod.areas import rooms
from conformance.reference_pod.records.streams import STREAMS
from tests.reference_pod.areas.conversations import add, ask, change, connect, remove, room, say
from tests.reference_pod.kit import SmallPod

PRIVATE = {
    "membersCanInvite": False,
    "discoverable": False,
    "public": False,
    "readOnly": False,
    "copyProtected": False,
    "crossPod": False,
    "viewHistory": False,
    "multiLateralRoom": False,
    "scheduledMeeting": False,
    "groupChat": False,
}


def attributes(small: SmallPod, room_id: str) -> dict[str, Any]:
    found: dict[str, Any] = ask(small, "getRoom", small.people.alice, path={"id": room_id})["roomAttributes"]
    return found


def update(small: SmallPod, room_id: str, **body: Any) -> dict[str, Any]:
    detail = ask(small, "updateRoom", small.people.alice, path={"id": room_id}, body=body)
    found: dict[str, Any] = detail["roomAttributes"]
    return found


def refuses_update(small: SmallPod, room_id: str, status: int = 400, **body: Any) -> None:
    small.refuses(status, "updateRoom", small.people.alice, path={"id": room_id}, body=body)


def test_a_new_room_belongs_to_its_creator_and_has_the_attributes_asked_for(small: SmallPod) -> None:
    alice = small.people.alice
    asked = {"name": "Cars", "description": "#cars", "keywords": [{"key": "region", "value": "EMEA"}]}
    created = ask(small, "createRoom", alice, body=asked)
    assert created["roomAttributes"] == PRIVATE | asked
    assert created["roomSystemInfo"] == {
        "id": created["roomSystemInfo"]["id"],
        "creationDate": small.clock.now,
        "createdByUserId": alice.id,
        "active": True,
    }
    assert ask(small, "getRoom", alice, path={"id": created["roomSystemInfo"]["id"]}) == created


def test_a_room_without_attributes_is_private(small: SmallPod) -> None:
    assert ask(small, "createRoom", small.people.alice, body={})["roomAttributes"] == PRIVATE


def test_subtype_and_group_chat_are_ignored_on_creation(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, name="Cars", subType="EMAIL", groupChat=True)
    assert attributes(small, room_id) == PRIVATE | {"name": "Cars"}


def test_a_public_room_can_be_found_and_read_and_everybody_invites(small: SmallPod) -> None:
    made = attributes(small, room(small, small.people.alice, name="Cars", public=True))
    assert {name for name, value in made.items() if value is True} == {
        "public",
        "discoverable",
        "membersCanInvite",
        "viewHistory",
    }


@pytest.mark.parametrize("flag", ["discoverable", "membersCanInvite", "viewHistory"])
def test_a_public_room_cannot_do_without(small: SmallPod, flag: str) -> None:
    small.refuses(400, "createRoom", small.people.alice, body={"name": "Cars", "public": True, flag: False})


@pytest.mark.parametrize("flag", ["discoverable", "public", "readOnly"])
def test_a_cross_pod_room_cannot_be(small: SmallPod, flag: str) -> None:
    small.refuses(400, "createRoom", small.people.alice, body={"name": "Cars", "crossPod": True, flag: True})


@pytest.mark.parametrize(
    ("body", "feature"),
    [
        ({"public": True}, "canCreatePublicRoom"),
        ({"crossPod": True}, "isExternalRoomEnabled"),
        ({"crossPod": True, "multiLateralRoom": True}, "canCreateMultiLateralRoom"),
        ({"crossPod": True, "viewHistory": True}, "canCreateExternalRoomSharedHistory"),
    ],
    ids=["public", "cross-pod", "multilateral", "shared-history"],
)
def test_some_rooms_need_an_entitlement(small: SmallPod, body: dict[str, bool], feature: str) -> None:
    alice = change(small, small.people.alice, features={feature: False})
    small.refuses(403, "createRoom", alice, body=body)
    change(small, alice, features={feature: True})
    created = ask(small, "createRoom", alice, body=body)["roomAttributes"]
    assert {name: created[name] for name in body} == body


def test_only_a_cross_pod_room_can_be_multilateral(small: SmallPod) -> None:
    alice = change(small, small.people.alice, features={"canCreateMultiLateralRoom": True})
    small.refuses(400, "createRoom", alice, body={"multiLateralRoom": True})


@pytest.mark.parametrize("name", ["", " ", "x" * 50], ids=["empty", "blank", "50 characters"])
def test_names_must_not_be(small: SmallPod, name: str) -> None:
    small.refuses(400, "createRoom", small.people.alice, body={"name": name})


def test_a_name_of_49_characters_is_short_enough(small: SmallPod) -> None:
    assert attributes(small, room(small, small.people.alice, name="x" * 49))["name"] == "x" * 49


def test_names_that_differ_only_in_case_and_white_space_are_equal(small: SmallPod) -> None:
    room(small, small.people.alice, name="room1")
    small.refuses(400, "createRoom", small.people.bob, body={"name": "R O O M 1"})


def test_another_company_can_use_the_same_name(small: SmallPod) -> None:
    room(small, small.people.alice, name="Cars")
    assert room(small, small.people.paul, name="Cars")


def test_a_room_can_change_the_case_of_its_own_name_but_not_take_another_ones(small: SmallPod) -> None:
    room(small, small.people.alice, name="Bikes")
    room_id = room(small, small.people.alice, name="Cars")
    assert update(small, room_id, name="CARS")["name"] == "CARS"
    refuses_update(small, room_id, name="bikes")


def test_forbidden_expressions_are_a_compliance_issue(small: SmallPod) -> None:
    rooms.seed(small.pod)
    small.refuses(451, "createRoom", small.people.alice, body={"name": "Front Running club"})
    room_id = room(small, small.people.alice, name="Cars")
    refuses_update(small, room_id, 451, keywords=[{"key": "topic", "value": "front running"}])
    assert "keywords" not in attributes(small, room_id)


def test_an_update_changes_what_it_names_and_nothing_else(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, name="Cars", description="All about cars")
    before = attributes(small, room_id)
    changed = update(small, room_id, description="", copyProtected=True, discoverable=True)
    assert changed == before | {"description": "", "copyProtected": True, "discoverable": True}
    assert attributes(small, room_id) == changed


def test_an_update_that_changes_nothing_is_refused(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, name="Cars")
    refuses_update(small, room_id)
    refuses_update(small, room_id, name="Cars", public=False)


@pytest.mark.parametrize(
    "body",
    [
        {"public": True},
        {"readOnly": True},
        {"crossPod": True},
        {"multiLateralRoom": True},
        {"groupChat": True},
        {"subType": "EMAIL"},
    ],
    ids=lambda body: next(iter(body)),
)
def test_attributes_of_the_kind_of_room_cannot_change(small: SmallPod, body: dict[str, Any]) -> None:
    refuses_update(small, room(small, small.people.alice, name="Cars"), name="Other", **body)


def test_copy_protection_cannot_be_removed(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, name="Cars", copyProtected=True)
    refuses_update(small, room_id, copyProtected=False)


def test_an_update_keeps_the_rules_of_public_and_cross_pod_rooms(small: SmallPod) -> None:
    refuses_update(small, room(small, small.people.alice, public=True), membersCanInvite=False)
    refuses_update(small, room(small, small.people.alice, crossPod=True), discoverable=True)
    refuses_update(small, room(small, small.people.alice, crossPod=True), 403, viewHistory=True)


def test_only_owners_and_administrators_of_the_company_change_a_room(small: SmallPod) -> None:
    alice, bob, paul = small.people.alice, small.people.bob, small.people.paul
    connect(small, alice, paul)
    room_id = room(small, alice, bob, paul, name="Cars", crossPod=True)
    for other in (bob, change(small, paul, roles=("USER_PROVISIONING",))):
        small.refuses(403, "updateRoom", other, path={"id": room_id}, body={"name": "Mine"})
    carol = change(small, small.people.carol, roles=("USER_PROVISIONING",))
    ask(small, "updateRoom", carol, path={"id": room_id}, body={"name": "Theirs"})
    assert attributes(small, room_id)["name"] == "Theirs"


def test_sharing_the_history_is_up_to_owners(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, name="Cars")
    carol = change(small, small.people.carol, roles=("USER_PROVISIONING",))
    small.refuses(403, "updateRoom", carol, path={"id": room_id}, body={"viewHistory": True})
    assert update(small, room_id, viewHistory=True)["viewHistory"] is True


def test_a_message_of_the_room_can_be_pinned_and_unpinned(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, name="Cars")
    message = say(small, small.people.alice, room_id)
    assert update(small, room_id, pinnedMessageId=message)["pinnedMessageId"] == message
    assert "pinnedMessageId" not in update(small, room_id, pinnedMessageId="")


def test_messages_of_other_rooms_and_suppressed_ones_cannot_be_pinned(small: SmallPod) -> None:
    alice = small.people.alice
    room_id = room(small, alice, name="Cars")
    refuses_update(small, room_id, pinnedMessageId=say(small, alice, room(small, alice, name="Other")))
    refuses_update(small, room_id, 451, pinnedMessageId=say(small, alice, room_id, suppressed=1))


def test_a_room_is_read_by_members_and_by_those_who_may_see_any_stream(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, small.people.bob, name="Cars")
    ask(small, "getRoom", small.people.bob, path={"id": room_id})
    small.refuses(403, "getRoom", small.people.carol, path={"id": room_id})
    officer = change(small, small.people.carol, roles=("SUPER_COMPLIANCE_OFFICER",))
    ask(small, "getRoom", officer, path={"id": room_id})


def test_rooms_of_other_companies_and_other_streams_are_unknown(small: SmallPod) -> None:
    alice = small.people.alice
    admin = change(small, small.people.paul, roles=("SUPER_ADMINISTRATOR",))
    small.refuses(400, "getRoom", admin, path={"id": room(small, alice, name="Cars")})
    im = ask(small, "createIM", alice, body=[small.people.bob.id])["id"]
    small.refuses(400, "getRoom", alice, path={"id": im})
    small.refuses(400, "getRoom", alice, path={"id": "no-such-room"})


def test_groups_are_shown_when_there_are_any(small: SmallPod) -> None:
    alice = small.people.alice
    room_id = room(small, alice, name="Cars")
    table = small.pod.store[STREAMS]
    stream = table.get(room_id)
    assert stream is not None
    table.put(replace(stream, groups=((68719476744, alice.id),)))
    shown = ask(small, "getRoom", alice, path={"id": room_id})
    assert shown["groups"] == [{"id": 68719476744, "addedBy": alice.id}]


def test_an_owner_deactivates_and_reactivates_a_room(small: SmallPod) -> None:
    alice = small.people.alice
    room_id = room(small, alice, name="Cars", description="All about cars", copyProtected=True)
    detail = ask(small, "setRoomActive", alice, path={"id": room_id}, query={"active": False})
    assert detail["roomSystemInfo"]["active"] is False
    assert detail["immutableRoomAttributes"] == {"public": False, "readOnly": False, "copyProtected": True}
    assert detail["roomAttributes"] == {
        "name": "Cars",
        "description": "All about cars",
        "membersCanInvite": False,
        "discoverable": False,
    }
    assert ask(small, "getRoom", alice, path={"id": room_id})["roomSystemInfo"]["active"] is False
    ask(small, "setRoomActive", alice, path={"id": room_id}, query={"active": True})
    assert ask(small, "getRoom", alice, path={"id": room_id})["roomSystemInfo"]["active"] is True


def test_members_and_strangers_cannot_deactivate_a_room(small: SmallPod) -> None:
    room_id = room(small, small.people.alice, small.people.bob, name="Cars")
    small.refuses(403, "setRoomActive", small.people.bob, path={"id": room_id}, query={"active": False})
    small.refuses(403, "setRoomActive", small.people.carol, path={"id": room_id}, query={"active": False})


def test_a_compliance_officer_deactivates_rooms_as_long_as_it_is_no_member(small: SmallPod) -> None:
    alice = small.people.alice
    officer = change(small, small.people.carol, roles=("SUPER_COMPLIANCE_OFFICER",))
    room_id = room(small, alice, name="Cars")
    ask(small, "setRoomActive", officer, path={"id": room_id}, query={"active": False})
    ask(small, "setRoomActive", officer, path={"id": room_id}, query={"active": True})
    add(small, alice, room_id, officer)
    small.refuses(403, "setRoomActive", officer, path={"id": room_id}, query={"active": False})


def test_an_administrator_deactivates_rooms_of_its_own_company_only(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    connect(small, alice, paul)
    room_id = room(small, alice, paul, name="Cars", crossPod=True)
    request = {"path": {"id": room_id}, "query": {"active": False}}
    small.refuses(403, "setRoomActiveAsAdmin", paul, **request)
    small.refuses(403, "setRoomActive", paul, **request)
    detail = ask(small, "setRoomActiveAsAdmin", small.people.bob, **request)
    assert detail["roomSystemInfo"]["active"] is False


def test_only_rooms_with_members_can_be_reactivated(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, name="Cars")
    remove(small, alice, room_id, alice)
    ask(small, "setRoomActiveAsAdmin", bob, path={"id": room_id}, query={"active": False})
    small.refuses(400, "setRoomActiveAsAdmin", bob, path={"id": room_id}, query={"active": True})
