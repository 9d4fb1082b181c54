"""The end of a run on a target that stays: what the run made is removed, and what is left is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conformance.sweep.report import lines
from conformance.sweep.run_folder import sweep_target
from conformance.target import load_target
from conformance.target.ledger import FILE_NAME
from conformance.target.ledger_entries import LedgerError, read_ledger

Clean = Callable[[Path, Callable[[], bool]], list[str]]
"""Cleans up after the run of a folder as long as the second argument says so; what there is to say."""


def cleaner(target_file: Path) -> Clean:
    """Cleans up on the target of this file."""

    def clean(folder: Path, go_on: Callable[[], bool]) -> list[str]:
        ledger = folder / FILE_NAME
        if not ledger.exists():
            return []
        try:
            entries = read_ledger(ledger)
        except LedgerError as error:
            return [f"not cleaned up: {error}"]
        if not entries.things and not entries.settings:
            return []
        if not go_on():
            return [f"not cleaned up; do it with: {command(ledger)}"]
        found = sweep_target(load_target(target_file), entries, folder, go_on)
        said = list(lines(found))
        if any(swept.fate == "residue" for swept in found):
            said.append(f"  try again with: {command(ledger)}")
        return said

    return clean


def command(ledger: Path) -> str:
    """The command that removes what a run left."""
    return f"symphony-conformance sweep --ledger {ledger}"
