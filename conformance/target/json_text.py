"""JSON as RFC 8259 has it, within limits that keep a hostile body from taking all memory or time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

DEEPEST = 128
"""Arrays and objects inside one another; the deepest documented schema has fewer than ten."""
MOST_VALUES = 1_000_000
"""Values of one body; the longest documented page has a thousand items."""


def parse(body: bytes) -> Any:
    """The value of a JSON text in UTF-8; raises ValueError, one line, if it is none or beyond the limits."""
    text = body.decode("utf-8")
    opened = body.count(b"[") + body.count(b"{")
    if opened + body.count(b",") > MOST_VALUES:
        raise ValueError(f"JSON of more than {MOST_VALUES:,} values")
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise _too_deep() from None
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        # Python reads no integer of more than 4,300 digits.
        if "digits" not in str(error):
            raise
        raise ValueError("JSON with a number of thousands of digits") from None
    if opened > DEEPEST:
        _check_depth(value)
    return value


def repeated_name(body: bytes) -> str | None:
    """A name that stands twice in one object of a JSON text that `parse` takes; None when there is none."""
    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = dict(pairs)
        if len(names) < len(pairs):
            found.append(Counter(name for name, _ in pairs).most_common(1)[0][0])
        return names

    json.loads(body, object_pairs_hook=note)
    return found[0] if found else None


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _too_deep() -> ValueError:
    return ValueError(f"JSON nested more than {DEEPEST} deep")


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST):
        level = [part for whole in level for part in _parts(whole) if isinstance(part, dict | list)]
        if not level:
            return
    raise _too_deep()


def _parts(whole: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return whole.values() if isinstance(whole, dict) else whole
