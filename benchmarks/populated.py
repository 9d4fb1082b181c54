"""What a pod with much in it costs: seconds to fill, memory, and pages at the start and the end of its lists.

    python -m benchmarks.populated [--number 100000] [--repeats 40]

The pages are of 100 items and asked of the application without a server, so that the times are those of
the pod alone. Each is the median of the repeats, which go through the start and the end in turn.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

from conformance.contract import load_contract
from conformance.reference_pod.app import create_app
from conformance.reference_pod.pod import Pod
from conformance.reference_pod.populate import populate
from conformance.reference_pod.records.barriers import BARRIER_GROUPS, BARRIER_MEMBERS, BarrierMember
from conformance.reference_pod.records.followers import FOLLOWS, Follow
from conformance.reference_pod.records.streams import STREAMS, Member, Stream
from conformance.reference_pod.records.users import USERS
from conformance.reference_pod.seed import HOME, actor, seeded_pod
from conformance.reference_pod.tokens import common_jwt, open_session

PAGE = 100
MEMORY = 1024
FACTOR = 2.0


class Client:
    """Asks the application as the administrator."""

    def __init__(self, pod: Pod, app: ASGIApp) -> None:
        self._app = app
        admin = actor(pod, "admin")
        self._headers = [
            (b"sessiontoken", open_session(pod, admin).token.encode()),
            (b"authorization", f"Bearer {common_jwt(pod, admin, None)}".encode()),
            (b"x-symphony-host", b""),
            (b"content-type", b"application/json"),
        ]

    def ask(self, method: str, path: str, query: dict[str, Any], body: bytes = b"") -> Any:
        """The JSON of a 200; raises RuntimeError for anything else."""
        sent: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": urlencode(query).encode(),
            "headers": self._headers,
        }
        _run(self._app(scope, receive, send))
        if sent[0]["status"] != 200:
            raise RuntimeError(f"{method} {path} {query}: {sent[0]['status']} {sent[1]['body']!r}")
        return sent[1]["body"]


def _run(answer: Any) -> None:
    """Run what never has to wait."""
    coroutine: Coroutine[Any, Any, None] = answer
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise RuntimeError("the application waits for something")


def enrich(pod: Pod) -> tuple[Stream, str]:
    """All users of the company in one room and one barrier group, and following one user."""
    users = pod.store[USERS].find("tenant", HOME)
    followed = actor(pod, "user")
    with pod.store.transaction():
        group = pod.store[BARRIER_GROUPS].find("tenant", HOME)[-1]
        known = {m.user for m in pod.store[BARRIER_MEMBERS].find("group", group.id)}
        pod.store[BARRIER_MEMBERS].put_all(
            BarrierMember(group.id, user.id) for user in users if user.id not in known
        )
        pod.store[FOLLOWS].put_all(
            Follow(user.id, followed.id, pod.ids.number()) for user in users if user.id != followed.id
        )
        room = Stream(
            id=pod.ids.text(),
            type="ROOM",
            tenant=HOME,
            created=pod.clock(),
            created_by=users[0].id,
            members=tuple(Member(user.id, pod.clock(), owner=True) for user in users),
            attributes={"name": "All hands"},
        )
        pod.store[STREAMS].put(room)
    return room, group.id


def lists(pod: Pod, client: Client) -> dict[str, tuple[str, str, dict[str, Any], dict[str, Any], bytes]]:
    """Every plain list that pages: method, path, the queries of the first and the last page, body."""
    room, group = enrich(pod)
    users = pod.store[USERS].find("tenant", HOME)
    archivist = next(user for user in users if user.display_name == "Service Account")

    def skipping(method: str, path: str, total: int, body: bytes = b"") -> Any:
        return (method, path, *({"skip": skip, "limit": PAGE} for skip in (0, total - PAGE)), body)

    sdl = "/profile-manager/v1/groups/type/SDL"
    first: dict[str, Any] = {"limit": PAGE}
    here, last = first, first
    while here:
        page = json.loads(client.ask("GET", sdl, here))
        last = here if len(page["data"]) == PAGE else last
        after = page["pagination"]["cursors"].get("after")
        here = {**first, "after": after} if after else {}
    count = pod.store[FOLLOWS].count("followed", actor(pod, "user").id)
    streams = f"/pod/v1/admin/user/{archivist.id}/streams/list"
    active = pod.store[STREAMS].count("active-member", archivist.id)
    every = pod.store[STREAMS].count("member", archivist.id)
    enterprise = pod.store[STREAMS].count("enterprise", HOME)
    follows = f"/pod/v1/user/{actor(pod, 'user').id}/followers"
    return {
        "listUserAccounts": skipping("GET", "/pod/v2/admin/user/list", len(users)),
        "listGroups": ("GET", sdl, first, last, b""),
        "listUserStreams, active ones": skipping("POST", streams, active),
        "listUserStreams, all": skipping("POST", streams, every, b'{"includeInactiveStreams": true}'),
        "listStreamsAsAdmin": skipping("POST", "/pod/v2/admin/streams/list", enterprise),
        "listStreamMembersAsAdmin": skipping(
            "GET", f"/pod/v1/admin/stream/{room.id}/membership/list", len(users)
        ),
        "listPresences": (
            "GET",
            "/pod/v2/users/presence",
            {"limit": PAGE},
            {"limit": PAGE, "lastUserId": users[-PAGE].id},
            b"",
        ),
        "listFollowers": ("GET", follows, {"limit": PAGE}, {"limit": PAGE, "after": count - PAGE}, b""),
        "listBarrierGroupMembers": skipping(
            "GET", f"/pod/v1/admin/group/{group}/membership/list", len(users)
        ),
    }


def milliseconds(client: Client, repeats: int, method: str, path: str, *rest: Any) -> tuple[float, float]:
    """How long the first and the last page take."""
    *queries, body = rest
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(repeats):
        for query, found in zip(queries, times, strict=True):
            start = time.perf_counter()
            client.ask(method, path, query, body)
            found.append((time.perf_counter() - start) * 1000)
    return statistics.median(times[0]), statistics.median(times[1])


def resident_mib() -> float:
    """The memory of this process."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("/proc/self/status does not say how much memory is resident")


def main() -> int:
    """Print the figures; 1 when one is over its target."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--number", type=int, default=100_000)
    options.add_argument("--repeats", type=int, default=40)
    chosen = options.parse_args()
    pod = seeded_pod(load_contract())
    start, used = time.perf_counter(), time.process_time()
    populate(pod, chosen.number)
    seconds, used = time.perf_counter() - start, time.process_time() - used
    memory = resident_mib()
    print(f"filled with {chosen.number:,} of each in {seconds:.1f} s ({used:.1f} s of processor time)")
    print(f"resident memory {memory:,.0f} MiB\n")
    client = Client(pod, create_app(pod))
    print("| list | first page, ms | last page, ms | ratio |\n| --- | ---: | ---: | ---: |")
    worst = 0.0
    for name, pages in lists(pod, client).items():
        first, last = milliseconds(client, chosen.repeats, *pages)
        worst = max(worst, last / first)
        print(f"| {name} | {first:.2f} | {last:.2f} | {last / first:.2f} |")
    return 0 if memory < MEMORY and worst <= FACTOR else 1


if __name__ == "__main__":
    sys.exit(main())
