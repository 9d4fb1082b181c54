"""Variants: what each changes, and that the contract still allows every answer."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.reference_pod.names import UnknownName
from conformance.reference_pod.variants import list_variants, variant_wrapper
from tests.reference_pod.web import WebPod


def varied(name: str) -> WebPod:
    web = WebPod()
    return web.wrap(variant_wrapper(web.pod, name))


def group(web: WebPod) -> dict[str, Any]:
    body = {
        "type": "SDL",
        "ownerType": "TENANT",
        "ownerId": 189,
        "name": "D",
        "profile": {"displayName": "D"},
    }
    return {**body, **web.call("insertGroup", body=body).json()}


def invite(web: WebPod, by: str, peer: str) -> Any:
    return web.call("createConnection", by, body={"userId": web.actor(peer).id})


@pytest.mark.parametrize("variant", list_variants(), ids=lambda variant: str(variant.name))
def test_every_variant_conforms(variant: Any) -> None:
    web = varied(variant.name)
    invite(web, "user", "stranger")
    invite(web, "user", "stranger")
    for operation_id in ("getSessionInfo", "listConnections", "listStreams", "listUserAccounts", "listTypes"):
        web.call(operation_id, "admin")
        web.call(operation_id, "nobody")
    group(web)
    path = {"companyId": "10", "userId": (191 << 36) + 1}
    web.call("getUser", path=path)
    assert web.breaches == []
    assert web.audit.audited > 10


def test_absent_properties_arrive_as_null() -> None:
    reference = WebPod().call("getSessionInfo").json()
    answer = varied("null-for-absent").call("getSessionInfo").json()
    added = answer.keys() - reference.keys()
    assert added
    assert {answer[name] for name in added} == {None}


def test_answers_have_a_property_nobody_documented() -> None:
    assert "futureProperty" in varied("extra-properties").call("getSessionInfo").json()


@pytest.mark.parametrize(("name", "body"), [("empty-401-body", b""), ("bare-401-body", b'{"message"')])
def test_a_401_may_say_less(name: str, body: bytes) -> None:
    response = varied(name).call("getSessionInfo", None)
    assert response.status_code == 401
    assert response.content[:10] == body
    assert "content-type" not in response.headers


def test_the_etag_header_may_be_absent_or_quoted() -> None:
    for name, expected in (("no-etag-header", None), ("quoted-etag-header", '"{}"')):
        web = varied(name)
        response = web.call("getGroup", path={"groupId": group(web)["id"]})
        etag = response.json()["eTag"]
        assert response.headers.get("etag") == (expected and expected.format(etag))


def test_a_missing_if_match_may_be_a_428() -> None:
    web = varied("missing-if-match-428")
    made = group(web)
    assert web.call("updateGroup", path={"groupId": made["id"]}, body=made).status_code == 428
    headers = {"If-Match": made["eTag"]}
    assert (
        web.call("updateGroup", path={"groupId": made["id"]}, body=made, headers=headers).status_code == 200
    )


def test_community_connect_may_follow_its_guide() -> None:
    web = varied("community-guide")
    person = {"email": "ann@new.example", "firstName": "Ann", "lastName": "B"}
    created = web.call("createUser", body={"companyName": "New", "users": [person]})
    assert (created.status_code, "email" in created.json()["success"][0]) == (200, False)
    assert web.call("searchUser", query={"email": "no@new.example"}).status_code == 400


def test_a_limit_may_be_clamped() -> None:
    web = varied("clamps-limits")
    assert web.call("listUserAccounts", query={"limit": 5000}).status_code == 200
    assert web.call("listUserAccounts", query={"limit": 0}).status_code == 200
    assert web.call("listUserAccounts", query={"limit": "ten"}).status_code == 400


def test_an_empty_page_past_the_end_may_be_a_204() -> None:
    web = varied("204-past-the-end")
    assert web.call("listUserAccounts", query={"skip": 1000}).status_code == 204
    assert web.call("listUserAccounts").status_code == 200


def test_a_request_may_come_at_a_busy_time() -> None:
    web = varied("sometimes-429")
    responses = [web.call("listLanguages", None) for _ in range(40)]
    assert [r.status_code for r in responses] == [200] * 39 + [429]
    assert responses[-1].headers["retry-after"] == "0"


def test_a_second_invitation_may_be_answered_with_the_first() -> None:
    web = varied("second-invitation-unchanged")
    first, second = invite(web, "user", "stranger"), invite(web, "user", "stranger")
    assert (second.status_code, second.json()) == (200, first.json())
    assert invite(web, "user", "user").status_code == 400


def test_removing_a_pending_connection_may_follow_the_table() -> None:
    web = varied("remove-pending-as-tabled")
    invite(web, "user", "stranger")
    path = {"uid": web.actor("user").id}
    for expected in ("REJECTED", "PENDING_INCOMING"):
        assert web.call("removeConnection", "stranger", path=path).status_code == 200
        seen = web.call("getConnection", "stranger", path={"userId": path["uid"]}).json()
        assert seen["status"] == expected
    assert web.call("removeConnection", "user", path={"uid": web.actor("stranger").id}).status_code == 400


def test_an_unknown_variant_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(UnknownName, match="did you mean null-for-absent"):
        variant_wrapper(WebPod().pod, "nulls-for-absent")
