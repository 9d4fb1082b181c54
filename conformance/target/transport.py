"""The one transport: every request of a run goes through it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from types import TracebackType
from typing import Self

from conformance.contract import Contract, Operation, load_contract
from conformance.target.address import url_of
from conformance.target.authenticator import CERTIFICATE
from conformance.target.errors import NoSuchApi, SignInError, TargetGone, Withheld
from conformance.target.exchange import AsActor, Credential, Exchange, Raw, Request
from conformance.target.first_look import FirstLook
from conformance.target.given_secrets import add_given_secrets
from conformance.target.guard import Guard
from conformance.target.ledger import Ledger
from conformance.target.outages import Outages
from conformance.target.profile import Profile
from conformance.target.recorder import Recorder
from conformance.target.redaction import Redactor
from conformance.target.renewal import Renewal
from conformance.target.sender import SIGN_IN, Sender
from conformance.target.sign_in import SignIn
from conformance.target.target import Target
from conformance.target.throttle import Throttle, retry_after
from conformance.target.waits import TRIES

__all__ = ["Transport", "Withheld"]

_CREDENTIALS = frozenset({"sessiontoken", "authorization"})
# The length and the host of a request are the transport's: another host would be another target.
_OWN = frozenset({"host", "content-length", "transfer-encoding", "connection"})


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
        self.seed = seed
        self._recorder = recorder
        self._ledger = ledger
        redact = recorder.redact if recorder else Redactor()
        self._guard = Guard(contract or load_contract(), profile, target.allows)
        rate = target.rate
        self._throttle = Throttle(
            rate / workers if rate else None, clock, sleep, max(1, target.parallel // workers)
        )
        self._sender = Sender(target, recorder, redact, self._throttle, seed=seed, now=now)
        self._sign_in = SignIn(target, redact, self._log_in, clock=clock, now=now)
        self._renewal = Renewal(self._sign_in, target.apis, self._patiently)
        self._first_look = FirstLook(target, self._guard, ledger, self._renewal.send) if ledger else None
        self._sleep = sleep
        self._lock = Lock()
        self._overloaded: set[str] = set()
        self._waits = 0
        self._waited = 0.0
        self._outages = Outages(target, self._sender.ask, self._gone, clock=clock, sleep=sleep)
        add_given_secrets(target, redact)

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
        if self._ledger is None or self._first_look is None:
            return self._as(credential, request, operation)
        if not self.target.disposable and not self._ledger.owns(operation, request):
            raise Withheld(operation.id, "it is sent only for what this run has made")
        actor = credential.name if isinstance(credential, AsActor) else None
        self._first_look.remember(operation, request, actor)
        intent = self._ledger.intend(operation, request, actor)
        exchange = self._as(credential, request, operation)
        if intent is not None:
            self._ledger.settle(intent, exchange)
        return exchange

    def _as(self, credential: Credential, request: Request, operation: Operation) -> Exchange:
        if isinstance(credential, AsActor):
            return self._renewal.send(request, operation, credential.name)
        given = credential if isinstance(credential, Raw) else Raw()
        return self._patiently(request, self.target.apis[operation.api], None, given)

    def check(self, operation: str) -> None:
        """Raises Withheld when no request of that operation may be sent to this target."""
        self._guard.check_operation(self._guard.operation(operation))

    def credential(self, actor: str, operation: str) -> Raw:
        """What the actor would add to a request of that operation; raises SignInError.

        For checks that send a changed credential, or another actor's, on purpose.
        """
        return self._sign_in.credential(actor, self._guard.operation(operation).security)

    def probe(self, base_url: str) -> Exchange:
        """The exchange of a GET without credentials at a base URL of the target: whatever answers will do."""
        return self._sender.ask(base_url, "/", "does anything answer there?")

    def close(self) -> None:
        """Close all connections, and record what was waited for."""
        self._outages.settle()
        self._sender.close()
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
            return self._patiently(replace(request, headers=()), base_url, actor, given, SIGN_IN)
        except TargetGone as gone:
            raise SignInError(actor, str(gone)) from None

    def _patiently(
        self, request: Request, base_url: str, actor: str | None, given: Raw, effect: str | None = None
    ) -> Exchange:
        """The exchange, repeated as long as the answer asks for a bearable wait.

        Once an operation has asked for one after all tries, its next answer is taken as it is.
        """
        effect = effect or self._guard.effect(request)
        breaker = self._outages.breaker(base_url)
        tries = 1 if request.operation in self._overloaded else TRIES
        for remaining in reversed(range(tries)):
            breaker.check()
            exchange = self._sender.send(request, base_url, actor, given, effect)
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
            self._recorder.write({"record": "gone", "at": self._sender.time(), "why": why, "exchanges": lost})


def _without_credentials(request: Request, operation: Operation) -> Request:
    """The request without headers and query keys that only the credential or the transport may set."""
    headers = tuple(pair for pair in request.headers if pair[0].lower() not in _CREDENTIALS | _OWN)
    by_query = "ApiKeyAuth" in operation.security
    query = tuple(pair for pair in request.query if not (by_query and pair[0] == "token"))
    return replace(request, headers=headers, query=query)
