"""One request on its way: dressed, paced, sent, and recorded with what came of it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count
from threading import Lock
from urllib.parse import urlencode, urlsplit

from conformance.target.address import url_of
from conformance.target.authenticator import CERTIFICATE, learn_secrets
from conformance.target.connection import Connection, NetworkError
from conformance.target.exchange import Exchange, Pairs, Raw, Request
from conformance.target.first_look import BEFORE
from conformance.target.recorder import Recorder
from conformance.target.redaction import CREDENTIAL_KEYS, Redactor
from conformance.target.target import Target
from conformance.target.throttle import Throttle
from conformance.version import version

TRACE_HEADER = "X-Trace-Id"
SIGN_IN = "sign-in"
"""How requests of the sign-in itself are counted."""
PROBE = "probe"
"""The operation that requests are recorded under which only ask whether something answers."""
_WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


class Sender:
    """Sends what it is given, once, whatever the answer says; thread-safe.

    Without a recorder nothing is written.
    """

    def __init__(
        self,
        target: Target,
        recorder: Recorder | None,
        redact: Redactor,
        throttle: Throttle,
        *,
        seed: int,
        now: Callable[[], float],
    ) -> None:
        self._user_agent = f"symphony-conformance/{version()}"
        self._target = target
        self._connection = Connection(target)
        # A client certificate belongs to one actor, so it has connections of its own.
        self._certified = {
            name: Connection(target.seen_by_holder(name))
            for name, actor in target.actors.items()
            if actor.certificate
        }
        self._recorder = recorder
        self._redact = redact
        self._throttle = throttle
        self._seed = seed
        self._now = now
        self._ids = count(1)
        self._traces: tuple[str, count[int]] = ("", count(1))
        self._own_traces: dict[str, count[int]] = defaultdict(lambda: count(1))
        self._lock = Lock()

    def send(self, request: Request, base_url: str, actor: str | None, given: Raw, effect: str) -> Exchange:
        """The exchange; one without an answer has an `error` instead. `effect` is how the request is counted.

        Raises OutsideBaseUrl or Unsendable when it cannot be sent.
        """
        login = effect == SIGN_IN
        query = request.query + given.query
        url = url_of(base_url, request.path, query)
        counter = f"login {actor}" if login else _own_counter(request)
        headers = self._headers(request, url, given, counter)
        connection = self._certified[actor or ""] if request.operation == CERTIFICATE else self._connection
        response, error, kind = None, None, None
        with self._throttle.turn():
            at = self.time()
            started = time.perf_counter()
            try:
                response = connection.send(request.method, url, headers, request.body)
            except NetworkError as trouble:
                error, kind = str(trouble), trouble.kind
        elapsed = round((time.perf_counter() - started) * 1000, 3)
        if login and response is not None:
            learn_secrets(response, self._redact)
        exchange = Exchange(
            id=self._recorder.new_id() if self._recorder else f"main-{next(self._ids)}",
            operation=request.operation,
            actor=actor,
            request=self._safe_request(request),
            url=self._safe_url(base_url, request.path, query),
            sent_headers=self._redact.headers(headers),
            response=response,
            error=error,
            at=at,
            elapsed_ms=elapsed,
            effect=effect,
            error_kind=kind,
        )
        if self._recorder:
            self._recorder.exchange(exchange, login=login)
        return exchange

    def ask(self, base_url: str, path: str, purpose: str) -> Exchange:
        """The exchange of a GET without credentials, which only asks whether something answers."""
        request = Request(PROBE, "GET", path, headers=(("Accept", "*/*"),), purpose=purpose)
        return self.send(request, base_url, None, Raw(), "read")

    def time(self) -> str:
        """The time as records bear it."""
        return datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="milliseconds")

    def close(self) -> None:
        """Close all connections."""
        for connection in (self._connection, *self._certified.values()):
            connection.close()

    def _headers(self, request: Request, url: str, given: Raw, counter: str | None) -> Pairs:
        own = {name.lower() for name, _ in request.headers}
        defaults = [
            ("User-Agent", self._user_agent),
            ("Accept", "application/json"),
            ("Accept-Encoding", "identity"),
            (TRACE_HEADER, self._trace_id(counter)),
        ]
        if request.body is not None:
            defaults.append(("Content-Type", "application/json"))
        defaults += self._target.access_to(url).headers
        kept = [(name, value) for name, value in defaults if name.lower() not in own]
        if request.body is not None or request.method in _WITH_LENGTH:
            kept.append(("Content-Length", str(len(request.body or b""))))
        return (("Host", urlsplit(url).netloc), *kept, *request.headers, *given.headers)

    def _trace_id(self, counter: str | None) -> str:
        """Six characters that depend on the seed, the running test and how many calls it made so far.

        Sign-ins, the ledger's requests and probes count on their own: they must not shift the traces of
        other calls.
        """
        test = counter or (self._recorder.test if self._recorder else None) or ""
        with self._lock:
            if counter is None and self._traces[0] != test:
                self._traces = (test, count(1))
            # All actors' sign-ins count as one.
            number = next(self._own_traces[counter.partition(" ")[0]] if counter else self._traces[1])
        digest = blake2b(f"{self._seed}/{test}/{number}".encode(), digest_size=8).digest()
        value, letters = int.from_bytes(digest), ""
        for _ in range(6):
            value, rest = divmod(value, len(_ALPHABET))
            letters += _ALPHABET[rest]
        return letters

    def _safe_request(self, request: Request) -> Request:
        return replace(
            request,
            path=self._redact.text(request.path),
            query=self._redact.query(request.query),
            headers=self._redact.headers(request.headers),
            body=None if request.body is None else self._redact.data(request.body),
        )

    def _safe_url(self, base_url: str, path: str, query: Pairs) -> str:
        url = self._redact.text(url_of(base_url, path))
        if not query:
            return url
        parts = []
        for (key, value), (_, safe) in zip(query, self._redact.query(query), strict=True):
            if key.lower() in CREDENTIAL_KEYS and safe != value:
                parts.append(f"{urlencode({key: ''})}{safe}")
            else:
                parts.append(self._redact.text(urlencode({key: value}, errors="replace")))
        return f"{url}?{'&'.join(parts)}"


def _own_counter(request: Request) -> str | None:
    """How the request is counted when it is none of a test."""
    return BEFORE if request.purpose == BEFORE else PROBE if request.operation == PROBE else None
