"""What a request would do to the target, whoever made it, and whether that is allowed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from difflib import get_close_matches

from conformance.contract import Contract, Operation
from conformance.contract.effects import gravest
from conformance.target.address import readings, segments
from conformance.target.errors import Withheld
from conformance.target.exchange import Request
from conformance.target.profile import Profile

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_OVERRIDES = frozenset(
    {"x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url"}
)
"""Headers by which some servers take another method or path than the request line has."""
_OVERRIDE = "_method"
"""The query key and form field by which some servers take another method."""
_UNDOCUMENTED = "irreversible"
"""The switch for what no document describes: what it does is not known."""
_Template = tuple[str | None, ...]


class Guard:
    """Knows every operation by method and path, and so what a request really reaches.

    `allows` says of a switch of the target file whether it is on.
    """

    def __init__(self, contract: Contract, profile: Profile, allows: Callable[[str], bool]) -> None:
        self._operations = contract.operations
        self._profile = profile
        self._allows = allows
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
        """Raises Withheld when the profile or the target file forbids what the request may do."""
        for operation in self.reached(request):
            self.check_operation(operation)
        if self._profile.reads_only:
            self._check_reading(request)
        elif self._may_do_anything(request) and not self._allows(_UNDOCUMENTED):
            reason = f"{request.method} is not in the document, so it {_needs(_UNDOCUMENTED)}"
            raise Withheld(request.operation, reason)

    def check_operation(self, operation: Operation) -> None:
        """Raises Withheld when no request of the operation may be sent."""
        refused = next(
            (effect for effect in sorted(operation.effects) if effect not in self._profile.effects), None
        )
        if refused is not None:
            reason = f"profile {self._profile.name} withholds its effect '{refused}'"
            raise Withheld(operation.id, reason)
        if operation.needs is not None and not self._allows(operation.needs):
            raise Withheld(operation.id, f"it {_needs(operation.needs)}")

    def effect(self, request: Request) -> str:
        """The gravest effect that the request may have."""
        effects = {effect for operation in self.reached(request) for effect in operation.effects}
        if self._may_do_anything(request):
            effects.add("delete" if request.method.upper() == "DELETE" else "update")
        return gravest(effects)

    def _check_reading(self, request: Request) -> None:
        """A reader sends what the document describes: no other method, and no path of two meanings."""
        operation = self.operation(request.operation)
        name = self._profile.name
        if request.method != operation.method:
            reason = f"profile {name} sends no {request.method}: its document has {operation.method}"
            raise Withheld(operation.id, reason)
        if _overrides(request):
            raise Withheld(operation.id, f"profile {name} sends nothing that can stand for another method")
        if operation.method not in _SAFE_METHODS and not all(
            self._found(operation.api, operation.method, segments(reading))
            for reading in readings(request.path)
        ):
            raise Withheld(operation.id, f"profile {name} sends no {operation.method} to an unknown path")

    def _may_do_anything(self, request: Request) -> bool:
        method = request.method.upper()
        other = method != self.operation(request.operation).method and method not in _SAFE_METHODS
        return other or _overrides(request)

    def reached(self, request: Request) -> list[Operation]:
        """Everything that the request may reach, which its path and method decide."""
        operation = self.operation(request.operation)
        method = request.method.upper()
        method = "GET" if method == "HEAD" else method
        ways = {segments(reading) for reading in readings(request.path)}
        return [operation, *(found for way in ways for found in self._found(operation.api, method, way))]

    def _found(self, api: str, method: str, way: tuple[str, ...]) -> list[Operation]:
        routes = self._routes.get((api, method, len(way)), ())
        return [operation for template, operation in routes if all(map(_matches, template, way))]


def _needs(switch: str) -> str:
    return f"needs '{switch} = true' in the target file's table [allow]"


def _overrides(request: Request) -> bool:
    return (
        any(name.strip().lower() in _OVERRIDES for name, _ in request.headers)
        or any(name.strip().lower() == _OVERRIDE for name, _ in request.query)
        or (
            _OVERRIDE.encode() in (request.body or b"")
            and any(name.lower() == "content-type" and "form" in value for name, value in request.headers)
        )
    )


def _template(path: str) -> _Template:
    parts = (part for part in path.split("/") if part)
    return tuple(None if part.startswith("{") else part.lower() for part in parts)


def _matches(part: str | None, own: str) -> bool:
    # Some frameworks answer /list.json where /list is asked for.
    return part is None or part in (own, own.partition(".")[0])
