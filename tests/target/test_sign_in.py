from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier, Thread

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from conformance.target import (
    Actor,
    Anonymous,
    AsActor,
    Exchange,
    Raw,
    Recorder,
    Redactor,
    Request,
    SignInError,
    Transport,
    find_profile,
)
from tests.target.kit import BEARER, GIVEN_TOKEN, HTML_404, Answer, Seen, Server, json_answer, target_of

SESSION_INFO = Request("getSessionInfo", "GET", "/v2/sessioninfo")
PRESENCE = Request("getOwnPresence", "GET", "/v2/user/presence")
TYPES = Request("listTypes", "GET", "/v1/types")
SEARCH = Request("searchUser", "GET", "/v1/channelco/user")
ONBOARDING = Request("getUserOnboardingAvailability", "GET", "/v1/onboarding/tenant")
NOW = 1_800_000_000.0


@dataclass
class Pod:
    """Gives out numbered tokens and takes only those that are still `valid`."""

    expires_in: object = 600
    sessions: int = 0
    tokens: int = 0
    valid: set[str] = field(default_factory=set)
    signed: list[str] = field(default_factory=list)

    def __call__(self, request: Seen) -> Answer:
        if request.path == "/login/pubkey/authenticate":
            self.signed.append(request.json()["token"])
            self.sessions += 1
            self.valid.add(session := f"session-token-{self.sessions}")
            return json_answer({"name": "sessionToken", "token": session})
        if request.path.startswith("/login/idm/tokens"):
            if request.headers.get("sessiontoken") not in self.valid:
                return json_answer({"code": 401, "message": "Invalid session"}, 401)
            self.tokens += 1
            self.valid.add(token := f"common-jwt-{self.tokens}")
            return json_answer({"access_token": token, "expires_in": self.expires_in})
        given = request.headers.get("sessiontoken") or request.headers.get("authorization", "")
        if given.removeprefix("Bearer ") in self.valid | {GIVEN_TOKEN, BEARER}:
            return json_answer({"path": request.path})
        return json_answer({"code": 401}, 401)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def transport_to(server: Server, actors: Mapping[str, Actor], clock: Clock | None = None) -> Transport:
    target = target_of(server.url, actors=actors)
    return Transport(target, find_profile("gate"), clock=clock or Clock(), now=lambda: NOW)


def status(exchange: Exchange) -> int:
    assert exchange.response is not None, exchange.error
    return exchange.response.status


def test_an_actor_signs_in_with_a_jwt_that_the_pod_takes(signing: dict[str, Actor]) -> None:
    pod = Pod()
    with Server(pod) as server, transport_to(server, signing) as transport:
        assert status(transport.send(SESSION_INFO, AsActor("admin"))) == 200
    key = load_pem_private_key((signing["admin"].private_key or "").encode(), None)
    claims = jwt.decode(
        pod.signed[0],
        key.public_key(),  # type: ignore[arg-type]
        algorithms=["RS512"],
        options={"verify_exp": False},
    )
    assert claims == {"sub": "admin-bot", "exp": int(NOW) + 240}


def test_an_actor_signs_in_once_for_many_requests(signing: dict[str, Actor]) -> None:
    pod = Pod()
    with Server(pod) as server, transport_to(server, signing) as transport:
        for _ in range(3):
            transport.send(SESSION_INFO, AsActor("admin"))
        assert pod.sessions == 1
        assert server.seen[-1].headers["sessiontoken"] == "session-token-1"


def test_the_session_token_goes_into_the_header_that_the_pod_names(signing: dict[str, Actor]) -> None:
    with (
        Server(lambda _: json_answer({"name": "X-Session", "token": "abcdefgh"})) as server,
        transport_to(server, signing) as transport,
    ):
        transport.send(SESSION_INFO, AsActor("admin"))
        assert server.seen[-1].headers["x-session"] == "abcdefgh"


def test_a_profile_manager_operation_carries_a_common_jwt(signing: dict[str, Actor]) -> None:
    with Server(Pod()) as server, transport_to(server, signing) as transport:
        assert status(transport.send(TYPES, AsActor("admin"))) == 200
        assert server.paths() == [
            "/login/pubkey/authenticate",
            "/login/idm/tokens?scope=profile-manager",
            "/profile-manager/v1/types",
        ]
        assert server.seen[-1].headers["authorization"] == "Bearer common-jwt-1"
        assert "sessiontoken" not in server.seen[-1].headers


def test_a_community_connect_operation_carries_the_given_bearer() -> None:
    with Server(Pod()) as server, transport_to(server, target_of("").actors) as transport:
        assert status(transport.send(SEARCH, AsActor("user"))) == 200
        assert server.paths() == ["/community-connect/v1/channelco/user"]
        assert server.seen[-1].headers["authorization"] == f"Bearer {BEARER}"


