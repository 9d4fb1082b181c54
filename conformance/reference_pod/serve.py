"""Running the reference pod on 127.0.0.1 until it is stopped."""

from __future__ import annotations

import gc
import signal
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from conformance.contract import load_contract
from conformance.reference_pod.defects import defect_wrapper
from conformance.reference_pod.joining import JoiningProtocol
from conformance.reference_pod.keys import new_key, public_pem
from conformance.reference_pod.names import UnknownName
from conformance.reference_pod.pod import CountingClock, Settings, SteadyClock, system_clock
from conformance.reference_pod.populate import populate
from conformance.reference_pod.seed import seeded_pod
from conformance.reference_pod.target_file import write_target_file
from conformance.reference_pod.variants import find_variants, varied_app, varied_pod

HOST = "127.0.0.1"
WRONG_USAGE = 5


def serve(
    port: int,
    target_file: Path | None,
    defects: Sequence[str] = (),
    variants: Sequence[str] = (),
    seed: int = 0,
    number: int = 0,
    start: int | None = None,
    settings: Settings | None = None,
) -> int:
    """Serve until SIGINT or SIGTERM; the exit code is 0, or 5 when the pod cannot be served as asked.

    Port 0 takes a free one. `ready http://127.0.0.1:N` is printed when requests are accepted; by then
    the target file is there. The pod is filled with `number` users, groups, rooms and connections. With a
    `start` (epoch milliseconds) its time begins there and counts readings; credentials go by the real one.
    """
    contract = load_contract()
    key = new_key()
    clock = SteadyClock() if start is None else CountingClock(start)
    pod = seeded_pod(
        contract,
        seed=seed,
        clock=clock,
        wall_clock=system_clock,
        settings=settings,
        actor_key=public_pem(key),
    )
    if number:
        populate(pod, number, seed)
    try:
        differences = find_variants(variants)
        pod = varied_pod(pod, differences)
        wrappers = [defect_wrapper(pod, name) for name in defects]
        listener = listener_on(port)
    except (UnknownName, OSError) as error:
        return _complain(str(error))
    origin = f"http://{HOST}:{listener.getsockname()[1]}"
    with listener:
        if target_file is not None:
            try:
                write_target_file(target_file, pod, origin, key)
            except OSError as error:
                return _complain(f"{target_file}: the target file cannot be written ({error.strerror})")
        app = varied_app(pod, differences, wrappers)
        run(app, listener, lambda: print(f"ready {origin}", flush=True))
    return 0


def run(app: ASGIApp, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve the application until a signal comes; `ready` is called when requests are accepted."""
    config = uvicorn.Config(
        app,
        http=JoiningProtocol,
        access_log=False,
        log_level="warning",
        lifespan="off",
        ws="none",
        date_header=False,
        timeout_graceful_shutdown=2,
    )
    # What is there from the start stays: the garbage collector need not look at it again and again.
    gc.freeze()
    _Server(config, ready).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and for which a signal is a regular end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        handlers = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)


def listener_on(port: int) -> socket.socket:
    """A socket bound to this port, 0 for a free one; raises OSError when that is impossible."""
    # with the protocol named, asyncio sends small answers at once; else they wait 40 ms for the client's ACK
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listener.close()
        reason = error.strerror if isinstance(error, OSError) else "ports end at 65535"
        raise OSError(f"port {port} on {HOST} cannot be used ({reason}); 0 takes a free one") from None
    return listener


def _complain(message: str) -> int:
    print(message, file=sys.stderr)
    return WRONG_USAGE
