"""Session tokens, common JWTs and partner tokens: how they are made, and whom they stand for."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conformance.contract import Operation
from conformance.reference_pod.call import Refusal
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.sessions import PARTNERS, SESSIONS, Partner, Session
from conformance.reference_pod.records.users import USERS, User
from conformance.reference_pod.wire import Request

ISSUER = "Symphony Communication Services LLC."
PARTNER_AUDIENCE = "https://api.symphony.com/partners"
ONBOARD = "community:accounts:onboard"
PROFILE_MANAGER = "profile-manager"

ANONYMOUS = User(id=0, attributes={"userName": "", "displayName": ""}, created=0, created_by=0, updated=0)
"""The caller of the operations that are open to everybody."""


def open_session(pod: Pod, user: User) -> Session:
    """Sign the user in."""
    sessions = pod.store[SESSIONS]
    for session in sessions.page(0, 2):
        # two old ones go for each new one, so dead sessions never pile up
        if session.expires <= pod.wall_time():
            sessions.delete(session.token)
    # not from pod.ids: signing in again must not change the ids that are given out later
    token = pod.settings.canary + secrets.token_hex(48)
    return sessions.put(Session(token, user.id, pod.wall_time() + pod.settings.session_seconds * 1000))


def user_of_session(pod: Pod, token: str) -> User | None:
    """The user whose session this is, unless it has expired or the account may not be used."""
    session = pod.store[SESSIONS].get(token)
    if session is None or session.expires <= pod.wall_time():
        return None
    return _usable(pod, session.user)


def common_jwt(pod: Pod, user: User, scope: str | None, *, seconds: int | None = None) -> str:
    """The token that the newer services take; without a scope it is good for all of them."""
    claims: dict[str, Any] = {
        "iss": ISSUER,
        "sub": user.username,
        "userId": user.id,
        "podId": user.tenant,
        **_times(pod, pod.settings.jwt_seconds if seconds is None else seconds),
        **_marked(pod),
    }
    if scope is not None:
        claims["scope"] = scope
    return pod.keys.sign(claims)


def partner_jwt(pod: Pod, partner: Partner) -> str:
    """The token that a partner uses Community Connect with."""
    return pod.keys.sign(
        {
            "iss": ISSUER,
            "sub": partner.client_id,
            "aud": PARTNER_AUDIENCE,
            "gty": "client-credentials",
            "scope": " ".join(sorted(partner.scopes)),
            **_times(pod, pod.settings.partner_seconds),
            **_marked(pod),
        }
    )


def caller_of(pod: Pod, request: Request) -> User:
    """Who calls; raises Refusal: 401 without valid credentials, 403 for a token of another scope."""
    operation = request.operation
    if not operation.security:
        return ANONYMOUS
    if operation.api == "pod":
        user = user_of_session(pod, request.headers.get("sessiontoken", ""))
        if user is None:
            raise Refusal(401, "Invalid session")
        return user
    if operation.api == "profile-manager":
        return _holder_of_common_jwt(pod, _bearer(request))
    return _partner(pod, _bearer(request) or _query_token(operation, request))


def _holder_of_common_jwt(pod: Pod, token: str) -> User:
    claims = _live_claims(pod, token)
    user = _usable(pod, claims.get("userId"))
    if user is None:
        raise _unverified()
    if PROFILE_MANAGER not in str(claims.get("scope", PROFILE_MANAGER)).split():
        raise Refusal(403, f"The token is not for the scope {PROFILE_MANAGER}")
    return user


def _partner(pod: Pod, token: str) -> User:
    claims = _live_claims(pod, token)
    partner = pod.store[PARTNERS].get(claims.get("sub"))
    # no 403 is documented for these operations, so a token without the scope is an invalid one
    if (
        partner is None
        or claims.get("aud") != PARTNER_AUDIENCE
        or ONBOARD not in str(claims["scope"]).split()
    ):
        raise _unverified()
    user = _usable(pod, partner.user)
    if user is None:
        raise _unverified()
    return user


def _live_claims(pod: Pod, token: str) -> Mapping[str, Any]:
    claims = pod.keys.claims(token) if token else None
    if claims is None or claims["exp"] * 1000 <= pod.wall_time():
        raise _unverified()
    return claims


def _unverified() -> Refusal:
    return Refusal(401, "JWT token verification failed")


def _bearer(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _query_token(operation: Operation, request: Request) -> str:
    return request.query.get("token", [""])[0] if "ApiKeyAuth" in operation.security else ""


def _usable(pod: Pod, user_id: Any) -> User | None:
    user = pod.store[USERS].get(user_id)
    if user is None or not user.active or (user.suspended and not suspension_is_over(pod, user)):
        return None
    return user


def suspension_is_over(pod: Pod, user: User) -> bool:
    """Whether the end of the user's suspension, if it has one, has passed."""
    until = user.suspended_until
    if until is None:
        return False
    # the documents show this one date in seconds, unlike all others
    return (until if until > 100_000_000_000 else until * 1000) <= pod.clock()


def signed_in(pod: Pod, user: User) -> User:
    """The user's record after a login, which ends a suspension that is over."""
    changed = replace(user, last_login=pod.clock())
    if user.suspended and suspension_is_over(pod, user):
        changed = replace(changed, suspended=False, suspended_until=None, suspension_reason=None)
    return pod.store[USERS].put(changed)


def _times(pod: Pod, seconds: int) -> dict[str, int]:
    now = pod.wall_time() // 1000
    return {"iat": now, "exp": now + seconds}


def _marked(pod: Pod) -> dict[str, str]:
    return {"canary": pod.settings.canary} if pod.settings.canary else {}


def pod_certificate(pod: Pod) -> str:
    """The certificate (PEM) that verifies what the pod signs."""
    return pod.keys.certificate("pod.symphony.example", pod.wall_time())
