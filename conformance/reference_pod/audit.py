"""Checking what leaves the pod: every response against the normalised contract."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.contract import Contract, Operation
from conformance.contract.validation import violations_of_response
from conformance.reference_pod.routing import Routes


@dataclass(frozen=True, slots=True)
class Breach:
    """A response that the contract does not allow."""

    operation: str
    status: int
    what: str


class ResponseAudit:
    """ASGI middleware that collects in `breaches` what is wrong with the responses of the operations."""

    def __init__(self, app: ASGIApp, contract: Contract) -> None:
        self._app = app
        self._routes = Routes(contract.operations.values())
        self.breaches: list[Breach] = []
        self.audited = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and look at what comes back."""
        operation = self._operation(scope)
        if operation is None:
            await self._app(scope, receive, send)
            return
        start: Message = {}
        chunks: list[bytes] = []

        async def observe(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                chunks.append(message.get("body", b""))
            await send(message)

        await self._app(scope, receive, observe)
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
        found = breaches_of(operation, start["status"], headers, b"".join(chunks))
        self.audited += 1
        self.breaches += [Breach(operation.id, start["status"], what) for what in found]

    def _operation(self, scope: Scope) -> Operation | None:
        if scope["type"] != "http":
            return None
        raw = scope.get("raw_path")
        found = self._routes.find(scope["method"], raw.decode("latin-1") if raw else quote(scope["path"]))
        return found.operation if found is not None else None


def breaches_of(operation: Operation, status: int, headers: dict[str, str], body: bytes) -> list[str]:
    """What the contract does not allow in one response, in words."""
    documented = operation.responses.get(str(status))
    if documented is None:
        tolerated = str(status) in operation.tolerated_statuses
        return [] if tolerated else [f"status {status} is not documented"]
    if not documented.content:
        return [f"a body where none is documented: {body[:80]!r}"] if body else []
    media_type = headers.get("content-type", "").partition(";")[0].strip()
    try:
        value: Any = json.loads(body)
    except ValueError:
        return [f"the body is not JSON: {body[:80]!r}"]
    found = violations_of_response(operation, status, value, media_type)
    missing = [name for name, h in documented.headers.items() if h.required and name.lower() not in headers]
    return [f"{v.path or '/'}: {v.message}" for v in found] + [
        f"header {name} is missing" for name in missing
    ]
