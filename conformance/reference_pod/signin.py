"""Sign-in: the routes below /login, and the partners' token endpoint of Community Connect."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from cryptography.x509 import load_pem_x509_certificate
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from conformance.reference_pod.envelopes import error_body
from conformance.reference_pod.keys import verified_claims
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.records.sessions import PARTNERS, SESSIONS, end_sessions
from conformance.reference_pod.records.users import TENANTS, USERS, User
from conformance.reference_pod.tokens import (
    common_jwt,
    open_session,
    partner_jwt,
    signed_in,
    suspension_is_over,
    user_of_session,
)

PARTNER_TOKEN = "/community-connect/oauth/token"
"""Where partners get their tokens."""

COMMON_NAME = "X-Client-Common-Name"
"""The header in which a TLS front says whose certificate the client has shown; it lets no client set it."""

LONGEST = 300
"""Seconds from now that the `exp` of a sign-in JWT may lie ahead."""


def login_routes(pod: Pod) -> list[Route]:
    """The routes below /login."""

    async def authenticate(request: Request) -> JSONResponse:
        return _authenticate(pod, await _json(request))

    async def tokens(request: Request) -> JSONResponse:
        user = user_of_session(pod, request.headers.get("sessionToken", ""))
        if user is None:
            return _error(401, "Invalid session")
        token = common_jwt(pod, user, request.query_params.get("scope"))
        return JSONResponse(
            {"token_type": "Bearer", "expires_in": pod.settings.jwt_seconds, "access_token": token}
        )

    async def keys(_: Request) -> JSONResponse:
        return JSONResponse(pod.keys.key_set())

    async def logout(request: Request) -> JSONResponse:
        if pod.store[SESSIONS].delete(request.headers.get("sessionToken", "")) is None:
            return _error(401, "Invalid session")
        return JSONResponse({"format": "TEXT", "message": "Logged out"})

    return [
        Route("/pubkey/authenticate", authenticate, methods=["POST"]),
        Route("/idm/tokens", tokens, methods=["POST"]),
        Route("/idm/keys", keys, methods=["GET"]),
        Route("/v1/logout", logout, methods=["POST"]),
    ]


def session_auth_route(pod: Pod) -> Route:
    """POST /sessionauth/v1/authenticate: a client certificate for a session.

    The pod itself speaks no TLS: the front that does names the certificate's owner in COMMON_NAME.
    """

    async def authenticate(request: Request) -> JSONResponse:
        name = request.headers.get(COMMON_NAME, "")
        user = next(_users_named(pod, name), None)
        if user is None or not _may_sign_in(pod, user):
            # No 401 is documented for this operation.
            return _error(403, "The certificate is not one of a user of this pod")
        return _session_for(pod, user)

    return Route("/sessionauth/v1/authenticate", authenticate, methods=["POST"])


def partner_token_route(pod: Pod) -> Route:
    """POST PARTNER_TOKEN: a partner's client credentials for a bearer token."""

    async def token(request: Request) -> JSONResponse:
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            fields: Any = dict(parse_qsl((await request.body()).decode(errors="replace")))
        else:
            fields = await _json(request)
        if not isinstance(fields, dict) or fields.get("grant_type") != "client_credentials":
            return _oauth_error(400, "unsupported_grant_type", "grant_type must be client_credentials")
        partner = pod.store[PARTNERS].get(str(fields.get("client_id")))
        offered = str(fields.get("client_secret")).encode()
        if partner is None or not secrets.compare_digest(partner.client_secret.encode(), offered):
            return _oauth_error(401, "access_denied", "Unauthorized")
        return JSONResponse(
            {
                "access_token": partner_jwt(pod, partner),
                "token_type": "Bearer",
                "expires_in": pod.settings.partner_seconds,
                "scope": " ".join(sorted(partner.scopes)),
            }
        )

    return Route(PARTNER_TOKEN, token, methods=["POST"])


def _authenticate(pod: Pod, body: Any) -> JSONResponse:
    if not isinstance(body, dict) or not isinstance(body.get("token"), str):
        return _error(400, "The body must be an object with a token")
    user = _signer(pod, body["token"])
    if user is None or not _may_sign_in(pod, user):
        return _error(401, "Authentication failed")
    return _session_for(pod, user)


def _may_sign_in(pod: Pod, user: User) -> bool:
    return user.active and (not user.suspended or suspension_is_over(pod, user))


def _session_for(pod: Pod, user: User) -> JSONResponse:
    with pod.store.transaction():
        user = signed_in(pod, user)
        if pod.settings.one_session:
            end_sessions(pod.store, user.id)
        session = open_session(pod, user)
        return JSONResponse(
            {
                "name": "sessionToken",
                "token": session.token,
                "authorizationToken": common_jwt(pod, user, None),
            }
        )


def _signer(pod: Pod, token: str) -> User | None:
    """The user named in a sign-in JWT, when one of the user's keys has signed it and its time is right."""
    try:
        claimed = jwt.decode(token, options={"verify_signature": False})
    except (jwt.PyJWTError, ValueError):
        return None
    expiry = claimed.get("exp")
    now = pod.wall_time() / 1000
    if isinstance(expiry, bool) or not isinstance(expiry, int | float) or not now < expiry <= now + LONGEST:
        return None
    for user in _users_named(pod, str(claimed.get("sub"))):
        if any(verified_claims(token, key, "RS512") for key in _keys(pod, user)):
            return user
    return None


def _users_named(pod: Pod, name: str) -> Iterator[User]:
    """The users of this name, one at most of each company."""
    for tenant in pod.store[TENANTS]:
        user = pod.store[USERS].first("username", (tenant.id, name.lower()))
        if user is not None:
            yield user


def _keys(pod: Pod, user: User) -> list[Any]:
    found: list[Any] = []
    for name in ("currentKey", "previousKey"):
        stored: Mapping[str, Any] = user.attributes.get(name) or {}
        expires = stored.get("expirationDate")
        if not stored.get("key") or (expires is not None and expires <= pod.clock()):
            continue
        pem = stored["key"].encode()
        try:
            if b"BEGIN CERTIFICATE" in pem:
                found.append(load_pem_x509_certificate(pem).public_key())
            else:
                found.append(load_pem_public_key(pem))
        except ValueError:
            # what was stored is no key, so nothing can be signed with it
            continue
    return found


async def _json(request: Request) -> Any:
    try:
        return json.loads(await request.body())
    except (ValueError, RecursionError):
        return None


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse(error_body("login", status, message), status)


def _oauth_error(status: int, error: str, description: str) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": description}, status)
