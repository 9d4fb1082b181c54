"""Members of rooms: who adds and removes whom, and who owns a room when owners come and go."""

from __future__ import annotations

import pytest

from conformance.reference_pod.records.users import User
from tests.reference_pod.areas.conversations import (
    add,
    ask,
    change,
    connect,
    keep_apart,
    owners,
    remove,
    room,
)
from tests.reference_pod.kit import SmallPod


def refuses(small: SmallPod, status: int, operation_id: str, by: User, room_id: str, user: User) -> None:
    small.refuses(status, operation_id, by, path={"id": room_id}, body={"id": user.id})


def set_active(small: SmallPod, by: User, room_id: str, active: bool) -> None:
    ask(small, "setRoomActive", by, path={"id": room_id}, query={"active": active})


def test_an_owner_adds_a_member(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, name="Cars")
    small.clock.advance(seconds=1)
    add(small, alice, room_id, bob)
    assert ask(small, "listRoomMembers", bob, path={"id": room_id}) == [
        {"id": alice.id, "owner": True, "joinDate": small.clock.now - 1000},
        {"id": bob.id, "owner": False, "joinDate": small.clock.now},
    ]


def test_adding_a_member_again_changes_nothing(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars")
    before = ask(small, "listRoomMembers", alice, path={"id": room_id})
    small.clock.advance(seconds=1)
    add(small, alice, room_id, bob)
    assert ask(small, "listRoomMembers", alice, path={"id": room_id}) == before


def test_members_add_others_only_where_members_can_invite(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    refuses(small, 403, "addRoomMember", bob, room(small, alice, bob, name="Closed"), carol)
    room_id = room(small, alice, bob, name="Open", membersCanInvite=True)
    add(small, bob, room_id, carol)
    assert carol.id in owners(small, carol, room_id)


@pytest.mark.parametrize("role", ["USER_PROVISIONING", "SUPER_COMPLIANCE_OFFICER"])
def test_administrators_add_and_remove_members_without_being_one(small: SmallPod, role: str) -> None:
    alice, bob = small.people.alice, small.people.bob
    carol = change(small, small.people.carol, roles=(role,))
    room_id = room(small, alice, name="Cars")
    add(small, carol, room_id, bob)
    assert bob.id in owners(small, alice, room_id)
    remove(small, carol, room_id, bob)
    assert bob.id not in owners(small, alice, room_id)


def test_everybody_of_the_company_can_join_a_public_room(small: SmallPod) -> None:
    alice, bob, paul = small.people.alice, small.people.bob, small.people.paul
    room_id = room(small, alice, name="Cars", public=True)
    add(small, bob, room_id, bob)
    assert owners(small, bob, room_id) == {alice.id: True, bob.id: False}
    refuses(small, 400, "addRoomMember", paul, room_id, paul)
    refuses(small, 403, "addRoomMember", bob, room(small, alice, name="Private"), bob)


def test_unknown_and_deactivated_users_cannot_be_added(small: SmallPod) -> None:
    alice = small.people.alice
    room_id = room(small, alice, name="Cars")
    small.refuses(400, "addRoomMember", alice, path={"id": room_id}, body={"id": 1})
    small.refuses(400, "addRoomMember", alice, path={"id": room_id}, body={})
    refuses(small, 400, "addRoomMember", alice, room_id, change(small, small.people.bob, status="DISABLED"))


def test_external_users_need_an_accepted_connection_and_a_cross_pod_room(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    internal = room(small, alice, name="Internal")
    external = room(small, alice, name="External", crossPod=True)
    refuses(small, 400, "addRoomMember", alice, external, paul)
    connect(small, alice, paul)
    refuses(small, 400, "addRoomMember", alice, internal, paul)
    add(small, alice, external, paul)
    assert owners(small, paul, external) == {alice.id: True, paul.id: False}


def test_an_external_user_must_be_entitled_to_cross_pod_rooms(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    connect(small, alice, paul)
    change(small, paul, features={"isExternalRoomEnabled": False})
    refuses(small, 400, "addRoomMember", alice, room(small, alice, crossPod=True), paul)


def test_an_information_barrier_keeps_users_out(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    keep_apart(small, alice, bob)
    refuses(small, 403, "addRoomMember", alice, room(small, alice, name="Cars"), bob)


def test_the_membership_of_a_deactivated_room_is_locked(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    room_id = room(small, alice, bob, name="Cars")
    set_active(small, alice, room_id, False)
    refuses(small, 400, "addRoomMember", alice, room_id, carol)
    refuses(small, 400, "removeRoomMember", alice, room_id, bob)
    refuses(small, 400, "promoteRoomOwner", alice, room_id, bob)
    refuses(small, 400, "demoteRoomOwner", alice, room_id, alice)
    set_active(small, alice, room_id, True)
    add(small, alice, room_id, carol)
    assert set(owners(small, alice, room_id)) == {alice.id, bob.id, carol.id}


def test_owners_remove_members_and_members_leave(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    room_id = room(small, alice, bob, carol, name="Cars")
    refuses(small, 403, "removeRoomMember", bob, room_id, carol)
    remove(small, alice, room_id, carol)
    remove(small, bob, room_id, bob)
    assert owners(small, alice, room_id) == {alice.id: True}
    small.refuses(403, "listRoomMembers", bob, path={"id": room_id})


def test_only_members_can_be_removed(small: SmallPod) -> None:
    alice = small.people.alice
    refuses(small, 400, "removeRoomMember", alice, room(small, alice, name="Cars"), small.people.bob)


def test_the_member_of_longest_standing_succeeds_the_last_owner(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    room_id = room(small, alice, name="Cars")
    for member in (carol, bob):
        small.clock.advance(seconds=1)
        add(small, alice, room_id, member)
    remove(small, alice, room_id, alice)
    assert owners(small, bob, room_id) == {carol.id: True, bob.id: False}


def test_nobody_succeeds_while_there_is_another_owner(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    room_id = room(small, alice, carol, bob, name="Cars")
    ask(small, "promoteRoomOwner", alice, path={"id": room_id}, body={"id": bob.id})
    remove(small, alice, room_id, alice)
    assert owners(small, bob, room_id) == {carol.id: False, bob.id: True}


def test_service_accounts_do_not_succeed(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    room_id = room(small, alice, bob, name="Cars")
    change(small, bob, attributes=bob.attributes | {"accountType": "SYSTEM"})
    small.clock.advance(seconds=1)
    add(small, alice, room_id, carol)
    remove(small, alice, room_id, alice)
    assert owners(small, carol, room_id) == {bob.id: False, carol.id: True}


def test_a_public_room_that_nobody_may_own_is_deactivated(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars", public=True)
    change(small, bob, features={"canCreatePublicRoom": False})
    remove(small, alice, room_id, alice)
    left = ask(small, "getRoom", bob, path={"id": room_id})
    assert left["roomSystemInfo"]["active"] is False
    assert owners(small, bob, room_id) == {bob.id: False}
    activate = {"path": {"id": room_id}, "query": {"active": True}}
    small.refuses(400, "setRoomActiveAsAdmin", alice, **activate)
    change(small, bob, features={"canCreatePublicRoom": True})
    ask(small, "setRoomActiveAsAdmin", alice, **activate)
    assert owners(small, bob, room_id) == {bob.id: True}


def test_a_room_that_everybody_has_left_cannot_be_recovered(small: SmallPod) -> None:
    alice = small.people.alice
    room_id = room(small, alice, name="Cars")
    remove(small, alice, room_id, alice)
    refuses(small, 400, "addRoomMemberAsAdmin", small.people.bob, room_id, alice)


def test_promoting_and_demoting(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars")
    ask(small, "promoteRoomOwner", alice, path={"id": room_id}, body={"id": bob.id})
    assert owners(small, alice, room_id) == {alice.id: True, bob.id: True}
    ask(small, "demoteRoomOwner", bob, path={"id": room_id}, body={"id": alice.id})
    assert owners(small, alice, room_id) == {alice.id: False, bob.id: True}


def test_the_last_owner_cannot_be_demoted(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars")
    refuses(small, 400, "demoteRoomOwner", alice, room_id, alice)
    refuses(small, 400, "demoteRoomOwner", alice, room_id, bob)


def test_only_owners_and_user_provisioning_decide_who_owns_a_room(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars")
    refuses(small, 403, "promoteRoomOwner", bob, room_id, bob)
    refuses(small, 403, "demoteRoomOwner", bob, room_id, alice)
    carol = change(small, small.people.carol, roles=("USER_PROVISIONING",))
    ask(small, "promoteRoomOwner", carol, path={"id": room_id}, body={"id": bob.id})
    assert owners(small, alice, room_id)[bob.id] is True


def test_only_members_can_be_promoted(small: SmallPod) -> None:
    alice = small.people.alice
    refuses(small, 400, "promoteRoomOwner", alice, room(small, alice, name="Cars"), small.people.bob)


def test_owning_a_public_room_needs_the_entitlement_to_create_one(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars", public=True)
    change(small, bob, features={"canCreatePublicRoom": False})
    refuses(small, 400, "promoteRoomOwner", alice, room_id, bob)


def test_an_administrator_lists_past_members_when_asked_to(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars")
    remove(small, alice, room_id, bob)
    current = ask(small, "listRoomMembersAsAdmin", small.people.carol, path={"id": room_id})
    assert [member["id"] for member in current] == [alice.id]
    everybody = ask(
        small,
        "listRoomMembersAsAdmin",
        small.people.carol,
        path={"id": room_id},
        query={"includePastMembers": True},
    )
    assert [member["id"] for member in everybody] == [alice.id, bob.id]


def test_a_member_that_comes_back_has_the_later_join_date_and_is_listed_once(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    room_id = room(small, alice, bob, name="Cars")
    remove(small, alice, room_id, bob)
    small.clock.advance(seconds=9)
    add(small, alice, room_id, bob)
    listed = ask(
        small, "listRoomMembersAsAdmin", alice, path={"id": room_id}, query={"includePastMembers": True}
    )
    assert [(m["id"], m["joinDate"]) for m in listed] == [
        (alice.id, small.clock.now - 9000),
        (bob.id, small.clock.now),
    ]


def test_administrators_add_to_and_remove_from_rooms_of_their_company(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    room_id = room(small, alice, name="Cars")
    ask(small, "addRoomMemberAsAdmin", carol, path={"id": room_id}, body={"id": bob.id})
    assert set(owners(small, alice, room_id)) == {alice.id, bob.id}
    ask(small, "removeRoomMemberAsAdmin", carol, path={"id": room_id}, body={"id": bob.id})
    assert set(owners(small, alice, room_id)) == {alice.id}


def test_in_a_room_of_another_company_administrators_only_remove_their_own_users(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    connect(small, alice, paul)
    room_id = room(small, alice, paul, name="Cars", crossPod=True)
    refuses(small, 403, "addRoomMemberAsAdmin", paul, room_id, paul)
    refuses(small, 403, "removeRoomMemberAsAdmin", paul, room_id, alice)
    ask(small, "removeRoomMemberAsAdmin", paul, path={"id": room_id}, body={"id": paul.id})
    assert set(owners(small, alice, room_id)) == {alice.id}
    small.refuses(400, "listRoomMembersAsAdmin", small.people.frank, path={"id": room_id})
