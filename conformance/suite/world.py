"""What the tests find or make on a target before they judge anything: users, ids, objects of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any, Self, TypeVar, cast

from filelock import BaseFileLock

from conformance.checks.judgement import described
from conformance.contract import Contract, Operation
from conformance.contract.capabilities import capability_of, load_capabilities
from conformance.suite.misfits import Misfit, misfits_of
from conformance.suite.outcomes import Blocked, NotAllowed, NotApplicable
from conformance.suite.requests import NO_BODY, Call, build
from conformance.target.errors import NotSent, SignInError, Withheld
from conformance.target.exchange import AsActor, Credential, Exchange, Request, Response
from conformance.target.target_file import Target
from conformance.target.transport import Transport
from conformance.target.waits import SETTLING

T = TypeVar("T")

LOOKED_UP = frozenset({"session", "found"})
"""Kinds of things that are the target's own; all other kinds are made by the tests."""


@dataclass(slots=True)
class World:
    """The target as the tests of one process know it. What was found or made once is kept.

    `label` is part of every name that the tests give, so that their objects can be told from anybody else's.
    """

    contract: Contract
    target: Target
    transport: Transport
    label: str
    last: dict[str, Exchange] = field(default_factory=dict)
    """The last preparing exchange of each operation."""
    told: set[tuple[str, str]] = field(default_factory=set)
    """Operation and check of the contract failures that a test of this process has reported."""
    patience: tuple[float, ...] = SETTLING
    """Seconds between looks for what a target may show a little later, as searches do."""
    turns: BaseFileLock | None = None
    """What processes that test the same target take turns with; None for a process that is alone."""
    _kept: dict[object, Any] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def exchange(self, request: Request, credential: Credential) -> Exchange:
        """Send a request; raises NotAllowed when that is forbidden, Blocked when it could not be sent."""
        try:
            return self.transport.send(request, credential)
        except Withheld as withheld:
            raise NotAllowed(str(withheld)) from None
        except (SignInError, NotSent) as error:
            raise Blocked(request.operation, f"was not sent: {error}") from None

    def send(self, operation_id: str, actor: str, call: Call, purpose: str) -> Response:
        """Send a preparing request; raises Blocked without an answer, NotAllowed when it is forbidden."""
        operation = self.contract.operations[operation_id]
        self.demand(operation)
        exchange = self.exchange(build(operation, call, purpose), AsActor(actor))
        self.last[operation_id] = exchange
        if exchange.response is None:
            raise Blocked(operation_id, f"got no answer: {exchange.error}")
        return exchange.response

    def get(
        self,
        operation_id: str,
        actor: str,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
    ) -> Any:
        """The JSON of a successful answer, None for an empty one; raises Blocked for any other answer."""
        response = self.send(
            operation_id, actor, Call(path or {}, query or {}, headers or {}, body), "preparation"
        )
        return success_of(operation_id, response)

    def demand(self, operation: Operation) -> None:
        """Raise NotApplicable when the target file says that the target lacks what the operation needs."""
        if operation.api not in self.target.apis:
            raise NotApplicable(f"the target file names no {operation.api} API")
        needed = capability_of(operation.id)
        if needed is not None and self.target.lacks(needed.name):
            raise NotApplicable(f"the target file declares that the target lacks {needed.name}")

    def misfit(self) -> Misfit | None:
        """A preparing answer that its operation's document does not describe, if there was one."""
        found = (misfit for exchange in self.last.values() for misfit in misfits_of(self.contract, exchange))
        return next(found, None)

    @property
    def reads_only(self) -> bool:
        """Whether things have to be found on the target, because none may be made."""
        return self.transport.profile.reads_only

    def forbidden(self, operation_id: str) -> NotAllowed | None:
        """Why no request of the operation may be sent; None when it may be."""
        try:
            self.transport.check(operation_id)
        except Withheld as withheld:
            return NotAllowed(str(withheld))
        return None

    def check_allowed(self, operation_id: str) -> None:
        """Raises NotAllowed when no request of the operation may be sent."""
        if (forbidden := self.forbidden(operation_id)) is not None:
            raise forbidden

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """The thing under this key, made when it is first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        return cast(T, self._kept[key])

    def take_turn(self) -> None:
        """Keep other processes from what only one test at a time can use, until this test has ended."""
        if self.turns is not None and not self.turns.is_locked:
            self.turns.acquire()

    def end_turn(self) -> None:
        """Let the other processes go on."""
        if self.turns is not None:
            self.turns.release(force=True)

    def forget(self, kind: str, purpose: str | None = None) -> None:
        """Make the thing of this kind and purpose, or all of the kind, anew when it is asked for again."""
        gone = [
            key
            for key in self._kept
            if isinstance(key, tuple) and key[0] == kind and purpose in (None, key[1])
        ]
        for key in gone:
            del self._kept[key]

    def apart(self) -> Self:
        """The same world with made things of its own: whoever ends them takes nothing from other tests."""
        kept = {
            key: thing
            for key, thing in self._kept.items()
            if not isinstance(key, tuple) or key[0] in LOOKED_UP
        }
        return replace(self, _kept=kept)

    def actor(self, *names: str) -> str:
        """The first of these actors that the target has; raises NotApplicable when it has none of them."""
        for lacking in load_capabilities().values():
            if lacking.actors.issuperset(names) and self.target.lacks(lacking.name):
                raise NotApplicable(f"the target file declares that the target lacks {lacking.name}")
        for name in names:
            if name in self.target.actors:
                return name
        raise NotApplicable(f"the target file names no actor {' or '.join(repr(name) for name in names)}")

    def name(self, kind: str) -> str:
        """A name that nothing on the target has yet."""
        return f"{kind}-{self.label}-{next(self._numbers)}"


def success_of(operation_id: str, response: Response) -> Any:
    """The JSON of a success, None for an empty one; raises Blocked for any other answer."""
    if not 200 <= response.status < 300:
        raise Blocked(operation_id, f"answered {described(response)}")
    if not response.body:
        return None
    try:
        return response.json()
    except ValueError:
        raise Blocked(operation_id, f"answered no JSON: {described(response)}") from None


def success_or_none(response: Response) -> Any:
    """The JSON of a success; None for anything else."""
    if not 200 <= response.status < 300 or not response.body:
        return None
    try:
        return response.json()
    except ValueError:
        return None


def field_of(value: Any, operation_id: str, *keys: str | int) -> Any:
    """A value inside an answer that later steps need; raises Blocked when the answer lacks it."""
    for key in keys:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            raise Blocked(operation_id, f"answered without {'/'.join(str(k) for k in keys)}") from None
    return value
