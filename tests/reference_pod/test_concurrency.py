"""Clients that meet: of several that want the same only one gets it, and no change is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import Any

import httpx
import pytest

from tests.reference_pod.invariants import faults
from tests.reference_pod.served import Client, ServedPod, client_of, served_pod

CLIENTS = 8


@pytest.fixture(scope="module")
def served() -> Iterator[ServedPod]:
    """A pod behind real HTTP; its answers and its state must be right at the end."""
    with served_pod() as served:
        yield served
    assert served.audit.breaches == []
    assert faults(served.pod) == []


@pytest.fixture(scope="module")
def clients(served: ServedPod) -> Iterator[list[Client]]:
    """Clients that have signed in already."""
    with ExitStack() as stack:
        clients = [stack.enter_context(client_of(served)) for _ in range(CLIENTS)]
        for client in clients:
            assert client.send("listTypes", "admin").status_code == 200
        yield clients


def together(clients: list[Client], act: Callable[[Client, int], httpx.Response]) -> list[httpx.Response]:
    """The answers to what all clients do at the same moment."""
    barrier = threading.Barrier(len(clients))

    def run(number: int) -> httpx.Response:
        barrier.wait()
        return act(clients[number], number)

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(run, range(len(clients))))


def list_body(name: str) -> dict[str, Any]:
    return {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": 189,
        "name": name,
        "profile": {"displayName": "D"},
    }


def put(client: Client, group: dict[str, Any], name: str) -> httpx.Response:
    headers = {"If-Match": group["eTag"]}
    path = {"groupId": group["id"]}
    return client.send("updateGroup", "admin", path=path, headers=headers, body=list_body(name))


def put_numbered(client: Client, number: int, *, version: dict[str, Any], turn: int) -> httpx.Response:
    return put(client, version, f"{turn}-{number}")


def test_of_two_updates_with_the_same_etag_never_both_win(clients: list[Client]) -> None:
    group = clients[0].send("insertGroup", "admin", body=list_body("0")).json()
    seen = {group["eTag"]}
    for turn in range(50):
        write = partial(put_numbered, version=group, turn=turn)
        answers = together(clients[:2], write)
        assert sorted(answer.status_code for answer in answers) == [200, 412], f"turn {turn}"
        winner = next(answer.json() for answer in answers if answer.status_code == 200)
        group = clients[0].send("getGroup", "admin", path={"groupId": group["id"]}).json()
        assert (group["name"], group["eTag"]) == (winner["name"], winner["eTag"])
        assert group["eTag"] not in seen
        seen.add(group["eTag"])


def test_eight_writers_lose_no_increment(clients: list[Client]) -> None:
    increments = 5
    group_id = clients[0].send("insertGroup", "admin", body=list_body("0")).json()["id"]

    def count(client: Client, _: int) -> httpx.Response:
        done = 0
        while done < increments:
            answer = client.send("getGroup", "admin", path={"groupId": group_id})
            group = answer.json()
            answer = put(client, group, str(int(group["name"]) + 1))
            assert answer.status_code in (200, 412)
            done += answer.status_code == 200
        return answer

    together(clients, count)
    final = clients[0].send("getGroup", "admin", path={"groupId": group_id}).json()
    assert final["name"] == str(CLIENTS * increments)


def test_members_that_are_added_at_once_are_all_there(clients: list[Client]) -> None:
    users = [
        u["userSystemInfo"]["id"] for u in clients[0].send("listUserAccounts", "admin").json()[-CLIENTS:]
    ]
    group_id = clients[0].send("insertGroup", "admin", body=list_body("M")).json()["id"]

    def add(client: Client, number: int) -> httpx.Response:
        body = {"member": {"memberId": users[number], "memberTenant": 189}}
        return client.send("addMemberToGroup", "admin", path={"groupId": group_id}, body=body)

    assert {answer.status_code for answer in together(clients, add)} == {200}
    members = clients[0].send("getGroup", "admin", path={"groupId": group_id}).json()["members"]
    assert {member["memberId"] for member in members} == set(users)


def test_one_of_many_gets_the_name_of_a_room(clients: list[Client]) -> None:
    answers = together(
        clients, lambda client, _: client.send("createRoom", "user", body={"name": "One", "description": "D"})
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * (CLIENTS - 1)


def test_one_of_many_gets_the_name_of_an_account(clients: list[Client]) -> None:
    attributes = {"userName": "one", "displayName": "One", "emailAddress": "one@example.com"}
    body = {"userAttributes": {**attributes, "accountType": "SYSTEM"}}
    answers = together(clients, lambda client, _: client.send("createUserAccount", "admin", body=body))
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * (CLIENTS - 1)


def test_many_who_open_the_same_im_meet_in_it(clients: list[Client]) -> None:
    colleague = clients[0].send("getSessionInfo", "colleague").json()["id"]
    answers = together(clients, lambda client, _: client.send("createIM", "user", body=[colleague]))
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_two_who_invite_each_other_have_one_request(clients: list[Client]) -> None:
    ids = {name: clients[0].send("getSessionInfo", name).json()["id"] for name in ("user", "stranger")}

    def invite(client: Client, number: int) -> httpx.Response:
        by, peer = ("user", "stranger") if number % 2 else ("stranger", "user")
        return client.send("createConnection", by, body={"userId": ids[peer]})

    answers = together(clients[:2], invite)
    assert sorted(answer.status_code for answer in answers) == [200, 400]
