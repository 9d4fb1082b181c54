"""Derived defects that are known to survive, each with the reason: a reviewed list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import conformance.reference_pod.defects
from conformance.proof.verdict import Result
from conformance.reference_pod.defects.reasons import read_reasons

FILE = Path(conformance.reference_pod.defects.__file__).parent / "survivors.yaml"


def read_survivors(path: Path = FILE) -> dict[str, str]:
    """Defect id to why no test finds it; raises ReasonsError."""
    return read_reasons(path)


def stale(results: Iterable[Result], survivors: Mapping[str, str]) -> tuple[str, ...]:
    """The listed defects that are killed meanwhile."""
    killed = {result.case.id for result in results if result.verdict == "killed"}
    return tuple(name for name in survivors if name in killed)
