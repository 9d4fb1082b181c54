"""Reference pods that misbehave in a whole run: `python -m tests.hostile.whole_runs NAME FILE` serves one."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.contract import load_contract
from conformance.reference_pod.app import create_app
from conformance.reference_pod.keys import new_key, public_pem
from conformance.reference_pod.pod import Settings, SteadyClock
from conformance.reference_pod.seed import seeded_pod
from conformance.reference_pod.serve import HOST, listener_on, run
from conformance.reference_pod.target_file import write_target_file
from tests.end_to_end.leaks import CANARY

SCRIPT = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">]]>"
CODES = "\x1b]52;c;b3duZWQ=\x07\x1b[2J\x9b2J\u202egnp.exe\x00\ufffe"


@dataclass(frozen=True)
class Exchange:
    """A request with the answer that the reference pod would give."""

    path: str
    headers: Mapping[str, str]
    status: int
    answer_headers: list[tuple[bytes, bytes]]
    body: bytes
    number: int

    def with_json(self, value: Any, **more: str) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """The answer with another body, and more headers."""
        extra = [(name.replace("_", "-").encode(), text.encode("latin-1")) for name, text in more.items()]
        return self.status, [*self.answer_headers, *extra], json.dumps(value).encode()


Answer = tuple[int, list[tuple[bytes, bytes]], bytes]
Change = Callable[[Exchange], Answer | None]


@dataclass(frozen=True)
class Run:
    """One way to misbehave, what comes of it, and what the run is to end with."""

    what: str
    comes_of_it: str
    change: Change
    select: str
    code: int
    says: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)


def echoing(exchange: Exchange) -> Answer | None:
    """Repeat the credentials wherever there is room."""
    token = exchange.headers.get("sessiontoken") or exchange.headers.get("authorization", "")
    if exchange.path.startswith("/login") or not token:
        return None
    value = json.loads(exchange.body or b"{}")
    if isinstance(value, dict):
        value |= {"echo": token, "again": token.encode().hex(), "message": f"{'.' * 90} no session {token}"}
    return exchange.with_json(value, X_Echo=token, Location=f"/?token={token}", Set_Cookie=f"s={token}")


def commanding(exchange: Exchange) -> Answer | None:
    """Break down with script, control codes and paths in the answer."""
    if exchange.path.startswith("/login") or exchange.number < 20:
        return None
    path = "../../../../tmp/owned"
    headers = [
        (b"content-type", b"application/json"),
        (b"x-trace-id", path.encode()),
        (b"content-disposition", f"attachment; filename={path}".encode()),
    ]
    return 500, headers, json.dumps({"message": SCRIPT + CODES + path}, ensure_ascii=False).encode()


def padding(exchange: Exchange) -> Answer | None:
    """Three megabytes with every answer."""
    if exchange.path.startswith("/login") or not exchange.body:
        return None
    return exchange.status, exchange.answer_headers, exchange.body + b" " * 3_000_000


def dying(exchange: Exchange) -> Answer | None:
    """End the process in the middle of the run."""
    if exchange.number > 40:
        os._exit(1)
    return None


def fainting(exchange: Exchange) -> Answer | None:
    """Answer nine requests with 503, and then go on as before."""
    return (503, [], b"") if 40 < exchange.number <= 49 else None


def overloaded(exchange: Exchange) -> Answer | None:
    """Answer 429 to everything, from the middle of the run on."""
    return (429, [(b"retry-after", b"0")], b"") if exchange.number > 40 else None


def odd_ids(exchange: Exchange) -> Answer | None:
    """Give ids that would lead a careless client somewhere else."""
    if not exchange.path.endswith("/v3/room/create") or exchange.status != 200:
        return None
    value = json.loads(exchange.body)
    value["roomSystemInfo"]["id"] = "../../../login/idm/tokens?x=\"'\r\nX-Evil: 1"
    return exchange.with_json(value)


LAST_PAGE: list[Answer] = []


def endless_pages(exchange: Exchange) -> Answer | None:
    """Let every page lead to itself, by way of another host."""
    if "/groups/type/" not in exchange.path:
        return None
    if exchange.status == 400 and LAST_PAGE:
        # The cursor is none of the pod's own: it leads to the same page again.
        return LAST_PAGE[-1]
    value = json.loads(exchange.body) if exchange.status == 200 else {}
    if "pagination" not in value:
        return None
    value["pagination"] = {
        "cursors": {"before": "again", "after": "again"},
        "previous": "http://no-such-host.invalid/steal?before=again",
        "next": "http://no-such-host.invalid/steal?after=again",
    }
    LAST_PAGE.append(exchange.with_json(value))
    return LAST_PAGE[-1]


def revoking(exchange: Exchange) -> Answer | None:
    """Refuse every token, right after it was given out."""
    if exchange.path.startswith("/login") or exchange.number < 20:
        return None
    return 401, [(b"content-type", b"application/json")], b'{"code": 401, "message": "Invalid session"}'


GONE = ("has stopped answering", "INCOMPLETE")
RUNS: dict[str, Run] = {
    "echoing": Run(
        "repeats every credential in headers and bodies",
        "the answers are judged as ever; no file of the run folder holds a credential",
        echoing,
        "getSessionInfo or getRoom",
        0,
    ),
    "commanding": Run(
        "answers with script, terminal control codes, bidirectional marks and paths",
        "findings; terminal, HTML, XML and file names show them as text",
        commanding,
        "getSessionInfo or listLanguages",
        1,
    ),
    "padding": Run(
        "adds three megabytes to every answer",
        "judged as ever; `run.jsonl` keeps the beginning, the length and the SHA-256 of each body",
        padding,
        "getSessionInfo or listLanguages",
        0,
    ),
    "dying": Run(
        "dies in the middle of the run",
        "incomplete, exit code 3: one line says so, what is left is blocked, nothing is called a failure",
        dying,
        "Room and test_contract",
        3,
        GONE,
    ),
    "fainting": Run(
        "is gone for a while and comes back",
        "the run waits for it and goes on; the summary counts the outage",
        fainting,
        "Room and test_contract",
        2,
        ("for a target that came back",),
        {"patience_seconds": 20},
    ),
    "overloaded": Run(
        "answers 429 to everything from some moment on",
        "incomplete, exit code 3, after five such answers",
        overloaded,
        "Room and test_contract",
        3,
        GONE,
    ),
    "odd_ids": Run(
        "gives ids with slashes, dots, quotes and line ends",
        "no request leaves the base URL: what needs the id is blocked, so the run is incomplete",
        odd_ids,
        "getRoom or updateRoom",
        2,
        ("leads out of",),
    ),
    "endless_pages": Run(
        "gives pages that lead to themselves and to another host",
        "findings; the other host is never asked, and reading stops after some pages",
        endless_pages,
        "pagination and listGroups",
        1,
    ),
    "revoking": Run(
        "refuses every token right after it gave it out",
        "findings; each token is renewed once, and the run ends",
        revoking,
        "getSessionInfo or listStreams",
        1,
    ),
}
"""All of them by name."""


def misbehaving(app: ASGIApp, change: Change) -> ASGIApp:
    """The application with changed answers."""
    numbers = iter(range(1, sys.maxsize))

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await app(scope, receive, keep)
        asked = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        answered = [(n, v) for n, v in messages[0].get("headers", ()) if n != b"content-length"]
        body = b"".join(message.get("body", b"") for message in messages[1:])
        given = Exchange(scope["path"], asked, messages[0]["status"], answered, body, next(numbers))
        status, headers, body = change(given) or (given.status, answered, body)
        if status != 204:
            headers = [*headers, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return wrapped


def serve(name: str, target_file: Path) -> None:
    """Serve the pod until it is stopped."""
    key = new_key()
    settings = Settings(canary=CANARY)
    pod = seeded_pod(
        load_contract(), seed=1, clock=SteadyClock(), settings=settings, actor_key=public_pem(key)
    )
    with listener_on(0) as listener:
        origin = f"http://{HOST}:{listener.getsockname()[1]}"
        write_target_file(target_file, pod, origin, key)
        more = {"patience_seconds": 0, "timeout_seconds": 5, **RUNS[name].settings}
        text = target_file.read_text(encoding="utf-8")
        lines = "\n".join(f"{setting} = {value}" for setting, value in more.items())
        target_file.write_text(text.replace("[target]\n", f"[target]\n{lines}\n", 1), encoding="utf-8")
        app = misbehaving(create_app(pod), RUNS[name].change)
        run(app, listener, lambda: print(f"ready {origin}", flush=True))


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
