"""Reference pods in threads of this process, with defects and variants, and a count of who was called."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from socket import socket

import uvicorn
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from conformance.contract import Operation, load_contract
from conformance.reference_pod.defects import defect_wrapper
from conformance.reference_pod.joining import JoiningProtocol
from conformance.reference_pod.keys import Keys, new_key, public_pem
from conformance.reference_pod.pod import SteadyClock, system_clock
from conformance.reference_pod.seed import seeded_pod
from conformance.reference_pod.serve import HOST, listener_on
from conformance.reference_pod.target_file import write_target_file
from conformance.reference_pod.variants import find_variants, varied_app, varied_pod
from conformance.reference_pod.wire import Endpoint, Request, Response
from conformance.target.target import Target
from conformance.target.target_file import load_target

STOP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class ServedPod:
    """A pod that is being served; `calls` counts the requests to each operation."""

    target: Target
    file: Path
    calls: Counter[str] = field(default_factory=Counter)

    def count(self, operation: Operation, endpoint: Endpoint) -> Endpoint:
        """A wrapper that counts the requests to an endpoint."""

        def respond(request: Request) -> Response:
            self.calls[operation.id] += 1
            return endpoint(request)

        return respond


@contextmanager
def served_pod(
    defects: Sequence[str] = (), variants: Sequence[str] = (), *, seed: int = 1
) -> Iterator[ServedPod]:
    """A fresh reference pod on a free port; raises UnknownName for a defect or variant that there is not."""
    key = _actors_key()
    pod = seeded_pod(
        load_contract(),
        seed=seed,
        clock=SteadyClock(),
        wall_clock=system_clock,
        actor_key=public_pem(key),
    )
    differences = find_variants(variants)
    pod = varied_pod(replace(pod, keys=Keys(_pods_key)), differences)
    wrappers = [defect_wrapper(pod, name) for name in defects]
    listener = listener_on(0)
    with tempfile.TemporaryDirectory(prefix="symphony-conformance-") as folder:
        file = Path(folder) / "target.toml"
        write_target_file(file, pod, f"http://{HOST}:{listener.getsockname()[1]}", key)
        served = ServedPod(load_target(file), file)
        server = _Server(_config(varied_app(pod, differences, [*wrappers, served.count])))
        with server.running(listener):
            yield served


# To make one takes longer than most tests of a defect, so the pods of a process share theirs.
@cache
def _pods_key() -> RSAPrivateKey:
    return new_key()


@cache
def _actors_key() -> RSAPrivateKey:
    return new_key()


def _config(app: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=JoiningProtocol,
        access_log=False,
        log_level="error",
        lifespan="off",
        ws="none",
        date_header=False,
        timeout_graceful_shutdown=1,
    )


class _Server(uvicorn.Server):
    """A server in a thread that ends at once when it is told to; uvicorn's own looks every 0.1 s."""

    _loop: asyncio.AbstractEventLoop
    _end: asyncio.Event

    @contextmanager
    def running(self, listener: socket) -> Iterator[None]:
        """Serve the socket until the block ends; the server closes it."""
        # What is asked before the thread is ready waits in the socket.
        listener.listen(128)
        ready = threading.Event()
        thread = threading.Thread(target=self._run, args=(listener, ready), daemon=True)
        thread.start()
        ready.wait(STOP_SECONDS)
        try:
            yield
        finally:
            self._loop.call_soon_threadsafe(self._end.set)
            thread.join(STOP_SECONDS)

    def _run(self, listener: socket, ready: threading.Event) -> None:
        async def serve() -> None:
            self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
            ready.set()
            await self.serve(sockets=[listener])

        asyncio.run(serve())

    async def main_loop(self) -> None:
        """Wait for the end."""
        await self._end.wait()
        self.should_exit = True
