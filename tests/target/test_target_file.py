from __future__ import annotations

from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from conformance.target import TargetError, load_target

HEAD = '[target]\nname = "pod"\n[apis.pod]\nbase_url = "https://pod.example.com:8443/pod/"\n'
USER = '[actors.user]\nsession_token_file = "token.txt"\n'
LOGIN = '[login]\nbase_url = "https://pod.example.com/login"\n'


def written(folder: Path, text: str | bytes) -> Path:
    (folder / "token.txt").write_text("abcdefgh\n")
    file = folder / "pod.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def complaint(folder: Path, text: str | bytes) -> str:
    """The one line about this file, without the file's name."""
    file = written(folder, text)
    with pytest.raises(TargetError) as caught:
        load_target(file)
    message = str(caught.value)
    assert message.startswith(f"{file}: "), f"names its file: {message}"
    assert "\n" not in message, f"is one line: {message}"
    return message.removeprefix(f"{file}: ")


def test_a_whole_file(tmp_path: Path, private_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEARER", "a-bearer-token")
    (tmp_path / "key.pem").write_text(private_key)
    (tmp_path / "ca.pem").write_bytes(trustme.CA().cert_pem.bytes())
    text = """
[target]
name = "test pod"
disposable = true
timeout_seconds = 12.5
rate_limit_per_second = 50
max_body_bytes = 4096
verify_tls = false
ca_file = "ca.pem"
[apis.pod]
base_url = "https://pod.example.com:8443/pod/"
[apis.profile-manager]
base_url = "http://[::1]:8080/profile-manager"
[apis.community-connect]
base_url = "http://127.0.0.1:8080"
[login]
base_url = "https://pod.example.com/login"
[actors.admin]
username = "admin"
user_id = 12987981103105
private_key_file = "key.pem"
community_connect_token_env = "BEARER"
[actors.user]
username = "user"
private_key_command = ["cat", "key.pem"]
[actors.nobody]
session_token_file = "token.txt"
[foreign]
expired_session_token_command = "echo expired-token"
[capabilities]
cross-pod = false
"""
    target = load_target(written(tmp_path, text))
    assert dict(target.apis) == {
        "pod": "https://pod.example.com:8443/pod",
        "profile-manager": "http://[::1]:8080/profile-manager",
        "community-connect": "http://127.0.0.1:8080",
    }
    assert (target.name, target.disposable, target.login) == (
        "test pod",
        True,
        "https://pod.example.com/login",
    )
    assert (target.timeout_seconds, target.rate_limit_per_second, target.max_body_bytes) == (12.5, 50, 4096)
    assert (target.access.verify_tls, target.access.ca_file) == (False, tmp_path / "ca.pem")
    admin, user, nobody = target.actors.values()
    assert (admin.username, admin.user_id, admin.private_key) == ("admin", 12987981103105, private_key)
    assert admin.community_connect_token == "a-bearer-token"
    assert user.private_key == private_key
    assert nobody.session_token == "abcdefgh"
    assert target.foreign == {"expired_session_token": "expired-token"}
    assert (target.lacks("cross-pod"), target.lacks("distribution-lists")) == (True, False)


def test_a_target_is_not_disposable_unless_it_says_so(tmp_path: Path) -> None:
    assert load_target(written(tmp_path, HEAD + USER)).disposable is False


def test_secrets_are_not_shown_with_a_target(tmp_path: Path) -> None:
    assert "abcdefgh" not in repr(load_target(written(tmp_path, HEAD + USER)))


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"none\.toml: no such file; name an existing target file"):
        load_target(tmp_path / "none.toml")


def test_a_folder_is_not_a_target_file(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"cannot be read \(Is a directory\); name a readable file"):
        load_target(tmp_path)


def test_text_that_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    assert "is not TOML: " in (message := complaint(tmp_path, '[target]\nname = "pod\n'))
    assert "line 2" in message


