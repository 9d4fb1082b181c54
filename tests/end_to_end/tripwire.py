"""A pod that notices every request which could change it, knowing nothing of the suite's guard."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Receive, Scope, Send

from conformance.contract import Operation
from conformance.reference_pod.pod import Pod

SIGN_IN = re.compile(r"/login/.*|/pod/v1/.*authenticate|/community-connect/oauth/token")
_READS = frozenset({"GET"})


@dataclass(slots=True)
class Tripwire:
    """Counts requests, and names those that are neither a reading operation nor the sign-in."""

    requests: int = 0
    writes: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    def before(self, app: ASGIApp, pod: Pod) -> ASGIApp:
        """The pod with the wire in front of it."""
        routes = [(_pattern(operation), operation) for operation in pod.contract.operations.values()]

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            self.requests += 1
            method, path = scope["method"], scope["path"]
            found = [o for pattern, o in routes if o.method == method and pattern.fullmatch(path)]
            reading = all(operation.effects == {"read"} for operation in found)
            if SIGN_IN.fullmatch(path):
                pass
            elif not reading or (not found and method not in _READS):
                self.writes.append(f"{method} {path}")
            else:
                self.read.update(operation.id for operation in found)
            await app(scope, receive, send)

        return watched


def _pattern(operation: Operation) -> re.Pattern[str]:
    return re.compile(f"/{operation.api}" + re.sub(r"\\{\w+\\}", "[^/]*", re.escape(operation.path)))
