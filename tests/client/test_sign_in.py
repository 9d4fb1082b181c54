"""The client's sign-in: RSA keys, sessions and bearer tokens that end, and the pod's certificate."""

from __future__ import annotations

import time

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from symphony.bdk.core.auth.exception import AuthInitializationError, AuthUnauthorizedError
from symphony.bdk.core.symphony_bdk import SymphonyBdk

from conformance.reference_pod.keys import private_pem
from tests.client.kit import Bots, config

pytestmark = pytest.mark.anyio


async def test_the_session_is_that_of_the_key_owner(bots: Bots) -> None:
    session = await bots.user.sessions.get_session()
    assert (session.id, session.username, session.account_type) == (bots.user.id, "user", "NORMAL")
    assert session.roles == ["INDIVIDUAL"]
    assert (await bots.stranger.sessions.get_session()).company == "Partner Capital"


async def test_another_key_does_not_sign_in(bots: Bots) -> None:
    foreign = private_pem(generate_private_key(public_exponent=65537, key_size=2048))
    (bots.served.folder / "foreign.pem").write_text(foreign)
    actor = {"username": "user", "private_key_file": "foreign.pem"}
    async with SymphonyBdk(config(bots.served.port, actor, bots.served.folder)) as bdk:
        with pytest.raises(AuthUnauthorizedError):
            await bdk.sessions().get_session()


async def test_a_session_that_has_ended_is_renewed_on_the_way(bots: Bots) -> None:
    await bots.user.sessions.get_session()
    before = await bots.user.session_token()
    logout = f"{bots.served.target['login']['base_url']}/v1/logout"
    assert httpx.post(logout, headers={"sessionToken": before}).status_code == 200
    assert (await bots.user.sessions.get_session()).id == bots.user.id
    assert await bots.user.session_token() != before
    assert bots.served.exchanges[-1] == ("getSessionInfo", 200)


async def test_a_bearer_token_that_has_ended_is_renewed_on_the_way(bots: Bots) -> None:
    before = await bots.admin.groups.list_groups()
    bots.served.clock.advance(milliseconds=bots.served.pod.settings.jwt_seconds * 1000)
    assert await bots.admin.groups.list_groups() == before
    statuses = [status for name, status in bots.served.exchanges if name == "listGroups"]
    assert statuses == [401, 200, 401, 200]


async def test_the_certificate_of_the_pod_verifies_what_the_pod_signs(bots: Bots) -> None:
    claims = {"aud": "market-news", "sub": str(bots.user.id), "exp": int(time.time()) + 60}
    signed = jwt.encode(claims, bots.served.pod.keys.private, "RS512")
    assert await bots.user.authenticator.validate_jwt(signed) == claims
    other = generate_private_key(public_exponent=65537, key_size=2048)
    with pytest.raises(AuthInitializationError):
        await bots.user.authenticator.validate_jwt(jwt.encode(claims, other, "RS512"))
