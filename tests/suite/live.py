"""Runs one check of the suite against a reference pod in this process, with or without defects."""

from __future__ import annotations

import importlib
import pkgutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

import pytest
import uvicorn

import conformance.suite
from conformance.contract import load_contract
from conformance.contract.catalogue import load_catalogue
from conformance.reference_pod.defects import defect_wrapper
from conformance.reference_pod.keys import new_key, public_pem
from conformance.reference_pod.seed import seeded_pod
from conformance.reference_pod.serve import listener_on
from conformance.reference_pod.target_file import write_target_file
from conformance.reference_pod.variants import find_variant, varied_app, varied_pod
from conformance.suite.outcomes import NotRun
from conformance.suite.scenario import Scenario
from conformance.suite.world import World
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.target import Target
from conformance.target.target_file import load_target
from conformance.target.transport import Transport
from tests.suite.kit import FakeRecorder


@dataclass(frozen=True)
class Outcome:
    """How a check ended: the requirements that it found broken, and why it stopped, if it did."""

    outcome: str
    broken: frozenset[str]
    messages: tuple[str, ...]
    reason: str


def run_check(check: str, *, defects: Sequence[str] = (), variants: Sequence[str] = ()) -> Outcome:
    """Run the test that is this check against a fresh reference pod."""
    return run_checks([check], defects=defects, variants=variants)[check]


def run_checks(
    checks: Iterable[str], *, defects: Sequence[str] = (), variants: Sequence[str] = ()
) -> dict[str, Outcome]:
    """Run the tests that are these checks, one after the other, against one fresh reference pod."""
    with live_target(defects, variants) as target, Transport(target, find_profile("gate")) as transport:
        world = World(load_contract(), target, transport, "t")
        return {check: _run(check, world) for check in checks}


def _run(check: str, world: World) -> Outcome:
    function, requirements = tests_of_the_suite()[check]
    rows = {name: load_catalogue()[name] for name in requirements}
    scenario = Scenario(check, check, rows, world, cast(Recorder, FakeRecorder()))
    reason: NotRun | None = None
    try:
        function(scenario)
    except NotRun as ended:
        reason = ended
    outcome = scenario.report("t", reason)
    broken = frozenset(failure.subject.requirement for failure in scenario.failures)
    messages = tuple(f"{f.subject.requirement}: {f.expected} | {f.observed}" for f in scenario.failures)
    return Outcome(outcome, broken, messages, str(reason or ""))


@cache
def tests_of_the_suite() -> dict[str, tuple[Callable[[Scenario], None], tuple[str, ...]]]:
    """Check id to test function and the requirements that it judges."""
    found: dict[str, tuple[Callable[[Scenario], None], tuple[str, ...]]] = {}
    for info in pkgutil.walk_packages(conformance.suite.__path__, "conformance.suite."):
        if info.name.rpartition(".")[2].startswith("test_"):
            for function in vars(importlib.import_module(info.name)).values():
                for marker, parameters in markers_of(function):
                    found[marker.args[0]] = (partial(function, **parameters), tuple(marker.args[1:]))
    return found


def markers_of(function: Any) -> Iterator[tuple[pytest.Mark, dict[str, Any]]]:
    """The check markers of a test with the parameters that each stands on: none, or one parameter's value."""
    for marker in getattr(function, "pytestmark", ()):
        if marker.name == "check":
            yield marker, {}
        elif marker.name == "parametrize":
            for row in marker.args[1]:
                for inner in getattr(row, "marks", ()):
                    if inner.name == "check":
                        yield inner, {marker.args[0]: row.values[0]}


@cache
def _key() -> Any:
    return new_key()


@contextmanager
def live_target(defects: Sequence[str] = (), variants: Sequence[str] = ()) -> Iterator[Target]:
    """A target that a reference pod in a thread of this process serves."""
    differences = [find_variant(name) for name in variants]
    pod = varied_pod(seeded_pod(load_contract(), seed=1, actor_key=public_pem(_key())), differences)
    app = varied_app(pod, differences, [defect_wrapper(pod, name) for name in defects])
    config = uvicorn.Config(app, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    with listener_on(0) as listener, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "target.toml"
        write_target_file(file, pod, f"http://127.0.0.1:{listener.getsockname()[1]}", _key())
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        listener.listen(128)
        thread.start()
        try:
            yield load_target(file)
        finally:
            server.should_exit = True
            thread.join(5)
