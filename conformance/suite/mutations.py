"""Broken requests made by hand: a valid one with exactly one thing wrong, and what that is."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.checks.breakage import breakages_of_body, breakages_of_path, breakages_of_query
from conformance.contract import Contract, Operation
from conformance.contract.model import Schema
from conformance.contract.shape import places, required_of, types_of
from conformance.suite.requests import NO_BODY, Call

LONG = "x" * 100_000
BEYOND_THE_BMP = "𝒮𝓎𝓂𝓅𝒽ℴ𝓃𝓎 🏦 \u0000 \u202e"
LONG_IN_A_URL = "x" * 4000
UNKNOWN = "conformance-no-such-thing"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A broken request. `certain` when every right pod must refuse it; `broken` is "" for odd but valid ones.

    `beyond_contract`: HTTP's own refusals (404 for a path that parses to nothing, 405, 415 …) are right too.
    """

    call: Call
    broken: str
    certain: bool
    purpose: str
    method: str | None = None
    beyond_contract: bool = False


def mutations(contract: Contract, operation: Operation, valid: Call) -> list[Mutation]:
    """All broken variants of a valid call, the most telling first."""
    found = [
        *_of_headers(operation, valid),
        *_of_path(contract, operation, valid),
        *_of_query(contract, operation, valid),
        *_of_whole_body(contract, operation, valid),
        *_of_body_parts(contract, operation, valid),
        Mutation(valid, "a method that the document does not list", False, "method TRACE", "TRACE", True),
    ]
    unique = {mutation.purpose: mutation for mutation in found}
    return list(unique.values())


def sample(found: list[Mutation], count: int) -> list[Mutation]:
    """At most `count` of them, in their order: each constraint broken once before any is broken twice.

    The constraints of each part of the request that every right pod must insist on come first, then what else
    concerns the whole request, then the parts that can be broken in no such way.
    """
    if len(found) <= count:
        return found
    kinds: dict[tuple[int, str, str], list[int]] = {}
    for place, mutation in enumerate(found):
        part, of_part, _ = mutation.purpose.partition(" = ")
        constraint = mutation.broken if mutation.certain else ""
        rank = 0 if mutation.certain else 2 if of_part else 1
        kinds.setdefault((rank, part, constraint), []).append(place)
    rows = [kinds[kind] for kind in sorted(kinds, key=lambda kind: kind[0])]
    turns = [row[turn] for turn in range(len(found)) for row in rows if turn < len(row)]
    return [found[place] for place in sorted(turns[:count])]


def _of_headers(operation: Operation, valid: Call) -> Iterator[Mutation]:
    for parameter in operation.parameters:
        if parameter.location == "header" and parameter.required:
            headers = {name: value for name, value in valid.headers.items() if name != parameter.name}
            # The vendor's own clients send X-Symphony-Host empty, which many servers cannot tell from absent.
            certain = parameter.name != "X-Symphony-Host"
            broken = f"no header {parameter.name}"
            # RFC 6585 gives a missing precondition a status of its own.
            yield Mutation(replace(valid, headers=headers), broken, certain, broken, beyond_contract=True)


def _of_path(contract: Contract, operation: Operation, valid: Call) -> Iterator[Mutation]:
    for parameter in operation.parameters:
        if parameter.location != "path":
            continue
        if "integer" in types_of(contract, operation.api, parameter.schema):
            for text in ("abc", str(2**63), "1.5"):
                path = {**valid.path, parameter.name: text}
                for breakage in breakages_of_path(contract, operation, path)[:1]:
                    call, purpose = replace(valid, path=path), f"{parameter.name} = {text} in the path"
                    yield Mutation(call, breakage.says, breakage.certain, purpose, beyond_contract=True)
            unknown: Any = 1
        else:
            unknown = UNKNOWN
        call = replace(valid, path={**valid.path, parameter.name: unknown})
        says = f"an unknown {parameter.name} in the path"
        # A 404 is what HTTP has for it, whether the document lists one or not.
        yield Mutation(call, says, "404" in operation.responses, says, beyond_contract=True)


def _of_query(contract: Contract, operation: Operation, valid: Call) -> Iterator[Mutation]:
    for parameter in operation.parameters:
        if parameter.location != "query":
            continue
        schema = contract.resolve(operation.api, parameter.schema)
        types = types_of(contract, operation.api, parameter.schema)
        values: list[Any] = []
        if "integer" in types:
            values = ["abc", str(2**63), str(-(2**63) - 1), "-1", "0", "1.5", ""]
            values += [str(schema["maximum"] + 1)] if "maximum" in schema else []
        elif "boolean" in types:
            values = ["maybe", ""]
        elif "enum" in schema:
            values = ["NO_SUCH_VALUE", ""]
        else:
            values = [BEYOND_THE_BMP, LONG_IN_A_URL]
        for value in values:
            yield _query(
                contract,
                operation,
                valid,
                {**valid.query, parameter.name: value},
                f"{parameter.name} = {repr(value)[:40]}",
            )
        if parameter.required and parameter.name in valid.query:
            rest = {name: value for name, value in valid.query.items() if name != parameter.name}
            yield _query(contract, operation, valid, rest, f"{parameter.name} left out")


def _query(
    contract: Contract, operation: Operation, valid: Call, query: Mapping[str, Any], purpose: str
) -> Mutation:
    found = breakages_of_query(contract, operation, query)
    call = replace(valid, query=query)
    # HTTP has a status of its own for a URL that is longer than a server reads.
    long = LONG_IN_A_URL in query.values()
    if not found:
        return Mutation(call, "", False, f"query: {purpose}", beyond_contract=long)
    certain = any(b.certain for b in found)
    return Mutation(call, found[0].says, certain, f"query: {purpose}", beyond_contract=long)


