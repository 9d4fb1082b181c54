"""What is true of a pod's state whatever happened to it. Each invariant yields what breaks it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from conformance.reference_pod.call import Call
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.apps import APPS, USER_APPS
from conformance.reference_pod.records.barriers import BARRIER_GROUPS, BARRIER_MEMBERS, BARRIER_POLICIES
from conformance.reference_pod.records.certificates import CERTIFICATES
from conformance.reference_pod.records.community import ACCOUNTS, COMPANIES
from conformance.reference_pod.records.connections import CONNECTIONS
from conformance.reference_pod.records.disclaimers import DISCLAIMERS
from conformance.reference_pod.records.features import FEATURES
from conformance.reference_pod.records.followers import FOLLOWS
from conformance.reference_pod.records.groups import COMPANY, GROUPS
from conformance.reference_pod.records.messages import MESSAGES
from conformance.reference_pod.records.presence import INTERESTS, PRESENCE_FEEDS, PRESENCES
from conformance.reference_pod.records.roles import GRANTS
from conformance.reference_pod.records.sessions import SESSIONS
from conformance.reference_pod.records.streams import CHATS, STREAMS, Stream, room_name_key
from conformance.reference_pod.records.users import TENANTS, USERS, User
from conformance.reference_pod.registry import handler_name, handlers
from conformance.reference_pod.store import Table
from conformance.reference_pod.streams.room_owners import active_owners, is_person, may_own

Invariant = Callable[[Pod], Iterable[str]]

INVARIANTS: dict[str, Invariant] = {}
"""All invariants of a pod's state by name."""


def faults(pod: Pod) -> list[str]:
    """What is wrong with the pod's state; nothing, if all invariants are true."""
    return [f"{name}: {what}" for name, invariant in INVARIANTS.items() for what in invariant(pod)]


def etag_faults(writes: Sequence[tuple[str, str]], pod: Pod) -> list[str]:
    """What is wrong with the history of (group id, ETag) of all successful writes of groups.

    Every write gives an ETag that no other write gave, and what a group has now is from one of its writes.
    """
    found = [
        f"{count} writes share the ETag {etag}"
        for etag, count in Counter(e for _, e in writes).items()
        if count > 1
    ]
    written: dict[str, set[str]] = {}
    for group_id, etag in writes:
        written.setdefault(group_id, set()).add(etag)
    for group_id, etags in written.items():
        group = pod.store[GROUPS].get(group_id)
        if group is not None and group.etag not in etags:
            found.append(f"the ETag {group.etag} of the group {group_id} was given by no write")
    return found


def invariant(function: Invariant) -> Invariant:
    """Add a function to INVARIANTS, under its name."""
    INVARIANTS[function.__name__.replace("_", " ")] = function
    return function


def _repeated(values: Iterable[Hashable]) -> Iterator[Any]:
    return (value for value, count in Counter(values).items() if count > 1)


def _user(pod: Pod, user_id: int) -> User | None:
    return pod.store[USERS].get(user_id)


def _rooms(pod: Pod) -> Iterator[Stream]:
    return (stream for stream in pod.store[STREAMS] if stream.type == "ROOM")


@invariant
def a_user_is_in_a_stream_once(pod: Pod) -> Iterator[str]:
    for stream in pod.store[STREAMS]:
        for user in _repeated(member.user for member in stream.members):
            yield f"{user} is in the stream {stream.id} more than once"


@invariant
def members_of_streams_exist_and_leave_after_joining(pod: Pod) -> Iterator[str]:
    for stream in pod.store[STREAMS]:
        for member in stream.members:
            if _user(pod, member.user) is None:
                yield f"nobody is the member {member.user} of the stream {stream.id}"
            if member.left is not None and (member.left < member.joined or member.owner):
                yield f"{member.user} left the stream {stream.id} before it joined, or owns it still"


@invariant
def an_active_room_has_an_active_owner_if_somebody_may_own_it(pod: Pod) -> Iterator[str]:
    for room in _rooms(pod):
        if not room.active or not room.current or active_owners(pod.store, room):
            continue
        people = [user for member in room.current if (user := _user(pod, member.user))]
        if room.public or any(is_person(user) and may_own(user, room) for user in people):
            yield f"the active room {room.id} has no active owner"


@invariant
def names_of_rooms_are_unique_in_a_company(pod: Pod) -> Iterator[str]:
    names = (room_name_key(r.tenant, r.attributes["name"]) for r in _rooms(pod) if r.attributes.get("name"))
    for tenant, name in _repeated(names):
        yield f"several rooms of {tenant} have the name {name}"


@invariant
def the_same_people_meet_in_one_im(pod: Pod) -> Iterator[str]:
    chats = [stream for stream in pod.store[STREAMS] if stream.type in CHATS]
    for users in _repeated(frozenset(m.user for m in chat.members) for chat in chats):
        yield f"several IMs have the members {sorted(users)}"
    for chat in chats:
        if any(m.left is not None for m in chat.members) or (len(chat.members) == 2) != (chat.type == "IM"):
            yield f"the {chat.type} {chat.id} has lost members, or is of the wrong type"


