"""Sign-in by certificate, and given tokens whose source gives newer ones."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from conformance.target import (
    Actor,
    AsActor,
    Raw,
    Recorder,
    Redactor,
    Request,
    SignInError,
    Transport,
    find_profile,
)
from conformance.target.secret import Secret
from conformance.target.target import Access, ClientCertificate, Target
from tests.target.kit import Answer, Seen, Server, json_answer, target_of
from tests.target.test_sign_in import SESSION_INFO, TYPES, Clock, Pod, status


def pod_that_takes(token: str) -> Pod:
    """A pod for which one given token is good."""
    return Pod(valid={token})


def given(folder: Path, form: str = "file") -> Actor:
    """An actor with the token of a file."""
    (folder / "token").write_text("first-token")
    where: str | tuple[str, ...] = "token" if form == "file" else ("cat", "token")
    source = Secret("actors.user.session_token", form, where, folder)  # type: ignore[arg-type]
    return Actor("user", session_token="first-token", sources={"session_token": source})


@pytest.mark.parametrize("form", ["file", "command"])
def test_a_given_token_that_has_ended_is_read_again(tmp_path: Path, form: str) -> None:
    actor, redact = given(tmp_path, form), Redactor()
    (tmp_path / "token").write_text("second-token")
    with (
        Server(pod_that_takes("second-token")) as server,
        Recorder(tmp_path / "main.jsonl", redact) as recorder,
        Transport(target_of(server.url, actors={"user": actor}), find_profile("gate"), recorder) as transport,
    ):
        assert status(transport.send(SESSION_INFO, AsActor("user"))) == 200
        assert server.seen[-1].headers["sessiontoken"] == "second-token"
    assert "second-token" not in (tmp_path / "main.jsonl").read_text()


def test_a_source_that_still_gives_the_token_that_has_ended_is_not_asked_at_every_request(
    tmp_path: Path,
) -> None:
    clock = Clock()
    with Server(lambda _: json_answer({}, 401)) as server:
        target = target_of(server.url, actors={"user": given(tmp_path)})
        with Transport(target, find_profile("gate"), clock=clock) as transport:
            for _ in range(3):
                assert status(transport.send(SESSION_INFO, AsActor("user"))) == 401
        assert len(server.seen) == 4, "the look whether the token lives is the only request more"


def test_a_source_that_fails_is_said_in_one_line(tmp_path: Path) -> None:
    actor = given(tmp_path)
    (tmp_path / "token").unlink()
    with Server(lambda _: json_answer({}, 401)) as server:
        target = target_of(server.url, actors={"user": actor})
        with (
            Transport(target, find_profile("gate"), clock=Clock()) as transport,
            pytest.raises(SignInError, match=r"^actors\.user: session_token: .*cannot be read"),
        ):
            transport.send(SESSION_INFO, AsActor("user"))


def test_a_given_common_jwt_needs_no_session() -> None:
    with Server(pod_that_takes("given-jwt")) as server:
        target = target_of(server.url, actors={"user": Actor("user", common_jwt="given-jwt")})
        with Transport(target, find_profile("gate")) as transport:
            assert status(transport.send(TYPES, AsActor("user"))) == 200
        assert server.paths() == ["/profile-manager/v1/types"]


def test_a_session_whose_life_is_announced_is_renewed_before_it_ends(signing: dict[str, Actor]) -> None:
    def pod(request: Seen) -> Answer:
        return json_answer({"name": "sessionToken", "token": f"t{len(server.seen)}", "expires_in": 100})

    clock = Clock()
    with Server(pod) as server:
        target = target_of(server.url, actors=signing)
        with Transport(target, find_profile("gate"), clock=clock) as transport:
            tokens = []
            for clock.now in (0.0, 89.9, 90.0):
                tokens.append(transport.credential("admin", "getSessionInfo").headers[0][1])
    assert tokens == ["t1", "t1", "t2"]


@pytest.fixture
def holder(tmp_path: Path) -> Actor:
    """An actor with a client certificate."""
    pem = tmp_path / "bot.pem"
    trustme.CA().issue_cert("bot.example", common_name="bot").private_key_and_cert_chain_pem.write_to_path(
        pem
    )
    return Actor("bot", certificate=ClientCertificate(pem, pem))


def certified_target(server: Server, holder: Actor) -> Target:
    return target_of(server.url, actors={"bot": holder}, session_auth=f"{server.url}/sessionauth")


def test_a_certificate_signs_in_at_the_session_authenticator(holder: Actor) -> None:
    def pod(request: Seen) -> Answer:
        return json_answer({"name": "sessionToken", "token": "certified-session"})

    with (
        Server(pod) as server,
        Transport(certified_target(server, holder), find_profile("gate")) as transport,
    ):
        assert transport.credential("bot", "getSessionInfo") == Raw((("sessionToken", "certified-session"),))
        assert [(seen.method, seen.path, seen.body) for seen in server.seen] == [
            ("POST", "/sessionauth/v1/authenticate", b"")
        ]


def test_a_certificate_that_is_refused_says_what_to_look_at(holder: Actor) -> None:
    with (
        Server(lambda _: json_answer({"code": 403, "message": "no"}, 403)) as server,
        Transport(certified_target(server, holder), find_profile("gate")) as transport,
        pytest.raises(SignInError, match=r"answers 403: no; does the pod trust who issued the certificate"),
    ):
        transport.credential("bot", "getSessionInfo")


def test_headers_of_the_target_go_with_every_request_and_their_secrets_are_not_recorded(
    tmp_path: Path, signing: dict[str, Actor]
) -> None:
    access = Access(
        headers=(("X-Env", "test"), ("X-Api-Key", "hush")), secret_headers=frozenset({"x-api-key"})
    )
    with (
        Server(Pod()) as server,
        Recorder(tmp_path / "main.jsonl", Redactor()) as recorder,
        Transport(
            replace(target_of(server.url, actors=signing), access=access), find_profile("gate"), recorder
        ) as transport,
    ):
        transport.send(TYPES, AsActor("admin"))
        sent = [(seen.headers["x-env"], seen.headers["x-api-key"]) for seen in server.seen]
    assert sent == [("test", "hush")] * 3
    text = (tmp_path / "main.jsonl").read_text()
    headers = [json.loads(line)["request"]["headers"] for line in text.splitlines()]
    assert [(row["X-Env"], row["X-Api-Key"]) for row in headers] == [("test", "$CREDENTIAL")] * 3


def test_a_header_of_a_request_comes_before_that_of_the_target(signing: dict[str, Actor]) -> None:
    access = Access(headers=(("X-Env", "test"),))
    request = Request("getSessionInfo", "GET", "/v2/sessioninfo", headers=(("x-env", "own"),))
    with Server(Pod()) as server:
        target = replace(target_of(server.url, actors=signing), access=access)
        with Transport(target, find_profile("gate")) as transport:
            transport.send(request, AsActor("admin"))
        assert server.seen[-1].headers["x-env"] == "own"
