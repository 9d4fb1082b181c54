from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from conformance.target import (
    Actor,
    Anonymous,
    AsActor,
    NotSent,
    OutsideBaseUrl,
    Raw,
    Recorder,
    Redactor,
    Request,
    Response,
    TargetGone,
    Transport,
    Unsendable,
    Withheld,
    find_profile,
)
from conformance.target.errors import NoSuchApi
from conformance.target.waits import (
    FAILURES_IN_A_ROW,
    MOST_CONNECTIONS,
    SHARED_PARALLEL_REQUESTS,
    SHARED_RATE_PER_SECOND,
    TRIES,
)
from tests.target.kit import GIVEN_TOKEN, Answer, Seen, Server, json_answer, target_of

INFO = Request("getSessionInfo", "GET", "/v2/sessioninfo")
USER = AsActor("user")


def transport_to(server: Server, *, seed: int = 1, **changes: object) -> Transport:
    return Transport(target_of(server.url, **changes), find_profile("gate"), seed=seed, sleep=lambda _: None)


def sent(request: Request, credential: AsActor | Anonymous | Raw = USER) -> Seen:
    """The request as it reaches the server."""
    with Server(lambda _: json_answer({})) as server, transport_to(server) as transport:
        transport.send(request, credential)
        return server.seen[-1]


def test_a_request_arrives_with_everything_it_says() -> None:
    body = '{"name":"☃"}'.encode()
    got = sent(
        Request(
            "createRoom", "POST", "/v3/room/create", (("a", "b c"), ("a", "d")), (("If-Match", "x"),), body
        )
    )
    assert (got.method, got.path, got.body) == ("POST", "/pod/v3/room/create?a=b+c&a=d", body)
    assert got.headers["if-match"] == "x"
    assert got.headers["content-length"] == str(len(body))


def test_defaults_are_added() -> None:
    headers = sent(Request("createRoom", "POST", "/v3/room/create", body=b"{}")).headers
    assert re.fullmatch(r"symphony-conformance/\S+", headers["user-agent"])
    assert re.fullmatch("[0-9a-z]{6}", headers["x-trace-id"])
    assert (headers["accept"], headers["content-type"]) == ("application/json", "application/json")


def test_headers_of_the_request_win_over_defaults() -> None:
    own = (("content-type", "text/xml"), ("ACCEPT", "*/*"), ("User-Agent", "me"), ("X-Trace-Id", "mine"))
    headers = sent(Request("createRoom", "POST", "/v3/room/create", headers=own, body=b"<a/>")).headers
    found = [headers[name] for name in ("content-type", "accept", "user-agent", "x-trace-id")]
    assert found == ["text/xml", "*/*", "me", "mine"]


def test_credentials_come_from_the_credential_only() -> None:
    own = (("SESSIONTOKEN", "own"), ("Authorization", "own"))
    request = Request("getSessionInfo", "GET", "/v2/sessioninfo", headers=own)
    assert sent(request).headers["sessiontoken"] == GIVEN_TOKEN
    for credential in (Anonymous(), Raw()):
        headers = sent(request, credential).headers
        assert not {"sessiontoken", "authorization"} & set(headers), f"{credential} sends {headers}"


def test_a_raw_credential_is_sent_word_for_word() -> None:
    got = sent(INFO, Raw((("sessionToken", "gar bled"),), (("token", "a/b"),)))
    assert (got.headers["sessiontoken"], got.path) == ("gar bled", "/pod/v2/sessioninfo?token=a%2Fb")


