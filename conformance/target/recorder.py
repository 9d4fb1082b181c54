"""The run records of one process: JSON Lines, redacted, flushed line by line."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from conformance.target.exchange import Exchange
from conformance.target.redaction import Redactor, login_body


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
        self._lock = Lock()
        self._file = path.open("ab")

    def write(self, record: Mapping[str, Any]) -> None:
        """Append one record; no known secret is written, wherever in the record it stands."""
        line = json.dumps(self.redact.value(record), ensure_ascii=False, separators=(",", ":"))
        # A lone surrogate becomes \udXXX, which JSON reads back as it was.
        data = line.encode("utf-8", "backslashreplace") + b"\n"
        with self._lock:
            self._file.write(data)
            self._file.flush()

    def exchange(self, exchange: Exchange, *, login: bool = False) -> None:
        """Append an exchange; a `login` exchange also loses the tokens of its JSON bodies by name."""
        self.write(exchange_record(exchange, self.test, self.redact, login=login))

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
    exchange: Exchange, test: str | None, redact: Redactor, *, login: bool = False
) -> dict[str, Any]:
    """The record of an exchange, redacted by names and values; binary bodies become `{"base64": ...}`."""
    response = exchange.response
    answer = None
    if response is not None:
        answer = {
            "status": response.status,
            "headers": _joined(redact.headers(response.headers, answered=True)),
            "body": _body(redact.data(response.body, truncated=response.truncated), login),
            "truncated": response.truncated,
        }
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


def _body(data: bytes, login: bool) -> str | dict[str, str]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}
    return login_body(text) if login else text


def _joined(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The headers as one JSON object: values of a repeated name are joined, as HTTP allows."""
    joined: dict[str, str] = {}
    for name, value in headers:
        joined[name] = f"{joined[name]}, {value}" if name in joined else value
    return joined
