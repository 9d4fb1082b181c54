"""Workers that send one request to every operation in random order, again and again."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from tests.reference_pod.served import Client, SignedOut

T = TypeVar("T")


@dataclass(frozen=True)
class Ask:
    """One request to an operation; `then` gets the body of a success."""

    by: str
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    then: Callable[[Any], object] | None = None


Action = Callable[["Worker"], Ask | None]

ACTIONS: dict[str, Action] = {}
"""For each operation what a worker asks of it; None when there is nothing to ask for now."""


def does(operation_id: str) -> Callable[[Action], Action]:
    """Add a function to ACTIONS."""

    def add(action: Action) -> Action:
        ACTIONS[operation_id] = action
        return action

    return add


@dataclass
class Shared:
    """What all workers know: people by name with their ids, and what there is to work on."""

    home: Mapping[str, int]
    partner: Mapping[str, int]
    rooms: list[str] = field(default_factory=list)
    chats: list[str] = field(default_factory=list)
    accounts: list[int] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    feeds: list[tuple[str, str]] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    community: list[dict[str, Any]] = field(default_factory=list)
    disabled: int = 0
    """How many accounts of Community Connect have been disabled."""
    lists: dict[str, list[Any]] = field(default_factory=dict)
    """Ids that were read in lists, by what they are of."""

    @property
    def people(self) -> dict[str, int]:
        """Everybody of both companies."""
        return {**self.home, **self.partner}


@dataclass
class Report:
    """What workers did: requests by operation and status, writes of groups, and answers that must not be."""

    sent: Counter[tuple[str, int]] = field(default_factory=Counter)
    writes: list[tuple[str, str]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return self.sent.total()

    @property
    def operations(self) -> set[str]:
        """The operations that were asked."""
        return {operation for operation, _ in self.sent}

    @property
    def succeeded(self) -> set[str]:
        """The operations that answered with a success."""
        return {operation for operation, status in self.sent if status < 300}

    def add(self, other: Report) -> None:
        """Take over what other workers did."""
        self.sent += other.sent
        self.writes += other.writes
        self.failures += other.failures


class Worker:
    """One client that acts for all users; the seed decides what it does."""

    def __init__(self, client: Client, shared: Shared, seed: int) -> None:
        self.chance = random.Random(seed)
        self.shared = shared
        self.report = Report()
        self._client = client

    def rounds(self, count: int) -> None:
        """Send one request to every operation, this many times."""
        for _ in range(count):
            self._round()

    def until(self, deadline: float) -> None:
        """Send requests until the monotonic clock shows this time."""
        while time.monotonic() < deadline:
            self._round()

    def any(self, things: list[T]) -> T | None:
        """One of the things, which other workers add and remove at the same time; None when there is none."""
        present = list(things)
        return self.chance.choice(present) if present else None

    def person(self) -> str:
        """One of the people of the first company."""
        return self.chance.choice(list(self.shared.home))

    def user_id(self) -> int:
        """The id of a user of the first company, who may have been made by the traffic."""
        return self.chance.choice([*self.shared.home.values(), *self.shared.accounts])

    def often(self, probability: float) -> bool:
        """True this often."""
        return self.chance.random() < probability

    def wrote(self, group: dict[str, Any]) -> None:
        """Remember a successful write of a group."""
        self.report.writes.append((group["id"], group["eTag"]))

    def _round(self) -> None:
        for operation_id in self.chance.sample(list(ACTIONS), len(ACTIONS)):
            ask = ACTIONS[operation_id](self)
            if ask is not None:
                self._send(operation_id, ask)
        if self.often(0.2):
            self._client.sign_out(self.person())

    def _send(self, operation_id: str, ask: Ask) -> None:
        try:
            answer = self._client.send(
                operation_id, ask.by, path=ask.path, query=ask.query, headers=ask.headers, body=ask.body
            )
        except SignedOut:
            return
        self.report.sent[operation_id, answer.status_code] += 1
        if answer.status_code >= 500:
            self.report.failures.append(f"{operation_id} answered {answer.status_code}: {answer.text[:200]}")
        elif answer.status_code < 300 and ask.then is not None:
            ask.then(answer.json() if answer.status_code != 204 else None)
