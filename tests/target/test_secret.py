"""Secrets come from files, variables and commands; what goes wrong is one line without the secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.target import TargetError
from conformance.target.secret import Form, Secret, refuse_clear


def secret(folder: Path, form: Form, where: str | tuple[str, ...]) -> Secret:
    return Secret(f"actors.user.session_token_{form}", form, where, folder)


def test_each_form_gives_the_secret_without_white_space(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", " the-secret\n")
    (tmp_path / "token").write_text("the-secret\n")
    forms: list[tuple[Form, str | tuple[str, ...]]] = [
        ("env", "TOKEN"),
        ("file", "token"),
        ("command", ("cat", "token")),
        ("command", "echo 'the-secret'"),
    ]
    assert [secret(tmp_path, form, where).read() for form, where in forms] == ["the-secret"] * 4


def test_a_secret_is_read_anew_each_time(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("first")
    found = secret(tmp_path, "file", "token")
    first = found.read()
    (tmp_path / "token").write_text("second")
    assert (first, found.read()) == ("first", "second")


def test_a_command_runs_without_a_shell(tmp_path: Path) -> None:
    assert secret(tmp_path, "command", "echo $HOME;id").read() == "$HOME;id"


def test_what_a_command_started_ends_with_it(tmp_path: Path) -> None:
    (tmp_path / "slow").write_text("#!/bin/sh\nsleep 60 &\necho $! > child\nwait\n")
    (tmp_path / "slow").chmod(0o755)
    with pytest.raises(TargetError, match=r"\./slow did not end within 0\.5 s; it must not ask$"):
        secret(tmp_path, "command", ("./slow",)).read(seconds=0.5)
    stat = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}/stat")
    assert not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.parametrize(
    ("form", "where", "words"),
    [
        ("env", "UNSET_FOR_THIS_TEST", "environment variable UNSET_FOR_THIS_TEST is not set; export it"),
        ("file", "none", "none cannot be read (No such file or directory); name the file"),
        ("file", "empty", "empty is empty; name the file that holds the secret"),
        ("file", "binary", "binary is not text; name the file that holds the secret"),
        ("command", ("no-such-program",), "no-such-program cannot be started (No such file or directory)"),
        (
            "command",
            ("sh", "-c", "echo hush; exit 3"),
            "sh ended with exit status 3; run it by hand to see why",
        ),
        ("command", "true", "true printed nothing; make it print the secret"),
        ("command", ("cat", "binary"), "cat printed no text; make it print the secret alone"),
        ("command", "echo 'x", "is not a command (No closing quotation); write a list of words"),
    ],
)
def test_what_is_wrong_is_one_line_without_the_secret(
    tmp_path: Path, form: Form, where: str | tuple[str, ...], words: str
) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "binary").write_bytes(b"hush\xff")
    with pytest.raises(TargetError) as caught:
        secret(tmp_path, form, where).read()
    message = str(caught.value)
    assert message.startswith(f"actors.user.session_token_{form}: "), message
    assert words in message
    assert ("\n" in message, "hush" in message.replace("echo hush", "")) == (False, False), message


def test_what_a_command_says_to_its_error_output_is_shown_to_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    command = ("sh", "-c", "echo hush >&2; echo the-secret")
    assert secret(tmp_path, "command", command).read() == "the-secret"
    assert capfd.readouterr() == ("", "")


def test_a_token_holds_no_space(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="the command holds no token; mend its value"):
        secret(tmp_path, "command", ("echo", "two words")).token()


@pytest.mark.parametrize(
    ("document", "key"),
    [
        ({"actors": {"user": {"private_key": "x"}}}, "actors.user.private_key"),
        ({"actors": {"user": {"community_connect_token": "x"}}}, "actors.user.community_connect_token"),
        ({"target": {"proxy": {"password": "x"}}}, "target.proxy.password"),
        ({"foreign": {"expired_common_jwt": "x"}}, "foreign.expired_common_jwt"),
        ({"apis": {"pod": {"client_key_password": "x"}}}, "apis.pod.client_key_password"),
    ],
)
def test_a_secret_in_the_file_itself_is_refused(document: dict[str, object], key: str) -> None:
    with pytest.raises(TargetError, match=rf"^{key}: a secret must not stand in a target file; write "):
        refuse_clear(document)