def test_onboarding_carries_the_token_in_both_documented_places() -> None:
    with Server(Pod()) as server, transport_to(server, target_of("").actors) as transport:
        transport.send(ONBOARDING, AsActor("user"))
        assert server.paths() == [f"/community-connect/v1/onboarding/tenant?token={BEARER}"]
        assert server.seen[-1].headers["authorization"] == f"Bearer {BEARER}"


def test_an_open_operation_carries_nothing(signing: dict[str, Actor]) -> None:
    with Server(Pod()) as server, transport_to(server, signing) as transport:
        transport.send(Request("getPodCertificate", "GET", "/v1/podcert"), AsActor("admin"))
        assert server.paths() == ["/pod/v1/podcert"]
        assert "sessiontoken" not in server.seen[0].headers


def test_a_given_session_token_is_used_as_it_is() -> None:
    with Server(Pod()) as server, transport_to(server, target_of("").actors) as transport:
        transport.send(SESSION_INFO, AsActor("user"))
        assert server.seen[0].headers["sessiontoken"] == GIVEN_TOKEN


def test_an_ended_session_is_renewed_after_401(signing: dict[str, Actor]) -> None:
    pod = Pod()
    clock = Clock()
    with Server(pod) as server, transport_to(server, signing, clock) as transport:
        transport.send(SESSION_INFO, AsActor("admin"))
        pod.valid.clear()
        clock.now = 1.0
        assert status(transport.send(SESSION_INFO, AsActor("admin"))) == 200
        assert server.seen[-1].headers["sessiontoken"] == "session-token-2"


def test_an_ended_common_jwt_is_renewed_together_with_its_session(signing: dict[str, Actor]) -> None:
    pod = Pod()
    clock = Clock()
    with Server(pod) as server, transport_to(server, signing, clock) as transport:
        transport.send(TYPES, AsActor("admin"))
        pod.valid.clear()
        clock.now = 1.0
        assert status(transport.send(TYPES, AsActor("admin"))) == 200
        assert (pod.sessions, pod.tokens) == (2, 2)


def test_an_operation_that_always_refuses_is_believed_after_one_renewal(signing: dict[str, Actor]) -> None:
    pod = Pod()

    def refusing(request: Seen) -> Answer:
        return pod(request) if request.path.startswith("/login") else json_answer({}, 401)

    clock = Clock()
    with Server(refusing) as server, transport_to(server, signing, clock) as transport:
        transport.credential("admin", "getSessionInfo")
        for requests in (3, 4, 5):
            clock.now += 10.0
            assert status(transport.send(SESSION_INFO, AsActor("admin"))) == 401
            # The first time: the request, the look whether the session lives, the request with another one.
            assert server.paths().count("/pod/v2/sessioninfo") == requests
        assert pod.sessions == 4


def test_a_refusal_of_a_session_that_still_lives_is_believed(signing: dict[str, Actor]) -> None:
    pod, clock = Pod(), Clock()

    def refusing(request: Seen) -> Answer:
        return json_answer({}, 401) if request.path.endswith("/room/search") else pod(request)

    rooms = Request("searchRooms", "POST", "/v3/room/search", body=b"{}")
    with Server(refusing) as server, transport_to(server, signing, clock) as transport:
        transport.send(SESSION_INFO, AsActor("admin"))
        clock.now = 10.0
        assert status(transport.send(rooms, AsActor("admin"))) == 401
        assert (pod.sessions, server.paths()[-1]) == (1, "/pod/v2/sessioninfo")


def test_a_refusal_of_a_session_that_has_just_begun_is_believed(signing: dict[str, Actor]) -> None:
    pod, clock = Pod(), Clock()
    with Server(pod) as server, transport_to(server, signing, clock) as transport:
        transport.send(SESSION_INFO, AsActor("admin"))
        pod.valid.clear()
        clock.now = 0.9
        assert status(transport.send(SESSION_INFO, AsActor("admin"))) == 401
        assert status(transport.send(SESSION_INFO, AsActor("admin"))) == 200
        assert pod.sessions == 2


def test_a_given_session_token_is_not_renewed() -> None:
    with (
        Server(lambda _: json_answer({}, 401)) as server,
        transport_to(server, target_of("").actors) as transport,
    ):
        assert status(transport.send(SESSION_INFO, AsActor("user"))) == 401
        assert server.paths() == ["/pod/v2/sessioninfo"]


@pytest.mark.parametrize("credential", [Anonymous(), Raw((("sessionToken", "garbled"),))])
def test_a_deliberate_credential_is_never_renewed(
    signing: dict[str, Actor], credential: Anonymous | Raw
) -> None:
    with Server(Pod()) as server, transport_to(server, signing) as transport:
        assert status(transport.send(SESSION_INFO, credential)) == 401
        assert server.paths() == ["/pod/v2/sessioninfo"]


