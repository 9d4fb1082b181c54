"""What real pods differ in: the capabilities that a target file declares, and what needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conformance.contract.catalogue import Statement, load_catalogue
from conformance.contract.errors import SpecError
from conformance.contract.load import load_contract, specs_root
from conformance.contract.model import Contract
from conformance.contract.yamlio import read_document

_KEYS = {"means", "areas", "operations", "actors", "ask", "there", "absent", "filled", "why"}
_NEEDED = {"means", "ask", "there", "absent", "why"}
_ASK_KEYS = {"operation", "actor", "path", "headers"}


@dataclass(frozen=True, slots=True)
class Question:
    """The request that shows whether a capability is there, as the actor who may ask."""

    operation: str
    actor: str
    path: Mapping[str, Any]
    headers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Capability:
    """Something that a target can do or lack; `operations` and `actors` are of no use without it.

    `there` and `absent` are the statuses of the question's answer that show which; with `filled` an empty
    list shows that there is nothing to test.
    """

    name: str
    means: str
    operations: frozenset[str]
    actors: frozenset[str]
    ask: Question
    there: frozenset[int]
    absent: frozenset[int]
    filled: bool
    why: str

    @property
    def check(self) -> str:
        """The id of the check that a declared capability works."""
        return f"capability.{self.name}"

    @property
    def requirement(self) -> str:
        """The id of the requirement that the declaration in a target file is."""
        return f"CAPABILITY-{self.name.upper()}"

    def works(self, status: int, empty: bool) -> bool | None:
        """Whether an answer shows that the capability is there; None when it shows neither."""
        if status in self.absent:
            return False
        if status not in self.there:
            return None
        return not (self.filled and empty)


@cache
def load_capabilities() -> Mapping[str, Capability]:
    """All capabilities by name, from `specs/capabilities.yaml`; raises SpecError when it is wrong."""
    return read_capabilities(specs_root() / "capabilities.yaml", load_contract())


def read_capabilities(path: Path, contract: Contract) -> dict[str, Capability]:
    """The capabilities of a file; raises SpecError naming the file, the row and the trouble."""
    return {
        name: _capability(f"{path}: {name}", name, row, contract) for name, row in read_document(path).items()
    }


@cache
def capability_of(operation: str) -> Capability | None:
    """The capability without which an operation is of no use, if there is one."""
    return next((found for found in load_capabilities().values() if operation in found.operations), None)


@cache
def load_statements() -> Mapping[str, Statement]:
    """The catalogue, and what a target file can declare: that is a requirement of the target as well."""
    return {
        **load_catalogue(),
        **{found.requirement: _statement(found) for found in load_capabilities().values()},
    }


def _statement(capability: Capability) -> Statement:
    return Statement(
        id=capability.requirement,
        operation=capability.ask.operation,
        level="must",
        words=f"{capability.name} = true",
        at=f"target file#/capabilities/{capability.name}",
        means=f"The target file declares it, so it works: {capability.means}",
        checks=(capability.check,),
        untestable=None,
    )


def _capability(place: str, name: str, row: Any, contract: Contract) -> Capability:
    if not isinstance(row, dict) or set(row) - _KEYS or _NEEDED - set(row):
        raise SpecError(
            f"{place}: expected {', '.join(sorted(_NEEDED))}, and of {', '.join(sorted(_KEYS))} no other"
        )
    areas, operations = set(row.get("areas", ())), set(row.get("operations", ()))
    ask = row["ask"]
    known = contract.operations
    if unknown := areas - {operation.area for operation in known.values()}:
        raise SpecError(f"{place}: areas: there is no {sorted(unknown)[0]!r}")
    if unknown := (operations | {ask.get("operation")}) - set(known):
        raise SpecError(f"{place}: there is no operation {sorted(map(str, unknown))[0]!r}")
    if set(ask) - _ASK_KEYS or "actor" not in ask:
        raise SpecError(f"{place}: ask: expected an actor; known are {', '.join(sorted(_ASK_KEYS))} no other")
    return Capability(
        name=name,
        means=row["means"],
        operations=frozenset(operations | {o.id for o in known.values() if o.area in areas}),
        actors=frozenset(row.get("actors", ())),
        ask=Question(ask["operation"], ask["actor"], ask.get("path", {}), ask.get("headers", {})),
        there=frozenset(row["there"]),
        absent=frozenset(row["absent"]),
        filled=row.get("filled", False),
        why=row["why"],
    )
