"""TLS, proxy and headers of a target file, for all base URLs or for one."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from conformance.target import Target, TargetError, load_target
from conformance.target.target import Access

FILE = """
[target]
name = "pod"
{target}
[apis.pod]
base_url = "https://pod.example.com/pod"
{pod}
[apis.profile-manager]
base_url = "https://groups.example.org:8443/profile-manager"
[login]
base_url = "https://pod.example.com/login"
[actors.user]
session_token_command = "echo abcdefgh"
"""


def loaded(folder: Path, target: str = "", pod: str = "") -> Target:
    file = folder / "pod.toml"
    file.write_text(FILE.format(target=target, pod=pod))
    return load_target(file)


def complaint(folder: Path, target: str) -> str:
    with pytest.raises(TargetError) as caught:
        loaded(folder, target)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(f"{folder / 'pod.toml'}: ")


@pytest.fixture
def pems(tmp_path: Path) -> Path:
    """A folder with an authority, ca.pem, and a certificate with its key, client.pem."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    authority.issue_cert("client").private_key_and_cert_chain_pem.write_to_path(tmp_path / "client.pem")
    return tmp_path


def test_without_a_word_servers_are_verified_and_nothing_is_shown(tmp_path: Path) -> None:
    assert loaded(tmp_path).access_to("https://pod.example.com/pod/v1/x") == Access()


def test_what_the_target_says_holds_for_every_base_url(pems: Path) -> None:
    target = loaded(pems, 'ca_file = "ca.pem"\nclient_certificate_file = "client.pem"')
    for url in target.base_urls:
        access = target.access_to(f"{url}/v1/x")
        assert access.ca_file == pems / "ca.pem", url
        assert access.certificate is not None, url
        assert access.certificate.key_file == pems / "client.pem", url


def test_a_base_url_can_say_otherwise(pems: Path) -> None:
    target = loaded(pems, "verify_tls = false", 'verify_tls = true\nca_file = "ca.pem"')
    verified = {url: target.access_to(f"{url}/x").verify_tls for url in target.base_urls}
    assert verified == {
        "https://pod.example.com/pod": True,
        "https://groups.example.org:8443/profile-manager": False,
        "https://pod.example.com/login": False,
    }


def test_a_url_that_only_begins_alike_is_not_below_a_base_url(pems: Path) -> None:
    target = loaded(pems, pod="verify_tls = false")
    assert target.access_to("https://pod.example.com/podium").verify_tls is True
    assert target.access_to("https://pod.example.com/pod?x=1").verify_tls is False


def test_a_proxy_with_a_user(tmp_path: Path) -> None:
    proxy = 'proxy = { url = "http://proxy:3128", username = "me", password_command = "echo hush" }'
    found = loaded(tmp_path, proxy).access.proxy
    assert found is not None
    assert (found.url, found.username, found.password) == ("http://proxy:3128", "me", "hush")
    assert "hush" not in repr(found)


def test_headers_with_and_without_secrets(tmp_path: Path) -> None:
    target = loaded(
        tmp_path,
        'headers = { X-Env = "test", X-Api-Key = { command = ["echo", "hush"] } }',
        'headers = { x-env = "pod" }',
    )
    assert target.access.headers == (("X-Env", "test"), ("X-Api-Key", "hush"))
    assert target.access.secret_headers == {"x-api-key"}
    assert target.access_to("https://pod.example.com/pod").headers == (
        ("X-Api-Key", "hush"),
        ("x-env", "pod"),
    )
    assert "hush" not in repr(target)


@pytest.mark.parametrize(
    ("target", "message"),
    [
        (
            'ca_file = "none"',
            "target.ca_file: no file {}/none; name the PEM file of the certificate authority",
        ),
        (
            'ca_file = "pod.toml"',
            "target.ca_file: {}/pod.toml holds no certificate in PEM; name one that does",
        ),
        (
            'client_certificate_file = "none"',
            "target.client_certificate_file: no file {}/none; name the PEM file",
        ),
        (
            'client_certificate_file = "ca.pem"',
            "target.client_certificate_file: {0}/ca.pem with the key {0}/ca.pem is no pair that TLS takes; "
            "both must be PEM, belong together, and the pass phrase be right",
        ),
        (
            'client_key_password_env = "X"',
            "target.client_certificate_file: is missing; client_key_password is of no use without it",
        ),
        (
            'proxy = { url = "https://proxy:3128" }',
            "target.proxy.url: 'https://proxy:3128' is not the URL of an HTTP proxy; "
            "write it like http://proxy.example.com:3128, with username and password_env beside it",
        ),
        (
            'proxy = { url = "http://proxy:3128", password_env = "X" }',
            "target.proxy.username: is missing; a password is somebody's, add whose",
        ),
        (
            'headers = { X-Api-Key = "abc" }',
            "target.headers.X-Api-Key: a secret must not stand in a target file; "
            'write {{ env = "NAME" }}, file or command',
        ),
        (
            'headers = { X-Env = { env = "A", file = "b" } }',
            "target.headers.X-Env: takes one of env, file or command; it has file and env",
        ),
        ('headers = { Host = "x" }', "target.headers.Host: is not a header that can be added; remove it"),
        (
            'headers = { X-Env = "a\\nb" }',
            "target.headers.X-Env: holds control characters or outer spaces, which HTTP cannot carry; "
            "mend it",
        ),
        ("headers = { X-Env = 1 }", "target.headers.X-Env: is 1; write a table or a text in quotes"),
        ("headers = { X-Env = { enw = 'A' } }", "target.headers.X-Env.enw: unknown key; did you mean 'env'?"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(pems: Path, target: str, message: str) -> None:
    assert complaint(pems, target) == message.format(pems)
