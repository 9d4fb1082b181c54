"""Defects that follow from the contract mechanically: each is one deviation that the documents forbid.

Nobody chose them, so they measure the suite where nobody thought of a defect. What the vendor's policy lets
a pod do is none: to leave out a property that nothing requires, or to leave out an optional header. New enum
values are allowed too, but worth a warning; they are derived and say so. Nor is it a defect to ignore a
part of a request that the documents let a pod ignore, or what else `conforming.yaml` lists, one by one: no
test may accuse a pod of such a deviation.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conformance.contract import Contract, Operation
from conformance.contract.catalogue import load_catalogue
from conformance.contract.ignored import why_ignored
from conformance.contract.model import Schema
from conformance.contract.requirements import has_input, requirements_of, reservation
from conformance.contract.shape import places, properties_of, required_of, types_of
from conformance.reference_pod.defects.places import answer_places, beyond, mistyped, unlisted
from conformance.reference_pod.defects.reasons import ReasonsError, read_reasons
from conformance.reference_pod.rights import REQUIRED
from conformance.reference_pod.schemas import response_schema, success_status

CONFORMING = Path(__file__).parent / "conforming.yaml"
"""The deviations that are no defects: `id: why`."""

NAMES = 2
"""How many property names deep places in bodies are taken."""

WHOLE_ANSWERS: Mapping[str, str] = {
    "wrong-content-type": "contract.content-type",
    "truncated-json": "contract.body",
}
"""Kinds that change a whole body, and the check that must find each."""


@dataclass(frozen=True, slots=True)
class DerivedDefect:
    """One deviation of one operation.

    `checks` are the ids of those of which one must find it. `warned` says that the finding is a warning,
    because the vendor's policy allows the deviation.
    """

    id: str
    summary: str
    operation: str
    how: str
    checks: tuple[str, ...]
    warned: bool = False


def derived_defects(contract: Contract) -> tuple[DerivedDefect, ...]:
    """All derived defects, in the order of the contract's operations; raises ReasonsError."""
    conforming = {deviation.id for deviation in conforming_deviations(contract)}
    return tuple(found for found in _deviations(contract) if found.id not in conforming)


def conforming_deviations(contract: Contract, path: Path = CONFORMING) -> dict[DerivedDefect, str]:
    """The deviations that the documents let a pod have, each with the reason.

    Raises ReasonsError for a list that cannot be read, or names what is not derived (any more).
    """
    known = {deviation.id: deviation for deviation in _deviations(contract)}
    reasons = read_reasons(path)
    for name in reasons:
        if name not in known:
            raise ReasonsError(f"{path}: {name}: the contract gives no deviation of this name")
    found = ((row, reasons.get(row.id) or _why_ignored(contract, row)) for row in known.values())
    return {row: why for row, why in found if why}


def _why_ignored(contract: Contract, deviation: DerivedDefect) -> str | None:
    """Why a pod may ignore what the deviation ignores, or in which it serves what is broken."""
    kind, _, part = deviation.id.rpartition("@")[0].partition(".")
    part = {
        "drops-query": f"query/{part}",
        "drops-field": f"body/{part}",
        "accepts": f"body/{part.partition('/')[2]}",
    }.get(kind, "")
    return why_ignored(contract.operations[deviation.operation], part)


def _deviations(contract: Contract) -> tuple[DerivedDefect, ...]:
    """All that can be made of the contract, before anybody looked."""
    turns = _turns(contract)
    return tuple(
        defect
        for operation in contract.operations.values()
        for defect in _of_operation(contract, operation, turns)
    )


def sample(defects: Sequence[DerivedDefect], number: int, seed: int) -> tuple[DerivedDefect, ...]:
    """So many of them by chance, the same for the same seed, in their own order."""
    chosen = random.Random(seed).sample(range(len(defects)), min(number, len(defects)))
    return tuple(defects[place] for place in sorted(chosen))


def _turns(contract: Contract) -> frozenset[tuple[str, str]]:
    """Operation and place of each documented property once.

    Operations share schemas; of those that answer one property each has its turn, so that all of them are
    spoiled somewhere and none everywhere.
    """
    answered: dict[int, list[tuple[str, str]]] = {}
    for operation in contract.operations.values():
        for place, part in answer_places(contract, operation):
            if _names_in(place) <= NAMES:
                answered.setdefault(id(part), []).append((operation.id, place))
    return frozenset(found[turn % len(found)] for turn, found in enumerate(answered.values()))


