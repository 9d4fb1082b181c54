"""How fast simple reads are, compared with an empty Starlette route on the same server in the same run.

    python -m benchmarks.reads [--seconds 2] [--rounds 7] [--connections 16]

The server is the one of `mock`, in a process of its own. `wrk` (Debian package wrk) is the client: one
thread, keep-alive connections. Each read is measured in turn with the empty route, so that what else the
machine does touches both; the table shows the medians over all rounds.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import signal
import statistics
import subprocess
import sys
from typing import Any

TARGET = 0.5
EMPTY = "empty route"


def serve() -> None:
    """Serve a seeded pod beside an application with one empty route, and print what to read."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route
    from starlette.types import Receive, Scope, Send

    from conformance.contract import load_contract
    from conformance.reference_pod.app import create_app
    from conformance.reference_pod.records.groups import GROUPS
    from conformance.reference_pod.records.streams import STREAMS
    from conformance.reference_pod.seed import HOME, actor, seeded_pod
    from conformance.reference_pod.serve import listener_on, run
    from conformance.reference_pod.tokens import common_jwt, open_session

    async def empty(_: Request) -> Response:
        return Response()

    pod = seeded_pod(load_contract())
    admin = actor(pod, "admin")
    session = {"sessionToken": open_session(pod, admin).token}
    bearer = {"Authorization": f"Bearer {common_jwt(pod, admin, None)}", "X-Symphony-Host": ""}
    group = next(group for group in pod.store[GROUPS] if group.tenant == HOME)
    room = next(s for s in pod.store[STREAMS] if s.tenant == HOME and s.type == "ROOM")
    reads: dict[str, tuple[str, dict[str, str]]] = {
        EMPTY: ("/empty", {}),
        "languages": ("/pod/v1/languages", {}),
        "session info": ("/pod/v2/sessioninfo", session),
        "one user": (f"/pod/v2/user?uid={actor(pod, 'colleague').id}", session),
        "one group": (f"/profile-manager/v1/groups/{group.id}", bearer),
        "one room": (f"/pod/v3/room/{room.id}/info", session),
    }
    starlette, apis = Starlette(routes=[Route("/empty", empty)]), create_app(pod)

    async def both(scope: Scope, receive: Receive, send: Send) -> None:
        await (starlette if scope["path"] == "/empty" else apis)(scope, receive, send)

    with listener_on(0) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        announced = {name: (f"{origin}{path}", headers) for name, (path, headers) in reads.items()}
        run(both, listener, lambda: print(json.dumps(announced), flush=True))


def rate(url: str, headers: dict[str, str], seconds: int, connections: int) -> float:
    """Requests per second by wrk; raises RuntimeError when an answer was not a 2xx."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", url]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s+([0-9.]+)", output)
    if found is None or "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(f"{url}: {output}")
    return float(found[1])


def measure(options: argparse.Namespace) -> dict[str, list[tuple[float, float]]]:
    """For each read the rates of all rounds, with those of the empty route right before."""
    server = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.reads", "--serve"], stdout=subprocess.PIPE, text=True
    )
    assert server.stdout is not None
    try:
        reads: dict[str, Any] = json.loads(server.stdout.readline())
        for url, headers in reads.values():
            rate(url, headers, 1, options.connections)
        empty = reads.pop(EMPTY)
        rates: dict[str, list[tuple[float, float]]] = {name: [] for name in reads}
        for _ in range(options.rounds):
            for name, read in reads.items():
                before, found = (
                    rate(url, headers, options.seconds, options.connections) for url, headers in (empty, read)
                )
                rates[name].append((found, before))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
    return rates


def main() -> int:
    """Print the table; 1 when a read is slower than it may be."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--seconds", type=int, default=2)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--connections", type=int, default=16)
    options.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve:
        serve()
        return 0
    if shutil.which("wrk") is None:
        print("wrk is not installed (Debian: apt-get install wrk)", file=sys.stderr)
        return 5
    rates = measure(chosen)
    ratios = {name: statistics.median(read / empty for read, empty in found) for name, found in rates.items()}
    print("| read | requests per second | empty route | ratio |")
    print("| --- | ---: | ---: | ---: |")
    for name, found in rates.items():
        read, empty = (statistics.median(column) for column in zip(*found, strict=True))
        print(f"| {name} | {read:,.0f} | {empty:,.0f} | {ratios[name]:.2f} |")
    return 0 if min(ratios.values()) >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
