"""A pod that stands for one with real people on it, served in this process to have its state at hand.

Its target file says that it is not disposable; what a run may do stands in the table `allow`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from conformance.contract import load_contract
from conformance.reference_pod.app import create_app
from conformance.reference_pod.keys import new_key, public_pem
from conformance.reference_pod.pod import Pod, Settings, SteadyClock
from conformance.reference_pod.populate import populate
from conformance.reference_pod.records.barriers import BarrierGroup
from conformance.reference_pod.records.presence import Presence
from conformance.reference_pod.records.users import User
from conformance.reference_pod.seed import ACTORS, actor, seeded_pod
from conformance.reference_pod.serve import listener_on
from conformance.reference_pod.target_file import write_target_file
from tests.end_to_end.leaks import CANARY

ALLOWED = ("user-creation", "pod-settings", "other-peoples-presence")
VOLATILE = frozenset({"sessions", "presence-interests", "expressions"})
"""Tables of what signing in, reading and time change by themselves."""

Records = Mapping[tuple[str, Hashable], Any]


@dataclass(frozen=True, slots=True)
class RealPod:
    """A served pod and its target file."""

    pod: Pod
    target_file: Path

    def records(self) -> Records:
        """Every record of the pod by table and key, without what signing in changes."""
        found: dict[tuple[str, Hashable], Any] = {}
        for name, table in self.pod.store._tables.items():
            if name not in VOLATILE:
                for key, record in list(table._records.items()):
                    found[name, key] = _steady(record)
        return found


@contextmanager
def real_pod(
    folder: Path, people: int = 0, wrap: Callable[[ASGIApp, Pod], ASGIApp] = lambda app, pod: app
) -> Iterator[RealPod]:
    """Serve a pod with so many more users, groups, rooms and connections until the block ends."""
    key = new_key()
    settings = Settings(canary=CANARY)
    pod = seeded_pod(
        load_contract(), seed=1, clock=SteadyClock(), settings=settings, actor_key=public_pem(key)
    )
    if people:
        populate(pod, people, seed=1)
    app = wrap(create_app(pod), pod)
    config = uvicorn.Config(app, log_level="error", lifespan="off", ws="none", date_header=False)
    server = uvicorn.Server(config)
    with listener_on(0) as listener:
        origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
        file = folder / "target.toml"
        write_target_file(file, pod, origin, key)
        # As a pod of value, but one that takes more than the polite default.
        paces = "rate_limit_per_second = 5000\nparallel_requests = 16\n"
        text = file.read_text(encoding="utf-8").replace("disposable = true\n", paces)
        switches = "\n".join(f"{switch} = true" for switch in ALLOWED)
        file.write_text(f"{text}\n[allow]\n{switches}\n", encoding="utf-8")
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        listener.listen(128)
        thread.start()
        try:
            yield RealPod(pod, file)
        finally:
            server.should_exit = True
            thread.join(10)


def _steady(record: Any) -> Any:
    """The record without the marks that a sign-in or a setting that was put back leaves."""
    if isinstance(record, User):
        return replace(record, last_login=None, manifest=record.manifest or "{}", updated=0)
    if isinstance(record, BarrierGroup):
        return replace(record, modified=0)
    if isinstance(record, Presence):
        return record.user, record.category
    return record


def touched(before: Records, after: Records) -> list[str]:
    """What was there before and is not as it was."""
    return [
        f"{table} {key}: was {record}, is {after.get((table, key))}"
        for (table, key), record in before.items()
        if after.get((table, key)) != record
    ]


def residue(pod: Pod, before: Records, after: Records) -> list[str]:
    """What is new and not in the state that comes nearest to being gone."""
    fresh = {place: record for place, record in after.items() if place not in before}
    actors = {actor(pod, name).id for name in ACTORS}
    own = {key for table, key in fresh if table == "users"}
    return [
        f"{table} {key}: {record}"
        for (table, key), record in fresh.items()
        if not _at_rest(table, key, record, own, actors)
    ]


def _at_rest(table: str, key: Any, record: Any, own: set[Hashable], actors: set[int]) -> bool:
    match table:
        case "users":
            return bool(record.status == "DISABLED")
        case "streams":
            return record.type != "ROOM" or not record.active
        case "groups":
            return bool(record.status == "DELETED")
        case "presences":
            return record[0] in own | actors
        case "follows":
            return set(key) <= own
        case "user-apps":
            return bool(own & set(key if isinstance(key, tuple) else (key,)))
        case "community-accounts":
            return not record.enabled
        case "community-companies":
            return True
    return False