def test_a_request_cannot_name_another_host() -> None:
    with Server(lambda _: json_answer({})) as server, transport_to(server) as transport:
        own = (("Host", "elsewhere.example.com"), ("Content-Length", "5"), ("Transfer-Encoding", "chunked"))
        transport.send(Request("getSessionInfo", "GET", "/v2/sessioninfo", headers=own), USER)
        assert server.seen[0].headers["host"] == server.url.removeprefix("http://")
        assert not {"content-length", "transfer-encoding"} & set(server.seen[0].headers)


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (Request("deleteAllGroups", "DELETE", "/v1/groups/deleteAll"), Withheld),
        (Request("getGroup", "DELETE", "/v1/groups/delete%41ll"), Withheld),
        (Request("getRoom", "GET", "/../login/x"), OutsideBaseUrl),
        (Request("getRoom", "GET", "https://elsewhere.example.com/"), OutsideBaseUrl),
        (Request("getRoom", "G E T", "/v3/room/x/info"), Withheld),
        (Request("getRoom", "GET", "/v3/room/x/info", headers=(("X", "a\nb"),)), Unsendable),
    ],
)
def test_a_refused_request_never_reaches_the_target(request_: Request, refusal: type[NotSent]) -> None:
    with Server(lambda _: json_answer({})) as server, transport_to(server, disposable=False) as transport:
        for credential in (Anonymous(), Raw()):
            with pytest.raises(refusal):
                transport.send(request_, credential)
        assert server.paths() == []


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (Request("deleteAllGroups", "DELETE", "/v1/groups/deleteAll"), Withheld),
        (Request("getRoom", "GET", "/../login/x"), OutsideBaseUrl),
    ],
)
def test_nobody_signs_in_for_a_request_that_is_refused(
    signing: dict[str, Actor], request_: Request, refusal: type[NotSent]
) -> None:
    with (
        Server(lambda _: json_answer({"token": "a-session-token"})) as server,
        transport_to(server, actors=signing, disposable=False) as transport,
    ):
        with pytest.raises(refusal):
            transport.send(request_, AsActor("admin"))
        assert server.paths() == []


def test_an_api_that_the_target_does_not_name_is_not_asked() -> None:
    with Server(lambda _: json_answer({})) as server:
        target = target_of(server.url, apis={"pod": f"{server.url}/pod"})
        with (
            Transport(target, find_profile("gate")) as transport,
            pytest.raises(NoSuchApi, match=r"listTypes: the target file names no apis\.profile-manager"),
        ):
            transport.send(Request("listTypes", "GET", "/v1/types"), USER)


def test_a_redirect_is_the_answer() -> None:
    with (
        Server(lambda _: Answer(307, b"", {"Location": "http://127.0.0.1:1/"})) as server,
        transport_to(server) as transport,
    ):
        exchange = transport.send(INFO, USER)
        assert exchange.response is not None
        assert (exchange.response.status, len(server.seen)) == (307, 1)


def test_trouble_of_the_network_is_the_exchanges_error(tmp_path: Path) -> None:
    with Server(lambda _: json_answer({})) as server:
        url = server.url
    with (
        Recorder(tmp_path / "main.jsonl", Redactor()) as recorder,
        Transport(target_of(url), find_profile("gate"), recorder) as transport,
    ):
        exchange = transport.send(INFO, USER)
    assert (exchange.response, exchange.error) == (None, "connection refused: nothing listens there")
    assert json.loads(recorder.path.read_text().splitlines()[0])["error"] == exchange.error


def test_429_is_repeated_after_the_wait_that_it_asks_for() -> None:
    waits: list[float] = []
    answers = [json_answer({}, 429, Retry_After="3"), json_answer({}, 429), json_answer({"ok": 1})]
    with (
        Server(lambda _: answers.pop(0)) as server,
        Transport(target_of(server.url), find_profile("gate"), sleep=waits.append) as transport,
    ):
        exchange = transport.send(INFO, USER)
    assert exchange.response is not None
    assert (exchange.response.status, waits) == (200, [3.0, 1.0])


def test_429_is_the_answer_after_a_few_tries() -> None:
    with (
        Server(lambda _: json_answer({}, 429, Retry_After="0")) as server,
        transport_to(server) as transport,
    ):
        exchange = transport.send(INFO, USER)
        assert exchange.response is not None
        assert (exchange.response.status, len(server.seen)) == (429, TRIES)


def test_workers_share_the_rate_limit() -> None:
    waits: list[float] = []
    with (
        Server(lambda _: json_answer({})) as server,
        Transport(
            target_of(server.url, rate_limit_per_second=10.0),
            find_profile("gate"),
            workers=2,
            clock=lambda: 100.0,
            sleep=waits.append,
        ) as transport,
    ):
        for _ in range(3):
            transport.send(INFO, USER)
    assert waits == [pytest.approx(0.2), pytest.approx(0.4)]


def test_503_with_a_time_is_repeated_and_503_without_is_not() -> None:
    waits: list[float] = []
    answers = [json_answer({}, 503, Retry_After="2"), json_answer({}, 503), json_answer({})]
    with (
        Server(lambda _: answers.pop(0)) as server,
        Transport(target_of(server.url), find_profile("gate"), sleep=waits.append) as transport,
    ):
        exchange = transport.send(INFO, USER)
    assert exchange.response is not None
    assert (exchange.response.status, waits) == (503, [2.0])


