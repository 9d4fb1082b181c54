"""The records of a run, as `run.jsonl` holds them: one JSON object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

CheckStatus = Literal["passed", "failed", "warned", "error", "blocked", "withheld", "not-applicable"]
Outcome = Literal["passed", "failed", "error", "blocked", "withheld", "not-applicable"]
Level = Literal["must", "should", "advice"]


class RecordError(Exception):
    """A file of records cannot be read; the message is one line naming the file, the line and the trouble."""


@dataclass(frozen=True, slots=True)
class Run:
    """What ran against what."""

    run: str
    started: str
    profile: str
    seed: int
    suite: str
    target: Mapping[str, Any]
    specs: Mapping[str, str]
    workers: int


@dataclass(frozen=True, slots=True, order=True)
class Planned:
    """A requirement of one operation that a check has to judge in this run."""

    check: str
    requirement: str
    operation: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What the run was going to do."""

    tests: int
    operations: tuple[str, ...]
    checks: tuple[Planned, ...]
    untestable: tuple[Mapping[str, str], ...] = ()
    """Requirements that no check can judge: requirement, operation, words, why."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request with its answer, redacted; `response` is None when there was none, and `error` says why."""

    id: str
    test: str | None
    operation: str
    actor: str | None
    purpose: str
    request: Mapping[str, Any]
    response: Mapping[str, Any] | None
    error: str | None
    elapsed_ms: float
    at: str
    effect: str


@dataclass(frozen=True, slots=True)
class Check:
    """What a check found: `count` exchanges judged alike, of which `exchange` is the simplest.

    Where there is nothing to expect or to observe, as for a check that passed, both are None.
    """

    check: str
    requirement: str
    level: Level
    family: str
    operation: str
    status: CheckStatus
    title: str
    expected: str | None
    observed: str | None
    quote: str
    pointer: str | None
    exchange: str | None
    test: str | None
    reason: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a model one test reached: by kind ("states", ...) the names "reached" and "missing"."""

    test: str | None
    model: str
    parts: Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Test:
    """One test that came to its end; `order` is its place in the plan."""

    __test__ = False

    test: str
    order: int
    title: str
    family: str
    operation: str
    outcome: Outcome
    duration_ms: float
    exchanges: int


@dataclass(frozen=True, slots=True)
class End:
    """How the run ended; `pytest_exit` is None when pytest left no exit status, negative for a signal."""

    finished: str
    interrupted: bool
    pytest_exit: int | None


@dataclass(frozen=True, slots=True)
class Gone:
    """The target stopped answering: why it was given up, and the exchanges in which it was noticed."""

    at: str
    why: str
    exchanges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manners:
    """What one process waited for: times and seconds that answers asked for, seconds to keep to the rate
    limit, and outages of the target that were waited out.
    """

    asked: int = 0
    asked_seconds: float = 0.0
    paced_seconds: float = 0.0
    outages: int = 0
    outage_seconds: float = 0.0


Record = Run | Plan | Exchange | Check | Coverage | Test | Gone | Manners | End


def iter_records(path: Path) -> Iterator[Record]:
    """The records of a `run.jsonl`, line by line; raises RecordError at the first bad one."""
    try:
        file = path.open(encoding="utf-8")
    except OSError as error:
        raise RecordError(f"{path}: cannot be read ({error.strerror})") from None
    with file:
        for number, line in enumerate(file, start=1):
            yield parse(line, f"{path}: line {number}")


def parse(line: str, place: str) -> Record:
    """One line as a record; raises RecordError naming `place` when it is none."""
    try:
        value = json.loads(line)
    except ValueError:
        raise RecordError(f"{place} is not JSON") from None
    if not isinstance(value, dict):
        raise RecordError(f"{place} is not a JSON object")
    try:
        return _record(value)
    except KeyError as error:
        raise RecordError(f"{place}: the {value.get('record')!r} record has no {error.args[0]!r}") from None
    except (TypeError, ValueError) as error:
        raise RecordError(f"{place}: {error}") from None


def _record(value: Mapping[str, Any]) -> Record:
    match value["record"]:
        case "run":
            return Run(**_fields(Run, value))
        case "plan":
            checks = tuple(Planned(**_fields(Planned, row)) for row in value["checks"])
            untestable = tuple(value.get("untestable", ()))
            return Plan(int(value["tests"]), tuple(value["operations"]), checks, untestable)
        case "exchange":
            return Exchange(**_fields(Exchange, value))
        case "check":
            return Check(**_fields(Check, value))
        case "coverage":
            parts = {
                kind: {key: tuple(part[key]) for key in ("reached", "missing")}
                for kind, part in value["parts"].items()
            }
            return Coverage(value["test"], value["model"], parts)
        case "test":
            return Test(**_fields(Test, value))
        case "gone":
            return Gone(str(value["at"]), str(value["why"]), tuple(value["exchanges"]))
        case "manners":
            return Manners(**_fields(Manners, value))
        case "end":
            return End(**_fields(End, value))
        case kind:
            raise ValueError(f"unknown kind of record {kind!r}")


def _fields(kind: type[Any], value: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a record; keys that this version does not know are left out."""
    return {name: value[name] for name in kind.__dataclass_fields__}