@pytest.mark.parametrize(("expires_in", "renewed_at"), [(600, 570.0), (60, 54.0), (0.5, 0.45)])
def test_a_common_jwt_is_renewed_before_it_expires(
    signing: dict[str, Actor], expires_in: float, renewed_at: float
) -> None:
    pod, clock = Pod(expires_in), Clock()
    with Server(pod) as server, transport_to(server, signing, clock) as transport:
        transport.send(TYPES, AsActor("admin"))
        clock.now = renewed_at - 0.01
        transport.send(TYPES, AsActor("admin"))
        assert pod.tokens == 1
        clock.now = renewed_at
        transport.send(TYPES, AsActor("admin"))
        assert pod.tokens == 2


@pytest.mark.parametrize("expires_in", [None, "600", True])
def test_a_common_jwt_without_a_life_is_used_until_401(signing: dict[str, Actor], expires_in: object) -> None:
    pod, clock = Pod(expires_in), Clock()
    with Server(pod) as server, transport_to(server, signing, clock) as transport:
        for _ in range(2):
            assert status(transport.send(TYPES, AsActor("admin"))) == 200
            clock.now += 1_000_000
        assert pod.tokens == 1


def test_threads_that_meet_an_ended_session_renew_it_once(signing: dict[str, Actor]) -> None:
    pod = Pod()
    clock, together = Clock(), Barrier(4)
    statuses: list[int] = []

    def waiting(request: Seen) -> Answer:
        answer = pod(request)
        if answer.status == 401 and request.path == f"/pod{PRESENCE.path}":
            together.wait(10)
        return answer

    with Server(waiting) as server, transport_to(server, signing, clock) as transport:
        transport.send(SESSION_INFO, AsActor("admin"))
        pod.valid.clear()
        clock.now = 1.0
        threads = [
            Thread(target=lambda: statuses.append(status(transport.send(PRESENCE, AsActor("admin")))))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert (statuses, pod.sessions) == ([200] * 4, 2)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (HTML_404, r"answers 404 \(text/html\), which is not a pod's sign-in; correct login.base_url"),
        (json_answer({"detail": "x"}, 404), "answers 404 .*correct login.base_url"),
        (json_answer([1]), "answers 200 .*which is not a pod's sign-in"),
        (
            json_answer({"code": 401, "message": "Unknown user"}, 401),
            "sign-in refused: .*answers 401: Unknown user; is the username right, and the key saved",
        ),
        (json_answer({"name": "sessionToken"}), "answers 200 without a text 'token'"),
        (json_answer({"token": 5}), "answers 200 without a text 'token'"),
    ],
)
def test_a_sign_in_that_fails_says_why(signing: dict[str, Actor], answer: Answer, words: str) -> None:
    with Server(lambda _: answer) as server, transport_to(server, signing) as transport:
        with pytest.raises(SignInError, match=words) as caught:
            transport.send(SESSION_INFO, AsActor("admin"))
        assert str(caught.value).startswith("actors.admin: ")
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("actor", "request_", "words"),
    [
        ("ghost", SESSION_INFO, "actors.ghost: the target file has no such actor; add it"),
        (
            "bare",
            SESSION_INFO,
            "actors.bare: has no private key, client certificate or session token; add one",
        ),
        ("bare", SEARCH, "actors.bare: has no community_connect_token; add it"),
    ],
)
def test_a_missing_credential_is_named(actor: str, request_: Request, words: str) -> None:
    with (
        Server(Pod()) as server,
        transport_to(server, {"bare": Actor("bare")}) as transport,
        pytest.raises(SignInError, match=words),
    ):
        transport.send(request_, AsActor(actor))


def test_nothing_secret_of_a_sign_in_is_recorded(signing: dict[str, Actor], tmp_path: Path) -> None:
    pod = Pod()
    with (
        Server(pod) as server,
        Recorder(tmp_path / "main.jsonl", Redactor()) as recorder,
        Transport(target_of(server.url, actors=signing), find_profile("gate"), recorder) as transport,
    ):
        transport.send(TYPES, AsActor("admin"))
    text = recorder.path.read_text()
    assert [secret for secret in (*pod.valid, *pod.signed) if secret in text] == []
    records = [json.loads(line) for line in text.splitlines()]
    assert [record["operation"] for record in records] == ["login.session", "login.commonJwt", "listTypes"]
    assert json.loads(records[0]["request"]["body"]) == {"token": "$SIGN_IN_JWT"}
    assert json.loads(records[0]["response"]["body"])["token"] == "$SESSION_TOKEN"
    assert records[1]["request"]["headers"]["sessionToken"] == "$SESSION_TOKEN"
    assert json.loads(records[1]["response"]["body"])["access_token"] == "$COMMON_JWT"
    assert records[2]["request"]["headers"]["Authorization"] == "Bearer $COMMON_JWT"


def test_a_credential_can_be_had_to_be_changed_on_purpose(signing: dict[str, Actor]) -> None:
    with Server(Pod()) as server, transport_to(server, signing) as transport:
        assert transport.credential("admin", "listTypes") == Raw((("Authorization", "Bearer common-jwt-1"),))
        assert transport.credential("admin", "getPodCertificate") == Raw()
