"""What works on a target, place by place and actor by actor, and what it can do: found by reads alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from conformance.contract import load_contract
from conformance.contract.capabilities import Capability, load_capabilities
from conformance.target.errors import SignInError, TargetGone, Unreachable
from conformance.target.exchange import AsActor, Exchange, Request
from conformance.target.preflight import check_answers, check_api, places
from conformance.target.target import Actor, Target
from conformance.target.transport import Transport

_READS = {"pod": "getSessionInfo", "profile-manager": "listTypes", "community-connect": "searchUser"}


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found about one thing; `works` is None for what is neither right nor wrong."""

    subject: str
    works: bool | None
    says: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A capability with what a read shows of it; `there` is None when no read does."""

    name: str
    there: bool | None
    says: str
    declared: bool | None

    @property
    def contradicted(self) -> bool:
        """Whether the target file declares it and the target shows that it is not there."""
        return bool(self.declared) and self.there is False


def survey_places(target: Target, transport: Transport) -> Iterator[Seen]:
    """Whether each base URL answers."""
    for key, url in places(target):
        try:
            check_answers(transport, key, url)
        except Unreachable as error:
            yield Seen(key.removesuffix(".base_url"), False, str(error).partition(": ")[2])
        else:
            yield Seen(key.removesuffix(".base_url"), True, url)


def survey_actors(target: Target, transport: Transport) -> Iterator[Seen]:
    """Whether each actor gets into each API that it has credentials for, and then whether somebody does."""
    for actor in target.actors.values():
        for api, has in _credentials(target, actor):
            if has:
                yield _seen(target, transport, api, actor)
    for api in target.apis:
        try:
            check_api(target, api, transport)
        except (Unreachable, SignInError) as error:
            yield Seen(f"apis.{api}", False, str(error))


def survey_capabilities(target: Target, transport: Transport) -> Iterator[Proposed]:
    """What the target can do."""
    for capability in load_capabilities().values():
        there, says = _asked(target, transport, capability)
        yield Proposed(capability.name, there, says, target.capabilities.get(capability.name))


def _credentials(target: Target, actor: Actor) -> Iterator[tuple[str, bool]]:
    owned = {
        "pod": actor.has_session,
        "profile-manager": actor.has_session or actor.common_jwt is not None,
        "community-connect": actor.community_connect_token is not None,
    }
    return ((api, owned[api]) for api in target.apis)


def _seen(target: Target, transport: Transport, api: str, actor: Actor) -> Seen:
    subject = f"actors.{actor.name:<14} {api}"
    operation = _READS[api]
    headers = {"X-Symphony-Host": ""} if api == "profile-manager" else {}
    try:
        exchange = _read(transport, operation, actor.name, {}, headers)
    except SignInError as error:
        return Seen(subject, False, error.reason)
    if exchange.response is None:
        return Seen(subject, False, str(exchange.error))
    status = exchange.response.status
    if status == 401 and api == "pod":
        return Seen(subject, False, f"the session is refused ({exchange.url} answers 401); get a new one")
    if status in (401, 403):
        return Seen(subject, None, f"is refused there with {status}: right for an actor without rights")
    if status >= 500:
        return Seen(subject, False, f"{exchange.url} answers {status}")
    return _identity(subject, actor, exchange) if api == "pod" else Seen(subject, True, "gets in")


def _identity(subject: str, actor: Actor, exchange: Exchange) -> Seen:
    """Whether the session is of whom the target file says."""
    info = _json(exchange)
    if not isinstance(info, dict) or not isinstance(info.get("id"), int):
        return Seen(subject, None, f"signed in, but {exchange.url} does not say as whom")
    found = f"signed in as {info.get('username')} ({info['id']})"
    if actor.user_id not in (None, info["id"]):
        return Seen(subject, False, f"{found}; the target file says user_id = {actor.user_id}: correct it")
    return Seen(subject, True, found)


def _asked(target: Target, transport: Transport, capability: Capability) -> tuple[bool | None, str]:
    operation, ask = load_contract().operations[capability.ask.operation], capability.ask
    if operation.api not in target.apis:
        return None, f"the target file names no {operation.api} API"
    if operation.effects != {"read"}:
        return None, "no read shows it; a run does"
    if ask.actor not in target.actors:
        return (
            False if ask.actor in capability.actors else None
        ), f"the target file names no actor {ask.actor}"
    try:
        exchange = _read(transport, operation.id, ask.actor, dict(ask.path), dict(ask.headers))
        strangers = _strangers(target, transport, capability)
    except SignInError as error:
        return None, str(error)
    if exchange.response is None:
        return None, str(exchange.error)
    answer = _json(exchange)
    works = capability.works(exchange.response.status, answer in (None, []))
    says = f"{operation.id} answers {exchange.response.status}{' with nothing' if answer == [] else ''}"
    if works and not strangers:
        return False, f"{ask.actor} is a user of the same pod"
    return works, says


def _strangers(target: Target, transport: Transport, capability: Capability) -> bool:
    """Whether the actors that need the capability are of another pod than the others; true when none does."""
    pods = {True: set[int](), False: set[int]()}
    if capability.actors:
        for name, actor in target.actors.items():
            info = _json(_read(transport, "getSessionInfo", name, {}, {})) if actor.has_session else None
            if isinstance(info, dict) and isinstance(info.get("id"), int):
                pods[name in capability.actors].add(info["id"] >> 36)
    return not pods[True] & pods[False]


def _read(
    transport: Transport, operation: str, actor: str, path: dict[str, Any], headers: dict[str, Any]
) -> Exchange:
    found = load_contract().operations[operation]
    way = found.path
    for name, value in path.items():
        way = way.replace(f"{{{name}}}", quote(str(value), safe=""))
    request = Request(operation, found.method, way, headers=tuple(headers.items()), purpose="survey")
    try:
        return transport.send(request, AsActor(actor))
    except TargetGone as gone:
        raise SignInError(actor, str(gone)) from None


def _json(exchange: Exchange) -> Any:
    try:
        return exchange.response.json() if exchange.response is not None else None
    except ValueError:
        return None