def _of_operation(
    contract: Contract, operation: Operation, turns: frozenset[tuple[str, str]]
) -> Iterator[DerivedDefect]:
    yield from _of_statuses(operation)
    yield from _of_whole_answers(operation)
    yield from _of_answer_places(contract, operation, turns)
    yield from _of_callers(operation)
    yield from _of_parameters(contract, operation)
    yield from _of_body(contract, operation)
    if operation.effects != {"read"}:
        summary = f"{operation.id} answers that it is done, and nothing is kept."
        yield _derived("forgets-writes", "", operation, summary, _scenarios(operation))


def _of_statuses(operation: Operation) -> Iterator[DerivedDefect]:
    yield _status(operation, str(success_status(operation)), "202", ["contract.success"])
    if "400" in operation.responses and has_input(operation):
        yield _status(operation, "400", "500", ["contract.no-server-error", "negative.rejected"])
    in_path = any(parameter.location == "path" for parameter in operation.parameters)
    if "404" in operation.responses and in_path:
        # an id in the path may be a text to the contract and a number to the pod
        checks = ["negative.rejected", *_scenarios(operation)]
        yield _status(operation, "404", "402", ["contract.documented-status", *checks])
        summary = f"{operation.id} answers unknown ids like known ones."
        yield _derived("finds-anything", "", operation, summary, checks)
    for refusal in ("412", "422", "452"):
        if refusal in operation.responses:
            checks = ["contract.documented-status", *_scenarios(operation)]
            yield _status(operation, refusal, "402", checks)


def _status(operation: Operation, right: str, wrong: str, checks: Sequence[str]) -> DerivedDefect:
    summary = f"{operation.id} answers {wrong} instead of {right}."
    return _derived("turns-status", f"{right}/{wrong}", operation, summary, checks)


def _of_whole_answers(operation: Operation) -> Iterator[DerivedDefect]:
    if response_schema(operation, success_status(operation)):
        for kind, check in WHOLE_ANSWERS.items():
            yield _derived(kind, "", operation, f"{operation.id}: {kind.replace('-', ' ')}.", [check])
    if any(row.check == "contract.error-body" for row in requirements_of(operation)) and has_input(operation):
        summary = f"{operation.id} refuses with another envelope."
        yield _derived("wrong-envelope", "", operation, summary, ["contract.error-body"])


def _of_answer_places(
    contract: Contract, operation: Operation, turns: frozenset[tuple[str, str]]
) -> Iterator[DerivedDefect]:
    for place in _required_places(contract, operation):
        summary = f"{operation.id} leaves out {place}."
        yield _derived("lacks", place, operation, summary, ["contract.body"])
    for place, _ in answer_places(contract, operation):
        if (operation.id, place) not in turns:
            continue
        if mistyped(contract, operation, place) is not None:
            summary = f"{operation.id} answers {place} with another type."
            yield _derived("mistypes", place, operation, summary, ["contract.body"])
        if beyond(contract, operation, place) is not None:
            summary = f"{operation.id} answers {place} in breach of its length or format."
            yield _derived("oversteps", place, operation, summary, ["contract.body"])
        if unlisted(contract, operation, place) is not None:
            summary = f"{operation.id} answers {place} with an unknown value."
            yield _derived("widens-enum", place, operation, summary, ["contract.enum-values"], warned=True)


def _required_places(contract: Contract, operation: Operation) -> Iterator[str]:
    schema = response_schema(operation, success_status(operation))
    parts = [("", schema), *answer_places(contract, operation)] if schema else []
    for place, part in parts:
        for name in sorted(required_of(contract, operation.api, part)):
            inner = f"{place}/{name}" if place else name
            if name in properties_of(contract, operation.api, part) and _names_in(inner) <= NAMES:
                yield inner


