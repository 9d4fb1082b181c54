from __future__ import annotations

import subprocess

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.target.curl import curl_line

# The shell's curl is a function that prints what it was given.
FAKE = """curl() { printf '%s\\0' "$@"; case "$*" in *@-*) cat ;; esac; }\n"""
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def arguments(line: str, **variables: str) -> list[str]:
    """What a POSIX shell hands to curl, and the piped body last."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", **variables}
    done = subprocess.run(
        ["sh", "-s"], input=(FAKE + line).encode(), capture_output=True, env=environment, check=True
    )
    assert done.stderr == b"", f"the shell complains: {done.stderr!r} about {line}"
    return done.stdout.decode("utf-8", "surrogateescape").split("\0")


def test_a_get_is_readable() -> None:
    line = curl_line("GET", "http://127.0.0.1/pod/v1/podcert", [("Accept", "application/json")], None)
    assert line == (
        "curl -sS -i --globoff --path-as-is -X GET http://127.0.0.1/pod/v1/podcert "
        "-H 'Accept: application/json'"
    )


def test_a_secret_is_taken_from_its_variable() -> None:
    line = curl_line(
        "GET", "http://h/?token=$COMMUNITY_CONNECT_TOKEN", [("sessionToken", "$SESSION_TOKEN")], None
    )
    given = arguments(line, SESSION_TOKEN="it's $5", COMMUNITY_CONNECT_TOKEN="abc")
    assert "sessionToken: it's $5" in given
    assert "http://h/?token=abc" in given


def test_nothing_else_expands() -> None:
    given = arguments(curl_line("POST", "http://h/", [("X", "`id` $HOME")], b"$(id) $PATH $SESSION_TOKENS"))
    assert "X: `id` $HOME" in given
    assert "$(id) $PATH $SESSION_TOKENS" in given


def test_an_empty_header_is_sent() -> None:
    assert "X-Symphony-Host;" in arguments(curl_line("GET", "http://h/", [("X-Symphony-Host", "")], None))


def test_an_empty_body_is_sent() -> None:
    given = arguments(curl_line("POST", "http://h/", [], b""))
    assert given[given.index("--data-raw") + 1] == ""


def test_a_head_request_waits_for_no_body() -> None:
    assert "--head" in arguments(curl_line("HEAD", "http://h/", [], None))


def test_a_binary_body_is_piped() -> None:
    assert arguments(curl_line("POST", "http://h/", [], b"\xff\xfe"))[-1] == "\udcff\udcfe"


def test_a_body_longer_than_an_argument_is_piped() -> None:
    assert arguments(curl_line("POST", "http://h/", [], b"x" * 200_000))[-1] == "x" * 200_000


@given(value=TEXT, body=TEXT)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_every_text_reaches_curl_as_it_is(value: str, body: str) -> None:
    given = arguments(curl_line("POST", "http://h/", [("X-Value", f"<{value}>")], body.encode()))
    assert f"X-Value: <{value}>" in given
    assert given[given.index("--data-raw") + 1] == body
