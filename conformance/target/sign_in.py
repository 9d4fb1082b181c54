"""Signing actors in: session tokens, common JWTs and Community Connect bearers, renewed when they end."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, Literal

import jwt

from conformance.plain_text import printable
from conformance.target.errors import SignInError
from conformance.target.exchange import Exchange, Raw, Request, Response
from conformance.target.redaction import Redactor
from conformance.target.target import Actor, Target

SESSION = "login.session"
"""The operation that exchanges of POST /pubkey/authenticate are recorded under."""
COMMON_JWT = "login.commonJwt"
"""The operation that exchanges of POST /idm/tokens are recorded under."""
JWT_SECONDS = 240
"""Life of a signed JWT; a pod takes at most 300 seconds."""

Kind = Literal["session", "common-jwt", "community-connect"]
_KINDS: dict[str, Kind] = {
    "sessionToken": "session",
    "bearerAuth": "common-jwt",
    "CommonJwtAuth": "common-jwt",
    "JwtAuth": "community-connect",
    "ApiKeyAuth": "community-connect",
}
_SECRET_FIELDS = {"token": "SESSION_TOKEN", "access_token": "COMMON_JWT", "authorizationToken": "COMMON_JWT"}
_MARGIN_SECONDS = 30.0
_LONGEST_LIFE = 10.0 * 365 * 86400
_LONGEST_TOKEN = 16_384
_TOKEN = re.compile(r"[!-~]+")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
# A pod that names one of these for its token would change where or how the request goes.
_NOT_FOR_TOKENS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te"})
_LONGEST_SAID = 200


@dataclass(frozen=True, slots=True)
class _Token:
    value: str = field(repr=False)
    header: str = "sessionToken"
    # When to renew it unasked, on the clock of the sign-in; the life of a session is not announced.
    until: float | None = None


class SignIn:
    """The credentials of all actors; thread-safe.

    `send` sends one request below the login base URL and records it. Every method that takes an
    actor's name raises SignInError when there is no such credential or the target refuses it.
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
        self._send = send
        self._clock = clock
        self._now = now
        self._tokens: dict[tuple[str, Kind], _Token] = {}
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

    def renew(self, name: str, security: tuple[str, ...], refused: Raw) -> Raw | None:
        """Another credential after a 401 for `refused`; None when there is none to be had."""
        kind = _kind(security)
        actor = self._actor(name)
        if kind is None or kind == "community-connect" or (kind == "session" and not actor.private_key):
            return None
        with self._lock:
            current = self._tokens.get((name, kind))
            # Another thread may have renewed it meanwhile.
            if current is not None and any(current.value in value for _, value in refused.headers):
                del self._tokens[name, kind]
            return self.credential(name, security)

    def _token(self, name: str, kind: Kind) -> _Token:
        with self._lock:
            known = self._tokens.get((name, kind))
            if known is None or (known.until is not None and self._clock() >= known.until):
                known = self._obtain(self._actor(name), kind)
                self._tokens[name, kind] = known
            return known

    def _actor(self, name: str) -> Actor:
        actor = self._target.actors.get(name)
        if actor is None:
            raise SignInError(name, "the target file has no such actor; add it")
        return actor

    def _obtain(self, actor: Actor, kind: Kind) -> _Token:
        match kind:
            case "session":
                return self._session(actor)
            case "common-jwt":
                return self._common_jwt(actor)
            case "community-connect":
                if actor.community_connect_token is None:
                    raise SignInError(actor.name, "has no community_connect_token; add it to the target file")
                return _Token(actor.community_connect_token)

    def _session(self, actor: Actor) -> _Token:
        if actor.session_token is not None:
            return _Token(actor.session_token)
        if actor.private_key is None:
            raise SignInError(actor.name, "has no private key or session token; add one to the target file")
        claims = {"sub": actor.username, "exp": int(self._now()) + JWT_SECONDS}
        signed = jwt.encode(claims, actor.private_key, algorithm="RS512")
        self._redact.add(signed, "SIGN_IN_JWT")
        body = json.dumps({"token": signed}).encode("ascii")
        request = Request(SESSION, "POST", "/pubkey/authenticate", body=body, purpose=f"sign in {actor.name}")
        answer = _answer(actor, self._send(actor.name, request), "token")
        name = answer.get("name")
        return _Token(answer["token"], _header_named(name))

    def _common_jwt(self, actor: Actor) -> _Token:
        session = self._token(actor.name, "session")
        exchange = self._ask_common_jwt(actor, session)
        if exchange.response is not None and exchange.response.status == 401 and actor.private_key:
            # The session has ended: a new one, once.
            session = self._tokens[actor.name, "session"] = self._session(actor)
            exchange = self._ask_common_jwt(actor, session)
        asked = self._clock()
        answer = _answer(actor, exchange, "access_token")
        seconds = answer.get("expires_in")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            return _Token(answer["access_token"])
        if not 0 < seconds <= _LONGEST_LIFE:
            return _Token(answer["access_token"])
        return _Token(answer["access_token"], until=asked + seconds - min(_MARGIN_SECONDS, seconds / 10))

    def _ask_common_jwt(self, actor: Actor, session: _Token) -> Exchange:
        purpose = f"get a common JWT for {actor.name}"
        headers = ((session.header, session.value),)
        query = (("scope", "profile-manager"),)
        return self._send(
            actor.name, Request(COMMON_JWT, "POST", "/idm/tokens", query, headers, purpose=purpose)
        )


def learn_secrets(response: Response, redact: Redactor) -> None:
    """Have the tokens of a sign-in answer redacted from now on."""
    try:
        answer = response.json()
    except ValueError:
        return
    if isinstance(answer, dict):
        for field, name in _SECRET_FIELDS.items():
            if isinstance(answer.get(field), str) and len(answer[field]) <= _LONGEST_TOKEN:
                redact.add(answer[field], name)


def _kind(security: tuple[str, ...]) -> Kind | None:
    return next((_KINDS[scheme] for scheme in security if scheme in _KINDS), None)


def _answer(actor: Actor, exchange: Exchange, field: str) -> dict[str, Any]:
    """The JSON object of a sign-in answer, in which `field` is a text."""
    response, place = exchange.response, f"{exchange.request.method} {exchange.url}"
    if response is None:
        raise SignInError(actor.name, f"cannot sign in: {place}: {exchange.error}")
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or response.status in (404, 405):
        kind = response.media_type or "no content type"
        raise SignInError(
            actor.name,
            f"cannot sign in: {place} answers {response.status} ({kind}), which is not a pod's sign-in; "
            "correct login.base_url",
        )
    if response.status != 200:
        said = answer.get("message")
        said = f": {printable(said[:_LONGEST_SAID])}" if isinstance(said, str) else ""
        raise SignInError(
            actor.name,
            f"sign-in refused: {place} answers {response.status}{said}; "
            "is the username right, and the key saved for it on the pod?",
        )
    if not isinstance(answer.get(field), str) or not answer[field]:
        raise SignInError(actor.name, f"cannot sign in: {place} answers 200 without a text '{field}'")
    if len(answer[field]) > _LONGEST_TOKEN or not _TOKEN.fullmatch(answer[field]):
        raise SignInError(
            actor.name,
            f"cannot sign in: {place} answers 200 with a '{field}' that no header can carry "
            f"({len(answer[field]):,} characters)",
        )
    return answer


def _header_named(name: object) -> str:
    """The header that the answer names for its token, unless no header can be called so."""
    if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name) or name.lower() in _NOT_FOR_TOKENS:
        return "sessionToken"
    return name
