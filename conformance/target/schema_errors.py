"""A schema's complaints about a target file as one line: the key, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import jsonschema_rs

_TYPES = {
    "object": "a table",
    "array": "a list",
    "string": "a text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
# Unknown keys first: a misspelt key also leaves the right one missing, and is the better explanation.
_ORDER = ("additionalProperties", "type", "required")


def describe(errors: Sequence[jsonschema_rs.ValidationError], schema: Mapping[str, Any]) -> str:
    """The line for the error that explains most; `errors` is not empty."""
    error = min(errors, key=_rank)
    table = ".".join(str(part) for part in error.instance_path)
    parameters = error.kind.as_dict()
    match error.kind.name:
        case "additionalProperties":
            return _unknown_key(table, sorted(parameters["unexpected"])[0], _known_keys(error, schema))
        case "required":
            missing = _dotted(table, parameters["property"])
            as_table = _dotted("", table) or "the file"
            return f"{missing}: is missing; add it to {f'[{as_table}]' if table else 'the file as a table'}"
        case "type":
            wanted = " or ".join(text for name, text in _TYPES.items() if name in str(parameters))
            return f"{table}: is {_shown(error.instance)}; write {wanted}"
        case "propertyNames":
            return (
                f"{table}: a name in it is not plain; use letters, digits, - and _, beginning with a letter"
            )
        case "pattern":
            return f"{table}: is {_shown(error.instance)}; write the name of an environment variable"
        case "minLength" | "minItems":
            return f"{table}: is empty; give it a value or remove it"
        case "minProperties":
            return f"{table}: is empty; name at least one of {', '.join(_known_keys(error, schema))}"
        case _:
            return f"{table}: {error.message}; correct the value"


def _rank(error: jsonschema_rs.ValidationError) -> tuple[int, str]:
    name = error.kind.name
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), str(error.instance_path))


def _unknown_key(table: str, key: str, known: Sequence[str]) -> str:
    near = get_close_matches(key, known, n=1, cutoff=0.5)
    remedy = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
    return f"{_dotted(table, key)}: unknown key; {remedy}"


def _known_keys(error: jsonschema_rs.ValidationError, schema: Mapping[str, Any]) -> list[str]:
    """The keys that the schema takes where the error arose."""
    place: Any = schema
    for part in error.instance_path:
        place = _resolved(place, schema)
        place = place.get("properties", {}).get(part) or place.get("additionalProperties")
    return list(_resolved(place, schema).get("properties", {}))


def _resolved(place: Any, schema: Mapping[str, Any]) -> Any:
    reference = place.get("$ref") if isinstance(place, Mapping) else None
    return schema["$defs"][reference.rpartition("/")[2]] if reference else place


def _dotted(table: str, key: str) -> str:
    return f"{table}.{key}" if table else key


def _shown(value: Any) -> str:
    return "a table" if isinstance(value, Mapping) else "a list" if isinstance(value, list) else repr(value)
