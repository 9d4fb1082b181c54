"""The application: routing, the order of refusals, validation, envelopes, atomicity."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.contract import Operation
from conformance.reference_pod.app import endpoint_of
from conformance.reference_pod.call import Answer, Call, bad_request
from conformance.reference_pod.pod import Settings
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.rights import REQUIRED
from conformance.reference_pod.wire import Endpoint
from tests.reference_pod.web import WebPod

JSON = {"Content-Type": "application/json"}


def handled_by(web: WebPod, operation_id: str, handler: Any) -> WebPod:
    """The pod with another handler for one operation."""

    def wrap(operation: Operation, endpoint: Endpoint) -> Endpoint:
        return endpoint_of(web.pod, operation, handler) if operation.id == operation_id else endpoint

    return web.wrap(wrap)


@pytest.mark.parametrize(
    ("path", "envelope"),
    [
        ("/pod/v1/nothing", {"code": 404}),
        ("/pod", {"code": 404}),
        ("/", {"code": 404}),
        ("/pod/v3/room//info", {"code": 404}),
        ("/profile-manager/v1/groups/", {"code": "NOT_FOUND"}),
        ("/community-connect/v2/nothing", {"code": "NOT_FOUND"}),
        ("/login/nothing", {"code": 404}),
        ("/login", {"code": 404}),
        ("/pod/v1/no%0Athing", {"code": 404}),
        ("/profile-manager/v1/%0A", {"code": "NOT_FOUND"}),
        ("/community-connect/%0A/v1", {"code": "NOT_FOUND"}),
        ("/community-connect/oauth/token/%0A", {"code": "NOT_FOUND"}),
        ("/login/%0A", {"code": 404}),
        ("/%0A", {"code": 404}),
    ],
)
def test_an_unknown_path_is_404_in_the_words_of_its_api(
    web: WebPod, path: str, envelope: dict[str, Any]
) -> None:
    response = web.http.get(path)
    assert response.status_code == 404
    assert {"code": response.json()["code"]} == envelope
    assert isinstance(response.json()["message"], str)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("TRACE", "/pod/v1/podcert", "GET"),
        ("PATCH", "/pod/v2/user/presence", "GET, POST"),
        ("POST", "/profile-manager/v1/groups/abc", "GET, PUT"),
        ("OPTIONS", "/community-connect/v1/channelco/user", "GET, POST"),
        ("GET", "/login/pubkey/authenticate", "POST"),
    ],
)
def test_an_unknown_method_is_405_with_the_allowed_ones(
    web: WebPod, method: str, path: str, allow: str
) -> None:
    response = web.http.request(method, path)
    assert (response.status_code, response.headers["allow"]) == (405, allow)


def test_fixed_paths_win_over_parameters(web: WebPod) -> None:
    assert web.http.get("/profile-manager/v1/groups/deleteAll").headers["allow"] == "DELETE"
    assert isinstance(web.call("listDisclaimers").json(), list)


def test_an_encoded_slash_stays_inside_its_parameter(web: WebPod) -> None:
    assert web.call("getRoom", "user", path={"id": "a/b+c=="}).status_code == 400


def test_an_encoded_line_feed_stays_inside_its_parameter(web: WebPod) -> None:
    headers = {"If-Match": "x"}
    for operation in web.pod.contract.operations.values():
        path = {p.name: "\n" for p in operation.parameters if p.location == "path"}
        if path:
            status = web.call(operation.id, path=path, headers=headers).status_code
            assert status in (400, 404), f"{operation.id} answered {status} to an id that is a line feed"


def test_sign_in_comes_before_rights_and_rights_before_validation(web: WebPod) -> None:
    broken: dict[str, Any] = {"content": b"{", "headers": JSON}
    assert web.call("createProtocol", None, **broken).status_code == 401
    assert web.call("createProtocol", "nobody", **broken).status_code == 403
    assert web.call("createProtocol", "admin", **broken).status_code == 400


@pytest.mark.parametrize("name", ["nobody", "user"])
def test_whoever_lacks_the_privilege_is_forbidden(web: WebPod, name: str) -> None:
    open_to = {}
    for operation_id in REQUIRED:
        operation = web.pod.contract.operations[operation_id]
        path = {p.name: "1" for p in operation.parameters if p.location == "path"}
        status = web.call(operation_id, name, path=path).status_code
        if status != 403:
            open_to[operation_id] = status
    assert open_to == {}, f"operations that are not forbidden for {name}"


def test_operations_without_a_privilege_are_open_to_everybody_with_an_account(web: WebPod) -> None:
    assert web.call("getSessionInfo", "nobody").json()["username"] == "nobody"


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[", b'{"scheme": NaN}', b'{"scheme": "\\ud800"}', b"\xff\xfe", b"[" * 100_000, b"null"],
)
def test_a_body_that_is_no_json_is_refused(web: WebPod, content: bytes) -> None:
    response = web.call("createProtocol", content=content, headers=JSON)
    assert (response.status_code, response.json()["code"]) == (400, 400)


@pytest.mark.parametrize("media_type", ["text/plain", "application/xml", "", "multipart/form-data"])
def test_a_body_of_another_media_type_is_refused(web: WebPod, media_type: str) -> None:
    response = web.call("createProtocol", content=b'{"scheme": "news"}', headers={"Content-Type": media_type})
    assert response.status_code == 400


def test_the_media_type_may_carry_a_charset(web: WebPod) -> None:
    response = web.call(
        "createProtocol",
        content=b'{"scheme": "news"}',
        headers={"Content-Type": "application/json; charset=utf-8"},
    )
    assert response.status_code == 200


def test_unknown_parameters_headers_and_properties_are_ignored(web: WebPod) -> None:
    response = web.call(
        "createProtocol", query={"new": "1"}, headers={"X-New": "1"}, body={"scheme": "news", "new": {}}
    )
    assert (response.status_code, response.json()) == (200, {"scheme": "news"})


def test_null_counts_as_an_absent_property(web: WebPod) -> None:
    body = {"userId": web.actor("stranger").id, "note": None}
    assert web.call("createConnection", "user", body=body).status_code == 200
    assert web.call("createProtocol", body={"scheme": None}).status_code == 400


@pytest.mark.parametrize("uid", ["abc", "1.5", "", "9223372036854775808", "-9223372036854775809", "0x1"])
def test_an_integer_parameter_must_be_a_64_bit_integer(web: WebPod, uid: str) -> None:
    assert web.call("lookUpUser", "user", query={"uid": uid}).status_code == 400


@pytest.mark.parametrize("number", ["9223372036854775808", "1e30", "1.5", '"1"', "true"])
def test_an_integer_property_must_be_a_64_bit_integer(web: WebPod, number: str) -> None:
    content = f'{{"userId": {number}}}'.encode()
    assert web.call("createConnection", "user", content=content, headers=JSON).status_code == 400


def test_a_whole_number_may_be_written_with_a_fraction(web: WebPod) -> None:
    content = f'{{"userId": {web.actor("stranger").id}.0}}'.encode()
    assert web.call("createConnection", "user", content=content, headers=JSON).status_code == 200


@pytest.mark.parametrize("query", [{}, {"active": "yes"}, {"active": ""}])
def test_a_required_boolean_parameter_must_be_there(web: WebPod, query: dict[str, str]) -> None:
    assert web.call("setRoomActive", "user", path={"id": "x"}, query=query).status_code == 400


@pytest.mark.parametrize("limit", ["0", "-1", "101", "ten"])
def test_a_limit_out_of_bounds_is_refused(web: WebPod, limit: str) -> None:
    response = web.call("listGroups", path={"typeId": "SDL"}, query={"limit": limit})
    assert (response.status_code, response.json()["code"]) == (400, "BAD_REQUEST")


def test_a_required_header_may_be_empty_but_not_missing(web: WebPod) -> None:
    signed = web.credentials("profile-manager", "admin")
    path = "/profile-manager/v1/types/SDL"
    assert web.http.get(path, headers=signed).status_code == 200
    del signed["X-Symphony-Host"]
    assert web.http.get(path, headers=signed).status_code == 400


def test_a_body_that_is_too_long_is_refused() -> None:
    web = WebPod(settings=Settings(max_body_bytes=100))
    assert web.call("createProtocol", body={"scheme": "n" * 100}).status_code == 400
    assert web.call("createProtocol", body={"scheme": "n" * 50}).status_code == 200


def test_a_bug_in_a_handler_is_a_500_without_a_stack_trace(
    web: WebPod, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(call: Call) -> Answer:
        raise ZeroDivisionError("secret")

    response = handled_by(web, "getSessionInfo", broken).call("getSessionInfo")
    assert response.status_code == 500
    assert response.json() == {"code": 500, "message": "Internal server error"}
    assert "ZeroDivisionError: secret" in capsys.readouterr().err


@pytest.mark.parametrize("failure", [bad_request("no"), KeyError("bug")])
def test_what_a_handler_changed_before_it_failed_is_undone(web: WebPod, failure: Exception) -> None:
    user = web.actor("user")

    def half_done(call: Call) -> Answer:
        call.store[USERS].put(replace(user, status="DISABLED"))
        raise failure

    handled_by(web, "getSessionInfo", half_done).call("getSessionInfo")
    assert web.actor("user").status == "ENABLED"


def test_an_answer_that_is_no_json_undoes_the_call_too(web: WebPod) -> None:
    user = web.actor("user")

    def unwritable(call: Call) -> Answer:
        call.store[USERS].put(replace(user, status="DISABLED"))
        return Answer(object())

    assert handled_by(web, "getSessionInfo", unwritable).call("getSessionInfo").status_code == 500
    assert web.actor("user").status == "ENABLED"


def test_no_content_has_no_body_and_no_media_type(web: WebPod) -> None:
    response = web.call("deleteProtocol", path={"scheme": "sip"})
    assert (response.status_code, response.content) == (204, b"")
    assert "content-type" not in response.headers


@pytest.mark.parametrize(
    ("operation_id", "path", "envelope"),
    [
        ("getApp", {"id": "none"}, {"code": int, "message": str}),
        ("getGroup", {"groupId": "none"}, {"code": str, "message": str}),
        ("getUser", {"companyId": "1", "userId": 1}, {"code": str, "message": str}),
    ],
)
def test_refusals_come_in_the_envelope_of_their_api(
    web: WebPod, operation_id: str, path: dict[str, Any], envelope: dict[str, type]
) -> None:
    body = web.call(operation_id, path=path).json()
    assert {name: type(value) for name, value in body.items()} == envelope


@pytest.mark.parametrize(
    "answer", [Answer({"id": "text"}), Answer({}, 299), Answer([]), Answer({"displayName": 5})]
)
def test_the_audit_notices_what_the_contract_does_not_allow(answer: Answer) -> None:
    web = handled_by(WebPod(), "getSessionInfo", lambda _: answer)
    web.call("getSessionInfo")
    assert [breach.operation for breach in web.breaches] == ["getSessionInfo"]