@invariant
def a_chat_is_active_while_all_its_members_are(pod: Pod) -> Iterator[str]:
    for stream in pod.store[STREAMS]:
        users = [_user(pod, member.user) for member in stream.current]
        if stream.type != "ROOM" and stream.active != all(user and user.active for user in users):
            yield f"the {stream.type} {stream.id} is {'' if stream.active else 'not '}active"


@invariant
def two_users_have_one_connection_that_both_see(pod: Pod) -> Iterator[str]:
    connections = pod.store[CONNECTIONS]
    for pair in _repeated(frozenset((c.requester, c.invitee)) for c in connections):
        yield f"{sorted(pair)} have several connections"
    for connection in connections:
        for user in (connection.requester, connection.invitee):
            if connection not in connections.find("user", user):
                yield f"{user} does not see its connection with {connection.other(user)}"


@invariant
def connections_are_between_users_of_different_companies(pod: Pod) -> Iterator[str]:
    for c in pod.store[CONNECTIONS]:
        ends = [_user(pod, user) for user in (c.requester, c.invitee)]
        tenants = {user.tenant for user in ends if user is not None}
        if (
            len(tenants) < 2
            or c.status not in ("PENDING", "ACCEPTED", "REJECTED")
            or c.updated < c.first_requested
        ):
            yield f"the connection of {c.requester} and {c.invitee} cannot be"


@invariant
def a_user_is_in_a_group_once_and_in_one_company(pod: Pod) -> Iterator[str]:
    for group in pod.store[GROUPS]:
        for user in _repeated(member.user for member in group.members):
            yield f"{user} is in the group {group.id} more than once"
    companies = [g for g in pod.store[GROUPS] if g.type == COMPANY and g.active]
    for user in _repeated(member.user for group in companies for member in group.members):
        yield f"{user} is in several companies"


@invariant
def groups_do_not_share_an_etag(pod: Pod) -> Iterator[str]:
    for etag in _repeated(group.etag for group in pod.store[GROUPS]):
        yield f"several groups have the ETag {etag}"


@invariant
def counts_of_barriers_are_those_of_their_members(pod: Pod) -> Iterator[str]:
    members: dict[str, set[int]] = {group.id: set() for group in pod.store[BARRIER_GROUPS]}
    for membership in pod.store[BARRIER_MEMBERS]:
        if membership.group not in members or _user(pod, membership.user) is None:
            yield f"{membership.user} is in the barrier group {membership.group}, of which one is gone"
        else:
            members[membership.group].add(membership.user)
    for tenant in pod.store[TENANTS]:
        for group in _answer(pod, tenant.id, "listBarrierGroups"):
            if group["memberCount"] != len(members[group["id"]]):
                yield f"the barrier group {group['id']} counts {group['memberCount']} members"
        for policy in _answer(pod, tenant.id, "listBarrierPolicies"):
            kept_apart = set[int]().union(*(members.get(group, ()) for group in policy["groups"]))
            if policy["memberCount"] != len(kept_apart):
                yield f"the policy {policy['id']} counts {policy['memberCount']} members"


@invariant
def groups_of_barrier_policies_exist(pod: Pod) -> Iterator[str]:
    for policy in pod.store[BARRIER_POLICIES]:
        if any(group not in pod.store[BARRIER_GROUPS] for group in policy.groups):
            yield f"a group of the policy {policy.id} does not exist"


@invariant
def who_follows_is_among_the_followers(pod: Pod) -> Iterator[str]:
    for follow in pod.store[FOLLOWS]:
        ends = (_user(pod, follow.follower), _user(pod, follow.followed))
        if None in ends or len({user.tenant for user in ends if user}) != 1 or ends[0] == ends[1]:
            yield f"{follow.follower} cannot follow {follow.followed}"
        for index, user in (("follower", follow.follower), ("followed", follow.followed)):
            if follow not in pod.store[FOLLOWS].find(index, user):
                yield f"{user} does not know that {follow.follower} follows {follow.followed}"


@invariant
def ranks_of_followers_are_unique_and_increase(pod: Pod) -> Iterator[str]:
    for user in pod.store[USERS]:
        for index in ("follower", "followed"):
            numbers = [follow.number for follow in pod.store[FOLLOWS].find(index, user.id)]
            if numbers != sorted(set(numbers)):
                yield f"the ranks of {user.id} as {index} are {numbers}"


@invariant
def names_and_addresses_of_users_are_unique_in_a_company(pod: Pod) -> Iterator[str]:
    users = list(pod.store[USERS])
    for name in _repeated((user.tenant, user.username.lower()) for user in users):
        yield f"several users have the name {name}"
    for address in _repeated((user.tenant, user.email.lower()) for user in users if user.email):
        yield f"several users have the address {address}"


@invariant
def sessions_belong_to_active_users(pod: Pod) -> Iterator[str]:
    for session in pod.store[SESSIONS]:
        user = _user(pod, session.user)
        if user is None or not user.active:
            yield f"a session belongs to {session.user}, who is not active"


