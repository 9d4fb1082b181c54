"""What is known of a target: its base URLs, how they are reached, its actors and its limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from conformance.target.secret import Secret
from conformance.target.waits import (
    MOST_CONNECTIONS,
    PATIENCE,
    SHARED_PARALLEL_REQUESTS,
    SHARED_RATE_PER_SECOND,
)


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """What this side of a TLS connection shows: PEM files; one file may hold both."""

    certificate_file: Path
    key_file: Path
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy; https goes through it in a tunnel."""

    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Access:
    """How a base URL is reached. `secret_headers` are those of `headers` whose values are secrets."""

    verify_tls: bool = True
    ca_file: Path | None = None
    certificate: ClientCertificate | None = None
    proxy: Proxy | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    secret_headers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A user of the target with what it signs in with.

    `session_token`, `common_jwt` and `community_connect_token` are given, not signed for; `sources` says for
    each of them where a newer one may be.
    """

    name: str
    username: str | None = None
    user_id: int | None = None
    private_key: str | None = field(default=None, repr=False)
    certificate: ClientCertificate | None = None
    session_token: str | None = field(default=None, repr=False)
    common_jwt: str | None = field(default=None, repr=False)
    community_connect_token: str | None = field(default=None, repr=False)
    sources: Mapping[str, Secret] = field(default_factory=dict, repr=False)

    @property
    def signs_in(self) -> bool:
        """Whether it can get sessions of its own."""
        return self.private_key is not None or self.certificate is not None

    @property
    def has_session(self) -> bool:
        """Whether it gets or has a session."""
        return self.signs_in or self.session_token is not None


@dataclass(frozen=True, slots=True)
class Target:
    """A pod, or several, as one target file describes them; base URLs end without a slash.

    `session_auth` is where client certificates sign in. `accesses` holds, by base URL, what differs from
    `access`. `capabilities` are those that the file declares; one that it leaves out is assumed.
    `allow` holds the switches that are on: what a run may do besides changing its own objects.
    """

    name: str
    disposable: bool
    apis: Mapping[str, str]
    login: str | None
    actors: Mapping[str, Actor]
    session_auth: str | None = None
    foreign: Mapping[str, str] = field(default_factory=dict, repr=False)
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    timeout_seconds: float = 30.0
    rate_limit_per_second: float | None = None
    parallel_requests: int | None = None
    patience_seconds: float = PATIENCE
    max_body_bytes: int = 10 * 1024 * 1024
    access: Access = Access()
    accesses: Mapping[str, Access] = field(default_factory=dict)
    file: Path | None = None
    allow: frozenset[str] = frozenset()

    @property
    def rate(self) -> float | None:
        """The most requests a second; None for no limit, which only a disposable target has unasked."""
        return self.rate_limit_per_second or (None if self.disposable else SHARED_RATE_PER_SECOND)

    @property
    def parallel(self) -> int:
        """The most requests at the same time."""
        return self.parallel_requests or (MOST_CONNECTIONS if self.disposable else SHARED_PARALLEL_REQUESTS)

    @property
    def base_urls(self) -> tuple[str, ...]:
        """All places that requests go to."""
        return (*self.apis.values(), *(url for url in (self.login, self.session_auth) if url))

    def access_to(self, url: str) -> Access:
        """How a URL at or below one of the base URLs is reached."""
        bases = [base for base in self.accesses if url == base or url.startswith((f"{base}/", f"{base}?"))]
        return self.accesses[max(bases, key=len)] if bases else self.access

    def seen_by_holder(self, actor: str) -> Self:
        """The target as the holder of an actor's client certificate reaches its session authenticator."""
        url = self.session_auth or ""
        access = replace(self.access_to(url), certificate=self.actors[actor].certificate)
        return replace(self, accesses={**self.accesses, url: access})

    def lacks(self, capability: str) -> bool:
        """Whether the target file declares that the target has no such capability."""
        return not self.capabilities.get(capability, True)

    def allows(self, switch: str) -> bool:
        """Whether a run may do what this switch is about; on a disposable target it may do everything."""
        return self.disposable or switch in self.allow
