"""Whether a pod keeps several sessions of one user, found by signing in twice."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from conformance.target import Actor, Recorder, Redactor
from conformance.target.sessions import keeps_one_session
from tests.target.kit import Answer, Seen, Server, json_answer, target_of


@dataclass
class Pod:
    """Keeps the newest sessions, so many of them."""

    most: int
    given: list[str] = field(default_factory=list)

    def __call__(self, request: Seen) -> Answer:
        if request.path == "/login/pubkey/authenticate":
            self.given.append(f"session-number-{len(self.given)}")
            return json_answer({"name": "sessionToken", "token": self.given[-1]})
        alive = self.given[-self.most :] if self.most else []
        return json_answer({}, 200 if request.headers["sessiontoken"] in alive else 401)


@pytest.mark.parametrize(
    ("most", "one"),
    [(1, True), (2, False), (0, False)],
    ids=["one", "several", "a pod that refuses every session says nothing of it"],
)
def test_a_second_sign_in_shows_it(signing: dict[str, Actor], most: int, one: bool) -> None:
    with Server(Pod(most)) as server:
        assert keeps_one_session(target_of(server.url, actors=signing)) is one


def test_nobody_who_signs_in_nothing_to_ask() -> None:
    with Server(Pod(1)) as server:
        assert not keeps_one_session(target_of(server.url))
        assert server.seen == []


def test_a_sign_in_that_is_refused_is_left_to_the_run(signing: dict[str, Actor]) -> None:
    with Server(lambda _: json_answer({"code": 401, "message": "no"}, 401)) as server:
        assert not keeps_one_session(target_of(server.url, actors=signing))


def test_what_is_asked_is_recorded_under_ids_of_its_own(tmp_path: Path, signing: dict[str, Actor]) -> None:
    with Server(Pod(1)) as server, Recorder(tmp_path / "preflight.jsonl", Redactor()) as recorder:
        keeps_one_session(target_of(server.url, actors=signing), recorder)
        records = [json.loads(line) for line in recorder.path.read_text().splitlines()]
        assert [record["id"] for record in records] == [
            f"preflight-{n}" for n in range(1, len(server.seen) + 1)
        ]
