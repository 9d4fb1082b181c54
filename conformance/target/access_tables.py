"""The parts of a target file that say how base URLs are reached: TLS, proxy, headers."""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from conformance.target.base_url import proxy_url
from conformance.target.errors import TargetError
from conformance.target.secret import FORMS, Secret, find_secret
from conformance.target.target import Access, ClientCertificate, Proxy

# A header of such a name is taken for a secret, so its value may not stand in the file.
_SENSITIVE = re.compile(r"auth|token|key|secret|password|cookie|credential", re.IGNORECASE)
_HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_TRANSPORTS_OWN = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "sessiontoken", "authorization"}
)


def access_of(folder: Path, place: str, table: Mapping[str, Any], default: Access) -> Access:
    """How the table's place is reached; what it does not say is as in `default`. Raises TargetError."""
    found = default
    if "verify_tls" in table:
        found = replace(found, verify_tls=table["verify_tls"])
    if "ca_file" in table:
        found = replace(found, ca_file=_ca_file(folder, place, table["ca_file"]))
    if (certificate := client_certificate(folder, place, table)) is not None:
        found = replace(found, certificate=certificate)
    if "proxy" in table:
        found = replace(found, proxy=_proxy(folder, f"{place}.proxy", table["proxy"]))
    for name, value in table.get("headers", {}).items():
        found = _with_header(found, folder, f"{place}.headers.{name}", name, value)
    return found


def client_certificate(folder: Path, place: str, table: Mapping[str, Any]) -> ClientCertificate | None:
    """The client certificate that a table names, with its key; raises TargetError when they do not fit."""
    secret = find_secret(folder, place, table, "client_key_password")
    if "client_certificate_file" not in table:
        orphan = "client_key_file" if "client_key_file" in table else secret and "client_key_password"
        if orphan:
            raise TargetError(
                f"{place}.client_certificate_file: is missing; {orphan} is of no use without it"
            )
        return None
    file = folder / table["client_certificate_file"]
    return usable_certificate(
        f"{place}.client_certificate_file",
        file,
        folder / table["client_key_file"] if "client_key_file" in table else file,
        secret.read() if secret else None,
    )


def usable_certificate(key: str, file: Path, key_file: Path, password: str | None) -> ClientCertificate:
    """The certificate, which TLS has taken once; raises TargetError when it does not."""
    for path in (file, key_file):
        if not path.is_file():
            raise TargetError(f"{key}: no file {path}; name the PEM file")
    try:
        # An empty password keeps OpenSSL from asking for one at the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(file, key_file, password or "")
    except (ssl.SSLError, OSError, ValueError):
        raise TargetError(
            f"{key}: {file} with the key {key_file} is no pair that TLS takes; "
            "both must be PEM, belong together, and the pass phrase be right"
        ) from None
    return ClientCertificate(file, key_file, password)


def _ca_file(folder: Path, place: str, name: str) -> Path:
    found = folder / name
    if not found.is_file():
        raise TargetError(f"{place}.ca_file: no file {found}; name the PEM file of the certificate authority")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(found)
    except (ssl.SSLError, OSError):
        raise TargetError(
            f"{place}.ca_file: {found} holds no certificate in PEM; name one that does"
        ) from None
    return found


def _proxy(folder: Path, place: str, table: Mapping[str, Any]) -> Proxy:
    url = proxy_url(f"{place}.url", table["url"])
    secret = find_secret(folder, place, table, "password")
    if secret is not None and "username" not in table:
        raise TargetError(f"{place}.username: is missing; a password is somebody's, add whose")
    return Proxy(url, table.get("username"), secret.read() if secret else None)


def _with_header(found: Access, folder: Path, key: str, name: str, value: str | Mapping[str, Any]) -> Access:
    if not _HEADER_NAME.fullmatch(name) or name.lower() in _TRANSPORTS_OWN:
        raise TargetError(f"{key}: is not a header that can be added; remove it")
    secret = not isinstance(value, str)
    if isinstance(value, str):
        if _SENSITIVE.search(name):
            raise TargetError(
                f'{key}: a secret must not stand in a target file; write {{ env = "NAME" }}, file or command'
            )
        text = value
    else:
        forms = [form for form in FORMS if form in value]
        if len(forms) != 1:
            raise TargetError(
                f"{key}: takes one of env, file or command; it has {' and '.join(forms) or 'none'}"
            )
        where = value[forms[0]]
        text = Secret(key, forms[0], tuple(where) if isinstance(where, list) else where, folder).read()
    if not text.isprintable() or text != text.strip():
        raise TargetError(
            f"{key}: holds control characters or outer spaces, which HTTP cannot carry; mend it"
        )
    others = tuple(pair for pair in found.headers if pair[0].lower() != name.lower())
    names = found.secret_headers - {name.lower()} | ({name.lower()} if secret else set())
    return replace(found, headers=(*others, (name, text)), secret_headers=frozenset(names))
