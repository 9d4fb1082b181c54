"""Taking secrets out of everything that is written: by the names of their places and by their values."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote

SHORTEST = 8
"""Secrets of fewer characters are only redacted by name: as a value they would be found everywhere."""

CREDENTIAL_HEADERS: Mapping[str, str] = {
    "sessiontoken": "SESSION_TOKEN",
    "authorization": "COMMON_JWT",
    "keymanagertoken": "CREDENTIAL",
    "proxy-authorization": "CREDENTIAL",
    "cookie": "CREDENTIAL",
    "set-cookie": "CREDENTIAL",
}
"""Headers, in lower case, whose values are secrets, and the variable that stands for each."""

CREDENTIAL_KEYS: Mapping[str, str] = {
    "token": "COMMUNITY_CONNECT_TOKEN",
    "sessiontoken": "SESSION_TOKEN",
    "access_token": "COMMON_JWT",
}
"""Query keys, in lower case, whose values are secrets, and the variable that stands for each."""

# A value that ends with the text is the token of a body that was cut off.
_LOGIN_FIELDS = re.compile(
    r'("(?:token|access_token|authorizationToken|symphonyToken|appToken|authToken|private_?[kK]ey|password)"\s*:\s*)'
    r'"(?!\$[A-Z_]+")(?:[^"\\]|\\.)*(?:"|\\?$)'
)
# Longer than any word that a check sends as a made-up token, shorter than any real one.
_LONGEST_SHOWN = 40
_SHARED_RUN = 6


class Redactor:
    """Knows the secrets of a run and replaces each by `$NAME`, the shell variable that stands for it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._headers: Mapping[str, str] = CREDENTIAL_HEADERS
        self._spellings: tuple[tuple[str, bytes, str], ...] = ()
        self._lock = Lock()

    def add(self, secret: str, name: str) -> None:
        """Redact this value from now on, in every spelling that a JSON, URL or HTML echo gives it."""
        with self._lock:
            if secret and secret not in self._names:
                self._learn(secret, name)

    def add_header(self, name: str, value: str) -> None:
        """Redact this value, and from now on all values of this header."""
        self.add(value, "CREDENTIAL")
        self._headers = {**self._headers, name.lower(): "CREDENTIAL"}

    def _learn(self, secret: str, name: str) -> None:
        self._names = {**self._names, secret: name}
        spellings: dict[str, str] = {}
        for value, label in self._names.items():
            if len(value) >= SHORTEST:
                spellings |= {spelling: label for spelling in _spellings_of(value)}
        # The longest first: a secret may be a part of another one.
        self._spellings = tuple(
            (spelling, spelling.encode("utf-8", "surrogatepass"), f"${spellings[spelling]}")
            for spelling in sorted(spellings, key=lambda text: (-len(text), text))
        )

    def text(self, text: str) -> str:
        """The text without any known secret."""
        for spelling, _, variable in self._spellings:
            if spelling in text:
                text = text.replace(spelling, variable)
        return text

    def value(self, value: Any) -> Any:
        """A JSON value without any known secret; the keys of its objects stay, they are the record's own."""
        match value:
            case str():
                return self.text(value)
            case Mapping():
                return {key: self.value(part) for key, part in value.items()}
            case list() | tuple():
                return [self.value(part) for part in value]
            case _:
                return value

    def data(self, data: bytes, *, truncated: bool = False) -> bytes:
        """The bytes without any known secret; a `truncated` end that may begin one is cut off."""
        for _, spelling, variable in self._spellings:
            if spelling in data:
                data = data.replace(spelling, variable.encode("ascii"))
        return data[: len(data) - self._begun(data)] if truncated else data

    def headers(
        self, headers: Iterable[tuple[str, str]], *, answered: bool = False
    ) -> tuple[tuple[str, str], ...]:
        """The headers, with the values of credential headers replaced whatever they are.

        Short made-up values ("garbled") stay readable in a request when they have nothing in common
        with a secret; what a target `answered` is not made up.
        """
        return tuple(
            (name, self._credential(value, self._headers[name.lower()], made_up=not answered))
            if name.lower() in self._headers
            else (self.text(name), self.text(value))
            for name, value in headers
        )

    def query(self, query: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """The query, with the values of credential keys replaced like those of headers."""
        return tuple(
            (key, self._credential(value, CREDENTIAL_KEYS[key.lower()]))
            if key.lower() in CREDENTIAL_KEYS
            else (key, self.text(value))
            for key, value in query
        )

    def _credential(self, value: str, name: str, *, made_up: bool = True) -> str:
        scheme, _, rest = value.rpartition(" ")
        prefix = f"{scheme} " if scheme.lower() in ("bearer", "basic") else ""
        secret = rest if prefix else value
        known = self._names.get(secret)
        if known is not None:
            return f"{prefix}${known}"
        if not secret or (made_up and len(secret) <= _LONGEST_SHOWN and not self._resembles_a_secret(secret)):
            return value
        return f"{prefix}$OTHER_{name}"

    def _resembles_a_secret(self, value: str) -> bool:
        runs = {value[start : start + _SHARED_RUN] for start in range(max(1, len(value) - _SHARED_RUN + 1))}
        return bool(value) and any(
            run in secret or secret in value for secret in self._names for run in runs if len(run) >= 3
        )

    def _begun(self, data: bytes) -> int:
        longest = 0
        for _, spelling, _ in self._spellings:
            for length in range(min(len(spelling) - 1, len(data)), longest, -1):
                if data.endswith(spelling[:length]):
                    longest = length
                    break
        return longest


def login_body(text: str) -> str:
    """A body of a sign-in request or answer, with the tokens replaced by name even in broken JSON."""
    return _LOGIN_FIELDS.sub(r'\1"$OTHER_CREDENTIAL"', text)


def _spellings_of(secret: str) -> set[str]:
    escaped = json.dumps(secret)[1:-1]
    unescaped = json.dumps(secret, ensure_ascii=False)[1:-1]
    quoted = quote(secret, safe="")
    return {
        secret,
        escaped,
        unescaped,
        escaped.replace("/", "\\/"),
        json.dumps(escaped)[1:-1],
        json.dumps(unescaped, ensure_ascii=False)[1:-1],
        json.dumps(escaped.replace("/", "\\/"))[1:-1],
        quoted,
        re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), quoted),
        quote(secret),
        html.escape(secret),
    }
