"""Reviewed lists of derived deviations, each with the reason why it stands there: `id: why`."""

from __future__ import annotations

from pathlib import Path

from conformance.contract.errors import SpecError
from conformance.contract.yamlio import read_document


class ReasonsError(ValueError):
    """A list cannot be used; the message is one line with file, deviation and trouble."""


def read_reasons(path: Path) -> dict[str, str]:
    """Id of a deviation to its reason, as one line each; raises ReasonsError."""
    try:
        rows = read_document(path)
    except SpecError as error:
        raise ReasonsError(str(error)) from None
    for name, why in rows.items():
        if not isinstance(why, str) or not why.strip():
            raise ReasonsError(f"{path}: {name}: expected the reason as a text, found {why!r}")
    return {name: " ".join(why.split()) for name, why in rows.items()}
