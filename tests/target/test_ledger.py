"""The ledger: written before the request leaves, readable whenever the run ends, and silent about secrets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.target import AsActor, Redactor, Request, Transport, Withheld, find_profile
from conformance.target.ledger import UNREAD, Ledger, Setting
from conformance.target.ledger_entries import LedgerError, Thing, read_ledger
from tests.target.kit import GIVEN_TOKEN, Answer, Seen, Server, json_answer, target_of

ROOM = Request("createRoom", "POST", "/v3/room/create", body=b'{"name":"room-L1-1"}')
PRESENCE = Request("setOwnPresence", "POST", "/v2/user/presence", body=b'{"category":"BUSY"}')
MADE = json_answer({"roomSystemInfo": {"id": "r1"}})


def answers(request: Seen) -> Answer:
    if request.method == "GET":
        return json_answer({"category": "AWAY"})
    return MADE if request.path.endswith("/create") else json_answer({})


def opened(server: Server, path: Path, **changes: Any) -> Transport:
    """A transport with a ledger in `path`."""
    target = target_of(server.url, **changes)
    ledger = Ledger(path, Redactor(), target, worker="main", label="L1", durable=True)
    return Transport(target, find_profile("gate"), ledger=ledger)


def entries_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]


def test_the_intent_is_written_before_the_request_leaves(tmp_path: Path) -> None:
    path, seen = tmp_path / "ledger.jsonl", []

    def look(request: Seen) -> Answer:
        seen.append(entries_of(path)[-1])
        return MADE

    with Server(look) as server, opened(server, path) as transport:
        transport.send(ROOM, AsActor("user"))
    assert [(entry["entry"], entry["names"]) for entry in seen] == [("intent", ["room-L1-1"])]


def test_what_was_made_is_told_by_the_id_in_the_answer(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with Server(answers) as server, opened(server, path) as transport:
        transport.send(ROOM, AsActor("user"))
    assert read_ledger(path).things == [Thing("room", "createRoom", "user", "r1", None, True)]


def test_what_was_refused_was_not_made(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with Server(lambda _: Answer(400)) as server, opened(server, path) as transport:
        transport.send(ROOM, AsActor("user"))
    assert read_ledger(path).things == []


@pytest.mark.parametrize(("name", "ours"), [("room-L1-1", True), ("lunch", False)])
def test_an_intent_without_an_answer_is_known_by_its_name(tmp_path: Path, name: str, ours: bool) -> None:
    path = tmp_path / "ledger.jsonl"
    request = Request("createRoom", "POST", "/v3/room/create", body=json.dumps({"name": name}).encode())
    cut_off = Answer(200, b"", {"Content-Length": "5"})
    with Server(lambda _: cut_off) as server, opened(server, path, timeout_seconds=0.2) as transport:
        transport.send(request, AsActor("user"))
    assert read_ledger(path).things == [Thing("room", "createRoom", "user", None, name, ours)]


def test_what_stands_before_the_first_change_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with Server(answers) as server, opened(server, path) as transport:
        for _ in range(2):
            transport.send(PRESENCE, AsActor("user"))
        methods = [request.method for request in server.seen]
    assert methods == ["GET", "POST", "POST"]
    assert read_ledger(path).settings == {Setting("own presence", "", "user"): "AWAY"}


def test_what_cannot_be_read_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with Server(lambda _: Answer(500)) as server, opened(server, path) as transport:
        transport.send(PRESENCE, AsActor("user"))
    assert list(read_ledger(path).settings.values()) == [UNREAD]


def test_on_a_target_of_value_only_what_the_run_made_is_changed(tmp_path: Path) -> None:
    def update(room: str) -> Request:
        return Request("updateRoom", "POST", f"/v3/room/{room}/update", body=b"{}")

    with Server(answers) as server, opened(server, tmp_path / "l", disposable=False) as transport:
        transport.send(ROOM, AsActor("user"))
        transport.send(update("r1"), AsActor("user"))
        with pytest.raises(Withheld, match="updateRoom: it is sent only for what this run has made"):
            transport.send(update("r2"), AsActor("user"))
        transport.send(update("conformance-no-such-thing"), AsActor("user"))
        assert not any("r2" in path for path in server.paths())


def test_no_secret_stands_in_the_ledger(tmp_path: Path) -> None:
    path, redact = tmp_path / "ledger.jsonl", Redactor()
    redact.add(GIVEN_TOKEN, "SESSION_TOKEN")
    body = json.dumps({"name": GIVEN_TOKEN}).encode()
    with Server(answers) as server:
        target = target_of(server.url)
        ledger = Ledger(path, redact, target, worker="main", label="L1", durable=False)
        with ledger, Transport(target, find_profile("gate"), ledger=ledger) as transport:
            transport.send(Request("createRoom", "POST", "/v3/room/create", body=body), AsActor("user"))
    assert GIVEN_TOKEN not in path.read_text(encoding="ascii")


def test_a_line_that_was_cut_off_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    with Server(answers) as server, opened(server, path) as transport:
        transport.send(ROOM, AsActor("user"))
    with path.open("a") as file:
        file.write('{"entry":"int')
    assert len(read_ledger(path).things) == 1


@pytest.mark.parametrize(
    ("text", "trouble"),
    [("", "holds no run"), ("{}\n", "line 1 is no entry"), ("nonsense\n", "line 1 is no entry")],
)
def test_another_file_is_no_ledger(tmp_path: Path, text: str, trouble: str) -> None:
    path = tmp_path / "file"
    path.write_text(text)
    with pytest.raises(LedgerError, match=rf"{trouble}.*; name the ledger.jsonl of a run folder"):
        read_ledger(path)
