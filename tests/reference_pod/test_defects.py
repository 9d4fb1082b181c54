"""Defects: what each does to its operation, that it leaves the others alone, and how they are named."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from conformance.contract import load_contract
from conformance.reference_pod.defects import defect_wrapper, list_defects
from conformance.reference_pod.names import UnknownName
from tests.reference_pod.web import WebPod

JSON = "application/json"


def broken(name: str) -> WebPod:
    web = WebPod()
    return web.wrap(defect_wrapper(web.pod, name))


def whole(response: httpx.Response) -> tuple[int, str, bytes]:
    return response.status_code, response.headers.get("content-type", ""), response.content


@pytest.mark.parametrize(
    ("kind", "status", "media_type"),
    [
        ("answers-500", 500, JSON),
        ("answers-html", 200, "text/html; charset=utf-8"),
        ("answers-empty", 200, JSON),
        ("wrong-content-type", 200, "text/plain; charset=utf-8"),
        ("undocumented-status", 299, JSON),
        ("refuses-everything", 400, JSON),
        ("truncated-json", 200, JSON),
        ("null-body", 200, JSON),
        ("mistypes-properties", 200, JSON),
    ],
)
def test_a_defect_of_answers_is_a_breach_on_its_operation_and_no_other(
    kind: str, status: int, media_type: str
) -> None:
    web = broken(f"{kind}@getSessionInfo")
    expected = whole(WebPod().call("getSessionInfo"))
    seen = whole(web.call("getSessionInfo"))
    assert seen[:2] == (status, media_type)
    assert seen != expected
    assert web.call("getOwnPresence").status_code == 200
    documented = kind in ("answers-500", "refuses-everything")
    assert {b.operation for b in web.breaches} == (set() if documented else {"getSessionInfo"})


def test_required_properties_are_omitted() -> None:
    web = broken("omits-required@setOwnPresence")
    assert "category" not in web.call("setOwnPresence", body={"category": "AVAILABLE"}).json()
    assert [breach.operation for breach in web.breaches] == ["setOwnPresence"]


def test_documented_headers_are_dropped() -> None:
    body = {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": 189,
        "name": "D",
        "profile": {"displayName": "D"},
    }
    assert "etag" in WebPod().call("insertGroup", body=body).headers
    response = broken("drops-headers@insertGroup").call("insertGroup", body=body)
    assert (response.status_code, "etag" in response.headers) == (201, False)


def test_errors_show_a_stack_trace() -> None:
    response = broken("stack-trace@getApp").call("getApp", path={"id": "none"})
    assert (response.status_code, "NullPointerException" in response.json()["message"]) == (400, True)


def test_errors_come_in_another_envelope() -> None:
    web = broken("wrong-envelope@getApp")
    response = web.call("getApp", path={"id": "none"})
    assert isinstance(response.json(), list)
    assert [breach.operation for breach in web.breaches] == ["getApp"]


@pytest.mark.parametrize(
    ("operation_id", "path"),
    [
        ("getSessionInfo", {}),
        ("listTypes", {}),
        ("getUser", {"companyId": "10", "userId": (191 << 36) + 1}),
    ],
)
def test_credentials_are_not_asked_for(operation_id: str, path: dict[str, Any]) -> None:
    web = broken(f"ignores-token@{operation_id}")
    headers = {"X-Symphony-Host": ""}
    assert web.call(operation_id, None, path=path, headers=headers).status_code in (200, 404, 400)
    assert web.call("listConnections", None).status_code == 401


def test_privileges_are_not_asked_for() -> None:
    web = broken("ignores-rights@listUserAccounts")
    assert web.call("listUserAccounts", "nobody").status_code == 200
    assert web.call("listUserAccounts", None).status_code == 401
    assert web.call("listSystemRoles", "nobody").status_code == 403


def test_bad_requests_are_accepted() -> None:
    web = broken("accepts-anything@createConnection")
    assert web.call("createConnection", "user", body={"userId": "x"}).status_code == 200
    assert web.call("acceptConnection", "user", body={"userId": "x"}).status_code == 400


def test_what_a_defect_cannot_read_is_refused_as_ever() -> None:
    web = broken("always-lists-inactive@listStreams")
    assert web.call("listStreams", "user", body="no object").status_code == 400


@pytest.mark.parametrize("defect", list_defects(), ids=lambda defect: str(defect.kind))
def test_every_kind_applies_to_some_operation_and_changes_no_request_to_others(defect: Any) -> None:
    web = WebPod()
    operations = [o for o in load_contract().operations.values() if defect.applies(web.pod, o)]
    assert operations, f"{defect.kind} applies nowhere"
    wrapper = defect_wrapper(web.pod, f"{defect.kind}@{operations[0].id}")

    def endpoint(_: Any) -> Any:
        raise AssertionError("never called")

    changed = [o.id for o in load_contract().operations.values() if wrapper(o, endpoint) is not endpoint]
    assert changed == [operations[0].id]


def test_defects_have_different_kinds_and_a_sentence_each() -> None:
    kinds = [defect.kind for defect in list_defects()]
    assert len(set(kinds)) == len(kinds) >= 10
    assert all(defect.summary.endswith(".") for defect in list_defects())


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("answers-500@getRom", "answers-500@getRoom"),
        ("answer-500@getRoom", "answers-500@getRoom"),
        ("answers-html@deleteProtocol", "answers-500@deleteProtocol"),
        ("ignores-token@getPodCertificate", None),
        ("answers-500", None),
        ("", None),
    ],
)
def test_an_unknown_defect_is_answered_with_the_nearest_name(name: str, nearest: str | None) -> None:
    with pytest.raises(UnknownName) as error:
        defect_wrapper(WebPod().pod, name)
    message = str(error.value)
    assert repr(name) in message
    assert "\n" not in message
    if nearest is not None:
        assert message.endswith(f"did you mean {nearest}?")
