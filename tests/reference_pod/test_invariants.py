"""The invariants: they hold for a fresh pod, and each notices a state that was broken on purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.apps import APPS, USER_APPS, UserApp
from conformance.reference_pod.records.barriers import (
    BARRIER_MEMBERS,
    BARRIER_POLICIES,
    BarrierMember,
    BarrierPolicy,
)
from conformance.reference_pod.records.certificates import CERTIFICATES
from conformance.reference_pod.records.community import ACCOUNTS, COMPANIES, Account
from conformance.reference_pod.records.connections import CONNECTIONS, Connection
from conformance.reference_pod.records.followers import FOLLOWS, Follow
from conformance.reference_pod.records.groups import GROUPS, SDL
from conformance.reference_pod.records.messages import MESSAGES
from conformance.reference_pod.records.presence import PRESENCES, Presence
from conformance.reference_pod.records.sessions import SESSIONS, Session
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.seed import HOME, actor
from tests.reference_pod.invariants import INVARIANTS, etag_faults, faults
from tests.reference_pod.web import WebPod


def people(pod: Pod) -> tuple[User, User, User]:
    """Two of one company and one of its partner."""
    return actor(pod, "user"), actor(pod, "colleague"), actor(pod, "stranger")


def stream(pod: Pod, type_: str, *members: Member, **more: object) -> Stream:
    first = pod.ids.text()
    made = Stream(first, type_, HOME, pod.clock(), members[0].user, members)
    return pod.store[STREAMS].put(replace(made, **more))  # type: ignore[arg-type]


def a_member_twice(pod: Pod) -> None:
    user, other, _ = people(pod)
    stream(pod, "ROOM", Member(user.id, 1, owner=True), Member(other.id, 1, left=2), Member(other.id, 3))


def a_member_that_left_before_it_joined(pod: Pod) -> None:
    user, other, _ = people(pod)
    stream(pod, "ROOM", Member(user.id, 1, owner=True), Member(other.id, 2, left=1))


def a_room_without_an_owner(pod: Pod) -> None:
    user, _, _ = people(pod)
    stream(pod, "ROOM", Member(user.id, 1))


def two_rooms_of_one_name(pod: Pod) -> None:
    user, _, _ = people(pod)
    for name in ("room1", "R O O M 1"):
        stream(pod, "ROOM", Member(user.id, 1, owner=True), attributes={"name": name})


def two_ims_of_the_same_people(pod: Pod) -> None:
    user, other, _ = people(pod)
    for members in ((user, other), (other, user)):
        stream(pod, "IM", *(Member(member.id, 1) for member in members))


def an_active_im_of_a_deactivated_user(pod: Pod) -> None:
    user, other, _ = people(pod)
    stream(pod, "IM", Member(user.id, 1), Member(other.id, 1))
    pod.store[USERS].put(replace(other, status="DISABLED"))


def a_connection_that_one_side_does_not_see(pod: Pod) -> None:
    user, _, stranger = people(pod)
    pod.store[CONNECTIONS].put(Connection(user.id, stranger.id, "PENDING", 1, 1))
    del pod.store[CONNECTIONS]._found["user"][stranger.id]


def a_connection_within_a_company(pod: Pod) -> None:
    user, other, _ = people(pod)
    pod.store[CONNECTIONS].put(Connection(user.id, other.id, "PENDING", 1, 1))


def a_group_member_twice(pod: Pod) -> None:
    group = pod.store[GROUPS].find("type", (HOME, SDL))[0]
    pod.store[GROUPS].put(replace(group, members=(*group.members, group.members[0])))


def two_groups_with_one_etag(pod: Pod) -> None:
    first, second = list(pod.store[GROUPS])[:2]
    pod.store[GROUPS].put(replace(second, etag=first.etag))


def a_barrier_member_that_is_not_counted(pod: Pod) -> None:
    group = pod.store[BARRIER_POLICIES].find("tenant", HOME)[0].groups[0]
    pod.store[BARRIER_MEMBERS].put(BarrierMember(group, actor(pod, "user").id))
    del pod.store[BARRIER_MEMBERS]._found["group"][group]


def a_policy_for_a_group_that_is_not_there(pod: Pod) -> None:
    pod.store[BARRIER_POLICIES].put(BarrierPolicy("policy", 7, "BLOCK", ("gone", "too"), 1, 1))


def a_follower_that_the_followed_does_not_know(pod: Pod) -> None:
    user, other, _ = people(pod)
    pod.store[FOLLOWS].put(Follow(user.id, other.id, pod.ids.number()))
    del pod.store[FOLLOWS]._found["followed"][other.id]


def two_followers_of_one_rank(pod: Pod) -> None:
    user, other, _ = people(pod)
    pod.store[FOLLOWS].put(Follow(user.id, actor(pod, "admin").id, 7))
    pod.store[FOLLOWS].put(Follow(other.id, actor(pod, "admin").id, 7))


def two_users_of_one_name(pod: Pod) -> None:
    user, other, _ = people(pod)
    pod.store[USERS].put(replace(other, attributes={**other.attributes, "userName": user.username.upper()}))


def a_session_of_a_deactivated_user(pod: Pod) -> None:
    user, _, _ = people(pod)
    pod.store[SESSIONS].put(Session("token", user.id, 1))
    pod.store[USERS].put(replace(user, status="DISABLED"))


def a_role_that_does_not_exist(pod: Pod) -> None:
    user, _, _ = people(pod)
    pod.store[USERS].put(replace(user, roles=("EMPEROR",)))


def an_entitlement_to_an_app_that_is_gone(pod: Pod) -> None:
    app = pod.store[APPS].find("tenant", HOME)[0]
    pod.store[USER_APPS].put(UserApp(actor(pod, "user").id, app.id, listed=True))
    pod.store[APPS].delete((HOME, app.id))


def a_certificate_whose_issuer_is_gone(pod: Pod) -> None:
    child = next(c for c in pod.store[CERTIFICATES] if c.issuer_fingerprint)
    pod.store[CERTIFICATES].delete((child.tenant, child.issuer_fingerprint))


def a_message_without_its_stream(pod: Pod) -> None:
    message = next(iter(pod.store[MESSAGES]))
    pod.store[STREAMS].delete(message.stream)


def a_presence_of_nobody(pod: Pod) -> None:
    pod.store[PRESENCES].put(Presence(7, "AWAY", 1, 1))


def two_accounts_with_one_address(pod: Pod) -> None:
    account = next(iter(pod.store[ACCOUNTS]))
    pod.store[ACCOUNTS].put(Account(7, account.company, account.attributes))


def a_record_that_no_index_finds(pod: Pod) -> None:
    company = next(iter(pod.store[COMPANIES]))
    del pod.store[COMPANIES]._found["domain"][company.domain]


BROKEN: dict[str, Callable[[Pod], None]] = {
    "a user is in a stream once": a_member_twice,
    "members of streams exist and leave after joining": a_member_that_left_before_it_joined,
    "an active room has an active owner if somebody may own it": a_room_without_an_owner,
    "names of rooms are unique in a company": two_rooms_of_one_name,
    "the same people meet in one im": two_ims_of_the_same_people,
    "a chat is active while all its members are": an_active_im_of_a_deactivated_user,
    "two users have one connection that both see": a_connection_that_one_side_does_not_see,
    "connections are between users of different companies": a_connection_within_a_company,
    "a user is in a group once and in one company": a_group_member_twice,
    "groups do not share an etag": two_groups_with_one_etag,
    "counts of barriers are those of their members": a_barrier_member_that_is_not_counted,
    "groups of barrier policies exist": a_policy_for_a_group_that_is_not_there,
    "who follows is among the followers": a_follower_that_the_followed_does_not_know,
    "ranks of followers are unique and increase": two_followers_of_one_rank,
    "names and addresses of users are unique in a company": two_users_of_one_name,
    "sessions belong to active users": a_session_of_a_deactivated_user,
    "what users refer to exists": a_role_that_does_not_exist,
    "entitlements are for apps and users that exist": an_entitlement_to_an_app_that_is_gone,
    "issuers of certificates are known": a_certificate_whose_issuer_is_gone,
    "messages are in streams and reach each user once": a_message_without_its_stream,
    "presences feeds and interests belong to users": a_presence_of_nobody,
    "community companies have one domain and accounts one address": two_accounts_with_one_address,
    "indexes agree with the records": a_record_that_no_index_finds,
}
"""For each invariant a way to break it."""


def test_all_invariants_are_true_of_a_fresh_pod(web: WebPod) -> None:
    assert faults(web.pod) == []


def test_there_is_a_broken_state_for_every_invariant() -> None:
    assert BROKEN.keys() == INVARIANTS.keys()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_state_is_noticed(web: WebPod, name: str) -> None:
    BROKEN[name](web.pod)
    assert list(INVARIANTS[name](web.pod)), f"the invariant {name!r} did not notice {BROKEN[name].__name__}"


def test_an_etag_that_two_writes_share_is_noticed(web: WebPod) -> None:
    assert etag_faults([("a", "1"), ("a", "2"), ("b", "3")], web.pod) == []
    assert etag_faults([("a", "1"), ("a", "1")], web.pod)
    assert etag_faults([("a", "1"), ("b", "1")], web.pod)


def test_an_etag_that_no_write_gave_is_noticed(web: WebPod) -> None:
    group = web.pod.store[GROUPS].find("type", (HOME, SDL))[0]
    assert etag_faults([(group.id, "other"), (group.id, group.etag)], web.pod) == []
    assert etag_faults([(group.id, "other")], web.pod)
