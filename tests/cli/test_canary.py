"""The search for secrets in what a run writes, by whoever knows them all."""

from __future__ import annotations

import base64
import html
import json
import os
from pathlib import Path
from urllib.parse import quote

import jwt
import pytest
import trustme

from conformance.cli.canary import leaks, leaks_in, new_canary, search, secrets_of
from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.reference_pod.keys import new_key, private_pem
from conformance.target import Actor
from conformance.target.target import Access, ClientCertificate, Proxy
from tests.target.kit import target_of

CANARY = "canary0123456789abcdef"
TOKEN = CANARY + "f" * 32
LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7"
PEM = f"-----BEGIN PRIVATE KEY-----\n{LINE}\n-----END PRIVATE KEY-----\n"
CLAIMS = base64.urlsafe_b64encode(json.dumps({"sub": "x", "canary": CANARY}).encode()).decode().rstrip("=")
PASSWORD = 'pass/word "1"'
ACCESS = Access(
    proxy=Proxy("http://proxy.example.com", "me", PASSWORD),
    headers=(("X-Environment", "not-secret"), ("X-Api-Key", "the-key-of-a-gateway")),
    secret_headers=frozenset({"x-api-key"}),
)
ACTOR = Actor("user", "user", private_key=PEM, community_connect_token=f"eyJh.{CLAIMS}.the-signature-of-it")
TARGET = target_of(
    "http://h",
    actors={"user": ACTOR, "other": Actor("other", "other", session_token="a-given-session")},
    access=ACCESS,
    foreign={"expired_session_token": "an-expired-session"},
)
WANTED = secrets_of(TARGET, CANARY)
ANY_TOKEN, KEY = "a token of the target", "actors.user.private_key"


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


LEAKS = {
    "token": (TOKEN, ANY_TOKEN),
    "upper case": (TOKEN.upper(), ANY_TOKEN),
    "hex": (TOKEN.encode().hex(), ANY_TOKEN),
    "JWT": (f"eyJhbGciOiJSUzUxMiJ9.{CLAIMS}.xyz", ANY_TOKEN),
    "embedded": (encoded(f"page {TOKEN} page"), ANY_TOKEN),
    "embedded JWT": (encoded(f"{{{CLAIMS}}}"), ANY_TOKEN),
    "key": (json.dumps({"trace": PEM}), KEY),
    "key in a URL": (quote(LINE, safe=""), KEY),
    "signature": ("curl -H 'x: the-signature-of-it'", "actors.user.community_connect_token"),
    "session": ("sessionToken: a-given-session", "actors.other.session_token"),
    "password": (PASSWORD, "target.proxy.password"),
    "password in JSON": (json.dumps(PASSWORD), "target.proxy.password"),
    "password in HTML": (html.escape(PASSWORD), "target.proxy.password"),
    "password in a URL": (f"http://me:{quote(PASSWORD, safe='')}@h", "target.proxy.password"),
    "basic credentials": (f"Proxy-Authorization: Basic {encoded(f'me:{PASSWORD}')}", "target.proxy.password"),
    "header": ("X-Api-Key: the-key-of-a-gateway", "target.headers.X-Api-Key"),
    "expired": ("an-expired-session", "foreign.expired_session_token"),
}


@pytest.mark.parametrize(("text", "name"), LEAKS.values(), ids=LEAKS)
def test_a_secret_anywhere_in_the_folder_is_found(tmp_path: Path, text: str, name: str) -> None:
    place = tmp_path / "allure-results" / "x-attachment.txt"
    place.parent.mkdir()
    place.write_bytes(os.urandom(100) + text.encode() + os.urandom(100))
    assert f"{place}: holds {name}" in list(leaks(tmp_path, WANTED))


def test_a_run_that_finds_a_secret_ends_with_trouble_of_the_suite(tmp_path: Path) -> None:
    (tmp_path / "run.jsonl").write_text(TOKEN)
    with pytest.raises(CommandError) as caught:
        search(tmp_path, WANTED)
    assert str(caught.value) == (
        f"{tmp_path / 'run.jsonl'}: holds {ANY_TOKEN}, which no report may; delete the folder and report this"
    )
    assert caught.value.code == ExitCode.SUITE_TROUBLE


def test_a_file_that_is_named_with_a_secret_is_found(tmp_path: Path) -> None:
    (tmp_path / TOKEN).touch()
    assert list(leaks(tmp_path, WANTED)) == [f"{tmp_path / TOKEN}: is named with {ANY_TOKEN}"]


def test_what_an_actor_signs_in_with_is_found() -> None:
    key = private_pem(new_key())
    signed = jwt.encode({"sub": "bot.user", "exp": 1_790_000_000}, key, algorithm="RS512")
    wanted = secrets_of(
        target_of("http://h", actors={"bot": Actor("bot", "bot.user", private_key=key)}), CANARY
    )
    assert list(leaks_in(f'{{"token":"{signed}"}}'.encode(), wanted)) == ["a signed JWT of actors.bot"]


def test_the_key_of_a_client_certificate_is_found_and_the_certificate_is_no_secret(tmp_path: Path) -> None:
    file = tmp_path / "bot.pem"
    issued = trustme.CA().issue_cert("bot.example")
    issued.private_key_and_cert_chain_pem.write_to_path(file)
    wanted = secrets_of(
        target_of("http://h", access=Access(certificate=ClientCertificate(file, file))), CANARY
    )
    assert list(leaks_in(issued.cert_chain_pems[0].bytes(), wanted)) == []
    assert list(leaks_in(issued.private_key_pem.bytes(), wanted)) == ["target.client_key"]


def test_a_folder_without_secrets_passes(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "run.jsonl").write_text(
        "sessionToken: $SESSION_TOKEN, canary, not-secret, BEGIN PRIVATE KEY\n"
    )
    assert list(leaks(tmp_path, WANTED)) == []
    search(tmp_path, WANTED)


def test_no_two_runs_have_the_same_canary() -> None:
    assert len({new_canary() for _ in range(100)}) == 100
