"""In which ways does a request break the contract, and must every right pod refuse it for that?

Servers commonly forgive some breakages (a number where text is expected, null for an absent value), and the
vendor's own clients rely on it. Those are uncertain: a pod that accepts them is not accused. Nor is one that
serves whatever stands in a part that the documents let it ignore.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from conformance.contract import Contract, Operation, Parameter
from conformance.contract.ignored import why_ignored
from conformance.contract.shape import types_of
from conformance.contract.validation import Violation, violations_of_body, violations_of_parameter

INTEGER = re.compile(r"-?\d+")
INT64 = range(-(2**63), 2**63)
CERTAIN_KEYWORDS = frozenset(
    {"required", "enum", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"}
)


@dataclass(frozen=True, slots=True)
class Breakage:
    """One way in which a request breaks the contract; `says` completes "a request with …"."""

    says: str
    certain: bool


def breakages_of_body(operation: Operation, body: Any) -> list[Breakage]:
    """What is wrong with JSON data as a body; null stands for an absent property and is not wrong."""
    return [
        Breakage(
            f"{violation.keyword} broken at {violation.path or 'the top'} of the body",
            _is_certain(body, violation) and why_ignored(operation, f"body{violation.path}") is None,
        )
        for violation in violations_of_body(operation, body)
        if not violation.path or _value_at(body, violation.path) is not None
    ]


def breakages_of_query(contract: Contract, operation: Operation, query: Mapping[str, Any]) -> list[Breakage]:
    """What is wrong with the query: missing required parameters, texts that are no value of their type."""
    declared = [parameter for parameter in operation.parameters if parameter.location == "query"]
    found = [
        Breakage(f"no query parameter {parameter.name}", True)
        for parameter in declared
        if parameter.required and parameter.name not in query
    ]
    for parameter in declared:
        if parameter.name in query:
            heard = why_ignored(operation, f"query/{parameter.name}") is None
            broken = _of_parameter(contract, operation, parameter, query[parameter.name])
            found += broken if heard else [replace(breakage, certain=False) for breakage in broken]
    return found


def breakages_of_path(contract: Contract, operation: Operation, path: Mapping[str, Any]) -> list[Breakage]:
    """What is wrong with the values inside the path."""
    found: list[Breakage] = []
    for parameter in operation.parameters:
        if parameter.location == "path" and parameter.name in path:
            found += _of_parameter(contract, operation, parameter, path[parameter.name])
    return found


def _of_parameter(
    contract: Contract, operation: Operation, parameter: Parameter, value: Any
) -> Iterator[Breakage]:
    place = f"{parameter.location} parameter {parameter.name}"
    types = types_of(contract, operation.api, parameter.schema)
    if isinstance(value, list | tuple | dict):
        yield Breakage(f"several values for {place}", False)
        return
    if "integer" in types and isinstance(value, str):
        if not INTEGER.fullmatch(value):
            yield Breakage(f"{place} that is no integer", value.strip() != "")
            return
        value = int(value)
    if "boolean" in types and isinstance(value, str):
        if value.lower() not in ("true", "false"):
            yield Breakage(f"{place} that is no boolean", False)
        return
    paging = operation.paging is not None and parameter.name in (operation.paging.limit, "skip")
    if isinstance(value, int) and value not in INT64:
        yield Breakage(f"{place} beyond 64 bits", not paging)
        return
    for violation in violations_of_parameter(operation, parameter, value):
        # "Must not exceed", say the documents of limits, yet pods in the field may clamp them.
        certain = violation.keyword in CERTAIN_KEYWORDS and not paging and value != ""
        yield Breakage(f"{place} that breaks {violation.keyword}", certain)


def _is_certain(body: Any, violation: Violation) -> bool:
    if violation.keyword != "type":
        return violation.keyword in CERTAIN_KEYWORDS
    value = _value_at(body, violation.path)
    if value is None:
        return False
    wanted = _types_in(violation.message)
    if isinstance(value, dict | list) or wanted <= {"object", "array"}:
        return True
    if isinstance(value, str):
        return not _reads_as(value, wanted)
    return isinstance(value, int) and not isinstance(value, bool) and value not in INT64


def _types_in(message: str) -> set[str]:
    """The types at the end of a validator's message: `... is not of type "integer"` or `types "a", "b"`."""
    return set(re.findall(r'"(\w+)"', message.rpartition("type")[2]))


def _reads_as(text: str, wanted: set[str]) -> bool:
    """Whether a lenient reader could take this text for a number or a boolean."""
    if not text.strip():
        return True
    if "boolean" in wanted and text.strip().lower() in ("true", "false"):
        return True
    if wanted & {"integer", "number"}:
        try:
            float(text)
        except ValueError:
            return False
        return True
    return False


def _value_at(value: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            return None
    return value


def as_json(body: bytes) -> tuple[bool, Any]:
    """Whether bytes are JSON that a body could be, and the data."""
    try:
        return True, json.loads(body)
    except ValueError:
        return False, None