def test_an_operation_that_always_asks_to_come_back_is_not_waited_for_again() -> None:
    waits: list[float] = []
    answers = [json_answer({}, 429)] * (TRIES + 1) + [json_answer({}), json_answer({}, 429), json_answer({})]
    with (
        Server(lambda seen: json_answer({}) if "podcert" in seen.path else answers.pop(0)) as server,
        Transport(target_of(server.url), find_profile("gate"), sleep=waits.append) as transport,
    ):
        for _ in range(4):
            transport.send(INFO, USER)
    assert (len(waits), answers) == (TRIES - 1 + 1, []), "one series of waits, and one after it had answered"


def test_what_was_waited_for_is_recorded_at_the_end(tmp_path: Path) -> None:
    answers = [json_answer({}, 429, Retry_After="3"), json_answer({})]
    with (
        Server(lambda _: answers.pop(0)) as server,
        Recorder(tmp_path / "main.jsonl", Redactor()) as recorder,
        Transport(target_of(server.url), find_profile("gate"), recorder, sleep=lambda _: None) as transport,
    ):
        transport.send(INFO, USER)
    record = json.loads(recorder.path.read_text().splitlines()[-1])
    assert (record["record"], record["asked"], record["asked_seconds"]) == ("manners", 1, 3.0)


def test_a_run_that_waits_for_nothing_records_nothing_of_it(tmp_path: Path) -> None:
    with (
        Server(lambda _: json_answer({})) as server,
        Recorder(tmp_path / "main.jsonl", Redactor()) as recorder,
        Transport(target_of(server.url), find_profile("gate"), recorder) as transport,
    ):
        transport.send(INFO, USER)
    assert "manners" not in recorder.path.read_text()


def until_it_is_gone(transport: Transport) -> None:
    for _ in range(10 * FAILURES_IN_A_ROW):
        transport.send(INFO, USER)


def test_nothing_is_sent_to_a_target_that_is_gone(tmp_path: Path) -> None:
    with (
        Server(lambda _: json_answer({}, 503)) as server,
        Recorder(tmp_path / "main.jsonl", Redactor()) as recorder,
        Transport(target_of(server.url, patience_seconds=0), find_profile("gate"), recorder) as transport,
    ):
        with pytest.raises(TargetGone):
            until_it_is_gone(transport)
        before = len(server.seen)
        with pytest.raises(TargetGone):
            transport.send(INFO, USER)
        assert (len(server.seen), before) == (before, FAILURES_IN_A_ROW + 2), "the failures and two questions"
        paths = server.paths()
    records = [json.loads(line) for line in recorder.path.read_text().splitlines()]
    (gone,) = (record for record in records if record["record"] == "gone")
    sent = [record for record in records if record["record"] == "exchange"]
    assert gone["exchanges"] == [record["id"] for record in sent if record["operation"] != "probe"]
    assert [urlsplit(record["request"]["url"]).path for record in sent] == paths, "the questions as well"
    asked = [record for record in sent if record["operation"] == "probe"]
    assert {(record["effect"], record["actor"], record["purpose"]) for record in asked} == {
        ("read", None, "has the target stopped answering?")
    }


@pytest.mark.parametrize("read", ["podcert", "sessioninfo"])
def test_an_operation_that_is_out_of_order_is_no_outage_though_the_target_is_asked_by_it(read: str) -> None:
    def answer(seen: Seen) -> Answer:
        return json_answer({}, 503 if read in seen.path else 401)

    operations = {
        "podcert": Request("getPodCertificate", "GET", "/v1/podcert"),
        "sessioninfo": INFO,
    }
    with (
        Server(answer) as server,
        Transport(target_of(server.url, patience_seconds=0), find_profile("gate")) as transport,
    ):
        statuses = {
            exchange.response.status
            for _ in range(3 * FAILURES_IN_A_ROW)
            if (exchange := transport.send(operations[read], Anonymous())).response
        }
    assert statuses == {503}


def test_a_target_that_is_gone_does_not_stand_for_another_one() -> None:
    with Server(lambda _: json_answer({}, 503)) as gone, Server(lambda _: json_answer({})) as healthy:
        apis = {"pod": f"{gone.url}/pod", "community-connect": f"{healthy.url}/community-connect"}
        target = target_of(gone.url, apis=apis, patience_seconds=0)
        with Transport(target, find_profile("gate")) as transport:
            with pytest.raises(TargetGone):
                until_it_is_gone(transport)
            onboarding = Request("getUserOnboardingAvailability", "GET", "/v1/onboarding/tenant")
            assert transport.send(onboarding, USER).response is not None


