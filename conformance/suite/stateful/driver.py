"""What carries the steps of a model out on a target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from conformance.models.model import Step
from conformance.suite.world import World
from conformance.target.exchange import Exchange, Response

Seen = dict[str, Any]
"""What was seen, by the names of a model's views; None stands for nothing."""


class Sender(Protocol):
    """What a driver needs of a scenario: sending, and the world that steps are sent in."""

    world: World
    last: Exchange | None

    def send(
        self,
        operation_id: str,
        by: str,
        *,
        path: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        body: Any = ...,
        why: str = "",
    ) -> Response:
        """One request as an actor, and its answer; raises NotRun without one."""
        ...

    def get(self, operation_id: str, by: str, **request: Any) -> Any:
        """The JSON of a step that has to succeed; raises Blocked when it does not."""
        ...

    def look(self, operation_id: str, by: str, **request: Any) -> Any:
        """The JSON of a success, None for any other answer."""
        ...


class Driver(Protocol):
    """Carries out the steps of one model. One driver serves one walk after the other."""

    def begin(self) -> None:
        """Get fresh objects, or bring those that cannot be made anew to the model's start."""
        ...

    def do(self, step: Step) -> tuple[Response, Seen]:
        """Send the request of a step; the answer, and what it shows itself."""
        ...

    def look(self, step: Step | None) -> Seen:
        """Read what the views name: all of it, or after a step what the step may have touched."""
        ...

    def end(self) -> None:
        """Clean up as far as that is possible; what fails here is no finding."""
        ...


def told(value: Any, *keys: str) -> Any:
    """A value inside JSON; None where it is absent, null, or inside something else."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