def test_bytes_that_are_not_text(tmp_path: Path) -> None:
    assert complaint(tmp_path, b"\xff\xfe[") == "is not UTF-8 text (byte 0); save it as UTF-8"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "target: is missing; add it to the file as a table"),
        (HEAD + USER + "[tagret]\n", "tagret: unknown key; did you mean 'target'?"),
        (
            HEAD.replace("name", "disposible = true\nname") + USER,
            "target.disposible: unknown key; did you mean 'disposable'?",
        ),
        (HEAD + USER + 'usrname = "x"\n', "actors.user.usrname: unknown key; did you mean 'username'?"),
        (
            HEAD + USER + "[capabilities]\nzz = true\n",
            "capabilities.zz: unknown key; known here: cross-pod, distribution-lists, information-barriers, "
            "certificates, applications, app-entitlements, disclaimers, presence-feeds, manifests, "
            "protocols, file-extensions",
        ),
        (HEAD + "[apis.pods]\nbase_url = ''\n" + USER, "apis.pods: unknown key; did you mean 'pod'?"),
        (
            HEAD.replace("base_url", "baseurl") + USER,
            "apis.pod.baseurl: unknown key; did you mean 'base_url'?",
        ),
        (
            HEAD + USER + "[foreign]\nexpired_token_env = 'abc'\n",
            "foreign.expired_token_env: unknown key; did you mean 'expired_session_token_env'?",
        ),
        ('[target]\nname = "pod"\n', "apis: is missing; add it to the file as a table"),
        (
            '[target]\nname = "pod"\n[apis]\n',
            "apis: is empty; name at least one of pod, profile-manager, community-connect",
        ),
        ("[target]\n[apis.pod]\nbase_url='http://h'\n", "target.name: is missing; add it to [target]"),
        (HEAD.replace('"pod"', '""', 1) + USER, "target.name: is empty; give it a value or remove it"),
        (HEAD.replace('"pod"', "1", 1) + USER, "target.name: is 1; write a text in quotes"),
        (
            HEAD.replace("name", "disposable = 'yes'\nname", 1) + USER,
            "target.disposable: is 'yes'; write true or false",
        ),
        (
            HEAD.replace("name", "timeout_seconds = 0\nname", 1) + USER,
            "target.timeout_seconds: 0 is less than or equal to the minimum of 0; correct the value",
        ),
        (HEAD + "[actors.user]\nuser_id = '5'\n", "actors.user.user_id: is '5'; write a whole number"),
        (HEAD + "[actors]\nuser = 'x'\n", "actors.user: is 'x'; write a table"),
        (
            HEAD + "[actors.'a b']\nsession_token_file = 'token.txt'\n",
            "actors: a name in it is not plain; use letters, digits, - and _, beginning with a letter",
        ),
        (
            HEAD + "[actors.user]\nsession_token_command = ['echo', 'abc def']\n",
            "actors.user.session_token_command: the command holds no token; mend its value",
        ),
        (
            HEAD + "[actors.user]\nsession_token_env = 'a b'\n",
            "actors.user.session_token_env: is 'a b'; write the name of an environment variable",
        ),
        (
            HEAD + "[actors.user]\nsession_token = 'abcdefgh'\n",
            "actors.user.session_token: a secret must not stand in a target file; write session_token_file, "
            "session_token_env or session_token_command",
        ),
        (
            HEAD + "[actors.user]\nusername = 'x'\n",
            "actors.user: has nothing to sign in with; add private_key_file (or session_token_env, "
            "client_certificate_file, bdk_config, common_jwt_env, community_connect_token_env)",
        ),
        (
            HEAD + USER + "session_token_env = 'X'\n",
            "actors.user: has both session_token_file and session_token_env; keep one of them",
        ),
        (
            HEAD + USER + "bdk_config = 'config.yaml'\n",
            "actors.user.bdk_config: {folder}/config.yaml is no file; name the config.yaml of a bot",
        ),
        (
            HEAD + USER + "client_key_file = 'x.key'\n",
            "actors.user.client_certificate_file: is missing; client_key_file is of no use without it",
        ),
        (HEAD, "actors: none can sign in to apis.pod; add one with private_key_file"),
        (
            HEAD + USER + "[apis.profile-manager]\nbase_url = 'http://h'\n",
            "login.base_url: is missing; apis.profile-manager needs it for its tokens",
        ),
        (
            HEAD + USER + "[apis.community-connect]\nbase_url = 'http://h'\n",
            "actors: none has community_connect_token_env, _file or _command; add it to one, "
            "or leave out apis.community-connect",
        ),
        (
            HEAD + "[actors.user]\nusername = 'u'\nprivate_key_file = 'none.pem'\n",
            "actors.user.private_key_file: {folder}/none.pem cannot be read (No such file or directory); "
            "name the file",
        ),
        (
            HEAD + "[actors.user]\nusername = 'u'\nprivate_key_file = 'token.txt'\n",
            "actors.user.private_key_file: is not a private key in PEM; give the whole file, BEGIN to END",
        ),
        (
            HEAD + "[actors.user]\nsession_token_env = 'UNSET_FOR_THIS_TEST'\n",
            "actors.user.session_token_env: environment variable UNSET_FOR_THIS_TEST is not set; export it",
        ),
        (
            HEAD.replace("name", "ca_file = 'none.pem'\nname", 1) + USER,
            "target.ca_file: no file {folder}/none.pem; name the PEM file of the certificate authority",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    assert complaint(tmp_path, text) == message.format(folder=tmp_path)


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("pod.example.com/pod", "is not an http or https URL"),
        ("ftp://pod.example.com", "is not an http or https URL"),
        ("https://", "is not an http or https URL"),
        ("https://pod:99999/", "is not a URL (Port out of range 0-65535)"),
        ("https://[::1/", "is not a URL (Invalid IPv6 URL)"),
        ("https://pod.example.com/pod?x=1", "has a query or fragment"),
        ("https://pod.example.com/pod#x", "has a query or fragment"),
        ("https://pod.example.com/../x", "is not a plain URL"),
        ("https://pod.example.com/%2e%2e", "is not a plain URL"),
        ("https://pod..example.com/", "is not a plain URL"),
        ("https://pod example.com/", "is not a plain URL"),
        ("https://pod.example.com:0/", "is not a plain URL"),
    ],
)
def test_a_base_url_that_is_none(tmp_path: Path, url: str, trouble: str) -> None:
    text = HEAD.replace("https://pod.example.com:8443/pod/", url) + USER
    remedy = "write it like https://pod.example.com:443/pod"
    assert complaint(tmp_path, text) == f"apis.pod.base_url: '{url}' {trouble}; {remedy}"


