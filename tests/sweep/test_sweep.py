"""Sweeping a real pod: what the run made is removed, what it changed is put back, nothing else is touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance.contract import load_contract
from conformance.suite.certificates import authority_pem, self_signed_pem
from conformance.suite.requests import NO_BODY, Call, build
from conformance.suite.things import PIXEL
from conformance.sweep.run_folder import sweep_target
from conformance.sweep.sweeping import Swept
from conformance.target import AsActor, Redactor, Transport, find_profile, load_target
from conformance.target.ledger import Ledger
from conformance.target.ledger_entries import read_ledger
from tests.end_to_end.real_pod import RealPod, real_pod, residue, touched

LABEL = "L7"
HOST = {"X-Symphony-Host": ""}


class Run:
    """Sends requests as a run does, with a ledger, and sweeps after it."""

    def __init__(self, pod: RealPod, folder: Path) -> None:
        self.pod, self.path = pod, folder / "ledger.jsonl"
        self.target = load_target(pod.target_file)
        ledger = Ledger(self.path, Redactor(), self.target, worker="main", label=LABEL, durable=False)
        self.transport = Transport(self.target, find_profile("gate"), ledger=ledger)
        self.before = pod.records()

    def send(self, operation: str, actor: str, *, body: Any = NO_BODY, **call: Any) -> Any:
        """The JSON of a success."""
        request = build(load_contract().operations[operation], Call(body=body, **call))
        response = self.transport.send(request, AsActor(actor)).response
        assert response is not None, operation
        assert response.status < 300, f"{operation}: {response.status} {response.text}"
        return response.json() if response.body else None

    def id_of(self, actor: str) -> int:
        user_id = self.target.actors[actor].user_id
        assert user_id is not None
        return user_id

    def sweep(self) -> list[Swept]:
        """Sweep, and see that nothing is left that could go and nothing else was touched."""
        found = sweep_target(self.target, read_ledger(self.path))
        after = self.pod.records()
        assert touched(self.before, after) + residue(self.pod.pod, self.before, after) == []
        return found


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    with running(tmp_path) as started:
        yield started


@contextmanager
def running(folder: Path) -> Iterator[Run]:
    with real_pod(folder) as pod:
        started = Run(pod, folder)
        with started.transport:
            yield started


def fates(found: list[Swept]) -> set[tuple[str, str]]:
    return {(swept.what, swept.fate) for swept in found}


def account(name: str) -> dict[str, Any]:
    attributes = {
        "emailAddress": f"{name}@example.com",
        "userName": name,
        "displayName": name,
        "accountType": "NORMAL",
        "firstName": "A",
        "lastName": "B",
    }
    return {"userAttributes": attributes, "roles": ["INDIVIDUAL"]}


def test_rooms_groups_accounts_apps_and_settings_of_the_pod_go(run: Run) -> None:
    run.send("createRoom", "user", body={"name": f"room-{LABEL}", "description": "d"})
    run.send("createUserAccount", "admin", body=account(f"user-{LABEL}"))
    run.send("createProtocol", "admin", body={"scheme": f"p-{LABEL}"})
    extension = {"extension": f".x{LABEL}", "scope_internal": True, "scope_external": False}
    run.send("putAllowedFileExtension", "admin", path={"extension": f".x{LABEL}"}, body=extension)
    run.send("createPresenceFeed", "user")
    group = {"type": "SDL", "ownerType": "TENANT", "ownerId": run.id_of("admin") >> 36, "members": []}
    group |= {"name": f"group-{LABEL}", "profile": {"displayName": "g"}}
    made = run.send("insertGroup", "admin", headers=HOST, body=group)
    run.send("updateAvatar", "admin", path={"groupId": made["id"]}, headers=HOST, body={"image": PIXEL})
    assert fates(run.sweep()) == {
        ("room", "left"),
        ("account", "left"),
        ("protocol", "removed"),
        ("extension", "removed"),
        ("feed", "removed"),
        ("group", "left"),
    }


def test_what_the_run_changed_of_the_actors_is_put_back(run: Run) -> None:
    run.send("setOwnPresence", "user", body={"category": "BUSY"})
    run.send("setOwnManifest", "user", body={"manifest": '{"a":1}'})
    path, body = {"uid": run.id_of("user")}, {"followers": [run.id_of("colleague")]}
    run.send("followUsers", "admin", path=path, body=body)
    run.send("createConnection", "user", body={"userId": run.id_of("stranger")})
    run.send("acceptConnection", "stranger", body={"userId": run.id_of("user")})
    found = run.sweep()
    assert {swept.fate for swept in found} <= {"restored", "unchanged"}, found
    assert {swept.what for swept in found} == {"own presence", "manifest", "followers", "connection"}


def test_an_unanswered_intent_is_found_by_its_name(run: Run) -> None:
    run.send("createRoom", "user", body={"name": f"room-{LABEL}", "description": "d"})
    run.send("createUserAccount", "admin", body=account(f"user-{LABEL}"))
    forget_answers(run.path)
    assert fates(run.sweep()) == {("room", "left"), ("account", "left")}


@pytest.mark.parametrize("attributes", [{}, {"name": "0"}, {"name": "0", "type": {"type": "USERSIGNING"}}])
def test_a_certificate_is_known_by_its_own_name_whatever_the_request_calls_it(
    run: Run, attributes: dict[str, Any]
) -> None:
    signing = "USERSIGNING" in str(attributes)
    pem = authority_pem(f"ca-{LABEL}") if signing else self_signed_pem(f"cert-{LABEL}")
    run.send("createCompanyCertificate", "admin", body={"pem": pem, "attributes": attributes})
    forget_answers(run.path)
    assert fates(run.sweep()) == {("certificate", "removed")}


def test_what_may_be_somebody_elses_is_named_and_left_alone(run: Run) -> None:
    run.send("createRoom", "user", body={"name": "lunch", "description": "d"})
    forget_answers(run.path)
    (swept,) = sweep_target(run.target, read_ledger(run.path))
    assert (swept.fate, swept.says) == ("residue", "is not removed: it may have been there before the run")
    streams = [record for (table, _), record in run.pod.records().items() if table == "streams"]
    (room,) = (stream for stream in streams if stream.attributes.get("name") == "lunch")
    assert room.active, "a room of which nothing proves that it is ours was deactivated"


def test_an_intent_of_which_nothing_came_is_nothing(run: Run) -> None:
    entry = {"entry": "intent", "id": "main-9", "at": "", "operation": "createRoom", "kind": "room"}
    with run.path.open("a") as file:
        file.write(json.dumps({**entry, "actor": "user", "names": [f"room-{LABEL}-9"]}) + "\n")
    assert fates(run.sweep()) == {("room", "gone")}


def test_what_was_asked_for_without_a_name_and_not_answered_is_not_called_gone(run: Run) -> None:
    entry = {"entry": "intent", "id": "main-9", "at": "", "operation": "createRoom", "kind": "room"}
    with run.path.open("a") as file:
        file.write(json.dumps({**entry, "actor": "user", "names": []}) + "\n")
    (swept,) = run.sweep()
    assert (swept.fate, swept.which) == ("left", "createRoom")
    assert "nothing tells it from others" in swept.says


def test_a_second_sweep_finds_nothing_to_do(run: Run) -> None:
    run.send("createProtocol", "admin", body={"scheme": f"p-{LABEL}"})
    assert fates(run.sweep()) == {("protocol", "removed")}
    assert fates(run.sweep()) == {("protocol", "gone")}


def test_what_is_not_reached_is_residue(run: Run) -> None:
    run.send("createProtocol", "admin", body={"scheme": f"p-{LABEL}"})
    (swept,) = sweep_target(run.target, read_ledger(run.path), go_on=lambda: False)
    assert (swept.fate, swept.says) == ("residue", "not reached before the end")


def forget_answers(path: Path) -> None:
    """The ledger as a run leaves it that is killed before it has its answers."""
    lines = [line for line in path.read_text().splitlines() if '"entry":"made"' not in line]
    path.write_text("\n".join(lines) + "\n")