def _of_callers(operation: Operation) -> Iterator[DerivedDefect]:
    if operation.security:
        kinds = ["sign-in.absent", "sign-in.garbled", "sign-in.expired", "sign-in.foreign"]
        summary = f"{operation.id} serves callers without credentials."
        yield _derived("ignores-token", "", operation, summary, kinds)
    reserved = reservation(operation)
    if operation.id in REQUIRED and reserved is not None:
        summary = f"{operation.id} serves callers without the entitlement."
        checks = ["rights.refused"]
        yield _derived("ignores-rights", "", operation, summary, checks, warned=reserved == "advice")


def _of_parameters(contract: Contract, operation: Operation) -> Iterator[DerivedDefect]:
    for parameter in operation.parameters:
        types = types_of(contract, operation.api, parameter.schema)
        if parameter.location in ("path", "query") and "integer" in types:
            summary = f"{operation.id} serves a {parameter.name} that is no integer."
            yield _derived("accepts-parameter", parameter.name, operation, summary, ["negative.rejected"])
        if parameter.location == "query":
            summary = f"{operation.id} ignores {parameter.name}."
            yield _derived("drops-query", parameter.name, operation, summary, _scenarios(operation))


def _of_body(contract: Contract, operation: Operation) -> Iterator[DerivedDefect]:
    body = operation.request_body
    if body is None:
        return
    shown = {place.rpartition("/")[2] for place, _ in answer_places(contract, operation)}
    parts = {"": body.schema, **dict(_body_places(contract, operation, body.schema))}
    for place, schema in parts.items():
        demands = _demands(contract, operation, schema)
        for keyword in demands if _surely_around(contract, operation, place, parts) else ():
            where = f"{keyword}/{place}"
            summary = f"{operation.id} serves bodies that break {keyword} at {place or 'the top'}."
            yield _derived("accepts", where, operation, summary, ["negative.rejected"])
        name = place.rpartition("/")[2]
        if name and not name.isdigit() and (name in shown or operation.effects == {"read"}):
            summary = f"{operation.id} ignores {place} of the body."
            checks = [*_scenarios(operation), "contract.success"]
            yield _derived("drops-field", place, operation, summary, checks)


def _body_places(contract: Contract, operation: Operation, schema: Schema) -> Iterator[tuple[str, Schema]]:
    for keys, part in places(contract, operation.api, schema, NAMES + 1):
        place = "/".join(str(key) for key in keys)
        if _names_in(place) <= NAMES:
            yield place, part


def _surely_around(contract: Contract, operation: Operation, place: str, parts: Mapping[str, Schema]) -> bool:
    """Whether all that is around the place is required, so that any valid body can have the place."""
    *around, _ = place.split("/")
    ways = ["/".join(around[:length]) for length in range(1, len(around) + 1)]
    return all(
        name.isdigit() or name in required_of(contract, operation.api, parts[outer])
        for outer, _, name in (way.rpartition("/") for way in ways)
    )


def _demands(contract: Contract, operation: Operation, schema: Schema) -> Iterator[str]:
    """The keywords of a schema for whose breach every right pod must refuse a request."""
    resolved = contract.resolve(operation.api, schema)
    # a value of another type breaks an enum as well, and then two things are wrong
    if len(types_of(contract, operation.api, schema)) == 1 and "enum" not in resolved:
        yield "type"
    if required_of(contract, operation.api, schema):
        yield "required"
    yield from (keyword for keyword in ("enum", "minLength", "maxLength") if resolved.get(keyword))


def _names_in(place: str) -> int:
    return sum(not part.isdigit() for part in place.split("/"))


def _scenarios(operation: Operation) -> tuple[str, ...]:
    """The hand-written checks that judge a statement of the documents about the operation."""
    return _checks_by_operation().get(operation.id, ())


@cache
def _checks_by_operation() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for row in load_catalogue().values():
        found.setdefault(row.operation, {}).update(dict.fromkeys(row.checks))
    return {operation: tuple(checks) for operation, checks in found.items()}


def _derived(
    kind: str,
    part: str,
    operation: Operation,
    summary: str,
    checks: Iterable[str],
    *,
    warned: bool = False,
) -> DerivedDefect:
    name = f"{kind}.{part}@{operation.id}" if part else f"{kind}@{operation.id}"
    return DerivedDefect(name, summary, operation.id, kind, tuple(checks), warned)
