"""A seeded pod behind its ASGI application, called over HTTP without a socket; every answer is audited."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.types import ASGIApp, Message

from conformance.contract import load_contract
from conformance.reference_pod.audit import Breach, ResponseAudit
from conformance.reference_pod.keys import Keys
from conformance.reference_pod.pod import Settings
from conformance.reference_pod.records.sessions import PARTNERS
from conformance.reference_pod.records.users import User
from conformance.reference_pod.seed import CLIENT, actor, seeded_pod
from conformance.reference_pod.tokens import common_jwt, open_session, partner_jwt
from conformance.reference_pod.variants import Variant, find_variants, varied_app, varied_pod
from conformance.reference_pod.wire import Wrapper
from tests.reference_pod.kit import FakeClock

_KEYS = Keys()
"""One key for all pods of the tests: making one takes longer than most tests."""


class DirectTransport(httpx.BaseTransport):
    """Hands requests to an ASGI application that never has to wait, so no event loop is needed."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The application's answer."""
        sent: list[Message] = []
        path, _, query = request.url.raw_path.partition(b"?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": request.method,
            "path": request.url.path,
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "scheme": "http",
            "server": ("pod.example", 80),
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
        }

        async def receive() -> Message:
            return {"type": "http.request", "body": request.read(), "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        with pytest.raises(StopIteration):
            self._app(scope, receive, send).__await__().send(None)
        body = b"".join(message.get("body", b"") for message in sent)
        return httpx.Response(sent[0]["status"], headers=sent[0]["headers"], stream=httpx.ByteStream(body))


class WebPod:
    """The pod that `mock` serves, with a clock that stands still."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.clock = FakeClock()
        seeded = seeded_pod(load_contract(), clock=self.clock, settings=settings)
        self.pod = replace(seeded, keys=_KEYS)
        self._wrappers: list[Wrapper] = []
        self._variants: list[Variant] = []
        self._start()

    def _start(self) -> None:
        # inside of the variants: they may change how an answer travels, and not what it says
        audit = Variant("audit", "", "", around=self._audited)
        app = varied_app(self.pod, [audit, *self._variants], self._wrappers)
        self.http = httpx.Client(transport=DirectTransport(app), base_url="http://pod.example")

    def _audited(self, app: ASGIApp) -> ASGIApp:
        self.audit = ResponseAudit(app, self.pod.contract)
        return self.audit

    def wrap(self, *wrappers: Wrapper) -> WebPod:
        """The same pod with defects in front of it."""
        self._wrappers += wrappers
        self._start()
        return self

    def vary(self, *names: str) -> WebPod:
        """The same pod as these variants have it."""
        added = find_variants(names)
        self.pod = varied_pod(self.pod, added)
        self._variants += added
        self._start()
        return self

    @property
    def breaches(self) -> list[Breach]:
        """What the contract does not allow in the answers so far."""
        return self.audit.breaches

    def actor(self, name: str) -> User:
        """The user who plays this part."""
        return actor(self.pod, name)

    def credentials(self, api: str, name: str) -> dict[str, str]:
        """Headers that sign the actor in; Community Connect knows its partners only, so all are one there."""
        if api == "pod":
            return {"sessionToken": open_session(self.pod, self.actor(name)).token}
        if api == "profile-manager":
            token = common_jwt(self.pod, self.actor(name), None)
            return {"Authorization": f"Bearer {token}", "X-Symphony-Host": ""}
        partner = self.pod.store[PARTNERS].get(CLIENT)
        assert partner is not None
        return {"Authorization": f"Bearer {partner_jwt(self.pod, partner)}"}

    def call(
        self,
        operation_id: str,
        by: str | None = "admin",
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """Send one request; `by` None sends no credentials, `content` sends a body as it is."""
        operation = self.pod.contract.operations[operation_id]
        values = path or {}
        filled = re.sub(r"{(\w+)}", lambda m: quote(str(values[m[1]]), safe=""), operation.path)
        signed = self.credentials(operation.api, by) if by is not None else {}
        return self.http.request(
            operation.method,
            f"/{operation.api}{filled}",
            params=dict(query or {}),
            headers={**signed, **(headers or {})},
            json=body,
            content=content,
        )
