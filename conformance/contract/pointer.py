"""JSON pointers (RFC 6901) and local references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from conformance.contract.errors import SpecError


def escape(token: str) -> str:
    """One reference token in JSON-pointer spelling."""
    return token.replace("~", "~0").replace("/", "~1")


def join(tokens: Iterable[str | int]) -> str:
    """The JSON pointer made of these tokens; "" for none."""
    return "".join("/" + escape(str(token)) for token in tokens)


def resolve(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer (with or without a leading "#"); raises SpecError when there is none."""
    value = document
    for raw in pointer.removeprefix("#").split("/")[1:]:
        token = raw.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(token)] if isinstance(value, list) else value[token]
        except (KeyError, IndexError, ValueError, TypeError):
            raise SpecError(f"{pointer}: nothing there (stopped at {token!r})") from None
    return value


def dereference(document: Mapping[str, Any], value: Any) -> Any:
    """Follow local `$ref`s at the top of a value, keeping siblings that 3.1 allows to override."""
    while isinstance(value, dict) and "$ref" in value:
        siblings = {key: item for key, item in value.items() if key != "$ref"}
        value = {**resolve(document, value["$ref"]), **siblings}
    return value