def _of_whole_body(contract: Contract, operation: Operation, valid: Call) -> Iterator[Mutation]:
    body = operation.request_body
    if body is None or valid.body is NO_BODY:
        return
    yield Mutation(replace(valid, body=b'{"'), "a body that is no JSON", True, "half a JSON body")
    yield Mutation(
        replace(valid, body=b"\xff\xfe"), "a body that is no JSON", True, "bytes that are no UTF-8"
    )
    if body.required:
        without = replace(valid, body=NO_BODY)
        yield Mutation(without, "no body", True, "no body", beyond_contract=True)
    text = Call(valid.path, valid.query, {**valid.headers, "Content-Type": "text/plain"}, valid.body)
    yield Mutation(
        text, "a body declared as text/plain", False, "Content-Type text/plain", beyond_contract=True
    )
    odd = _with_odd_texts(contract, operation, body.schema, valid.body)
    if odd != valid.body:
        yield Mutation(replace(valid, body=odd), "", False, "odd texts in the body", beyond_contract=True)
    others: list[Any] = ["text", 7, [] if isinstance(valid.body, dict) else {}, None]
    for other in others:
        yield _body(contract, operation, valid, other, f"{other!r} as the body")


def _of_body_parts(contract: Contract, operation: Operation, valid: Call) -> Iterator[Mutation]:
    body = operation.request_body
    if body is None or not isinstance(valid.body, dict | list):
        return
    for keys, schema in places(contract, operation.api, body.schema):
        where = "/".join(str(key) for key in keys)
        for value in _wrong_values(contract, operation, schema):
            changed = _put(valid.body, keys, value)
            if changed is not None:
                yield _body(contract, operation, valid, changed, f"{where} = {repr(value)[:40]}")
    for keys in _required_places(contract, operation, body.schema, valid.body):
        where = "/".join(str(key) for key in keys)
        yield _body(contract, operation, valid, _without(valid.body, keys), f"{where} left out")


def _wrong_values(contract: Contract, operation: Operation, schema: Schema) -> Iterator[Any]:
    resolved = contract.resolve(operation.api, schema)
    types = types_of(contract, operation.api, schema)
    if types & {"object"}:
        yield from ([], "text")
        if required_of(contract, operation.api, schema):
            yield {}
    elif types & {"array"}:
        yield from ({}, "text")
    elif types & {"integer", "number"}:
        yield from ({}, "abc", 2**63, -1)
    elif types & {"boolean"}:
        yield from ({}, "maybe")
    elif types & {"string"}:
        yield {}
        if "enum" in resolved:
            yield "NO_SUCH_VALUE"
        elif "maxLength" in resolved:
            yield "x" * (resolved["maxLength"] + 1)
        else:
            yield from (BEYOND_THE_BMP, LONG)
        if resolved.get("minLength"):
            yield ""
    yield None


def _with_odd_texts(contract: Contract, operation: Operation, schema: Schema, body: Any) -> Any:
    """The body with letters beyond the BMP, a NUL and more in the texts that nothing requires or limits."""
    required = set(_required_places(contract, operation, schema, body))
    for keys, part in places(contract, operation.api, schema):
        limits = {"enum", "format", "pattern", "maxLength"} & set(contract.resolve(operation.api, part))
        free = types_of(contract, operation.api, part) == {"string"} and not limits and keys not in required
        if free and isinstance(_at(body, keys), str):
            body = _put(body, keys, BEYOND_THE_BMP)
    return body


def _body(contract: Contract, operation: Operation, valid: Call, body: Any, purpose: str) -> Mutation:
    found = breakages_of_body(operation, body)
    call = replace(valid, body=body)
    if not found:
        return Mutation(call, "", False, f"body: {purpose}", beyond_contract=True)
    certain = next((b for b in found if b.certain), None)
    return Mutation(call, (certain or found[0]).says, certain is not None, f"body: {purpose}")


def _required_places(
    contract: Contract, operation: Operation, schema: Schema, value: Any, at: tuple[str | int, ...] = ()
) -> Iterator[tuple[str | int, ...]]:
    """The required properties that a valid body holds, at every depth."""
    if isinstance(value, dict):
        for name in sorted(required_of(contract, operation.api, schema)):
            if name in value:
                yield (*at, name)
    for keys, part in places(contract, operation.api, schema, depth=1):
        inside = _inside(value, keys[0])
        if inside is not None:
            yield from _required_places(contract, operation, part, inside, (*at, keys[0]))


def _inside(value: Any, key: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(key)
    return value[0] if isinstance(value, list) and value else None


def _at(value: Any, keys: tuple[str | int, ...]) -> Any:
    for key in keys:
        value = _inside(value, key)
    return value


def _put(body: Any, keys: tuple[str | int, ...], value: Any) -> Any:
    """A copy of the body with the value at this place; None when the way there does not exist in it."""
    changed = copy.deepcopy(body)
    inner = changed
    for key in keys[:-1]:
        try:
            inner = inner[key]
        except (KeyError, IndexError, TypeError):
            return None
    last = keys[-1]
    if isinstance(inner, list):
        if not inner or not isinstance(last, int):
            return None
        inner[0] = value
    elif isinstance(inner, dict) and isinstance(last, str):
        inner[last] = value
    else:
        return None
    return changed


def _without(body: Any, keys: tuple[str | int, ...]) -> Any:
    changed = copy.deepcopy(body)
    inner = changed
    for key in keys[:-1]:
        inner = inner[key]
    del inner[keys[-1]]
    return changed
