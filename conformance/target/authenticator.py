"""The requests that get tokens: sessions for keys and client certificates, common JWTs for sessions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import jwt

from conformance.plain_text import printable
from conformance.target.errors import SignInError
from conformance.target.exchange import Exchange, Request, Response
from conformance.target.redaction import Redactor
from conformance.target.target import Actor

SESSION = "login.session"
"""The operation that exchanges of POST /pubkey/authenticate are recorded under."""
CERTIFICATE = "login.certificate"
"""The operation that exchanges of POST /v1/authenticate at the session authenticator are recorded under."""
COMMON_JWT = "login.commonJwt"
"""The operation that exchanges of POST /idm/tokens are recorded under."""
JWT_SECONDS = 240
"""Life of a signed JWT; a pod takes at most 300 seconds."""

_ALGORITHM = "RS512"
_MARGIN_SECONDS = 30.0
_LONGEST_LIFE = 10.0 * 365 * 86400
_LONGEST_TOKEN = 16_384
_TOKEN = re.compile(r"[!-~]+")
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
# A pod that names one of these for its token would change where or how the request goes.
_NOT_FOR_TOKENS = frozenset({"host", "content-length", "transfer-encoding", "connection", "upgrade", "te"})
_LONGEST_SAID = 200
_SECRET_FIELDS = {"token": "SESSION_TOKEN", "access_token": "COMMON_JWT", "authorizationToken": "COMMON_JWT"}
_ADVICE = {
    SESSION: "is the username right, and the key saved for it on the pod?",
    CERTIFICATE: "does the pod trust who issued the certificate, and is its common name the username?",
    COMMON_JWT: "may the user have a token for Profile Manager?",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token with the time when it was got and when to renew it unasked, on the clock of the sign-in.

    Most pods do not announce how long a session lives; `until` is None then.
    """

    value: str = field(repr=False)
    since: float
    until: float | None = None
    header: str = "sessionToken"


class Authenticator:
    """Gets tokens from the target; `send` sends one request of a sign-in and records it.

    Every method raises SignInError when the target refuses, or answers something else.
    """

    def __init__(
        self,
        redact: Redactor,
        send: Callable[[str, Request], Exchange],
        *,
        clock: Callable[[], float],
        now: Callable[[], float],
    ) -> None:
        self._redact = redact
        self._send = send
        self._clock = clock
        self._now = now

    def session(self, actor: Actor) -> Token:
        """A new session for the actor's private key or client certificate."""
        purpose = f"sign in {actor.name}"
        if actor.private_key is not None:
            body = json.dumps({"token": self._signed(actor)}).encode("ascii")
            request = Request(SESSION, "POST", "/pubkey/authenticate", body=body, purpose=purpose)
        elif actor.certificate is not None:
            request = Request(CERTIFICATE, "POST", "/v1/authenticate", purpose=purpose)
        else:
            raise SignInError(
                actor.name,
                "has no private key, client certificate or session token; add one to the target file",
            )
        asked = self._clock()
        answer = _answer(actor, self._send(actor.name, request), "token")
        return Token(answer["token"], asked, _until(asked, answer), _header_named(answer.get("name")))

    def common_jwt(self, actor: Actor, session: Token) -> Token | None:
        """A common JWT for the session; None when the session has ended."""
        request = Request(
            COMMON_JWT,
            "POST",
            "/idm/tokens",
            (("scope", "profile-manager"),),
            ((session.header, session.value),),
            purpose=f"get a common JWT for {actor.name}",
        )
        asked = self._clock()
        exchange = self._send(actor.name, request)
        if exchange.response is not None and exchange.response.status == 401 and actor.signs_in:
            return None
        answer = _answer(actor, exchange, "access_token")
        return Token(answer["access_token"], asked, _until(asked, answer))

    def _signed(self, actor: Actor) -> str:
        claims = {"sub": actor.username, "exp": int(self._now()) + JWT_SECONDS}
        signed = jwt.encode(claims, _key(actor.private_key or ""), algorithm=_ALGORITHM)
        self._redact.add(signed, "SIGN_IN_JWT")
        return signed


@lru_cache(maxsize=16)
def _key(pem: str) -> Any:
    """The key of a PEM text; reading it, with a check of its primes, takes far longer than signing."""
    return jwt.get_algorithm_by_name(_ALGORITHM).prepare_key(pem)


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


def _until(asked: float, answer: Mapping[str, Any]) -> float | None:
    """When to renew a token whose answer announces its life in `expires_in`."""
    seconds = answer.get("expires_in")
    if not isinstance(seconds, int | float) or isinstance(seconds, bool):
        return None
    if not 0 < seconds <= _LONGEST_LIFE:
        return None
    return asked + seconds - min(_MARGIN_SECONDS, seconds / 10)


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
        base = "session_auth" if exchange.operation == CERTIFICATE else "login"
        raise SignInError(
            actor.name,
            f"cannot sign in: {place} answers {response.status} ({kind}), which is not a pod's sign-in; "
            f"correct {base}.base_url",
        )
    if response.status != 200:
        said = answer.get("message")
        said = f": {printable(said[:_LONGEST_SAID])}" if isinstance(said, str) else ""
        raise SignInError(
            actor.name,
            f"sign-in refused: {place} answers {response.status}{said}; {_ADVICE[exchange.operation]}",
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
