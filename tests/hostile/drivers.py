"""What the suite does to a hostile server: one request, two, many, a sign-in, or the look before a run."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from conformance.checks.judgement import Judgement
from conformance.checks.responses import judge_response
from conformance.contract import load_contract
from conformance.target import (
    Actor,
    AsActor,
    Exchange,
    Recorder,
    Redactor,
    Request,
    SignInError,
    Target,
    TargetGone,
    Transport,
    Unreachable,
    check_reachable,
    find_profile,
)
from conformance.target.target import Access
from tests.hostile import certificates
from tests.hostile.kit import Behaviour, Does, served
from tests.target.kit import target_of

PATIENCE = 20.0
"""Far beyond any time-out of these tests: whoever needs longer hangs."""
TOKEN = "given-session-token-" + "0123456789abcdef" * 8
INFO = Request("getSessionInfo", "GET", "/v2/sessioninfo")
HEAD = replace(INFO, method="HEAD")
UPLOAD = Request("createRoom", "POST", "/v3/room/create", body=b"[" + b" " * 8_000_000 + b"]")
USER = AsActor("user")


@dataclass(frozen=True)
class Came:
    """What came of it: what the suite did, in which words, and the records that it wrote."""

    does: Does
    said: str
    records: tuple[dict[str, Any], ...] = ()
    text: str = ""


def drive(behaviour: Behaviour, folder: Path, **settings: Any) -> Came:
    """Meet the behaviour as its row says; fails when that hangs."""
    came: list[Came | BaseException] = []

    def meet() -> None:
        try:
            came.append(_meet(behaviour, folder, settings))
        except BaseException as error:
            came.append(error)

    thread = Thread(target=meet, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert came, f"{behaviour.name}: still waiting after {PATIENCE:g} s"
    if isinstance(came[0], BaseException):
        raise came[0]
    return came[0]


def _meet(behaviour: Behaviour, folder: Path, settings: dict[str, Any]) -> Came:
    given = {
        # Short only where it is going to run out: a busy machine is no hostile target.
        "timeout_seconds": 0.5 if "no complete answer" in behaviour.says else 10.0,
        "max_body_bytes": 10 * 1024 * 1024,
        "patience_seconds": 0.0,
        "actors": {"user": Actor("user", "user", session_token=TOKEN)},
        "access": Access(ca_file=certificates.authority(folder) if behaviour.tls else None),
        **behaviour.settings,
        **settings,
    }
    with ExitStack() as stack:
        url = stack.enter_context(served(behaviour.conduct, behaviour.tls() if behaviour.tls else None))
        if behaviour.name == "not_listening":
            url = f"http://127.0.0.1:{_closed_port(stack)}"
        elif behaviour.name == "unknown_host":
            url = "http://no-such-host.invalid"
        if behaviour.by.startswith("preflight"):
            secure = behaviour.by == "preflight-tls"
            return _preflight(target_of(url.replace("http:", "https:") if secure else url, **given))
        if behaviour.by == "sign-in":
            given["actors"] = {"user": Actor("user", "user", private_key=key())}
        target = target_of(url, **given)
        recorder = stack.enter_context(Recorder(folder / "main.jsonl", Redactor()))
        transport = stack.enter_context(
            Transport(target, find_profile("gate"), recorder, sleep=lambda _: None)
        )
        came = WAYS[behaviour.by](transport)
        text = recorder.path.read_text(encoding="utf-8")
        records = tuple(json.loads(line) for line in text.splitlines())
        return replace(came, said=recorder.redact.text(came.said), records=records, text=text)


def _preflight(target: Target) -> Came:
    try:
        check_reachable(target)
    except Unreachable as error:
        return Came(Does.ERROR, str(error))
    return Came(Does.NOTHING, "the target can be used")


def _once(transport: Transport, request: Request = INFO) -> Came:
    return _judged(transport.send(request, USER))


def _twice(transport: Transport) -> Came:
    first = _once(transport)
    return first if first.does is not Does.NOTHING else _once(transport)


def _many(transport: Transport) -> Came:
    try:
        for _ in range(100):
            transport.send(INFO, USER)
    except TargetGone as gone:
        return Came(Does.ERROR, str(gone))
    return Came(Does.NOTHING, "all requests were sent")


def _sign_in(transport: Transport) -> Came:
    try:
        transport.credential("user", "getSessionInfo")
    except SignInError as error:
        return Came(Does.REFUSAL, str(error))
    sent = transport.credential("user", "getSessionInfo").headers
    return Came(Does.NOTHING, f"the token goes into {', '.join(name for name, _ in sent)}")


def _empty(transport: Transport) -> Came:
    exchange = transport.send(INFO, USER)
    assert exchange.response is not None
    assert exchange.response.body == b"", exchange.response.body
    return Came(Does.NOTHING, "no body")


def _head(transport: Transport) -> Came:
    exchange = transport.send(HEAD, USER)
    assert exchange.response is not None, exchange.error
    assert exchange.response.body == b"", exchange.response.body
    return _judged(exchange, off_contract=True)


WAYS: dict[str, Callable[[Transport], Came]] = {
    "exchange": _once,
    "twice": _twice,
    "many": _many,
    "sign-in": _sign_in,
    "empty": _empty,
    "head": _head,
    "upload": lambda transport: _once(transport, UPLOAD),
}


def _judged(exchange: Exchange, *, off_contract: bool = False) -> Came:
    """What a test of the suite makes of the exchange."""
    if exchange.response is None:
        return Came(Does.FINDING, f"none: {exchange.error}")
    operation = load_contract().operations[exchange.operation]
    judgements = judge_response(operation, exchange.response, off_contract=off_contract)
    found = {judgement.outcome: judgement for judgement in reversed(judgements)}
    if "failed" in found:
        return Came(Does.FINDING, _words(found["failed"]))
    if "warned" in found:
        return Came(Does.WARNING, _words(found["warned"]))
    return Came(Does.NOTHING, "")


def _words(judgement: Judgement) -> str:
    return f"{judgement.check}: expected {judgement.expected}, observed {judgement.observed}"


def _closed_port(stack: ExitStack) -> int:
    """A port on which nothing listens and which nobody else can take meanwhile."""
    bound = stack.enter_context(socket.socket())
    bound.bind(("127.0.0.1", 0))
    return int(bound.getsockname()[1])


@cache
def key() -> str:
    """A short RSA key in PEM."""
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
