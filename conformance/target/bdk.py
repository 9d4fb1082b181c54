"""The configuration file of the vendor's Bot Developer Kit: whose bot it is, its key, and its pod."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.contract.errors import SpecError
from conformance.contract.yamlio import read_document
from conformance.target.errors import TargetError
from conformance.target.secret import Secret

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9_.]+)(?::-([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Bot:
    """What the file says of the bot; `pod` and `session_auth` are URLs without the path of an API."""

    username: str
    private_key: Secret | str | None
    certificate_file: Path | None
    pod: str | None
    session_auth: str | None


def read_bot(key: str, file: Path) -> Bot:
    """The bot of a `config.yaml` or `config.json`; paths in it start at its folder. Raises TargetError."""
    try:
        document = read_document(file)
    except SpecError:
        # The reader's own message may show a line with a secret.
        reason = "is not YAML or JSON" if file.is_file() else "is no file"
        raise TargetError(f"{key}: {file} {reason}; name the config.yaml of a bot") from None
    found = _Reader(key, file)
    bot = found.table(document, "bot")
    username = found.text(bot, "bot.username")
    if username is None:
        raise TargetError(f"{key}: {file} has no bot.username; add it")
    private_key = found.private_key(found.table(bot, "bot.privateKey"))
    certificate = found.text(found.table(bot, "bot.certificate"), "bot.certificate.path")
    if private_key is None and certificate is None:
        raise TargetError(f"{key}: {file} has neither bot.privateKey.path nor bot.certificate.path; add one")
    if certificate and certificate.lower().endswith((".p12", ".pfx")):
        raise TargetError(
            f"{key}: {certificate} is PKCS #12; convert it to PEM (openssl pkcs12 -in {certificate} -nodes) "
            "and name that with client_certificate_file"
        )
    return Bot(
        username,
        private_key,
        file.parent / certificate if certificate and private_key is None else None,
        found.url(document, "pod"),
        found.url(document, "sessionAuth"),
    )


class _Reader:
    """Takes values out of one document; its complaints name the file and the value's place in it."""

    def __init__(self, key: str, file: Path) -> None:
        self.key = key
        self.file = file

    def table(self, within: Mapping[str, Any], path: str) -> Mapping[str, Any]:
        value = within.get(path.rpartition(".")[2]) or {}
        if not isinstance(value, Mapping):
            raise TargetError(f"{self.key}: {self.file} has no table {path}; write it as one")
        return value

    def text(self, within: Mapping[str, Any], path: str) -> str | None:
        value = within.get(path.rpartition(".")[2])
        return _VARIABLE.sub(self._variable, str(value)) if value not in (None, "") else None

    def private_key(self, table: Mapping[str, Any]) -> Secret | str | None:
        path = self.text(table, "bot.privateKey.path")
        if path is not None:
            return Secret(self.key, "file", path, self.file.parent)
        return self.text(table, "bot.privateKey.content")

    def url(self, document: Mapping[str, Any], part: str) -> str | None:
        own = self.table(document, part)
        values = {
            name: self.text({name: own.get(name, document.get(name))}, f"{part}.{name}")
            for name in ("scheme", "host", "port", "context")
        }
        if values["host"] is None:
            return None
        scheme, context = values["scheme"] or "https", (values["context"] or "").strip("/")
        port = values["port"] or "443"
        return f"{scheme}://{values['host']}:{port}{f'/{context}' if context else ''}"

    def _variable(self, found: re.Match[str]) -> str:
        value = os.environ.get(found[1], found[2])
        if value is None:
            raise TargetError(f"{self.key}: {self.file} needs the environment variable {found[1]}; export it")
        return value