def test_a_base_url_with_a_password_is_not_repeated(tmp_path: Path) -> None:
    text = HEAD.replace("https://pod", "https://me:secret@pod") + USER
    message = complaint(tmp_path, text)
    assert message.startswith("apis.pod.base_url: a URL with a user or password is not taken")
    assert "secret" not in message


def test_a_key_needs_a_username(tmp_path: Path, private_key: str) -> None:
    (tmp_path / "key.pem").write_text(private_key)
    text = HEAD + LOGIN + "[actors.user]\nprivate_key_file = 'key.pem'\n"
    assert complaint(tmp_path, text) == (
        "actors.user.username: is missing; a private key signs in for a username, add it"
    )


def test_a_key_needs_a_login(tmp_path: Path, private_key: str) -> None:
    (tmp_path / "key.pem").write_text(private_key)
    text = HEAD + "[actors.user]\nusername = 'u'\nprivate_key_file = 'key.pem'\n"
    assert complaint(tmp_path, text) == (
        "login.base_url: is missing; actors.user needs it to sign in with its key"
    )


def test_a_key_of_another_kind(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    text = HEAD + LOGIN + "[actors.user]\nusername = 'u'\nprivate_key_file = 'key.pem'\n"
    assert complaint(tmp_path, text) == (
        "actors.user.private_key_file: is not an RSA key; pods take RSA keys of 4096 bits"
    )


def test_a_key_with_a_password(tmp_path: Path, private_key: str) -> None:
    key = load_pem_private_key(private_key.encode(), None)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x"))
    (tmp_path / "key.pem").write_bytes(pem)
    text = HEAD + LOGIN + "[actors.user]\nusername = 'u'\nprivate_key_file = 'key.pem'\n"
    assert complaint(tmp_path, text) == (
        "actors.user.private_key_file: the key has a password; "
        "add private_key_password_env, _file or _command"
    )
    unlocked = load_target(written(tmp_path, text + "private_key_password_command = 'echo x'\n"))
    assert unlocked.actors["user"].private_key == private_key
    assert complaint(tmp_path, text + "private_key_password_command = 'echo y'\n") == (
        "actors.user.private_key_file: the password is wrong, or it is not a private key in PEM; "
        "give the whole file, BEGIN to END"
    )


def test_a_token_is_taken_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POD_TOKEN", " from-the-environment\n")
    target = load_target(written(tmp_path, HEAD + "[actors.user]\nsession_token_env = 'POD_TOKEN'\n"))
    assert target.actors["user"].session_token == "from-the-environment"
