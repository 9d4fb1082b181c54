from __future__ import annotations

import hashlib
import json
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from conformance.target import Exchange, Recorder, Redactor, Request, Response
from conformance.target.recorder import LONGEST_BODY, SHORTENED_BODY

REQUEST = Request("createRoom", "POST", "/v3/room/create", body=b'{"name":"x"}', purpose="a first room")


def exchange(response: Response | None, error: str | None = None) -> Exchange:
    sent = (("Accept", "application/json"), ("X-Twice", "a"), ("X-Twice", "b"))
    return Exchange(
        "main-1", "createRoom", "user", REQUEST, "http://h/pod/x", sent, response, error, "t", 2.5
    )


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]


def test_a_record_is_in_the_file_at_once(tmp_path: Path) -> None:
    with Recorder(tmp_path / "records" / "main.jsonl", Redactor()) as recorder:
        recorder.write({"record": "plan", "tests": 1})
        assert recorder.path.read_bytes() == b'{"record":"plan","tests":1}\n'


def test_a_second_recorder_appends(tmp_path: Path) -> None:
    for number in (1, 2):
        with Recorder(tmp_path / "gw0.jsonl", Redactor()) as recorder:
            recorder.write({"n": number})
    assert lines_of(tmp_path / "gw0.jsonl") == [{"n": 1}, {"n": 2}]


def test_an_exchange_is_recorded_with_its_test(tmp_path: Path) -> None:
    response = Response(200, (("Content-Type", "application/json"),), b'{"id":1}', 2.0)
    with Recorder(tmp_path / "main.jsonl", Redactor()) as recorder:
        recorder.test = "test_contract.py::test_operation[createRoom]"
        recorder.exchange(exchange(response))
    assert lines_of(tmp_path / "main.jsonl") == [
        {
            "record": "exchange",
            "id": "main-1",
            "test": "test_contract.py::test_operation[createRoom]",
            "operation": "createRoom",
            "actor": "user",
            "purpose": "a first room",
            "effect": "read",
            "request": {
                "method": "POST",
                "url": "http://h/pod/x",
                "headers": {"Accept": "application/json", "X-Twice": "a, b"},
                "body": '{"name":"x"}',
            },
            "response": {
                "status": 200,
                "headers": {"Content-Type": "application/json"},
                "body": '{"id":1}',
                "truncated": False,
            },
            "error": None,
            "elapsed_ms": 2.5,
            "at": "t",
        }
    ]


def test_an_exchange_without_an_answer_is_recorded_with_its_error(tmp_path: Path) -> None:
    with Recorder(tmp_path / "main.jsonl", Redactor()) as recorder:
        recorder.exchange(exchange(None, "connection refused"))
    [record] = lines_of(tmp_path / "main.jsonl")
    assert (record["response"], record["error"]) == (None, "connection refused")


def test_a_body_that_is_not_utf_8_is_recorded_as_base64(tmp_path: Path) -> None:
    with Recorder(tmp_path / "main.jsonl", Redactor()) as recorder:
        recorder.exchange(exchange(Response(200, (), b"\xff\x00", 1.0)))
    [record] = lines_of(tmp_path / "main.jsonl")
    assert record["response"]["body"] == {"base64": "/wA="}


def test_a_lone_surrogate_is_read_back_as_it_was(tmp_path: Path) -> None:
    with Recorder(tmp_path / "main.jsonl", Redactor()) as recorder:
        recorder.write({"observed": "\ud800 é \u2028"})
    assert lines_of(tmp_path / "main.jsonl") == [{"observed": "\ud800 é \u2028"}]


def test_a_secret_in_any_record_is_replaced(tmp_path: Path) -> None:
    redact = Redactor()
    redact.add("a-secret-token", "SESSION_TOKEN")
    with Recorder(tmp_path / "main.jsonl", redact) as recorder:
        recorder.write(
            {"record": "check", "observed": "said a-secret-token", "more": [{"a": "a-secret-token"}]}
        )
    assert lines_of(tmp_path / "main.jsonl") == [
        {"record": "check", "observed": "said $SESSION_TOKEN", "more": [{"a": "$SESSION_TOKEN"}]}
    ]


def test_threads_never_mix_their_lines(tmp_path: Path) -> None:
    with Recorder(tmp_path / "main.jsonl", Redactor()) as recorder:

        def write(letter: str) -> None:
            for _ in range(50):
                recorder.write({"t": letter * 500})

        threads = [Thread(target=write, args=(letter,)) for letter in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    texts = [line["t"] for line in lines_of(tmp_path / "main.jsonl")]
    assert sorted(texts) == sorted(letter * 500 for letter in "abcd" for _ in range(50))


def recorded(body: bytes, tmp_path: Path, times: int = 1) -> list[dict[str, Any]]:
    """The answers as they are recorded."""
    with Recorder(tmp_path / "main.jsonl", Redactor()) as recorder:
        response = Response(200, (), body, 1.0)
        exchange = Exchange(
            "main-1", "getRoom", None, Request("getRoom", "GET", "/x"), "", (), response, None
        )
        for _ in range(times):
            recorder.exchange(exchange)
    lines = recorder.path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["response"] for line in lines]


def test_of_a_long_body_the_beginning_the_length_and_the_digest_are_kept(tmp_path: Path) -> None:
    body = "☃".encode() * 100_000
    (answer,) = recorded(body, tmp_path)
    assert answer["cut"] == {"length": len(body), "sha256": hashlib.sha256(body).hexdigest()}
    assert LONGEST_BODY - 3 < len(answer["body"].encode()) <= LONGEST_BODY
    assert set(answer["body"]) == {"☃"}, "the cut goes through a character"


def test_a_body_of_the_greatest_length_is_whole(tmp_path: Path) -> None:
    (answer,) = recorded(b"x" * LONGEST_BODY, tmp_path)
    assert ("cut" in answer, len(answer["body"])) == (False, LONGEST_BODY)


def test_many_long_bodies_are_cut_shorter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conformance.target.recorder.LONG_BODIES", 2 * LONGEST_BODY)
    answers = recorded(b"x" * 2 * LONGEST_BODY, tmp_path, times=4)
    lengths = [len(answer["body"]) for answer in answers]
    assert lengths == [LONGEST_BODY, LONGEST_BODY, SHORTENED_BODY, SHORTENED_BODY]


def test_a_record_does_not_command_a_terminal_and_reads_as_it_was(tmp_path: Path) -> None:
    body = "\x1b[2J\x9b2J\u202egnp.exe\ufeff".encode()
    (answer,) = recorded(body, tmp_path)
    assert answer["body"] == body.decode()
    written = (tmp_path / "main.jsonl").read_text(encoding="utf-8")
    assert written.rstrip("\n").isprintable()
