"""Sign-in: session tokens, common JWTs, partner tokens, and what is no credential."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from conformance.reference_pod.keys import new_key, public_pem
from conformance.reference_pod.pod import Settings
from conformance.reference_pod.records.sessions import SESSIONS
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.seed import CLIENT, UNPRIVILEGED_CLIENT
from conformance.reference_pod.tokens import common_jwt, pod_certificate
from tests.reference_pod.web import WebPod


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return new_key()


@pytest.fixture
def signing(web: WebPod, key: RSAPrivateKey) -> WebPod:
    """The pod with the key of `user` stored."""
    user = web.actor("user")
    attributes = {**user.attributes, "currentKey": {"key": public_pem(key)}}
    web.pod.store[USERS].put(replace(user, attributes=attributes))
    return web


def authenticate(
    web: WebPod, key: Any, *, algorithm: str = "RS512", subject: Any = "user", seconds: float = 240
) -> Any:
    claims = {"sub": subject, "exp": web.clock.now // 1000 + seconds}
    return web.http.post("/login/pubkey/authenticate", json={"token": jwt.encode(claims, key, algorithm)})


def session_status(web: WebPod, token: str) -> int:
    return web.http.get("/pod/v2/sessioninfo", headers={"sessionToken": token}).status_code


def types_status(web: WebPod, authorization: str) -> int:
    headers = {"Authorization": authorization, "X-Symphony-Host": ""}
    return web.http.get("/profile-manager/v1/types", headers=headers).status_code


def test_a_jwt_signed_with_the_stored_key_opens_a_session(signing: WebPod, key: RSAPrivateKey) -> None:
    answer = authenticate(signing, key).json()
    assert answer["name"] == "sessionToken"
    info = signing.http.get("/pod/v2/sessioninfo", headers={"SessionToken": answer["token"]})
    assert info.json()["username"] == "user"
    assert signing.actor("user").last_login == signing.clock.now


def test_the_beta_common_jwt_comes_with_the_session(signing: WebPod, key: RSAPrivateKey) -> None:
    token = authenticate(signing, key).json()["authorizationToken"]
    assert types_status(signing, f"Bearer {token}") == 403, "valid, but the user is no group manager"


@pytest.mark.parametrize("seconds", [301, 3600, 0, -1])
def test_the_jwt_must_end_within_five_minutes_from_now(
    signing: WebPod, key: RSAPrivateKey, seconds: int
) -> None:
    response = authenticate(signing, key, seconds=seconds)
    assert (response.status_code, response.json()["code"]) == (401, 401)


@pytest.mark.parametrize("seconds", [1, 240, 300])
def test_any_end_within_five_minutes_is_right(signing: WebPod, key: RSAPrivateKey, seconds: int) -> None:
    assert authenticate(signing, key, seconds=seconds).status_code == 200


def test_another_algorithm_is_refused(signing: WebPod, key: RSAPrivateKey) -> None:
    assert authenticate(signing, key, algorithm="RS256").status_code == 401
    assert authenticate(signing, "", algorithm="none").status_code == 401


@pytest.mark.parametrize("subject", ["nosuch", "", "colleague"])
def test_the_key_must_be_the_one_of_the_named_user(signing: WebPod, key: RSAPrivateKey, subject: str) -> None:
    assert authenticate(signing, key, subject=subject).status_code == 401


def test_another_key_is_refused(signing: WebPod) -> None:
    assert authenticate(signing, new_key()).status_code == 401


@pytest.mark.parametrize("change", [{"status": "DISABLED"}, {"suspended": True}])
def test_accounts_out_of_use_can_neither_sign_in_nor_go_on(
    signing: WebPod, key: RSAPrivateKey, change: dict[str, Any]
) -> None:
    token = authenticate(signing, key).json()["token"]
    signing.pod.store[USERS].put(replace(signing.actor("user"), **change))
    assert authenticate(signing, key).status_code == 401
    assert session_status(signing, token) == 401


def test_signing_in_ends_a_suspension_that_is_over(signing: WebPod, key: RSAPrivateKey) -> None:
    until = signing.clock.now // 1000 + 10
    suspended = replace(signing.actor("user"), suspended=True, suspended_until=until, suspension_reason="x")
    signing.pod.store[USERS].put(suspended)
    assert authenticate(signing, key).status_code == 401
    signing.clock.advance(seconds=10)
    assert authenticate(signing, key).status_code == 200
    assert signing.actor("user").suspended is False


def test_an_expired_key_is_refused_and_the_previous_one_serves(signing: WebPod, key: RSAPrivateKey) -> None:
    user = signing.actor("user")
    stored = user.attributes["currentKey"]
    expired = {**stored, "expirationDate": signing.clock.now}
    for attributes, status in (({"currentKey": expired}, 401), ({"previousKey": stored}, 200)):
        kept = {name: value for name, value in user.attributes.items() if name != "currentKey"}
        signing.pod.store[USERS].put(replace(user, attributes={**kept, **attributes}))
        assert authenticate(signing, key).status_code == status


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"{}", b'{"token": 5}'])
def test_a_sign_in_without_a_token_is_a_bad_request(web: WebPod, body: bytes) -> None:
    response = web.http.post("/login/pubkey/authenticate", content=body)
    assert (response.status_code, response.json()["code"]) == (400, 400)


@pytest.mark.parametrize("token", ["", "a", "a.b.c", "é"])
def test_a_sign_in_token_that_is_no_jwt_is_refused(web: WebPod, token: str) -> None:
    assert web.http.post("/login/pubkey/authenticate", json={"token": token}).status_code == 401


def test_a_session_ends_when_its_time_is_over() -> None:
    web = WebPod(settings=Settings(session_seconds=60))
    token = web.credentials("pod", "user")["sessionToken"]
    web.clock.advance(seconds=59)
    assert session_status(web, token) == 200
    web.clock.advance(seconds=1)
    assert session_status(web, token) == 401


def test_sessions_that_have_ended_do_not_pile_up() -> None:
    web = WebPod(settings=Settings(session_seconds=60))
    for _ in range(50):
        web.credentials("pod", "user")
        web.clock.advance(seconds=60)
    assert len(web.pod.store[SESSIONS]) <= 2


@pytest.mark.parametrize("token", ["", "nonsense", "0" * 96])
def test_an_unknown_session_token_is_refused(web: WebPod, token: str) -> None:
    response = web.http.get("/pod/v2/sessioninfo", headers={"sessionToken": token})
    assert (response.status_code, response.json()) == (401, {"code": 401, "message": "Invalid session"})


def test_logging_out_ends_the_session(web: WebPod) -> None:
    signed = web.credentials("pod", "user")
    assert web.http.post("/login/v1/logout", headers=signed).status_code == 200
    assert session_status(web, signed["sessionToken"]) == 401
    assert web.http.post("/login/v1/logout", headers=signed).status_code == 401


def test_every_protected_operation_refuses_callers_without_credentials(web: WebPod) -> None:
    served = {}
    for operation in web.pod.contract.operations.values():
        path = {p.name: "1" for p in operation.parameters if p.location == "path"}
        status = web.call(operation.id, None, path=path).status_code
        if status != (401 if operation.security else 200):
            served[operation.id] = status
    assert served == {}, "operations that do not ask who calls"


def test_a_session_gives_a_common_jwt_that_the_key_set_verifies(web: WebPod) -> None:
    signed = web.credentials("pod", "admin")
    answer = web.http.post("/login/idm/tokens?scope=profile-manager", headers=signed).json()
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 300)
    (published,) = web.http.get("/login/idm/keys").json()["keys"]
    token = answer["access_token"]
    assert jwt.get_unverified_header(token)["kid"] == published["kid"]
    options: Any = {"verify_exp": False}
    claims = jwt.decode(token, jwt.PyJWK(published), algorithms=["RS256"], options=options)
    assert (claims["sub"], claims["exp"] - claims["iat"]) == ("admin", 300)
    assert types_status(web, f"Bearer {token}") == 200


def test_no_session_no_common_jwt(web: WebPod) -> None:
    assert web.http.post("/login/idm/tokens").status_code == 401


def test_a_common_jwt_of_another_scope_is_forbidden(web: WebPod) -> None:
    token = common_jwt(web.pod, web.actor("admin"), "something-else")
    assert types_status(web, f"Bearer {token}") == 403


def test_a_common_jwt_ends_when_its_time_is_over(web: WebPod) -> None:
    authorization = f"Bearer {common_jwt(web.pod, web.actor('admin'), None)}"
    web.clock.advance(seconds=299)
    assert types_status(web, authorization) == 200
    web.clock.advance(seconds=1)
    assert types_status(web, authorization) == 401


def test_what_is_no_common_jwt_of_this_pod_is_refused(web: WebPod, key: RSAPrivateKey) -> None:
    token = common_jwt(web.pod, web.actor("admin"), None)
    claims = dict(web.pod.keys.claims(token) or {})
    header, payload, signature = token.split(".")
    refused = {
        "no scheme": token,
        "another scheme": f"Basic {token}",
        "empty": "Bearer ",
        "garbled": f"Bearer {header}.{payload}.{signature[:-8]}AAAAAAAA",
        "unsigned": f"Bearer {jwt.encode(claims, '', 'none')}",
        "signed by another key": f"Bearer {jwt.encode(claims, key, 'RS256')}",
        "a session token": f"Bearer {web.credentials('pod', 'admin')['sessionToken']}",
        "a partner's token": web.credentials("community-connect", "admin")["Authorization"],
    }
    assert {what: types_status(web, value) for what, value in refused.items()} == dict.fromkeys(refused, 401)


def search_status(web: WebPod, **sent: Any) -> int:
    return web.http.get("/community-connect/v1/channelco/user?email=a@b.example", **sent).status_code


def partner_token(web: WebPod, client: str, secret: str | None = None) -> Any:
    body = {
        "client_id": client,
        "client_secret": secret or f"{client}-secret",
        "audience": "https://api.symphony.com/partners",
        "grant_type": "client_credentials",
    }
    return web.http.post("/community-connect/oauth/token", json=body)


def test_client_credentials_give_a_partner_token(web: WebPod) -> None:
    answer = partner_token(web, CLIENT).json()
    assert (answer["token_type"], answer["expires_in"]) == ("Bearer", 86_400)
    assert search_status(web, headers={"Authorization": f"Bearer {answer['access_token']}"}) == 404


def test_wrong_client_credentials_are_refused(web: WebPod) -> None:
    assert partner_token(web, CLIENT, "wrong").status_code == 401
    assert partner_token(web, "nobody").status_code == 401
    assert web.http.post("/community-connect/oauth/token", json={}).status_code == 400


def test_a_partner_token_without_the_scope_is_refused(web: WebPod) -> None:
    token = partner_token(web, UNPRIVILEGED_CLIENT).json()["access_token"]
    assert search_status(web, headers={"Authorization": f"Bearer {token}"}) == 401


def test_a_common_jwt_is_no_partner_token(web: WebPod) -> None:
    token = common_jwt(web.pod, web.actor("admin"), None)
    assert search_status(web, headers={"Authorization": f"Bearer {token}"}) == 401


def test_the_token_in_the_query_serves_onboarding_only(web: WebPod) -> None:
    token = partner_token(web, CLIENT).json()["access_token"]
    query = {"email": "ann@new-client.example", "token": token}
    assert web.http.get("/community-connect/v1/onboarding/tenant", params=query).status_code == 200
    assert web.http.get("/community-connect/v1/channelco/user", params=query).status_code == 401


def test_the_pod_certificate_verifies_what_the_pod_signs(web: WebPod) -> None:
    certificate = x509.load_pem_x509_certificate(pod_certificate(web.pod).encode())
    token = common_jwt(web.pod, web.actor("admin"), None)
    options: Any = {"verify_exp": False}
    public: Any = certificate.public_key()
    assert jwt.decode(token, public, algorithms=["RS256"], options=options)["sub"] == "admin"
    assert pod_certificate(web.pod) == pod_certificate(web.pod)


def by_certificate(web: WebPod, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.http.post("/sessionauth/v1/authenticate", headers=named)


def test_a_client_certificate_opens_a_session_for_its_common_name(web: WebPod) -> None:
    answer = by_certificate(web, X_Client_Common_Name="user")
    assert (answer.status_code, answer.json()["name"]) == (200, "sessionToken")


@pytest.mark.parametrize("headers", [{}, {"X_Client_Common_Name": ""}, {"X_Client_Common_Name": "ghost"}])
def test_no_certificate_of_a_user_is_a_403(web: WebPod, headers: dict[str, str]) -> None:
    answer = by_certificate(web, **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, 403)
