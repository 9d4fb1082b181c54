"""Records of small made-up runs, one function for each kind of record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from conformance.evidence.records import parse
from conformance.evidence.runlog import RunLog, digest

Row = dict[str, Any]

CREATE, READ = "createRoom", "getRoom"


def run(**changes: Any) -> Row:
    """A run of the gate profile with seed 1."""
    row = {
        "record": "run",
        "run": "20261122T101500Z-s1",
        "started": "2026-11-22T10:15:00.000+00:00",
        "profile": "gate",
        "seed": 1,
        "suite": "0.1.0",
        "target": {"name": "small pod", "file": None, "apis": {"pod": "http://127.0.0.1:9/pod"}},
        "specs": {"pod": "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"},
        "workers": 1,
    }
    return row | changes


def planned(check: str = "contract.success", operation: str = CREATE) -> Row:
    """One requirement of a plan."""
    return {"check": check, "requirement": f"{operation}.{check.split('.')[1]}", "operation": operation}


def plan(*checks: Row, tests: int = 1, operations: Iterable[str] = (CREATE,)) -> Row:
    """A plan of these requirements."""
    return {"record": "plan", "tests": tests, "operations": list(operations), "checks": list(checks)}


def node(operation: str = CREATE, family: str = "contract") -> str:
    """The node id of a test."""
    return f"conformance/suite/{family}/test_{family}.py::test_{family}[{operation}]"


def exchange(name: str = "main-1", status: int | None = 200, operation: str = CREATE, **changes: Any) -> Row:
    """An exchange; without a status there was no answer."""
    answer = {
        "status": status,
        "headers": {"Content-Type": "application/json"},
        "body": "{}",
        "truncated": False,
    }
    row = {
        "record": "exchange",
        "id": name,
        "test": node(operation),
        "operation": operation,
        "actor": "user",
        "purpose": "a valid request",
        "effect": "create",
        "request": {
            "method": "POST",
            "url": f"http://127.0.0.1:9/pod/{operation}",
            "headers": {"sessionToken": "$SESSION_TOKEN", "Content-Type": "application/json"},
            "body": '{"name":"it\'s"}',
        },
        "response": answer if status is not None else None,
        "error": None if status is not None else "connection refused",
        "elapsed_ms": 3.5,
        "at": "2026-11-22T10:15:01.000+00:00",
    }
    return row | changes


def check(
    status: str = "passed", kind: str = "contract.success", operation: str = CREATE, **changes: Any
) -> Row:
    """What a check found, by default with the words of a success."""
    row = {
        "record": "check",
        "check": kind,
        "requirement": f"{operation}.{kind.split('.')[1]}",
        "level": "must",
        "family": kind.split(".")[0],
        "operation": operation,
        "status": status,
        "title": f"{operation} answers a valid request with a documented success",
        "expected": "200 for a valid request",
        "observed": "200" if status == "passed" else "500 text/html: oops",
        "quote": "Success",
        "pointer": "pod.yml#/paths/~1v3~1room~1create/post/responses/200",
        "exchange": "main-1" if status in ("failed", "warned", "error") else None,
        "test": node(operation),
        "reason": "the profile forbids it" if status in ("blocked", "withheld", "not-applicable") else None,
        "count": 1,
    }
    return row | changes


def ended(outcome: str = "passed", operation: str = CREATE, order: int = 0, **changes: Any) -> Row:
    """A test that came to its end."""
    row = {
        "record": "test",
        "test": node(operation),
        "order": order,
        "title": f"{operation}: answers as documented",
        "family": "contract",
        "operation": operation,
        "outcome": outcome,
        "duration_ms": 12.0,
        "exchanges": 1,
    }
    return row | changes


def end(pytest_exit: int | None = 0, *, interrupted: bool = False, **changes: Any) -> Row:
    """The end of a run that took 90 seconds."""
    row = {
        "record": "end",
        "finished": "2026-11-22T10:16:30.000+00:00",
        "interrupted": interrupted,
        "pytest_exit": pytest_exit,
    }
    return row | changes


def log(*rows: Row) -> RunLog:
    """The run that these records tell."""
    return digest(parse(json.dumps(row), f"record {number}") for number, row in enumerate(rows))


def judged(status: str, *, outcome: str | None = None, pytest_exit: int = 0, **changes: Any) -> list[Row]:
    """A whole run of one test with one requirement, which ends with this status."""
    return [
        run(),
        plan(planned()),
        exchange(status=200 if status in ("passed", "warned") else 500),
        check(status, **changes),
        ended(outcome or ("passed" if status == "warned" else status)),
        end(pytest_exit),
    ]


def text(*rows: Row) -> str:
    """The records as the text of a run.jsonl."""
    return "".join(json.dumps(row) + "\n" for row in rows)


def short_curl(request: Mapping[str, Any]) -> str:
    """A stand-in for the curl command of a request."""
    return f"curl -X {request['method']} {request['url']}"
