"""The reference pod behind real HTTP: in a thread with its state at hand, and clients that sign in to it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote

import httpx
import jwt
import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from conformance.contract import Operation, load_contract
from conformance.reference_pod.app import create_app
from conformance.reference_pod.audit import ResponseAudit
from conformance.reference_pod.keys import new_key, public_pem
from conformance.reference_pod.pod import Pod, Settings
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.seed import CLIENT, HOME, PARTNER, seeded_pod
from conformance.reference_pod.serve import listener_on


@dataclass(frozen=True, slots=True)
class ServedPod:
    """A pod that is served at `origin`; `key` signs in all people of its two companies who have a role."""

    pod: Pod
    origin: str
    key: RSAPrivateKey
    audit: ResponseAudit


@contextmanager
def served_pod(settings: Settings | None = None) -> Iterator[ServedPod]:
    """Serve a fresh pod on a free port until the block ends; every answer is audited."""
    key = new_key()
    pod = seeded_pod(load_contract(), settings=settings, actor_key=public_pem(key))
    with pod.store.transaction():
        for user in [user for tenant in (HOME, PARTNER) for user in pod.store[USERS].find("tenant", tenant)]:
            pod.store[USERS].put(
                replace(user, attributes={**user.attributes, "currentKey": {"key": public_pem(key)}})
            )
    audit = ResponseAudit(create_app(pod), pod.contract)
    config = uvicorn.Config(audit, access_log=False, log_level="warning", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    with listener_on(0) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield ServedPod(pod, f"http://127.0.0.1:{listener.getsockname()[1]}", key, audit)
        finally:
            server.should_exit = True
            thread.join(timeout=20)


class SignedOut(Exception):
    """The pod does not let this user sign in."""


@dataclass
class Client:
    """Sends requests to operations as any user; signs in when it must and again when a token has expired."""

    origin: str
    key: RSAPrivateKey
    operations: Mapping[str, Operation]
    http: httpx.Client = field(init=False)
    _headers: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.origin, timeout=30)

    def send(
        self,
        operation_id: str,
        by: str,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> httpx.Response:
        """The answer to one request; raises SignedOut when the user cannot sign in."""
        operation = self.operations[operation_id]
        values = path or {}
        filled = re.sub(r"{(\w+)}", lambda m: quote(str(values[m[1]]), safe=""), operation.path)
        for renewed in (False, True):
            signed = self._signed_in(operation.api, by, renew=renewed)
            response = self.http.request(
                operation.method,
                f"/{operation.api}{filled}",
                params=dict(query or {}),
                headers={**signed, **(headers or {})},
                json=body,
            )
            if response.status_code != 401:
                break
        return response

    def sign_out(self, by: str) -> None:
        """End the user's session, if there is one."""
        signed = self._headers.pop(("pod", by), None)
        if signed is not None:
            self.http.post("/login/v1/logout", headers=signed)

    def _signed_in(self, api: str, by: str, *, renew: bool) -> dict[str, str]:
        known = self._headers.get((api, by))
        if known is None or renew:
            known = self._headers[api, by] = self._sign_in(api, by, renew=renew)
        return known

    def _sign_in(self, api: str, by: str, *, renew: bool) -> dict[str, str]:
        if api == "community-connect":
            grant = {"client_id": CLIENT, "client_secret": f"{CLIENT}-secret"}
            answer = self.http.post(
                "/community-connect/oauth/token", json={**grant, "grant_type": "client_credentials"}
            )
            return {"Authorization": f"Bearer {answer.json()['access_token']}"}
        if api == "profile-manager":
            for again in (renew, True):
                session = self._signed_in("pod", by, renew=again)
                answer = self.http.post("/login/idm/tokens?scope=profile-manager", headers=session)
                if answer.status_code == 200:
                    break
            token = answer.json()["access_token"]
            return {"Authorization": f"Bearer {token}", "X-Symphony-Host": ""}
        token = jwt.encode({"sub": by, "exp": int(time.time()) + 240}, self.key, "RS512")
        answer = self.http.post("/login/pubkey/authenticate", json={"token": token})
        if answer.status_code == 401:
            raise SignedOut(by)
        return {"sessionToken": answer.json()["token"]}


@contextmanager
def client_of(served: ServedPod) -> Iterator[Client]:
    """A client of the served pod, with connections of its own."""
    client = Client(served.origin, served.key, served.pod.contract.operations)
    with client.http:
        yield client
