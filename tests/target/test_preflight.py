from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conformance.target import Actor, Recorder, Redactor, Unreachable, check_reachable
from tests.target.kit import HTML_404, Answer, Seen, Server, json_answer, target_of


def pod(request: Seen) -> Answer:
    """Answers like a pod."""
    if request.path == "/login/pubkey/authenticate":
        return json_answer({"name": "sessionToken", "token": "a-session-token"})
    if request.path.startswith("/login/idm/tokens"):
        return json_answer({"access_token": "a-common-jwt", "expires_in": 600})
    return json_answer({})


def pod_but(prefix: str, answer: Answer) -> Callable[[Seen], Answer]:
    """Answers like a pod, except below this path."""
    return lambda request: answer if request.path.startswith(prefix) else pod(request)


def complaint(server: Server, **changes: object) -> str:
    with pytest.raises(Unreachable) as caught:
        check_reachable(target_of(server.url, **changes))
    message = str(caught.value)
    assert "\n" not in message, f"is one line: {message}"
    return message.replace(server.url, "URL")


def test_a_pod_is_reachable(signing: dict[str, Actor]) -> None:
    with Server(pod) as server:
        check_reachable(target_of(server.url))
        check_reachable(target_of(server.url, actors=signing | dict(target_of("").actors)))


def test_nothing_that_changes_the_target_is_sent() -> None:
    with Server(pod) as server:
        check_reachable(target_of(server.url))
        changing = [(seen.method, seen.path) for seen in server.seen if seen.method != "GET"]
    assert changing == [("POST", "/login/idm/tokens?scope=profile-manager")]


def test_all_of_it_is_recorded_without_secrets(tmp_path: Path, signing: dict[str, Actor]) -> None:
    with Server(pod) as server, Recorder(tmp_path / "preflight.jsonl", Redactor()) as recorder:
        check_reachable(target_of(server.url, actors=signing | dict(target_of("").actors)), recorder)
        text = recorder.path.read_text()
        recorded = [urlsplit(json.loads(line)["request"]["url"]).path for line in text.splitlines()]
        assert recorded == [urlsplit(path).path for path in server.paths()]
    assert "a-session-token" not in text
    assert "a-common-jwt" not in text


def test_nothing_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable) as caught:
        check_reachable(target_of(f"http://127.0.0.1:{port}"))
    assert str(caught.value) == (
        f"login.base_url: http://127.0.0.1:{port}/login: connection refused: nothing listens there; "
        "start the target or correct the port"
    )


def test_a_name_that_does_not_resolve() -> None:
    with pytest.raises(Unreachable, match=r"the host name does not resolve; correct the host$"):
        check_reachable(target_of("http://does-not-exist.invalid"))


def test_tls_where_none_is_spoken() -> None:
    with (
        Server(pod) as server,
        pytest.raises(Unreachable, match=r"TLS: .*; correct the URL, or name target\.ca_file$"),
    ):
        check_reachable(target_of(server.url.replace("http:", "https:")))


def test_no_answer_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(Unreachable, match=r"no complete answer within 0\.05 s; .*timeout_seconds$"):
            check_reachable(target_of(url, timeout_seconds=0.05))


def test_a_server_that_is_no_pod(signing: dict[str, Actor]) -> None:
    with Server(lambda _: HTML_404) as server:
        assert complaint(server, actors=signing) == (
            "actors.admin: cannot sign in: POST URL/login/pubkey/authenticate answers 404 (text/html), "
            "which is not a pod's sign-in; correct login.base_url"
        )


def test_a_sign_in_that_is_refused(signing: dict[str, Actor]) -> None:
    with Server(pod_but("/login", json_answer({"code": 401, "message": "Invalid key"}, 401))) as server:
        assert complaint(server, actors=signing) == (
            "actors.admin: sign-in refused: POST URL/login/pubkey/authenticate answers 401: Invalid key; "
            "is the username right, and the key saved for it on the pod?"
        )


def test_a_given_session_token_that_is_refused() -> None:
    with Server(pod_but("/pod", json_answer({}, 401))) as server:
        assert complaint(server) == (
            "actors.user: the session token is refused (URL/pod/v2/sessioninfo answers 401); "
            "get a new one, or give a private key"
        )


@pytest.mark.parametrize("api", ["pod", "profile-manager", "community-connect"])
@pytest.mark.parametrize(
    "answer",
    [
        HTML_404,
        json_answer({"detail": "Not Found"}, 404),
        Answer(200, b"<html>", {"Content-Type": "text/html"}),
        Answer(503, b"maintenance", {"Content-Type": "text/plain"}),
        Answer(302, b"", {"Location": "/sign-in"}),
    ],
    ids=["HTML 404", "JSON 404", "web page", "maintenance", "redirect"],
)
def test_a_base_url_where_the_api_is_not(api: str, answer: Answer) -> None:
    with Server(pod_but(f"/{api}/v", answer)) as server:
        message = complaint(server)
    assert message.startswith(f"apis.{api}.base_url: URL/{api} is not a usable {api} API (GET URL/{api}/v")
    assert f": {answer.status} (" in message
    assert message.endswith("; correct the URL or start the API")


def test_one_broken_operation_is_left_to_the_run() -> None:
    for answer in (HTML_404, Answer(500, b""), Answer(200, b"<html>", {"Content-Type": "text/html"})):
        with Server(pod_but("/pod/v2/sessioninfo", answer)) as server:
            check_reachable(target_of(server.url))


def test_an_actor_without_the_right_to_an_api_is_left_to_the_run() -> None:
    with Server(pod_but("/profile-manager", json_answer({"code": "403", "message": "x"}, 403))) as server:
        check_reachable(target_of(server.url))


def test_an_api_that_no_actor_gets_a_token_for() -> None:
    with Server(pod_but("/login/idm", json_answer({"code": 403, "message": "no scope"}, 403))) as server:
        assert "answers 403: no scope" in complaint(server)