@invariant
def what_users_refer_to_exists(pod: Pod) -> Iterator[str]:
    for user in pod.store[USERS]:
        disclaimer = pod.store[DISCLAIMERS].get(user.disclaimer) if user.disclaimer else None
        if user.disclaimer and (disclaimer is None or disclaimer.tenant != user.tenant):
            yield f"{user.id} has the disclaimer {user.disclaimer} that its company does not"
        unknown = {*user.roles} - GRANTS.keys() | {*user.features} - FEATURES.keys()
        if unknown or len(set(user.roles)) < len(user.roles):
            yield f"{user.id} has roles twice, or such as do not exist: {sorted(unknown)}"
        if any(GRANTS[role].id not in user.roles for role in user.roles if role in GRANTS):
            yield f"{user.id} has an optional action without its role"
        delegates = [_user(pod, delegate) for delegate in user.delegates]
        if any(d is None or d.tenant != user.tenant or d.id == user.id for d in delegates):
            yield f"{user.id} has a delegate who is no colleague"


@invariant
def entitlements_are_for_apps_and_users_that_exist(pod: Pod) -> Iterator[str]:
    for setting in pod.store[USER_APPS]:
        user = _user(pod, setting.user)
        if user is None or (user.tenant, setting.app) not in pod.store[APPS] or setting.empty:
            yield f"{setting.user} has an entitlement to {setting.app} that says nothing or has lost its app"


@invariant
def issuers_of_certificates_are_known(pod: Pod) -> Iterator[str]:
    for certificate in pod.store[CERTIFICATES]:
        issuer = certificate.issuer_fingerprint
        if issuer is not None and (certificate.tenant, issuer) not in pod.store[CERTIFICATES]:
            yield f"the issuer of the certificate {certificate.fingerprint} is gone"


@invariant
def messages_are_in_streams_and_reach_each_user_once(pod: Pod) -> Iterator[str]:
    for message in pod.store[MESSAGES]:
        parent = message.parent is None or message.parent in pod.store[MESSAGES]
        if message.stream not in pod.store[STREAMS] or not parent or _user(pod, message.author) is None:
            yield f"the message {message.id} has lost its stream, its parent or its author"
        for user in _repeated(receipt.user for receipt in message.receipts):
            yield f"the message {message.id} reached {user} more than once"


@invariant
def presences_feeds_and_interests_belong_to_users(pod: Pod) -> Iterator[str]:
    owners = [presence.user for presence in pod.store[PRESENCES]]
    owners += [feed.owner for feed in pod.store[PRESENCE_FEEDS]]
    owners += [user for interest in pod.store[INTERESTS] for user in (interest.user, interest.external)]
    for user_id in {user for user in owners if _user(pod, user) is None}:
        yield f"{user_id} has a presence or a feed, but does not exist"
    for change in _repeated(presence.change for presence in pod.store[PRESENCES] if presence.change):
        yield f"several presences changed with the number {change}"


@invariant
def community_companies_have_one_domain_and_accounts_one_address(pod: Pod) -> Iterator[str]:
    for domain in _repeated(company.domain for company in pod.store[COMPANIES]):
        yield f"several companies have the domain {domain}"
    accounts = list(pod.store[ACCOUNTS])
    for address in _repeated(account.email.lower() for account in accounts if account.enabled):
        yield f"several accounts have the address {address}"
    for account in accounts:
        company = pod.store[COMPANIES].get(account.company)
        if company is None or account.email.rpartition("@")[2].lower() != company.domain:
            yield f"the account {account.id} is not of its company"


@invariant
def indexes_agree_with_the_records(pod: Pod) -> Iterator[str]:
    for name, table in pod.store._tables.items():
        for what in _index_faults(table):
            yield f"{name}: {what}"


def _index_faults(table: Table[Any]) -> Iterator[str]:
    spec, records = table._spec, list(table._records.values())
    listed = list(table)
    orders = [spec.order(record) for record in listed]
    if any(not before < after for before, after in pairwise(orders)):
        yield "the order of the records does not increase"
    if len(listed) != len(records) or any(table.get(spec.key(record)) is not record for record in listed):
        yield "the list of all records is not what the keys hold"
    for index, values in spec.indexes.items():
        expected: dict[Hashable, list[Any]] = {}
        for record in listed:
            for value in values(record):
                expected.setdefault(value, []).append(record)
        if expected.keys() != table._found[index].keys():
            yield f"the index {index} knows other values than the records"
        for value, found in expected.items():
            if table.find(index, value) != found:
                yield f"the index {index} finds other records under {value!r}"


def _answer(pod: Pod, tenant: int, operation_id: str) -> Any:
    """What an operation without parameters answers to the first user of a tenant."""
    caller = pod.store[USERS].first("tenant", tenant)
    assert caller is not None, f"the tenant {tenant} has no users"
    return handlers()[handler_name(operation_id)](
        Call(pod, pod.contract.operations[operation_id], caller)
    ).body
