"""IMs and MIMs: the same people always meet in the same stream."""

from __future__ import annotations

from conformance.reference_pod.records.users import User
from tests.reference_pod.areas.conversations import ask, change, connect, keep_apart, room, say
from tests.reference_pod.kit import SmallPod


def im(small: SmallPod, by: User, *others: User) -> str:
    stream: str = ask(small, "createIM", by, body=[user.id for user in others])["id"]
    return stream


def kind(small: SmallPod, by: User, stream: str) -> tuple[str, list[int]]:
    info = ask(small, "getStream", by, path={"sid": stream})
    return info["streamType"]["type"], info["streamAttributes"]["members"]


def test_two_users_have_one_im_whoever_creates_it(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    stream = im(small, alice, bob)
    assert kind(small, bob, stream) == ("IM", [alice.id, bob.id])
    assert im(small, bob, alice) == stream


def test_duplicates_and_the_caller_in_the_list_are_ignored(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    assert im(small, alice, bob, alice, bob) == im(small, alice, bob)


def test_three_users_meet_in_a_mim_of_their_own(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    stream = im(small, alice, bob, carol)
    assert kind(small, carol, stream) == ("MIM", [alice.id, bob.id, carol.id])
    assert stream not in (im(small, alice, bob), im(small, alice, carol))
    assert im(small, carol, alice, bob) == stream


def test_an_im_needs_another_user(small: SmallPod) -> None:
    alice = small.people.alice
    small.refuses(400, "createIM", alice, body=[])
    small.refuses(400, "createIM", alice, body=[alice.id])


def test_unknown_and_deactivated_users_cannot_take_part(small: SmallPod) -> None:
    small.refuses(400, "createIM", small.people.alice, body=[1])
    bob = change(small, small.people.bob, status="DISABLED")
    small.refuses(400, "createIM", small.people.alice, body=[bob.id])


def test_external_users_must_be_connected_with_the_caller(small: SmallPod) -> None:
    alice, bob, paul = small.people.alice, small.people.bob, small.people.paul
    connect(small, alice, paul)
    assert kind(small, paul, im(small, alice, paul)) == ("IM", [alice.id, paul.id])
    small.refuses(400, "createIM", bob, body=[paul.id])


def test_external_ims_need_an_entitlement_on_both_sides(small: SmallPod) -> None:
    alice, paul = small.people.alice, small.people.paul
    connect(small, alice, paul)
    change(small, alice, features={"isExternalIMEnabled": False})
    small.refuses(403, "createIM", alice, body=[paul.id])
    small.refuses(400, "createIM", paul, body=[alice.id])


def test_an_information_barrier_keeps_users_apart(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    keep_apart(small, alice, bob)
    small.refuses(403, "createIM", alice, body=[bob.id])


def test_an_administrator_creates_ims_for_others_without_being_in_them(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    stream = ask(small, "createIMForUsers", carol, body=[alice.id, bob.id, bob.id])["id"]
    assert kind(small, alice, stream) == ("IM", [alice.id, bob.id])
    assert im(small, alice, bob) == stream


def test_an_administrator_names_at_least_two_users_and_one_of_its_company(small: SmallPod) -> None:
    alice, bob, paul = small.people.alice, small.people.bob, small.people.paul
    small.refuses(400, "createIMForUsers", alice, body=[bob.id])
    small.refuses(400, "createIMForUsers", alice, body=[bob.id, bob.id])
    small.refuses(400, "createIMForUsers", alice, body=[paul.id, small.people.frank.id])
    small.refuses(400, "createIMForUsers", alice, body=[bob.id, paul.id])
    connect(small, bob, paul)
    assert ask(small, "createIMForUsers", alice, body=[bob.id, paul.id])["id"]


def test_the_details_of_an_im(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    stream = im(small, alice, bob)
    assert ask(small, "getIM", bob, path={"id": stream}) == {
        "V1IMAttributes": {},
        "IMSystemInfo": {"id": stream, "creationDate": small.clock.now, "active": True},
    }


def test_an_im_with_a_deactivated_user_is_inactive(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    stream = im(small, alice, bob)
    change(small, bob, status="DISABLED")
    assert ask(small, "getIM", alice, path={"id": stream})["IMSystemInfo"]["active"] is False


def test_outsiders_need_the_privilege_to_see_any_stream(small: SmallPod) -> None:
    stream = im(small, small.people.alice, small.people.bob)
    small.refuses(403, "getIM", small.people.carol, path={"id": stream})
    officer = change(small, small.people.carol, roles=("SUPER_COMPLIANCE_OFFICER",))
    ask(small, "getIM", officer, path={"id": stream})


def test_rooms_and_unknown_ids_are_no_ims(small: SmallPod) -> None:
    alice = small.people.alice
    small.refuses(400, "getIM", alice, path={"id": room(small, alice, name="Cars")})
    small.refuses(400, "getIM", alice, path={"id": "no-such-im"})


def test_pinning_and_unpinning_a_message(small: SmallPod) -> None:
    alice, bob = small.people.alice, small.people.bob
    stream = im(small, alice, bob)
    message = say(small, alice, stream)
    pinned = ask(small, "updateIM", bob, path={"id": stream}, body={"pinnedMessageId": message})
    assert pinned["V1IMAttributes"] == {"pinnedMessageId": message}
    assert ask(small, "getIM", alice, path={"id": stream}) == pinned
    ask(small, "updateIM", alice, path={"id": stream}, body={"pinnedMessageId": ""})
    assert ask(small, "getIM", alice, path={"id": stream})["V1IMAttributes"] == {}


def test_what_cannot_be_pinned(small: SmallPod) -> None:
    alice, bob, carol = small.people.alice, small.people.bob, small.people.carol
    stream = im(small, alice, bob)
    small.refuses(400, "updateIM", alice, path={"id": stream}, body={})
    elsewhere = {"pinnedMessageId": say(small, alice, im(small, alice, carol))}
    small.refuses(400, "updateIM", alice, path={"id": stream}, body=elsewhere)
    withdrawn = {"pinnedMessageId": say(small, alice, stream, suppressed=1)}
    small.refuses(451, "updateIM", alice, path={"id": stream}, body=withdrawn)
    small.refuses(403, "updateIM", carol, path={"id": stream}, body={"pinnedMessageId": ""})
