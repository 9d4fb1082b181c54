"""The credentials of actors: got or given, kept while they live, and renewed when they end."""

from __future__ import annotations

import math
from collections.abc import Callable
from threading import RLock
from typing import Literal

from conformance.target.authenticator import Authenticator, Token
from conformance.target.errors import SignInError, TargetError
from conformance.target.exchange import Exchange, Raw, Request
from conformance.target.redaction import Redactor
from conformance.target.target import Actor, Target

YOUNG_SECONDS = 1.0
"""A token that was got within this time has not ended by its age: a 401 for it is believed."""

Kind = Literal["session", "common-jwt", "community-connect"]
_KINDS: dict[str, Kind] = {
    "sessionToken": "session",
    "bearerAuth": "common-jwt",
    "CommonJwtAuth": "common-jwt",
    "JwtAuth": "community-connect",
    "ApiKeyAuth": "community-connect",
}
_GIVEN: dict[Kind, str] = {
    "session": "session_token",
    "common-jwt": "common_jwt",
    "community-connect": "community_connect_token",
}


class SignIn:
    """The credentials of all actors; thread-safe.

    `send` sends one request of a sign-in and records it. Every method that takes an actor's name raises
    SignInError when there is no such credential or the target refuses it.
    """

    def __init__(
        self,
        target: Target,
        redact: Redactor,
        send: Callable[[str, Request], Exchange],
        *,
        clock: Callable[[], float],
        now: Callable[[], float],
    ) -> None:
        self._target = target
        self._redact = redact
        self._clock = clock
        self._authenticator = Authenticator(redact, send, clock=clock, now=now)
        self._tokens: dict[tuple[str, Kind], Token] = {}
        self._first_given_ended: set[tuple[str, Kind]] = set()
        self._lock = RLock()

    def credential(self, name: str, security: tuple[str, ...]) -> Raw:
        """What the actor adds to a request of an operation with these security schemes."""
        kind = _kind(security)
        if kind is None:
            return Raw()
        token = self._token(name, kind)
        if kind == "session":
            return Raw(((token.header, token.value),))
        bearer = ("Authorization", f"Bearer {token.value}")
        # The document asks for the query key, the published guide for the bearer: both are sent.
        return Raw((bearer,), (("token", token.value),) if "ApiKeyAuth" in security else ())

    def may_have_ended(self, name: str, security: tuple[str, ...], refused: Raw) -> bool:
        """Whether a 401 for this credential may mean that it is too old, and another can be had."""
        kind = _kind(security)
        if kind is None or not self._renewable(self._actor(name), kind):
            return False
        with self._lock:
            current = self._tokens.get((name, kind))
            if current is None or not _carries(refused, current):
                # Another thread has renewed or dropped it meanwhile.
                return True
            return self._clock() - current.since >= YOUNG_SECONDS

    def renew(self, name: str, security: tuple[str, ...], refused: Raw) -> Raw | None:
        """Another credential after a 401 for `refused`; None when the same one is all there is."""
        with self._lock:
            self.drop(name, security, refused)
            renewed = self.credential(name, security)
        return None if renewed == refused else renewed

    def drop(self, name: str, security: tuple[str, ...], refused: Raw) -> None:
        """Get another credential than this one for the next request, if another can be had."""
        kind = _kind(security)
        if kind is None:
            return
        with self._lock:
            current = self._tokens.get((name, kind))
            # Another thread may have renewed it meanwhile.
            if (
                current is not None
                and _carries(refused, current)
                and self._renewable(self._actor(name), kind)
            ):
                del self._tokens[name, kind]
                self._first_given_ended.add((name, kind))

    def _token(self, name: str, kind: Kind) -> Token:
        with self._lock:
            known = self._tokens.get((name, kind))
            if known is None or (known.until is not None and self._clock() >= known.until):
                actor = self._actor(name)
                known = self._given(actor, kind) or self._obtained(actor, kind)
                self._tokens[name, kind] = known
            return known

    def _actor(self, name: str) -> Actor:
        actor = self._target.actors.get(name)
        if actor is None:
            raise SignInError(name, "the target file has no such actor; add it")
        return actor

    def _renewable(self, actor: Actor, kind: Kind) -> bool:
        """Whether another token can be had: by signing in, or from the file or command of the first one."""
        if getattr(actor, _GIVEN[kind]) is None:
            return actor.signs_in and kind != "community-connect"
        source = actor.sources.get(_GIVEN[kind])
        # Nobody changes the environment of a process that runs.
        return source is not None and source.form != "env"

    def _given(self, actor: Actor, kind: Kind) -> Token | None:
        """The token that the target file gives; after that has ended, the one that its source gives now."""
        value: str | None = getattr(actor, _GIVEN[kind])
        if value is None:
            return None
        if (actor.name, kind) not in self._first_given_ended:
            # Nobody knows how old it is.
            return Token(value, -math.inf)
        try:
            value = actor.sources[_GIVEN[kind]].token()
        except TargetError as error:
            raise SignInError(actor.name, str(error).removeprefix(f"actors.{actor.name}.")) from None
        self._redact.add(value, _GIVEN[kind].upper())
        return Token(value, self._clock())

    def _obtained(self, actor: Actor, kind: Kind) -> Token:
        match kind:
            case "session":
                return self._authenticator.session(actor)
            case "common-jwt":
                return self._common_jwt(actor)
            case "community-connect":
                raise SignInError(actor.name, "has no community_connect_token; add it to the target file")

    def _common_jwt(self, actor: Actor) -> Token:
        found = self._authenticator.common_jwt(actor, self._token(actor.name, "session"))
        if found is None:
            # The session has ended: a new one, once.
            session = self._tokens[actor.name, "session"] = self._authenticator.session(actor)
            found = self._authenticator.common_jwt(actor, session)
        if found is None:
            raise SignInError(
                actor.name, "gets no common JWT: the pod refuses the session that it has just given"
            )
        return found


def _carries(credential: Raw, token: Token) -> bool:
    return any(value.rpartition(" ")[2] == token.value for _, value in credential.headers)


def _kind(security: tuple[str, ...]) -> Kind | None:
    return next((_KINDS[scheme] for scheme in security if scheme in _KINDS), None)
