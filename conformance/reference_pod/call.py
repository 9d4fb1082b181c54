"""What a handler gets and gives: a validated call, an answer, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.users import User
from conformance.reference_pod.store import Store


@dataclass(frozen=True, slots=True)
class Call:
    """One request after sign-in, rights and validation: parameters have the types of the contract.

    `path` and `query` hold only what was sent, plus the contract's defaults; `headers` has lower-case names.
    """

    pod: Pod
    operation: Operation
    caller: User
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    now: int = field(init=False)
    """The time of the call in epoch milliseconds; it stands still while the call is handled."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "now", self.pod.clock())

    @property
    def store(self) -> Store:
        """The pod's state."""
        return self.pod.store


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: its JSON body (nothing is sent for 204) and what goes with it."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A documented 4xx. Raising it undoes everything that the handler changed.

    `code` is the string code of the Profile Manager and Community Connect envelopes; the Pod API
    repeats the status.
    """

    def __init__(
        self, status: int, message: str, code: str | None = None, context: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.context = context


def bad_request(message: str, code: str | None = None, **context: str) -> Refusal:
    """The request breaks a rule that the document states."""
    return Refusal(400, message, code, context or None)


def forbidden(message: str = "The user lacks the required entitlement to perform this operation") -> Refusal:
    """The caller may not do this."""
    return Refusal(403, message)


def not_found(message: str, code: str | None = None) -> Refusal:
    """There is nothing of that name, as far as this caller may know."""
    return Refusal(404, message, code)


def success(message: str) -> Answer:
    """The Pod API's SuccessResponse."""
    return Answer({"format": "TEXT", "message": message})
