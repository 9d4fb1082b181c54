"""A transport that answers from a table, and an item of the suite on top of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from conformance.contract import load_contract
from conformance.contract.requirements import Family
from conformance.suite.item import Item
from conformance.suite.world import World
from conformance.target.exchange import Credential, Exchange, Request, Response
from conformance.target.guard import Guard
from conformance.target.profile import Profile, find_profile
from conformance.target.recorder import Recorder
from conformance.target.target import Actor, Target
from conformance.target.transport import Transport

Answers = Mapping[str, Callable[[Request], Response | None]]


def json_answer(status: int, body: Any) -> Response:
    """A JSON response."""
    return Response(status, (("Content-Type", "application/json"),), json.dumps(body).encode(), 1.0)


@dataclass
class FakeTransport:
    """Answers each operation from the table and remembers what was sent."""

    answers: Answers
    allows: Callable[[str], bool] = lambda switch: True
    profile: Profile = field(default_factory=lambda: find_profile("gate"))
    sent: list[tuple[Request, Credential]] = field(default_factory=list)

    def send(self, request: Request, credential: Credential) -> Exchange:
        """The exchange with the table's answer; None there is a lost connection."""
        self.sent.append((request, credential))
        response = self.answers[request.operation](request)
        error = None if response else "connection refused"
        number = str(len(self.sent))
        return Exchange(number, request.operation, None, request, request.path, (), response, error)

    def check(self, operation: str) -> None:
        """Raises Withheld as the transport does."""
        contract = load_contract()
        Guard(contract, self.profile, self.allows).check_operation(contract.operations[operation])


@dataclass
class FakeRecorder:
    """Keeps records in memory."""

    records: list[Mapping[str, Any]] = field(default_factory=list)

    def write(self, record: Mapping[str, Any]) -> None:
        """Keep a record."""
        self.records.append(record)


def fake_world(
    answers: Answers, *, actors: tuple[str, ...] = ("admin", "user"), disposable: bool = True
) -> World:
    """A world whose target has every API and these actors, numbered from 1."""
    target = Target(
        name="fake",
        disposable=disposable,
        apis=dict.fromkeys(("pod", "profile-manager", "community-connect"), "http://pod.example"),
        login=None,
        actors={name: Actor(name, username=name, user_id=number) for number, name in enumerate(actors, 1)},
    )
    return World(load_contract(), target, cast(Transport, FakeTransport(answers, target.allows)), "t")


def fake_item(operation: str, answers: Answers, family: Family = "contract", **world: Any) -> Item:
    """An item of that operation against the answers."""
    made = fake_world(answers, **world)
    return Item(made.contract.operations[operation], family, made, cast(Recorder, FakeRecorder()))


def rows(item: Item) -> dict[str, str]:
    """The recorded status of each check."""
    records = cast(FakeRecorder, item.recorder).records
    return {record["check"]: record["status"] for record in records if record["record"] == "check"}
