"""A reference pod behind two hosts with certificates of two authorities, which ask for ours, and a proxy."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme

from tests.end_to_end.kit import mock
from tests.end_to_end.tls import Front, Proxy, serving

POD, GROUPS = "pod-a.localhost", "groups-b.localhost"


def server(name: str, authority: trustme.CA, clients: trustme.CA) -> ssl.SSLContext:
    """TLS for a host of this name, which takes clients of one authority only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    clients.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


@contextmanager
def two_hosts(folder: Path) -> Iterator[tuple[Path, Proxy]]:
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
