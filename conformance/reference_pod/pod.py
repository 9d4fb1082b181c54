"""What a pod is made of besides its state: clock, ids, keys and settings, all of them injectable."""

from __future__ import annotations

import hashlib
import itertools
import time
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field

from conformance.contract import Contract
from conformance.reference_pod.keys import Keys
from conformance.reference_pod.store import Store

Clock = Callable[[], int]
"""The time in epoch milliseconds."""


def system_clock() -> int:
    """The machine's time in epoch milliseconds."""
    return time.time_ns() // 1_000_000


class SteadyClock:
    """The machine's time in epoch milliseconds, later at every reading.

    Of two things made one after the other the second is the later one in every list, on the fastest machine
    too: the same requests then meet the same lists.
    """

    def __init__(self) -> None:
        self._last = 0

    def __call__(self) -> int:
        """The time, at least one millisecond after the last."""
        self._last = max(system_clock(), self._last + 1)
        return self._last


class CountingClock:
    """Begins at `start` (epoch milliseconds) and is a millisecond later at every reading.

    How long anything really takes has no part in it: the same requests meet the same times, and so whoever
    sends a time back that a pod has shown sends the same request.
    """

    def __init__(self, start: int) -> None:
        self._readings = itertools.count(start)

    def __call__(self) -> int:
        """The time of this reading."""
        return next(self._readings)


class Ids:
    """Identifiers of every shape that the APIs use; the same seed gives the same ids in the same order."""

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self._numbers = itertools.count(1)

    def _digest(self) -> bytes:
        return hashlib.sha256(f"{self._seed}:{next(self._numbers)}".encode()).digest()

    def number(self) -> int:
        """A number that was not given out before, starting at 1."""
        return next(self._numbers)

    def text(self) -> str:
        """An opaque id in URL-safe base64 without padding, as streams and messages have."""
        return urlsafe_b64encode(self._digest()[:24]).decode().rstrip("=")

    def uuid(self) -> str:
        """An id in the form of a UUID, as ETags and presence feeds have."""
        return str(uuid.UUID(bytes=self._digest()[:16], version=4))

    def object_id(self) -> str:
        """24 hexadecimal digits, as disclaimers, apps and groups have."""
        return self._digest()[:12].hex()


@dataclass(frozen=True, slots=True)
class Settings:
    """How this pod behaves where the documents leave a choice."""

    session_seconds: int = 3600
    """How long a session token is valid."""
    jwt_seconds: int = 300
    """How long a common JWT is valid."""
    partner_seconds: int = 86_400
    """How long a Community Connect token is valid."""
    lacks: frozenset[str] = frozenset()
    """Capabilities that its target file does not declare."""
    denies: frozenset[str] = frozenset()
    """Capabilities that its target file declares absent."""
    apis: frozenset[str] | None = None
    """The APIs that its target file has; None for all."""
    named: frozenset[str] | None = None
    """The actors that its target file names; None for all."""
    max_body_bytes: int = 8 * 1024 * 1024
    """Bodies longer than this are refused."""
    receipts_page: int = 100
    """Receipts in one page; the document has no limit parameter and names no number."""
    one_session: bool = False
    """Whether signing in ends the sessions that the user had."""
    canary: str = ""
    """Part of every token that this pod gives out, so that a token is found wherever it should not be."""


@dataclass(frozen=True, slots=True)
class Pod:
    """One running process: the state of all its tenants and what the handlers need to change it."""

    contract: Contract
    store: Store = field(default_factory=Store)
    clock: Clock = system_clock
    """The time of everything that happens on the pod."""
    wall_clock: Clock | None = None
    """The time by which credentials begin and end, when it is another than that of the pod."""
    ids: Ids = field(default_factory=Ids)
    settings: Settings = field(default_factory=Settings)
    keys: Keys = field(default_factory=Keys)

    def wall_time(self) -> int:
        """The time in epoch milliseconds that callers share with the pod."""
        return (self.wall_clock or self.clock)()
