"""What a request would do to the target, whoever made it, and whether the profile allows that."""

from __future__ import annotations

from collections import defaultdict
from difflib import get_close_matches

from conformance.contract import Contract, Operation
from conformance.target.address import readings, segments
from conformance.target.errors import Withheld
from conformance.target.exchange import Request
from conformance.target.profile import Profile

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_Template = tuple[str | None, ...]


class Guard:
    """Knows every operation by method and path, and so what a request really reaches."""

    def __init__(self, contract: Contract, profile: Profile, *, disposable: bool) -> None:
        self._operations = contract.operations
        self._profile = profile
        self._disposable = disposable
        self._routes: dict[tuple[str, str, int], list[tuple[_Template, Operation]]] = defaultdict(list)
        for operation in contract.operations.values():
            template = _template(operation.path)
            self._routes[operation.api, operation.method, len(template)].append((template, operation))

    def operation(self, identifier: str) -> Operation:
        """The operation of that id; raises ValueError when the contract has none."""
        found = self._operations.get(identifier)
        if found is None:
            near = get_close_matches(identifier, self._operations, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise ValueError(f"the contract has no operation '{identifier}'{hint}")
        return found

    def check(self, request: Request) -> None:
        """Raises Withheld when the profile forbids what the request may do to the target."""
        for effects in self.effects(request):
            effect = self._profile.withholds(effects, disposable=self._disposable)
            if effect is not None:
                raise Withheld(request.operation, effect, self._profile.name)

    def effects(self, request: Request) -> list[frozenset[str]]:
        """The effects of everything that the request may reach, which its path and method decide."""
        operation = self.operation(request.operation)
        method = request.method.upper()
        found = [
            operation.effects,
            *(other.effects for other in self._reached(operation.api, method, request.path)),
        ]
        if method != operation.method and method not in _SAFE_METHODS:
            # An undocumented method may do on some pod what its name says.
            found.append(frozenset({"delete" if method == "DELETE" else "update"}))
        return found

    def _reached(self, api: str, method: str, path: str) -> list[Operation]:
        method = "GET" if method == "HEAD" else method
        found = []
        for way in {segments(reading) for reading in readings(path)}:
            for template, operation in self._routes.get((api, method, len(way)), ()):
                if all(map(_matches, template, way)):
                    found.append(operation)
        return found


def _template(path: str) -> _Template:
    parts = (part for part in path.split("/") if part)
    return tuple(None if part.startswith("{") else part.lower() for part in parts)


def _matches(part: str | None, own: str) -> bool:
    # Some frameworks answer /list.json where /list is asked for.
    return part is None or part in (own, own.partition(".")[0])
