"""Taking secrets out of everything that is written: by the names of their places and by their values."""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any
from urllib.parse import quote

from conformance.target.needles import Needles

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
# A signed token is one wherever it stands, known or not.
_JWT = re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}")
_JWT_BYTES = re.compile(_JWT.pattern.encode("ascii"))
_HEADERS_WITH_URLS = frozenset({"location", "content-location", "link", "refresh"})
_IN_URL = re.compile(r"(?i)((?:session_?token|access_token|id_token|token|jwt)=)(?!\$)[^&#;,\s\">]+")
# How messages, and the reprs of pytest, are cut.
_CUT = re.compile("(\N{HORIZONTAL ELLIPSIS}|[.]{3})")
_MOST_CUTS = 400
_SHORTEST_BEGINNING = 6
_SHORTEST_PART = 16
_SHARED_RUN = 6


class Redactor:
    """Knows the secrets of a run and replaces each by `$NAME`, the shell variable that stands for it."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._headers: Mapping[str, str] = CREDENTIAL_HEADERS
        self._texts = Needles[str](SHORTEST)
        self._data = Needles[bytes](SHORTEST)
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
        if len(secret) < SHORTEST:
            return
        for spelling in _spellings_of(secret):
            self._texts.add(spelling, f"${name}")
            self._data.add(spelling.encode("utf-8", "surrogatepass"), f"${name}".encode("ascii"))

    def suspects(self, text: str) -> bool:
        """Whether `text` or `value` could find anything in this text, or in the JSON that it is."""
        return bool(self._texts.found_in(text)) or "eyJ" in text or _CUT.search(text) is not None

    def text(self, text: str) -> str:
        """The text without any known secret, any signed token, and any secret that an ellipsis cuts off."""
        text = self._texts.replaced(text)
        if "eyJ" in text:
            text = _JWT.sub("$OTHER_CREDENTIAL", text)
        return self._without_cut_ones(text) if _CUT.search(text) else text

    def _without_cut_ones(self, text: str) -> str:
        """The text without beginnings of secrets before an ellipsis and ends of secrets after one."""
        pieces = _CUT.split(text)
        if len(pieces) > _MOST_CUTS:
            # Nothing of ours: what is cut for a message has few characters left.
            return text
        for index in range(0, len(pieces), 2):
            if index + 1 < len(pieces):
                pieces[index] = self._without_beginning(pieces[index])
            if index:
                pieces[index] = self._without_end(pieces[index])
        return "".join(pieces)

    def _without_beginning(self, piece: str) -> str:
        for spelling in self._texts.longest_first():
            if spelling[:_SHORTEST_BEGINNING] in piece[-len(spelling) :]:
                for length in range(min(len(spelling), len(piece)), _SHORTEST_BEGINNING - 1, -1):
                    if piece.endswith(spelling[:length]):
                        return piece[:-length]
        return piece

    def _without_end(self, piece: str) -> str:
        for spelling in self._texts.longest_first():
            if spelling[-_SHORTEST_BEGINNING:] in piece[: len(spelling)]:
                for length in range(min(len(spelling), len(piece)), _SHORTEST_BEGINNING - 1, -1):
                    if piece.startswith(spelling[-length:]):
                        return piece[length:]
        return piece

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
        data = self._data.replaced(data)
        if b"eyJ" in data:
            data = _JWT_BYTES.sub(b"$OTHER_CREDENTIAL", data)
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
            else (self.text(name), self._header_text(name, value))
            for name, value in headers
        )

    def _header_text(self, name: str, value: str) -> str:
        text = self.text(value)
        return _IN_URL.sub(r"\1$OTHER_CREDENTIAL", text) if name.lower() in _HEADERS_WITH_URLS else text

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
        for spelling in self._data.longest_first():
            for length in range(min(len(spelling) - 1, len(data)), longest, -1):
                if data.endswith(spelling[:length]):
                    longest = length
                    break
        return longest


def login_body(text: str) -> str:
    """A body of a sign-in request or answer, with the tokens replaced by name even in broken JSON."""
    return _LOGIN_FIELDS.sub(r'\1"$OTHER_CREDENTIAL"', text)


def _spellings_of(secret: str) -> set[str]:
    """How a target, a log or a traceback may write the secret or a part of it that is one itself."""
    if secret.startswith("-----BEGIN "):
        # No target ever sees a key; what may show it is a traceback or a configuration, line by line.
        lines = [line for line in secret.split("\n") if len(line) >= _SHORTEST_PART and "-----" not in line]
        return {secret, json.dumps(secret)[1:-1], "".join(lines), *lines}
    escaped = json.dumps(secret)[1:-1]
    unescaped = json.dumps(secret, ensure_ascii=False)[1:-1]
    quoted = quote(secret, safe="")
    data = secret.encode("utf-8", "surrogatepass")
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
        data.hex(),
        data.hex().upper(),
        *in_base64(data),
        *_signature(secret),
    }


def in_base64(data: bytes) -> set[str]:
    """What is in every base64 text, plain or for URLs, of a text that the data is part of."""
    found = set()
    for before in range(3):
        whole = base64.b64encode(bytes(before) + data).decode("ascii").rstrip("=")
        # The first and the last characters also hold bits of what stands beside the data.
        core = whole[(0, 2, 3)[before] : -1]
        if len(core) >= SHORTEST:
            found |= {core, core.replace("+", "-").replace("/", "_")}
    return found


def _signature(secret: str) -> set[str]:
    """The parts of a signed token that tell something: its claims and its signature."""
    parts = secret.split(".")
    return {part for part in parts[1:] if len(part) >= _SHORTEST_PART} if len(parts) == 3 else set()
