"""The search for secrets after a run on a pod of our own."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest

from conformance.cli.canary import new_canary, search, secrets_of
from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.target import Actor
from tests.target.kit import target_of

CANARY = "canary0123456789abcdef"
TOKEN = CANARY + "f" * 32
LINE = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7"
PEM = f"-----BEGIN PRIVATE KEY-----\n{LINE}\n-----END PRIVATE KEY-----\n"
CLAIMS = base64.urlsafe_b64encode(json.dumps({"sub": "x", "canary": CANARY}).encode()).decode().rstrip("=")
ACTOR = Actor("user", "user", private_key=PEM, community_connect_token=f"aaaa.{CLAIMS}.the-signature-of-it")
WANTED = secrets_of(target_of("http://h", actors={"user": ACTOR}), CANARY)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (TOKEN, "a token of the target"),
        (TOKEN.upper(), "a token of the target"),
        (TOKEN.encode().hex(), "a token of the target"),
        (f"eyJhbGciOiJSUzUxMiJ9.{CLAIMS}.xyz", "a token of the target"),
        (base64.b64encode(f"page {TOKEN} page".encode()).decode(), "a token of the target"),
        (base64.b64encode(f"{{{CLAIMS}}}".encode()).decode(), "a token of the target"),
        (json.dumps({"trace": PEM}), "actors.user.private_key"),
        ("curl -H 'x: the-signature-of-it'", "actors.user.community_connect_token"),
    ],
    ids=["token", "upper case", "hex", "JWT", "embedded", "embedded JWT", "key", "signature"],
)
def test_a_secret_anywhere_in_the_folder_is_found(tmp_path: Path, text: str, name: str) -> None:
    place = tmp_path / "allure-results" / "x-attachment.txt"
    place.parent.mkdir()
    place.write_bytes(os.urandom(100) + text.encode() + os.urandom(100))
    with pytest.raises(CommandError) as caught:
        search(tmp_path, WANTED)
    assert (
        str(caught.value) == f"{place}: holds {name}, which no report may; delete the folder and report this"
    )
    assert caught.value.code == ExitCode.SUITE_TROUBLE


def test_a_folder_without_secrets_passes(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "run.jsonl").write_text("sessionToken: $SESSION_TOKEN, canary, BEGIN PRIVATE KEY\n")
    search(tmp_path, WANTED)


def test_no_two_runs_have_the_same_canary() -> None:
    assert len({new_canary() for _ in range(100)}) == 100
