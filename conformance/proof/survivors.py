"""Derived defects that are known to survive, each with the reason: a reviewed list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import conformance.reference_pod.defects
from conformance.contract.errors import SpecError
from conformance.contract.yamlio import read_document
from conformance.proof.verdict import Result

FILE = Path(conformance.reference_pod.defects.__file__).parent / "survivors.yaml"


class SurvivorsError(ValueError):
    """The list cannot be used; the message is one line with file, defect and trouble."""


def read_survivors(path: Path = FILE) -> dict[str, str]:
    """Defect id to why no test finds it; raises SurvivorsError."""
    try:
        rows = read_document(path)
    except SpecError as error:
        raise SurvivorsError(str(error)) from None
    for name, why in rows.items():
        if not isinstance(why, str) or not why.strip():
            raise SurvivorsError(f"{path}: {name}: expected the reason as a text, found {why!r}")
    return {name: " ".join(why.split()) for name, why in rows.items()}


def stale(results: Iterable[Result], survivors: Mapping[str, str]) -> tuple[str, ...]:
    """The listed defects that are killed meanwhile."""
    killed = {result.case.id for result in results if result.verdict == "killed"}
    return tuple(name for name in survivors if name in killed)
