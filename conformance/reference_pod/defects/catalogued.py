"""The catalogue of defects: which ones the suite is known to find, by which check and for which reason.

It is data, one file for each area in the folder `catalogue`:

    forgets-writes@createConnection:
      lifecycle.connection-invitation: CONN-CREATE-1

A defect that stands in several files has the rows of all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from conformance.contract import load_contract
from conformance.contract.capabilities import load_statements
from conformance.contract.errors import SpecError
from conformance.contract.requirements import derived_requirements
from conformance.contract.yamlio import read_document
from conformance.reference_pod.defects import find_kind

FOLDER = Path(__file__).parent / "catalogue"
VARIANTS = "variants"
"""The key of a defect that is no check: variants of the pod without which the defect cannot show."""


class CatalogueError(ValueError):
    """A row of the catalogue cannot be used; the message is one line with file, defect and trouble."""


@dataclass(frozen=True, slots=True)
class Catalogued:
    """One defect (`kind@operation`) with the requirements that each check finds broken."""

    id: str
    areas: tuple[str, ...]
    operation: str
    summary: str
    kills: Mapping[str, tuple[str, ...]]
    variants: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind, with the part of the request or answer that it concerns."""
        return self.id.partition("@")[0]

    @property
    def stated(self) -> frozenset[tuple[str, str]]:
        """Each check with each requirement that it finds broken."""
        return frozenset((check, name) for check, names in self.kills.items() for name in names)

    def __str__(self) -> str:
        return self.id


@cache
def catalogued_defects() -> Mapping[str, Catalogued]:
    """The defects of the catalogue by id; raises CatalogueError."""
    return read_defects(FOLDER)


def read_defects(folder: Path) -> dict[str, Catalogued]:
    """The defects in all `*.yaml` files of a folder by id; raises CatalogueError."""
    judges = _judges()
    found: dict[str, Catalogued] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            rows = read_document(path)
        except SpecError as error:
            raise CatalogueError(str(error)) from None
        for name, row in rows.items():
            defect = _read(path, name, row, judges)
            found[name] = _joined(found[name], defect) if name in found else defect
    return found


def _judges() -> dict[str, frozenset[str]]:
    """Each requirement with the checks that judge it."""
    stated = {row.id: frozenset(row.checks) for row in load_statements().values()}
    return stated | {row.id: frozenset({row.check}) for row in derived_requirements(load_contract())}


def _read(path: Path, name: str, row: Any, judges: Mapping[str, frozenset[str]]) -> Catalogued:
    place = f"{path}: {name}"
    kind, _, operation = name.partition("@")
    known = find_kind(kind)
    if known is None:
        raise CatalogueError(f"{place}: there is no kind of defect {kind!r}")
    if operation not in load_contract().operations:
        raise CatalogueError(f"{place}: there is no operation {operation!r}")
    if not isinstance(row, dict):
        raise CatalogueError(f"{place}: expected checks with their requirements, found {row!r}")
    kills: dict[str, tuple[str, ...]] = {}
    variants: tuple[str, ...] = ()
    for key, value in row.items():
        names = tuple(_names(f"{place}: {key}", value))
        if key == VARIANTS:
            variants = names
            continue
        for requirement in names:
            if key not in judges.get(requirement, ()):
                judged = ", ".join(sorted(judges.get(requirement, ()))) or "nothing"
                raise CatalogueError(f"{place}: {requirement} is judged by {judged}, not by {key}")
        kills[key] = names
    if not kills:
        raise CatalogueError(f"{place}: names no check that finds it")
    return Catalogued(name, (path.stem,), operation, f"{operation}: {known.summary}", kills, variants)


def _names(place: str, value: Any) -> Iterator[str]:
    listed = value if isinstance(value, list) else [value]
    if not listed or not all(isinstance(name, str) and name for name in listed):
        raise CatalogueError(f"{place}: expected a name or a list of names, found {value!r}")
    yield from dict.fromkeys(listed)


def _joined(one: Catalogued, other: Catalogued) -> Catalogued:
    kills = dict(one.kills)
    for check, names in other.kills.items():
        kills[check] = tuple(dict.fromkeys((*kills.get(check, ()), *names)))
    variants = tuple(dict.fromkeys((*one.variants, *other.variants)))
    return replace(one, areas=(*one.areas, *other.areas), kills=kills, variants=variants)
