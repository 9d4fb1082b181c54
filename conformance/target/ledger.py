"""The ledger of a run: what it is about to make, what it made, and what it found before its first change.

One JSON object a line; several processes append to one file. It outlives a run that is killed;
`ledger_entries` reads it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

from conformance.contract import Operation
from conformance.target.exchange import Exchange, Request
from conformance.target.redaction import Redactor
from conformance.target.target import Target
from conformance.target.undo import (
    CHANGES,
    MAKES,
    OWN,
    Makes,
    body_of,
    canonical,
    common_name,
    names_nothing,
    value_in,
    values_at,
)

FILE_NAME = "ledger.jsonl"
"""The file's name in the run folder."""

UNREAD = "could not be read"
"""Stands for a value that the target did not show before the first change."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that was there before the run: its kind, whose it is, and by which actor it was changed.

    `items` are those that were concerned one by one, such as the followers that a request named.
    """

    kind: str
    subject: str
    actor: str
    items: tuple[int, ...] = ()


class Ledger:
    """Appends to the ledger of a run; thread-safe, and safe among the processes of one run.

    `label` is part of every name that the run gives. With `durable` each line is on the disk before the
    request leaves; without it a crash of the machine, not of the run, may lose the last lines.
    """

    def __init__(
        self, path: Path, redact: Redactor, target: Target, *, worker: str, label: str, durable: bool
    ) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._redact = redact
        self._worker = worker
        self._durable = durable
        self._ids = count(1)
        self._known: set[tuple[str, str, int | str]] = set()
        self._made: set[str] = set()
        self._named: dict[str, list[str]] = {}
        self._actors = {str(known.user_id): name for name, known in target.actors.items() if known.user_id}
        self._lock = Lock()
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        file = str(target.file.resolve()) if target.file else None
        self._write(
            {"entry": "begin", "worker": worker, "label": label, "target": file, "apis": dict(target.apis)}
        )

    def intend(self, operation: Operation, request: Request, actor: str | None) -> str | None:
        """Write down what a request is about to make; the id of the entry, None when it makes nothing."""
        makes = MAKES.get(operation.id)
        if makes is None:
            return None
        number, names = f"{self._worker}-{next(self._ids)}", _names(makes, operation, request)
        if not makes.keys:
            self._named[number] = names
        self._write(
            {
                "entry": "intent",
                "id": number,
                "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
                "operation": operation.id,
                "kind": makes.kind,
                "actor": actor,
                "names": names,
            }
        )
        return number

    def settle(self, number: str, exchange: Exchange) -> None:
        """Write down what became of an intent; without an answer that stays open."""
        response = exchange.response
        if response is None:
            return
        made = 200 <= response.status < 300
        document = body_of(response.body) if made else None
        keys = _keys(MAKES[exchange.operation], document) if made else []
        with self._lock:
            self._made.update(canonical(key.rpartition("/")[2]) for key in keys)
            if made:
                self._made.update(map(canonical, self._named.pop(number, ())))
        self._write({"entry": "made" if made else "refused", "intent": number, "keys": keys})

    def first(self, operation: Operation, request: Request, actor: str | None) -> Setting | None:
        """What a request is about to change for the first time in this process; None when there is nothing.

        What concerns nothing but things that the run made goes with them.
        """
        makes, changes = MAKES.get(operation.id), CHANGES.get(operation.id)
        if actor is not None and makes is not None and makes.among is not None:
            return self._unknown(Setting(makes.among, "", actor))
        if changes is None or actor is None:
            return None
        subject = value_in(request, operation, changes.subject) if changes.subject else ""
        if not isinstance(subject, str | int):
            return None
        kind, subject = changes.kind, str(subject)
        if changes.items is None:
            if kind == "presence" and subject in self._actors:
                # One fact under two names: an actor's presence is restored by the actor itself.
                kind, subject, actor = "own presence", "", self._actors[subject]
            if kind == "connection":
                subject, actor = self._one_side(subject, actor)
            return None if canonical(subject) in self._made else self._unknown(Setting(kind, subject, actor))
        listed = value_in(request, operation, changes.items)
        items = [item for item in listed if type(item) is int] if isinstance(listed, list) else []
        with self._lock:
            own = canonical(subject) in self._made
            known = {item for item in items if (kind, subject, item) in self._known}
            fresh = tuple(i for i in items if i not in known and not (own and str(i) in self._made))
        return Setting(kind, subject, actor, fresh) if fresh else None

    def owns(self, operation: Operation, request: Request) -> bool:
        """Whether a request concerns something that this process made, or that nobody can have."""
        place = OWN.get(operation.id)
        if place is None:
            return True
        subject = value_in(request, operation, place)
        with self._lock:
            return names_nothing(subject) or canonical(subject) in self._made

    def _one_side(self, subject: str, actor: str) -> tuple[str, str]:
        """A connection is one fact that two users see: where both are actors, it is told by one of them."""
        other = self._actors.get(subject)
        own = next((number for number, name in self._actors.items() if name == actor), None)
        if other is None or own is None or int(own) < int(subject):
            return subject, actor
        return own, other

    def _unknown(self, setting: Setting) -> Setting | None:
        with self._lock:
            known = (setting.kind, setting.subject, setting.actor) in self._known
        return None if known else setting

    def remember(self, setting: Setting, value: Any) -> None:
        """Write down what was found before the first change; UNREAD when it could not be read."""
        with self._lock:
            for item in setting.items or (setting.actor,):
                self._known.add((setting.kind, setting.subject, item))
        self._write(
            {
                "entry": "before",
                "kind": setting.kind,
                "subject": setting.subject,
                "actor": setting.actor,
                "items": list(setting.items),
                "value": value,
            }
        )

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _write(self, entry: Mapping[str, Any]) -> None:
        line = json.dumps(self._redact.value(entry), separators=(",", ":")) + "\n"
        # One write to a file that is open for appending: lines of several processes do not mix.
        os.write(self._file, line.encode("ascii"))
        if self._durable:
            os.fsync(self._file)


def _names(makes: Makes, operation: Operation, request: Request) -> list[str]:
    if makes.name is None:
        return []
    own = common_name(value_in(request, operation, makes.pem)) if makes.pem else None
    if own is not None:
        return [own]
    if makes.name.startswith("/"):
        found = values_at(body_of(request.body), makes.name)
    else:
        found = [value_in(request, operation, makes.name)]
    return [value for value in found if isinstance(value, str)]


def _keys(makes: Makes, document: Any) -> list[str]:
    """The ids of what was made; of an id in parts the last part is that of the thing."""
    parts = [values_at(document, place) for place in makes.keys]
    if not parts or not all(parts):
        return []
    before = "".join(f"{part[0]}/" for part in parts[:-1])
    return [f"{before}{last}" for last in parts[-1]]
