"""Sending the requests of a sweep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance.contract import Contract
from conformance.suite import things
from conformance.suite.requests import NO_BODY, Call, build
from conformance.target.errors import NotSent, SignInError
from conformance.target.exchange import AsActor
from conformance.target.transport import Transport
from conformance.target.undo import body_of


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, 0 when there was no answer, with the JSON of the body or the reason in words."""

    status: int
    value: Any = None

    @property
    def good(self) -> bool:
        """Whether the request succeeded."""
        return 200 <= self.status < 300

    def __str__(self) -> str:
        return f"answered {self.status}" if self.status else str(self.value)


@dataclass(frozen=True, slots=True)
class Asking:
    """Sends operations as actors; what cannot be sent is an answer too."""

    contract: Contract
    transport: Transport

    def ask(
        self,
        operation_id: str,
        actor: str | None,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        body: Any = NO_BODY,
    ) -> Answer:
        """The answer to one request, as this actor or else as the administrator."""
        operation = self.contract.operations[operation_id]
        headers = {**(things.host() if operation.api == "profile-manager" else {}), **(headers or {})}
        call = Call(path or {}, query or {}, headers, body)
        try:
            exchange = self.transport.send(build(operation, call, "clean up"), AsActor(self.someone(actor)))
        except (NotSent, SignInError) as error:
            return Answer(0, f"was not sent: {error}")
        if exchange.response is None:
            return Answer(0, f"got no answer: {exchange.error}")
        return Answer(exchange.response.status, body_of(exchange.response.body))

    def someone(self, actor: str | None) -> str:
        """This actor, or the administrator where the target has no such actor."""
        actors = self.transport.target.actors
        return (
            actor
            if actor in actors and actor is not None
            else "admin"
            if "admin" in actors
            else next(iter(actors))
        )
