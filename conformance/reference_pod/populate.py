"""Filling a pod with many users, groups, rooms and connections, to see how it does with much in it.

What there is follows from the seed alone: dates are those of some years that are over, not of today.
Nothing here touches the users that were there before.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count, islice
from random import Random
from typing import TypeVar

from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.connections import CONNECTIONS, Connection
from conformance.reference_pod.records.groups import ACTIVE, COMPANY, DELETED, GROUPS, SDL, Group, GroupMember
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import TENANT_BITS, TENANTS, USERS, Tenant, User, next_user_id
from conformance.reference_pod.seed import HOME, PARTNER
from conformance.reference_pod.streams import room_rules

T = TypeVar("T")

START, END = 1_420_070_400_000, 1_672_531_200_000
"""The years 2015 to 2022, in epoch milliseconds."""

DAY = 86_400_000
COMPANY_SIZE = 4

_FIRST = (
    *("Adam", "Aisha", "Alma", "Anton", "Bella", "Bruno", "Carmen", "Chen", "Dana", "Diego", "Elena", "Emil"),
    *("Farah", "Finn", "Gita", "Gregor", "Hana", "Henry", "Ida", "Ivan", "Jade", "Jorge", "Kira", "Kofi"),
    *("Laura", "Liam", "Maya", "Milan", "Nadia", "Noah", "Olga", "Oscar", "Paula", "Pavel", "Rosa", "Ravi"),
)
_LAST = (
    *(
        "Acosta",
        "Ahmed",
        "Bauer",
        "Becker",
        "Chan",
        "Cohen",
        "Diaz",
        "Duarte",
        "Eriksen",
        "Farkas",
        "Fontaine",
    ),
    *("Gallo", "Gupta", "Hansen", "Hoffmann", "Ivanova", "Johnson", "Kaya", "Kowalski", "Lambert", "Larsen"),
    *("Mbeki", "Moreau", "Nakamura", "Novak", "Okafor", "Olsen", "Park", "Patel", "Quinn", "Romano", "Sato"),
)
_DEPARTMENTS = ("Equities", "Fixed Income", "Foreign Exchange", "Operations", "Compliance", "Research")
_TITLES = ("Analyst", "Associate", "Trader", "Vice President", "Director")
_LOCATIONS = ("London", "Paris", "New York", "Singapore", "Frankfurt", "Tokyo")
_TOPICS = ("Morning Call", "Order Flow", "Settlement", "New Issues", "Market Colour", "Client Coverage")
_INDIVIDUAL = ("INDIVIDUAL",)


def populate(pod: Pod, number: int, seed: int = 0) -> None:
    """Add as many users, groups, rooms and connections, each of them; the same seed adds the same ones.

    A quarter of the users is of the partner's company. Some accounts and rooms are deactivated, some groups
    deleted, some rooms public or shared between the companies. The first service account of a company
    archives: it is a member of all rooms of its company.
    """
    random = Random(seed)
    with pod.store.transaction(), _uncollected():
        users = list(_users(pod, number, random))
        pod.store[USERS].put_all(users)
        people = {tenant: [u for u in users if u.tenant == tenant] for tenant in (HOME, PARTNER)}
        connections = list(_connections(pod, people, number, random))
        pod.store[CONNECTIONS].put_all(connections)
        pod.store[STREAMS].put_all(_rooms(pod, people, connections, number, random))
        pod.store[GROUPS].put_all(_groups(pod, people, number, random))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Everything that is made stays, so to look for garbage meanwhile would take as long as making it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _users(pod: Pod, number: int, random: Random) -> Iterator[User]:
    tenants = {
        t.id: (t, min(t.domains), count(next_user_id(pod.store, t.id)), (t.id << TENANT_BITS) + 1)
        for t in pod.store[TENANTS]
    }
    for i in range(number):
        tenant, domain, ids, creator = tenants[PARTNER if i % 4 == 3 else HOME]
        created = START + (END - START) * i // number
        left = i % 25 == 12
        last_seen = created + int(random.random() * (END - created))
        yield User(
            id=next(ids),
            attributes=_attributes(i, tenant, domain, random),
            created=created,
            created_by=creator,
            updated=last_seen,
            status="DISABLED" if left else "ENABLED",
            roles=_INDIVIDUAL,
            deactivated=last_seen if left else None,
            last_login=last_seen,
            last_password_reset=created,
        )


def _attributes(i: int, tenant: Tenant, domain: str, random: Random) -> dict[str, str]:
    service = i % 100 in (50, 51)
    first, last = ("Service", "Account") if service else (_pick(_FIRST, random), _pick(_LAST, random))
    username = f"{first}.{last}.{i + 1}".lower()
    return {
        "userName": username,
        "emailAddress": f"{username}@{domain}",
        "firstName": first,
        "lastName": last,
        "displayName": f"{first} {last}",
        "companyName": tenant.name,
        "accountType": "SYSTEM" if service else "NORMAL",
        "department": _pick(_DEPARTMENTS, random),
        "title": _pick(_TITLES, random),
        "location": _pick(_LOCATIONS, random),
    }


def _connections(
    pod: Pod, people: dict[int, list[User]], number: int, random: Random
) -> Iterator[Connection]:
    home, partner = people[HOME], people[PARTNER]
    if len(home) * len(partner) < 2 * number:
        # so few that they can hardly be connected in as many ways
        home, partner = ([*people[tenant], *_seeded(pod, tenant)] for tenant in (HOME, PARTNER))
    known: set[tuple[int, int]] = set()
    while len(known) < number:
        i = len(known)
        ends = [_pick(home, random), _pick(partner, random)]
        known.add((ends[0].id, ends[1].id))
        if len(known) == i:
            continue
        if random.random() < 0.4:
            ends.reverse()
        requested = _between(max(ends[0].created, ends[1].created), random)
        status = ("PENDING", "REJECTED")[i % 2] if i % 10 in (3, 6) else "ACCEPTED"
        answered = requested if status == "PENDING" else requested + int(random.random() * 30 * DAY)
        yield Connection(ends[0].id, ends[1].id, status, requested, answered)


def _rooms(
    pod: Pod, people: dict[int, list[User]], connections: Sequence[Connection], number: int, random: Random
) -> Iterator[Stream]:
    archivists = {t: next((u for u in found if _is_service(u)), None) for t, found in people.items()}
    owners = [u for found in people.values() for u in found if u.active and not _is_service(u)]
    shared = iter([c for c in connections if c.status == "ACCEPTED"])
    for i in range(number):
        partners = _shared_by(pod, next(shared, None)) if i % 10 == 7 else None
        owner = partners[0] if partners else _pick(owners, random)
        created = _between(max(u.created for u in partners or (owner,)), random)
        guests = {u.id: u for u in (*_neighbours(people[owner.tenant], random), *(partners or ()))}
        archivist = archivists[owner.tenant]
        if archivist is not None:
            guests[archivist.id] = archivist
        guests.pop(owner.id, None)
        yield Stream(
            id=pod.ids.text(),
            type="ROOM",
            tenant=owner.tenant,
            created=created,
            created_by=owner.id,
            members=(
                Member(owner.id, created, owner=True),
                *(_member(u, created, u is not archivist, random) for u in guests.values()),
            ),
            active=i % 20 != 19,
            attributes=room_rules.created(
                {
                    "name": f"{_pick(_TOPICS, random)} {i + 1}",
                    "description": f"{_pick(_DEPARTMENTS, random)} in {_pick(_LOCATIONS, random)}",
                    "public": i % 7 == 3 and not partners,
                    "crossPod": bool(partners),
                }
            ),
            updated=created,
        )


def _member(user: User, room_created: int, may_leave: bool, random: Random) -> Member:
    joined = max(room_created, user.created)
    left = _between(joined, random) if may_leave and random.random() < 0.1 else None
    return Member(user.id, joined, left=left)


def _groups(pod: Pod, people: dict[int, list[User]], number: int, random: Random) -> Iterator[Group]:
    # nobody is in two companies
    unemployed = {tenant: iter(found) for tenant, found in people.items()}
    for i in range(number):
        creator = _pick(people[HOME if i % 4 != 3 else PARTNER] or people[HOME], random)
        company = i % 10 == 9
        members = (
            list(islice(unemployed[creator.tenant], COMPANY_SIZE))
            if company
            else _neighbours(people[creator.tenant], random)
        )
        created = _between(creator.created, random)
        name = f"{_pick(_DEPARTMENTS, random)} {_pick(_LOCATIONS, random)} {i + 1}"
        yield Group(
            id=pod.ids.object_id(),
            tenant=creator.tenant,
            type=COMPANY if company else SDL,
            name=name,
            etag=pod.ids.uuid(),
            created=created,
            created_by=creator.id,
            updated=_between(created, random),
            updated_by=creator.id,
            members=tuple(GroupMember(u.id, max(created, u.created)) for u in members),
            status=DELETED if i % 20 == 13 else ACTIVE,
            sub_type="COMMUNITY" if company else None,
            referrer=f"{_pick(_LAST, random)} {i + 1}" if company else None,
            profile_id=None if company else pod.ids.object_id(),
            profile={} if company else {"displayName": name, "jobRole": _pick(_TITLES, random)},
        )


def _shared_by(pod: Pod, connection: Connection | None) -> list[User] | None:
    """The connected users, if the one who asked can own a room."""
    if connection is None:
        return None
    users = [
        u for u in map(pod.store[USERS].get, (connection.requester, connection.invitee)) if u is not None
    ]
    return users if all(u.active and not _is_service(u) for u in users) else None


def _seeded(pod: Pod, tenant: int) -> list[User]:
    """The company's people that were there before and play no part: they have no key to sign in with."""
    found = pod.store[USERS].find("tenant", tenant)
    return [u for u in found if u.created > END and "department" in u.attributes]


def _neighbours(people: Sequence[User], random: Random) -> list[User]:
    """Two to five users who follow each other; fewer when there are not so many."""
    start = int(random.random() * len(people))
    return list(people[start : start + 2 + int(random.random() * 4)])


def _is_service(user: User) -> bool:
    return bool(user.attributes["accountType"] == "SYSTEM")


def _between(earliest: int, random: Random) -> int:
    """Some time before END, or within a day for what is not older than that."""
    return earliest + int(random.random() * max(END - earliest, DAY))


def _pick(choices: Sequence[T], random: Random) -> T:
    return choices[int(random.random() * len(choices))]
