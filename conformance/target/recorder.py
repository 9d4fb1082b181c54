"""The run records of one process: JSON Lines, redacted, flushed line by line."""

from __future__ import annotations

import base64
import json
from codecs import getincrementaldecoder
from collections.abc import Iterable, Mapping
from hashlib import sha256
from itertools import count
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from conformance.plain_text import printable_json
from conformance.target.exchange import Exchange
from conformance.target.redaction import Redactor, login_body

LONGEST_BODY = 262_144
"""Bytes of an answer's body that are recorded; of a longer one the record says the length and the SHA-256."""
SHORTENED_BODY = 4_096
"""What is recorded of a body when long ones have already taken LONG_BODIES bytes of this process's file."""
LONG_BODIES = 128 * 1024 * 1024


class Recorder:
    """Appends records to a file; `test` is the node id of the test that is running.

    Raises OSError when the file cannot be opened or written.
    """

    def __init__(self, path: Path, redact: Redactor) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.redact = redact
        self.worker = path.stem
        self.test: str | None = None
        self._ids = count(1)
        self._long = 0
        self._lock = Lock()
        self._file = path.open("ab")

    def write(self, record: Mapping[str, Any]) -> None:
        """Append one record; no known secret is written, wherever in the record it stands."""
        line = _line(record)
        if self.redact.suspects(line):
            line = _line(self.redact.value(record))
        # A lone surrogate becomes \udXXX, which JSON reads back as it was.
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        with self._lock:
            self._file.write(data)
            self._file.flush()

    def new_id(self) -> str:
        """The id of the next exchange: no other of this run has it, whichever transport sends it."""
        return f"{self.worker}-{next(self._ids)}"

    def exchange(self, exchange: Exchange, *, login: bool = False) -> None:
        """Append an exchange; a `login` exchange also loses the tokens of its JSON bodies by name."""
        limit = LONGEST_BODY if self._long < LONG_BODIES else SHORTENED_BODY
        length = len(exchange.response.body) if exchange.response else 0
        if length > SHORTENED_BODY:
            self._long += min(length, limit)
        self.write(exchange_record(exchange, self.test, self.redact, login=login, limit=limit))

    def close(self) -> None:
        """Close the file; writing afterwards raises ValueError."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def exchange_record(
    exchange: Exchange,
    test: str | None,
    redact: Redactor,
    *,
    login: bool = False,
    limit: int = LONGEST_BODY,
) -> dict[str, Any]:
    """The record of an exchange, redacted by names and values; binary bodies become `{"base64": ...}`.

    Of an answer's body of more than `limit` bytes the beginning is kept, with `cut` for the rest.
    """
    response = exchange.response
    answer = None
    if response is not None:
        data = redact.data(response.body, truncated=response.truncated)
        answer = {
            "status": response.status,
            "headers": _joined(redact.headers(response.headers, answered=True)),
            "body": _body(data[:limit], login, cut=len(data) > limit),
            "truncated": response.truncated,
        }
        if len(data) > limit:
            answer["cut"] = {"length": len(data), "sha256": sha256(data).hexdigest()}
    request_body = exchange.request.body
    return {
        "record": "exchange",
        "id": exchange.id,
        "test": test,
        "operation": exchange.operation,
        "actor": exchange.actor,
        "purpose": exchange.request.purpose,
        "effect": exchange.effect,
        "request": {
            "method": exchange.request.method,
            "url": exchange.url,
            "headers": _joined(exchange.sent_headers),
            "body": None if request_body is None else _body(redact.data(request_body), login),
        },
        "response": answer,
        "error": exchange.error,
        "elapsed_ms": exchange.elapsed_ms,
        "at": exchange.at,
    }


def _line(record: Any) -> str:
    return printable_json(json.dumps(record, ensure_ascii=False, separators=(",", ":")))


def _body(data: bytes, login: bool, *, cut: bool = False) -> str | dict[str, str]:
    try:
        # A cut may go through a character.
        text = getincrementaldecoder("utf-8")().decode(data, final=not cut)
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}
    return login_body(text) if login else text


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The headers as one JSON object: values of a repeated name are joined, as HTTP allows."""
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined
