"""A pod with much in it: filled the same way each time, and a page costs the same wherever it lies.

What a page costs is counted, never timed: the lines of Python that run and the records that tables hand out.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from conformance.contract import load_contract
from conformance.reference_pod.call import Call
from conformance.reference_pod.paging import cursor_of, key_at
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.populate import END, START, populate
from conformance.reference_pod.records.barriers import (
    BARRIER_GROUPS,
    BARRIER_MEMBERS,
    BarrierGroup,
    BarrierMember,
)
from conformance.reference_pod.records.connections import CONNECTIONS
from conformance.reference_pod.records.followers import FOLLOWS, Follow
from conformance.reference_pod.records.groups import GROUPS
from conformance.reference_pod.records.streams import STREAMS, Member
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.registry import handler_name, handlers
from conformance.reference_pod.seed import ACTORS, HOME, actor, seeded_pod
from conformance.reference_pod.store import Table, TableSpec
from tests.reference_pod.invariants import faults
from tests.reference_pod.kit import FakeClock

SMALL, LARGE = 600, 6000
PAGE = 100

FILLED: tuple[TableSpec[Any], ...] = (USERS, CONNECTIONS, STREAMS, GROUPS)

Request = dict[str, Any]


def populated(number: int, seed: int = 7) -> Pod:
    pod = seeded_pod(load_contract(), seed=seed, clock=FakeClock())
    populate(pod, number, seed)
    return pod


@pytest.fixture(scope="module")
def small() -> Pod:
    return enriched(populated(SMALL))


@pytest.fixture(scope="module")
def large() -> Pod:
    return enriched(populated(LARGE))


def enriched(pod: Pod) -> Pod:
    """The pod with all users of one company in one room and in one barrier group, and following one user."""
    users = pod.store[USERS].find("tenant", HOME)
    room = next(s for s in pod.store[STREAMS] if s.type == "ROOM" and s.tenant == HOME)
    with pod.store.transaction():
        everybody = tuple(Member(user.id, room.created, owner=True) for user in users)
        pod.store[STREAMS].put(replace(room, members=everybody))
        group = interns(pod)
        pod.store[BARRIER_MEMBERS].put_all(BarrierMember(group.id, user.id) for user in users)
        followed = actor(pod, "user")
        pod.store[FOLLOWS].put_all(
            Follow(user.id, followed.id, pod.ids.number()) for user in users if user.id != followed.id
        )
    return pod


def interns(pod: Pod) -> BarrierGroup:
    return next(g for g in pod.store[BARRIER_GROUPS].find("tenant", HOME) if g.name == "Interns")


def archivist(pod: Pod) -> User:
    return next(u for u in pod.store[USERS].find("tenant", HOME) if u.display_name == "Service Account")


def call_of(pod: Pod, operation_id: str, caller: User, request: Request) -> Call:
    return Call(pod, pod.contract.operations[operation_id], caller, **request)


def work_of(pod: Pod, operation_id: str, caller: User, request: Request) -> tuple[int, Any]:
    """What a call costs once everything is prepared that is prepared only once, and what it answers."""
    call = call_of(pod, operation_id, caller, request)
    handler = handlers()[handler_name(operation_id)]
    handler(call)
    work = 0

    def line(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal work
        work += event == "line"
        return line

    def counted(method: Callable[..., Any]) -> Callable[..., Any]:
        def count(*arguments: Any, **options: Any) -> Any:
            nonlocal work
            found = list(method(*arguments, **options))
            work += len(found)
            return iter(found) if method.__name__ == "__iter__" else found

        return count

    with pytest.MonkeyPatch.context() as patch:
        for name in ("find", "page", "after", "before", "__iter__"):
            patch.setattr(Table, name, counted(getattr(Table, name)))
        tracing = sys.gettrace()
        sys.settrace(line)
        try:
            answer = handler(call)
        finally:
            sys.settrace(tracing)
    return work, answer.body


# Each gives, for the first page and for the last, who calls with which parameters.
Pages = Callable[[Pod], tuple[User, Request, Request]]


def by_skip(total: Callable[[Pod], int], **request: Any) -> Pages:
    def pages(pod: Pod) -> tuple[User, Request, Request]:
        first, last = ({"skip": skip, "limit": PAGE} for skip in (0, total(pod) - PAGE))
        return actor(pod, "admin"), {"query": first, **request}, {"query": last, **request}

    return pages


def users_of_company(pod: Pod) -> int:
    return pod.store[USERS].count("tenant", HOME)


def active_streams_of_archivist(pod: Pod) -> tuple[User, Request, Request]:
    user = archivist(pod)
    _, first, last = by_skip(lambda p: p.store[STREAMS].count("active-member", user.id))(pod)
    return user, first, last


def all_streams_of_archivist(pod: Pod) -> tuple[User, Request, Request]:
    user = archivist(pod)
    total = pod.store[STREAMS].count("member", user.id)
    pages = by_skip(lambda _: total, path={"uid": user.id}, body={"includeInactiveStreams": True})
    return pages(pod)


def groups_by_cursor(pod: Pod) -> tuple[User, Request, Request]:
    admin = actor(pod, "admin")
    first: Request = {"path": {"typeId": "SDL"}, "query": {"limit": PAGE}}
    place = pod.store[GROUPS].before((END * 2, ""), PAGE + 1, index="type", value=(HOME, "SDL"))[0]
    cursor = cursor_of(call_of(pod, "listGroups", admin, first), key_at(place.created, place.id))
    return admin, first, {**first, "query": {"limit": PAGE, "after": cursor}}


def presences(pod: Pod) -> tuple[User, Request, Request]:
    users = pod.store[USERS].find("tenant", HOME)
    queries = ({"limit": PAGE}, {"limit": PAGE, "lastUserId": users[-PAGE].id})
    return actor(pod, "admin"), {"query": queries[0]}, {"query": queries[1]}


def followers(pod: Pod) -> tuple[User, Request, Request]:
    admin = actor(pod, "admin")
    first: Request = {"path": {"uid": actor(pod, "user").id}, "query": {"limit": PAGE}}
    count = pod.store[FOLLOWS].count("followed", actor(pod, "user").id)
    last = {**first, "query": {"limit": PAGE, "after": str(count - PAGE)}}
    return admin, first, last


def barrier_members(pod: Pod) -> tuple[User, Request, Request]:
    group = interns(pod)
    return by_skip(users_of_company, path={"gid": group.id})(pod)


def members_of_a_room(pod: Pod) -> tuple[User, Request, Request]:
    room = max(pod.store[STREAMS], key=lambda stream: len(stream.members))
    return by_skip(users_of_company, path={"id": room.id})(pod)


LISTS: dict[str, tuple[str, Pages]] = {
    "listUserAccounts": ("", by_skip(users_of_company)),
    "findUserAccounts": ("", by_skip(users_of_company, body={})),
    "listPresences": ("", presences),
    "listGroups": ("/data", groups_by_cursor),
    "listStreams": ("", active_streams_of_archivist),
    "listUserStreams": ("", all_streams_of_archivist),
    "listStreamsAsAdmin": ("/streams", by_skip(lambda p: p.store[STREAMS].count("enterprise", HOME))),
    "listStreamMembersAsAdmin": ("/members", members_of_a_room),
    "listBarrierGroupMembers": ("", barrier_members),
    "listFollowers": ("/followers", followers),
}
"""Plain lists by operation: where the items stand in the answer, and the first and the last page."""


def costs(pod: Pod, operation_id: str) -> tuple[float, float]:
    """What an item of the first page costs, and one of the last, both full."""
    where, pages = LISTS[operation_id]
    caller, *requests = pages(pod)
    found = []
    for request in requests:
        work, body = work_of(pod, operation_id, caller, request)
        items = body[where[1:]] if where else body
        assert len(items) == PAGE, f"a page of {operation_id} is not full"
        found.append((work / len(items), items))
    (first, one), (last, other) = found
    assert one != other, f"{operation_id} answers the same page twice"
    return first, last


@pytest.mark.parametrize("operation_id", LISTS)
def test_the_last_page_costs_what_the_first_costs(large: Pod, operation_id: str) -> None:
    first, last = costs(large, operation_id)
    assert last <= 2 * first, f"an item of the last page costs {last}, one of the first {first}"


@pytest.mark.parametrize("operation_id", LISTS)
def test_a_page_of_a_long_list_costs_what_one_of_a_short_list_costs(
    small: Pod, large: Pod, operation_id: str
) -> None:
    short, long = sum(costs(small, operation_id)), sum(costs(large, operation_id))
    assert long <= 2 * short, f"with ten times as much an item costs {long} instead of {short}"


def test_connections_cost_what_the_user_has_of_them(small: Pod, large: Pod) -> None:
    found = []
    for pod in (small, large):
        users = pod.store[USERS].find("tenant", HOME)
        user = next(u for u in users if pod.store[CONNECTIONS].count("user", u.id) == 2)
        work, body = work_of(pod, "listConnections", user, {"query": {"status": "ALL"}})
        assert len(body) == 2
        found.append(work)
    assert found[1] <= 2 * found[0], f"with ten times as many they cost {found[1]} instead of {found[0]}"


def test_work_that_grows_with_the_pod_is_noticed(small: Pod, large: Pod) -> None:
    request: Request = {"query": {"limit": PAGE}, "body": {"query": "a"}}
    costs = [work_of(pod, "searchUsers", actor(pod, "admin"), request)[0] for pod in (small, large)]
    assert costs[1] > 4 * costs[0], f"a search through ten times as many users costs {costs}"


def state(pod: Pod) -> dict[str, list[Any]]:
    return {spec.name: list(pod.store[spec]) for spec in FILLED}


def test_the_same_seed_fills_the_pod_with_the_same() -> None:
    assert state(populated(50)) == state(populated(50))


def test_another_seed_fills_it_with_something_else() -> None:
    different = [
        name for name, records in state(populated(50)).items() if records == state(populated(50, 8))[name]
    ]
    assert different == [], "the same for both seeds"


@pytest.mark.parametrize("number", [1, 2, 5, SMALL])
def test_as_many_of_each_are_added_as_asked_for(number: int) -> None:
    empty = seeded_pod(load_contract(), seed=7, clock=FakeClock())
    full = populated(number)
    added = {spec.name: len(full.store[spec]) - len(empty.store[spec]) for spec in FILLED}
    assert added == dict.fromkeys(added, number)


@pytest.mark.parametrize("number", [1, 3, SMALL])
def test_all_invariants_are_true_of_a_populated_pod(number: int) -> None:
    assert faults(populated(number)) == []


def test_who_was_there_before_stays_as_it_was() -> None:
    before = seeded_pod(load_contract(), seed=7, clock=FakeClock())
    after = populated(SMALL)
    changed = [user.username for user in before.store[USERS] if after.store[USERS].get(user.id) != user]
    assert changed == []
    for name in ACTORS:
        user = actor(after, name)
        assert after.store[CONNECTIONS].count("user", user.id) == 0, f"{name} has got connections"
        kept = [spec.count("member", user.id) for spec in (before.store[STREAMS], after.store[STREAMS])]
        assert kept[0] == kept[1], f"{name} has got into streams"


def test_what_is_added_is_plausible(small: Pod) -> None:
    users = [user for user in small.store[USERS] if START <= user.created < END]
    years = Counter(1970 + user.created // 31_556_952_000 for user in users)
    assert sorted(years) == list(range(2015, 2023))
    assert {user.status for user in users} == {"ENABLED", "DISABLED"}
    assert 0.2 < sum(user.tenant != HOME for user in users) / len(users) < 0.3
    rooms = [s for s in small.store[STREAMS] if s.type == "ROOM" and s.created < END]
    assert {room.active for room in rooms} == {room.public for room in rooms} == {True, False}
    assert any(room.cross_pod and len(room.tenants) == 2 for room in rooms)
    assert {group.status for group in small.store[GROUPS]} == {"ACTIVE", "DELETED"}
    assert {c.status for c in small.store[CONNECTIONS]} == {"ACCEPTED", "PENDING", "REJECTED"}
