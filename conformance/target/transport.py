"""The one transport: every request of a run goes through it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import count
from threading import Lock
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit

from conformance.contract import Contract, Operation, load_contract
from conformance.target.address import url_of
from conformance.target.authenticator import CERTIFICATE, learn_secrets
from conformance.target.connection import Connection, NetworkError
from conformance.target.errors import NoSuchApi, SignInError, TargetGone, Withheld
from conformance.target.exchange import AsActor, Credential, Exchange, Pairs, Raw, Request
from conformance.target.given_secrets import add_given_secrets
from conformance.target.guard import Guard
from conformance.target.ledger import UNREAD, Ledger
from conformance.target.looks import look
from conformance.target.outages import Outages
from conformance.target.profile import Profile
from conformance.target.recorder import Recorder
from conformance.target.redaction import CREDENTIAL_KEYS, Redactor
from conformance.target.sign_in import SignIn
from conformance.target.target import Target
from conformance.target.throttle import Throttle, retry_after
from conformance.target.undo import body_of
from conformance.target.waits import TRIES
from conformance.version import version

__all__ = ["Transport", "Withheld"]

TRACE_HEADER = "X-Trace-Id"
SIGN_IN = "sign-in"
"""How requests of the sign-in itself are counted."""
ADMIN = "admin"
BEFORE = "what stands before the first change"
"""The purpose of requests that the ledger asks for."""
_CREDENTIALS = frozenset({"sessiontoken", "authorization"})
# The length and the host of a request are the transport's: another host would be another target.
_OWN = frozenset({"host", "content-length", "transfer-encoding", "connection"})
_WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})
# Reads that any signed-in user may do, to see whether a token still lives.
_PROBES = {
    "pod": Request("getSessionInfo", "GET", "/v2/sessioninfo", purpose="is the session still good?"),
    "profile-manager": Request(
        "listTypes", "GET", "/v1/types", headers=(("X-Symphony-Host", ""),), purpose="is the JWT still good?"
    ),
}
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"


class Transport:
    """Sends requests to a target; thread-safe.

    `workers` processes share the target's rate limit. Without a recorder nothing is written; without a ledger
    nothing that is made or changed can be undone later.
    """

    def __init__(
        self,
        target: Target,
        profile: Profile,
        recorder: Recorder | None = None,
        *,
        contract: Contract | None = None,
        ledger: Ledger | None = None,
        seed: int = 0,
        workers: int = 1,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.target = target
        self.profile = profile
        self._recorder = recorder
        self._ledger = ledger
        self._redact = recorder.redact if recorder else Redactor()
        self._guard = Guard(contract or load_contract(), profile, target.allows)
        self._connection = Connection(target)
        rate = target.rate
        self._throttle = Throttle(
            rate / workers if rate else None, clock, sleep, max(1, target.parallel // workers)
        )
        # A client certificate belongs to one actor, so it has connections of its own.
        self._certified = {
            name: Connection(target.seen_by_holder(name))
            for name, actor in target.actors.items()
            if actor.certificate
        }
        self._sign_in = SignIn(target, self._redact, self._log_in, clock=clock, now=now)
        self._sleep = sleep
        self._now = now
        self.seed = seed
        self._ids = count(1)
        self._traces: tuple[str, count[int]] = ("", count(1))
        self._login_traces = count(1)
        self._own_traces = count(1)
        self._lock = Lock()
        self._hopeless: set[tuple[str, str]] = set()
        self._overloaded: set[str] = set()
        self._waits = 0
        self._waited = 0.0
        self._user_agent = f"symphony-conformance/{version()}"
        self._outages = Outages(
            target, self._connection, self._gone, user_agent=self._user_agent, clock=clock, sleep=sleep
        )
        add_given_secrets(target, self._redact)

    def send(self, request: Request, credential: Credential) -> Exchange:
        """The exchange of a request; one without an answer has an `error` instead.

        Raises Withheld when the profile forbids what the request would do, OutsideBaseUrl, Unsendable
        or NoSuchApi when it cannot be sent, SignInError when the actor has no credential, TargetGone when
        the target has stopped answering, and ValueError for an operation that the contract does not have.
        """
        operation = self._guard.operation(request.operation)
        base_url = self.target.apis.get(operation.api)
        if base_url is None:
            raise NoSuchApi(f"{operation.id}: the target file names no apis.{operation.api}")
        self._guard.check(request)
        request = _without_credentials(request, operation)
        url_of(base_url, request.path)
        if self._ledger is None:
            return self._as(credential, request, base_url, operation)
        if not self.target.disposable and not self._ledger.owns(operation, request):
            raise Withheld(operation.id, "it is sent only for what this run has made")
        actor = credential.name if isinstance(credential, AsActor) else None
        self._remember(operation, request, actor)
        intent = self._ledger.intend(operation, request, actor)
        exchange = self._as(credential, request, base_url, operation)
        if intent is not None:
            self._ledger.settle(intent, exchange)
        return exchange

    def _as(self, credential: Credential, request: Request, base_url: str, operation: Operation) -> Exchange:
        """Send with a credential; an actor's is renewed once when it is refused."""
        if not isinstance(credential, AsActor):
            given = credential if isinstance(credential, Raw) else Raw()
            return self._patiently(request, base_url, None, given)
        actor = credential.name
        given = self._sign_in.credential(actor, operation.security)
        exchange = self._patiently(request, base_url, actor, given)
        return self._again(request, operation, actor, given, exchange) if _refused(exchange) else exchange

    def _again(
        self, request: Request, operation: Operation, actor: str, given: Raw, refused: Exchange
    ) -> Exchange:
        """The exchange with a new token, once, when the old one has ended; otherwise the 401 is believed."""
        security, base_url = operation.security, self.target.apis[operation.api]
        hopeless = (actor, operation.id) in self._hopeless
        if hopeless or not self._sign_in.may_have_ended(actor, security, given):
            # Whatever took the token may have taken it from all operations: the next one gets another.
            self._sign_in.drop(actor, security, given)
            return refused
        if self._still_good(operation.api, actor, given):
            return refused
        renewed = self._sign_in.renew(actor, security, given)
        if renewed is None:
            return refused
        exchange = self._patiently(request, base_url, actor, renewed)
        if _refused(exchange):
            # It is not the age of the token: the next 401 of this operation is believed at once.
            self._hopeless.add((actor, operation.id))
            self._sign_in.drop(actor, security, renewed)
        return exchange

    def _still_good(self, api: str, actor: str, given: Raw) -> bool:
        """Whether the target takes the credential elsewhere: then a 401 was not for its age."""
        probe = _PROBES.get(api)
        if probe is None:
            return False
        return not _refused(self._patiently(probe, self.target.apis[api], actor, given))

    def _remember(self, operation: Operation, request: Request, actor: str | None) -> None:
        """Write down what stands before the first change of something that the run did not make."""
        assert self._ledger is not None
        setting = self._ledger.first(operation, request, actor)
        if setting is None:
            return

        def ask(name: str, path: Mapping[str, str], query: Mapping[str, str]) -> tuple[int, Any]:
            reading = self._guard.operation(name)
            place = reading.path
            for key, value in path.items():
                place = place.replace(f"{{{key}}}", quote(value, safe=""))
            look_up = Request(name, reading.method, place, tuple(query.items()), purpose=BEFORE)
            try:
                answer = self._as(AsActor(by), look_up, self.target.apis[reading.api], reading).response
            except SignInError:
                return 0, None
            return (answer.status, body_of(answer.body)) if answer else (0, None)

        value: Any = UNREAD
        for by in (setting.actor, ADMIN):
            # Who may not change it may not read it either; the administrator may.
            if value == UNREAD and by in self.target.actors:
                value = look(setting, ask)
        self._ledger.remember(setting, value)

    def check(self, operation: str) -> None:
        """Raises Withheld when no request of that operation may be sent to this target."""
        self._guard.check_operation(self._guard.operation(operation))

    def credential(self, actor: str, operation: str) -> Raw:
        """What the actor would add to a request of that operation; raises SignInError.

        For checks that send a changed credential, or another actor's, on purpose.
        """
        return self._sign_in.credential(actor, self._guard.operation(operation).security)

    def close(self) -> None:
        """Close all connections, and record what was waited for."""
        self._outages.settle()
        for connection in (self._connection, *self._certified.values()):
            connection.close()
        outages, seconds = self._outages.waited_out
        manners = {
            "asked": self._waits,
            "asked_seconds": round(self._waited, 3),
            "paced_seconds": round(self._throttle.waited, 3),
            "outages": outages,
            "outage_seconds": round(seconds, 3),
        }
        if self._recorder and any(manners.values()):
            self._recorder.write({"record": "manners", **manners})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _log_in(self, actor: str, request: Request) -> Exchange:
        """Send a request of the sign-in itself; its headers are its credential."""
        given = Raw(request.headers)
        base_url = self.target.session_auth if request.operation == CERTIFICATE else self.target.login
        if base_url is None:
            raise SignInError(actor, "the target file says not where to sign in; add login.base_url")
        try:
            return self._patiently(replace(request, headers=()), base_url, actor, given, login=True)
        except TargetGone as gone:
            raise SignInError(actor, str(gone)) from None

    def _patiently(
        self, request: Request, base_url: str, actor: str | None, given: Raw, *, login: bool = False
    ) -> Exchange:
        """The exchange, repeated as long as the answer asks for a bearable wait.

        Once an operation has asked for one after all tries, its next answer is taken as it is.
        """
        breaker = self._outages.breaker(base_url)
        tries = 1 if request.operation in self._overloaded else TRIES
        for remaining in reversed(range(tries)):
            breaker.check()
            exchange = self._once(request, base_url, actor, given, login=login)
            breaker.note(exchange)
            wait = retry_after(exchange.response) if exchange.response else None
            if wait is None:
                self._overloaded.discard(request.operation)
                break
            if not remaining:
                self._overloaded.add(request.operation)
                break
            with self._lock:
                self._waits += 1
                self._waited += wait
            self._sleep(wait)
        return exchange

    def _gone(self, why: str, lost: list[str]) -> None:
        if self._recorder:
            at = datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="milliseconds")
            self._recorder.write({"record": "gone", "at": at, "why": why, "exchanges": lost})

    def _once(
        self, request: Request, base_url: str, actor: str | None, given: Raw, *, login: bool
    ) -> Exchange:
        query = request.query + given.query
        url = url_of(base_url, request.path, query)
        counter = f"login {actor}" if login else BEFORE if request.purpose == BEFORE else None
        headers = self._headers(request, url, given, counter)
        connection = self._certified[actor or ""] if request.operation == CERTIFICATE else self._connection
        response, error = None, None
        with self._throttle.turn():
            at = datetime.fromtimestamp(self._now(), UTC).isoformat(timespec="milliseconds")
            started = time.perf_counter()
            try:
                response = connection.send(request.method, url, headers, request.body)
            except NetworkError as trouble:
                error = str(trouble)
        elapsed = round((time.perf_counter() - started) * 1000, 3)
        if login and response is not None:
            learn_secrets(response, self._redact)
        exchange = Exchange(
            id=f"{self._recorder.worker if self._recorder else 'main'}-{next(self._ids)}",
            operation=request.operation,
            actor=actor,
            request=self._safe_request(request),
            url=self._safe_url(base_url, request.path, query),
            sent_headers=self._redact.headers(headers),
            response=response,
            error=error,
            at=at,
            elapsed_ms=elapsed,
            effect=SIGN_IN if login else self._guard.effect(request),
        )
        if self._recorder:
            self._recorder.exchange(exchange, login=login)
        return exchange

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
        defaults += self.target.access_to(url).headers
        kept = [(name, value) for name, value in defaults if name.lower() not in own]
        if request.body is not None or request.method in _WITH_LENGTH:
            kept.append(("Content-Length", str(len(request.body or b""))))
        return (("Host", urlsplit(url).netloc), *kept, *request.headers, *given.headers)

    def _trace_id(self, counter: str | None) -> str:
        """Six characters that depend on the seed, the running test and how many calls it made so far.

        Sign-ins and the ledger's requests count on their own: they must not shift the traces of other calls.
        """
        test = counter or (self._recorder.test if self._recorder else None) or ""
        with self._lock:
            if counter is None and self._traces[0] != test:
                self._traces = (test, count(1))
            own = self._own_traces if counter == BEFORE else self._login_traces
            number = next(own if counter else self._traces[1])
        digest = blake2b(f"{self.seed}/{test}/{number}".encode(), digest_size=8).digest()
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


def _without_credentials(request: Request, operation: Operation) -> Request:
    """The request without headers and query keys that only the credential or the transport may set."""
    headers = tuple(pair for pair in request.headers if pair[0].lower() not in _CREDENTIALS | _OWN)
    by_query = "ApiKeyAuth" in operation.security
    query = tuple(pair for pair in request.query if not (by_query and pair[0] == "token"))
    return replace(request, headers=headers, query=query)


def _refused(exchange: Exchange) -> bool:
    return exchange.response is not None and exchange.response.status == 401
