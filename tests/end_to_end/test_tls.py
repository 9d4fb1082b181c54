"""Two hosts with certificates of two authorities, which ask for ours, behind a proxy with a password."""

from __future__ import annotations

import json
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from tests.end_to_end.kit import command, mock, verdict
from tests.end_to_end.leaks import leaks_of
from tests.end_to_end.tls import Front, Proxy, serving

POD, GROUPS = "pod-a.localhost", "groups-b.localhost"
SELECTED = "getSessionInfo or listLanguages or listTypes or searchUser-"


def server(name: str, authority: trustme.CA, clients: trustme.CA) -> ssl.SSLContext:
    """TLS for a host of this name, which takes clients of one authority only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    clients.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


@contextmanager
def two_pods(folder: Path) -> Iterator[tuple[Path, Proxy]]:
    """The target file of a reference pod behind two hosts, and the proxy that leads to them."""
    pod_authority, groups_authority, clients = trustme.CA(), trustme.CA(), trustme.CA()
    pod_authority.cert_pem.write_to_path(folder / "pod-ca.pem")
    groups_authority.cert_pem.write_to_path(folder / "groups-ca.pem")
    for name in ("admin", "anybody"):
        certificate = clients.issue_cert(f"{name}.example", common_name=name)
        certificate.private_key_and_cert_chain_pem.write_to_path(folder / f"{name}.pem")
    (folder / "proxy.password").write_text("proxy-password-0001\n")
    plain = folder / "plain.toml"
    with mock(plain):
        port = int(re.findall(r"127\.0\.0\.1:(\d+)", plain.read_text())[0])
        pod_front = Front(port, ("/pod", "/login", "/sessionauth"))
        groups_front = Front(port, ("/profile-manager", "/community-connect"))
        proxy = Proxy({}, "me:proxy-password-0001")
        with serving(
            (pod_front, server(POD, pod_authority, clients)),
            (groups_front, server(GROUPS, groups_authority, clients)),
            (proxy, None),
        ) as (pod_port, groups_port, proxy_port):
            proxy.ports = {POD: pod_port, GROUPS: groups_port}
            target = folder / "target.toml"
            target.write_text(behind_tls(plain.read_text(), pod_port, groups_port, proxy_port))
            yield target, proxy


def behind_tls(text: str, pod_port: int, groups_port: int, proxy_port: int) -> str:
    """The target file of a plain pod for the hosts in front of it; the administrator has a certificate."""
    origins = {"pod": f"{POD}:{pod_port}", "groups": f"{GROUPS}:{groups_port}"}
    for path, host in (
        ("pod", "pod"),
        ("login", "pod"),
        ("profile-manager", "groups"),
        ("community-connect", "groups"),
    ):
        pattern = rf'base_url = "http://[0-9.:]+/{path}"'
        text = re.sub(
            pattern, f'base_url = "https://{origins[host]}/{path}"\nca_file = "{host}-ca.pem"', text
        )
    proxy = f'url = "http://127.0.0.1:{proxy_port}", username = "me", password_file = "proxy.password"'
    everywhere = f'client_certificate_file = "anybody.pem"\nproxy = {{ {proxy} }}\n'
    text = text.replace("disposable = true", f"disposable = true\n{everywhere}", 1)
    key = 'private_key_file = "plain.toml.secrets/actors.pem"'
    text = text.replace(key, 'client_certificate_file = "admin.pem"', 1)
    return (
        f'{text}\n[session_auth]\nbase_url = "https://{origins["pod"]}/sessionauth"\nca_file = "pod-ca.pem"\n'
    )


def test_a_run_over_mutual_tls_and_through_a_proxy_is_green(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    with two_pods(tmp_path) as (target, proxy):
        ended = command(
            "run", "--target", target, "--profile", "smoke", "--select", SELECTED, "--output", folder
        )
    assert ended.code == 0, ended.output
    assert set(proxy.tunnels) == {POD, GROUPS}, "both hosts are reached through the proxy"
    lines = (folder / "run.jsonl").read_text(encoding="utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if record["record"] == "exchange"]
    signed_in = {(record["operation"], record["actor"]) for record in records}
    assert ("login.certificate", "admin") in signed_in
    assert ("login.session", "user") in signed_in
    assert verdict(folder)["operations"]["answered-2xx"] >= 3
    assert leaks_of(target, folder, ended.output) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('client_certificate_file = "anybody.pem"\n', "name a client certificate"),
        ('ca_file = "groups-ca.pem"\n', "certificate not accepted"),
        (', password_file = "proxy.password"', "the proxy refuses: 407"),
    ],
    ids=["no client certificate", "no authority", "no proxy password"],
)
def test_what_is_left_out_is_named_before_the_run(tmp_path: Path, line: str, words: str) -> None:
    with two_pods(tmp_path) as (target, _):
        target.write_text(target.read_text().replace(line, ""))
        ended = command("target", "check", target)
    assert ended.code == 3, ended.output
    assert words in ended.output
