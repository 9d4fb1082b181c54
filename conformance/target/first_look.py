"""What stands on the target before a run changes it for the first time: read, and written into the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

from conformance.contract import Operation
from conformance.target.errors import SignInError
from conformance.target.exchange import Exchange, Request
from conformance.target.guard import Guard
from conformance.target.ledger import UNREAD, Ledger
from conformance.target.looks import look
from conformance.target.target import Target
from conformance.target.undo import body_of

ADMIN = "admin"
BEFORE = "what stands before the first change"
"""The purpose of the requests of these looks."""

Send = Callable[[Request, Operation, str], Exchange]
"""Sends a request of an operation as an actor."""


class FirstLook:
    """Looks on behalf of a ledger."""

    def __init__(self, target: Target, guard: Guard, ledger: Ledger, send: Send) -> None:
        self._target = target
        self._guard = guard
        self._ledger = ledger
        self._send = send

    def remember(self, operation: Operation, request: Request, actor: str | None) -> None:
        """Write down what stands before the first change of something that the run did not make."""
        setting = self._ledger.first(operation, request, actor)
        if setting is None:
            return
        value: Any = UNREAD
        for by in (setting.actor, ADMIN):
            # Who may not change it may not read it either; the administrator may.
            if value == UNREAD and by in self._target.actors:
                value = look(setting, partial(self._ask, by))
        self._ledger.remember(setting, value)

    def _ask(
        self, actor: str, name: str, path: Mapping[str, str], query: Mapping[str, str]
    ) -> tuple[int, Any]:
        reading = self._guard.operation(name)
        place = reading.path
        for key, value in path.items():
            place = place.replace(f"{{{key}}}", quote(value, safe=""))
        request = Request(name, reading.method, place, tuple(query.items()), purpose=BEFORE)
        try:
            answer = self._send(request, reading, actor).response
        except SignInError:
            return 0, None
        return (answer.status, body_of(answer.body)) if answer else (0, None)
