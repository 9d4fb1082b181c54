"""Defects of production: what each does to an answer, and what it leaves alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.contract import load_contract
from conformance.reference_pod.defects import defect_wrapper
from conformance.reference_pod.seed import actor
from conformance.reference_pod.tokens import open_session
from conformance.reference_pod.wire import Request, Response, json_response
from tests.reference_pod.web import WebPod

NOT_FOUND = json_response(404, {"code": 404, "message": "no"})


class Broken:
    """An endpoint with a defect; `answers` are given one after the other, the last one for ever."""

    def __init__(self, defect: str, *answers: Any) -> None:
        self.pod = WebPod().pod
        self.operation = load_contract().operations[defect.partition("@")[2]]
        self.seen: list[Request] = []
        self._answers = [a if isinstance(a, Response) else json_response(200, a) for a in answers]
        self._endpoint = defect_wrapper(self.pod, defect)(self.operation, self._answer)

    def _answer(self, request: Request) -> Response:
        self.seen.append(request)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def ask(self, by: str | None = None, **parts: Any) -> Any:
        """The JSON of the answer to a request."""
        headers = {} if by is None else {"sessiontoken": open_session(self.pod, actor(self.pod, by)).token}
        return json.loads(self._endpoint(Request(self.operation, headers=headers, **parts)).body)


def test_an_answer_is_kept_for_another_caller_but_not_for_the_same() -> None:
    pod = Broken("caches-without-caller@getSessionInfo", {"id": 1}, {"id": 2}, {"id": 3})
    assert [pod.ask("admin"), pod.ask("admin"), pod.ask("user")] == [{"id": 1}, {"id": 2}, {"id": 2}]


def test_answers_are_mixed_up_under_load_only() -> None:
    calm = Broken("mixes-up-callers@getSessionInfo", *({"id": n} for n in range(4)))
    assert [calm.ask("admin"), calm.ask("user"), calm.ask("admin")] == [{"id": 0}, {"id": 1}, {"id": 2}]


def test_what_is_gone_is_read_if_it_was_read_before() -> None:
    pod = Broken("outlives@getApp", {"appId": "a"}, NOT_FOUND)
    assert [pod.ask(path={"id": "a"}), pod.ask(path={"id": "a"})] == [{"appId": "a"}, {"appId": "a"}]
    assert pod.ask(path={"id": "b"}) == {"code": 404, "message": "no"}


def test_lists_show_what_they_have_shown() -> None:
    pod = Broken("remembers-items@listProtocols", ["ftp", "ssh"], ["ssh"])
    assert [pod.ask(), pod.ask()] == [["ftp", "ssh"], ["ssh", "ftp"]]


@pytest.mark.parametrize(
    ("defect", "sent", "kept"),
    [
        ("mangles.quote@createApp", 'a "b"', "a &quot;b&quot;"),
        ("mangles.astral@createApp", "a😀", "a?"),
        ("mangles.plus@createApp", "a+b", "a b"),
        ("mangles.backslash@createApp", "a\\b", "a\\\\b"),
        ("mangles.percent@createApp", "plain", "plain"),
        ("mangles.nul@createApp", "a\0b", "a"),
    ],
)
def test_texts_with_one_class_of_characters_are_kept_as_others(defect: str, sent: str, kept: str) -> None:
    pod = Broken(defect, {})
    pod.ask(body=json.dumps({"description": sent}).encode())
    assert json.loads(pod.seen[0].body) == {"description": kept}


@pytest.mark.parametrize(("text", "code"), [("a%b", 500), ("ab", None)])
def test_one_class_of_characters_is_a_server_error(text: str, code: int | None) -> None:
    answer = Broken("crashes-on.percent@createApp", {}).ask(body=json.dumps({"name": [text]}).encode())
    assert answer.get("code") == code


def test_one_value_of_a_filter_is_not_heard() -> None:
    pod = Broken("ignores-value.status/REJECTED@listConnections", [])
    for status in ("REJECTED", "ALL"):
        pod.ask(query={"status": [status]})
    assert [request.query for request in pod.seen] == [{}, {"status": ["ALL"]}]


@pytest.mark.parametrize(
    ("defect", "change"),
    [
        ("in-seconds.creationDate@getRoom", lambda found, _: found["creationDate"] == 1_700_000_000),
        ("credits-others.createdByUserId@getRoom", lambda found, other: found["createdByUserId"] == other),
    ],
)
def test_a_time_and_an_author_are_wrong_and_of_the_right_type(
    defect: str, change: Callable[[dict[str, Any], int], bool]
) -> None:
    pod = Broken(defect, {"creationDate": 1_700_000_000_000, "createdByUserId": 1, "active": True})
    found = pod.ask()
    assert change(found, actor(pod.pod, "colleague").id), found
    assert found["active"] is True
