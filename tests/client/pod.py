"""A reference pod behind a socket, as a client meets it, with a record of what it was asked for."""

from __future__ import annotations

import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.contract import load_contract
from conformance.reference_pod.app import create_app
from conformance.reference_pod.audit import ResponseAudit
from conformance.reference_pod.keys import Keys, new_key, public_pem
from conformance.reference_pod.pod import Pod, system_clock
from conformance.reference_pod.routing import Routes
from conformance.reference_pod.seed import seeded_pod
from conformance.reference_pod.serve import listener_on
from conformance.reference_pod.target_file import write_target_file
from conformance.reference_pod.tokens import pod_certificate

_ACTOR_KEY = new_key()
_POD_KEYS = Keys()
_PATIENCE_SECONDS = 10

CERTIFICATE, MANIFEST = "pod.pem", "manifest.json"
"""The files beside the target file: what clients trust, and where the client looks for its manifest."""


class Server:
    """A server on a free port of 127.0.0.1; which application it serves can change between requests."""

    app: ASGIApp

    def __init__(self, port: int) -> None:
        self.port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request to the application of the moment."""
        await self.app(scope, receive, send)


@contextmanager
def running_server() -> Iterator[Server]:
    """A server in a thread of its own."""
    with listener_on(0) as listener:
        server = Server(listener.getsockname()[1])
        config = uvicorn.Config(server, access_log=False, log_level="warning", lifespan="off", ws="none")
        listening = uvicorn.Server(config)
        thread = threading.Thread(target=listening.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            _wait_for_start(listening)
            yield server
        finally:
            listening.should_exit = True
            thread.join()


def _wait_for_start(listening: uvicorn.Server) -> None:
    end = time.monotonic() + _PATIENCE_SECONDS
    while not listening.started:
        assert time.monotonic() < end, f"the server does not listen after {_PATIENCE_SECONDS} s"
        time.sleep(0.001)


@dataclass
class Clock:
    """The machine's time, and whatever a test adds to it; in epoch milliseconds."""

    ahead: int = 0

    def __call__(self) -> int:
        return system_clock() + self.ahead

    def advance(self, *, milliseconds: int) -> None:
        """Let time pass for the pod."""
        self.ahead += milliseconds


class Observer:
    """ASGI middleware that notes which operations are asked for, and how each was answered.

    A millisecond passes before every request, so that what is made later also bears a later time.
    """

    def __init__(self, app: ASGIApp, pod: Pod, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._routes = Routes(pod.contract.operations.values())
        self.exchanges: list[tuple[str, int]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; note its operation, or its path if it is none, and the status."""
        found = self._routes.find(scope["method"], scope["raw_path"].decode("latin-1"))
        operation = found.operation if found is not None else None
        name = operation.id if operation is not None else scope["path"]
        self._clock.advance(milliseconds=1)

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.exchanges.append((name, message["status"]))
            await send(message)

        await self._app(scope, receive, note)


@dataclass(frozen=True)
class ServedPod:
    """A pod that listens, and what its clients need: the target file as `mock` writes it."""

    pod: Pod
    clock: Clock
    port: int
    target: dict[str, Any]
    folder: Path
    exchanges: list[tuple[str, int]]
    """The operations that were asked for, or paths that are no operation, with the statuses."""


@contextmanager
def served_pod(server: Server, folder: Path) -> Iterator[ServedPod]:
    """A freshly seeded pod on this server; at the end none of its answers may have broken the contract."""
    clock = Clock()
    seeded = seeded_pod(load_contract(), clock=clock, actor_key=public_pem(_ACTOR_KEY))
    pod = replace(seeded, keys=_POD_KEYS)
    audit = ResponseAudit(create_app(pod), pod.contract)
    observer = Observer(_with_key_manager(audit), pod, clock)
    server.app = observer
    target = folder / "target.toml"
    write_target_file(target, pod, f"http://127.0.0.1:{server.port}", _ACTOR_KEY)
    (folder / CERTIFICATE).write_text(pod_certificate(pod))
    settings = tomllib.loads(target.read_text())
    yield ServedPod(pod, clock, server.port, settings, folder, observer.exchanges)
    assert audit.breaches == [], "answers that the contract does not allow"


def _with_key_manager(app: ASGIApp) -> Starlette:
    """The pod with a stand-in for the key manager: the client will not renew a session without one."""

    async def authenticate(_: Request) -> JSONResponse:
        return JSONResponse({"name": "keyManagerToken", "token": "unused"})

    route = Route("/relay/pubkey/authenticate", authenticate, methods=["POST"])
    return Starlette(routes=[route, Mount("/", app=app)])
