"""What is known of a target: its base URLs, its actors and the limits that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conformance.target.waits import (
    MOST_CONNECTIONS,
    PATIENCE,
    SHARED_PARALLEL_REQUESTS,
    SHARED_RATE_PER_SECOND,
)


@dataclass(frozen=True, slots=True)
class Actor:
    """A user of the target with what it signs in with; `session_token` is given, not signed for."""

    name: str
    username: str | None = None
    user_id: int | None = None
    private_key: str | None = field(default=None, repr=False)
    session_token: str | None = field(default=None, repr=False)
    community_connect_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """A pod, or several, as one target file describes them; base URLs end without a slash."""

    name: str
    disposable: bool
    apis: Mapping[str, str]
    login: str | None
    actors: Mapping[str, Actor]
    foreign: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout_seconds: float = 30.0
    rate_limit_per_second: float | None = None
    parallel_requests: int | None = None
    patience_seconds: float = PATIENCE
    max_body_bytes: int = 10 * 1024 * 1024
    verify_tls: bool = True
    ca_file: Path | None = None
    file: Path | None = None

    @property
    def rate(self) -> float | None:
        """The most requests a second; None for no limit, which only a disposable target has unasked."""
        return self.rate_limit_per_second or (None if self.disposable else SHARED_RATE_PER_SECOND)

    @property
    def parallel(self) -> int:
        """The most requests at the same time."""
        return self.parallel_requests or (MOST_CONNECTIONS if self.disposable else SHARED_PARALLEL_REQUESTS)