def test_a_shared_target_is_asked_slowly_and_a_disposable_one_at_once() -> None:
    shared, own = target_of("http://h", disposable=False), target_of("http://h")
    assert (shared.rate, shared.parallel) == (SHARED_RATE_PER_SECOND, SHARED_PARALLEL_REQUESTS)
    assert (own.rate, own.parallel) == (None, MOST_CONNECTIONS)
    declared = target_of("http://h", disposable=False, rate_limit_per_second=50.0, parallel_requests=9)
    assert (declared.rate, declared.parallel) == (50.0, 9)


def traces(server: Server, folder: Path, seed: int, tests: tuple[str, ...]) -> list[str]:
    server.seen.clear()
    with (
        Recorder(folder / "main.jsonl", Redactor()) as recorder,
        Transport(target_of(server.url), find_profile("gate"), recorder, seed=seed) as transport,
    ):
        for test in tests:
            recorder.test = test
            transport.send(INFO, USER)
    return [request.headers["x-trace-id"] for request in server.seen]


def test_trace_ids_follow_from_the_seed_and_the_test(tmp_path: Path) -> None:
    with Server(lambda _: json_answer({})) as server:
        first = traces(server, tmp_path, 1, ("a", "a", "b", "b"))
        assert len(set(first)) == 4
        assert traces(server, tmp_path, 1, ("a", "a", "b", "b")) == first
        assert traces(server, tmp_path, 1, ("b", "b", "a", "a")) == [*first[2:], *first[:2]]
        assert not set(traces(server, tmp_path, 2, ("a", "a", "b", "b"))) & set(first)


def test_exchanges_are_numbered_per_worker(tmp_path: Path) -> None:
    with (
        Server(lambda _: json_answer({})) as server,
        Recorder(tmp_path / "gw1.jsonl", Redactor()) as recorder,
        Transport(target_of(server.url), find_profile("gate"), recorder) as transport,
    ):
        assert [transport.send(INFO, USER).id for _ in range(2)] == ["gw1-1", "gw1-2"]


def test_a_secret_that_the_target_repeats_is_not_recorded(tmp_path: Path) -> None:
    def echo(request: Seen) -> Answer:
        return json_answer({"echo": request.headers["sessiontoken"]}, X_Echo=request.headers["sessiontoken"])

    with (
        Server(echo) as server,
        Recorder(tmp_path / "main.jsonl", Redactor()) as recorder,
        Transport(target_of(server.url), find_profile("gate"), recorder) as transport,
    ):
        exchange = transport.send(
            Request(
                "getSessionInfo", "GET", f"/v2/{GIVEN_TOKEN}", (("q", GIVEN_TOKEN),), purpose=GIVEN_TOKEN
            ),
            USER,
        )
    assert exchange.response is not None
    assert exchange.response.json() == {"echo": GIVEN_TOKEN}, "checks see the answer as it came"
    assert GIVEN_TOKEN not in recorder.path.read_text()
    assert GIVEN_TOKEN not in exchange.curl()


def test_the_curl_line_names_variables_for_secrets() -> None:
    with Server(lambda _: json_answer({})) as server, transport_to(server) as transport:
        line = transport.send(INFO, USER).curl()
        onboarding = Request("getUserOnboardingAvailability", "GET", "/v1/onboarding/tenant", (("a", "b"),))
        query = transport.send(onboarding, USER).curl()
    assert "sessionToken: $SESSION_TOKEN" in shlex.split(line)
    assert (
        f"{server.url}/community-connect/v1/onboarding/tenant?a=b&token=$COMMUNITY_CONNECT_TOKEN"
        in shlex.split(query)
    )


def test_the_curl_line_of_a_made_up_credential_repeats_it() -> None:
    with Server(lambda _: json_answer({}, 401)) as server, transport_to(server) as transport:
        line = transport.send(INFO, Raw((("sessionToken", "garbled"),))).curl()
    assert "sessionToken: garbled" in shlex.split(line)


def test_a_body_that_is_not_json_raises_value_error() -> None:
    for body in (b"<html>", b"", b"\xff"):
        with pytest.raises(ValueError, match=r".+"):
            Response(200, (), body, 1.0).json()
