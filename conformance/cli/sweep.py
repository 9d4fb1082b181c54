"""The command `sweep`: removes what a run left on a target."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.cli.folder import finalise
from conformance.cli.reaching import reach
from conformance.evidence.records import End
from conformance.sweep.report import lines
from conformance.sweep.run_folder import sweep_target
from conformance.target import TargetError, load_target
from conformance.target.ledger_entries import Entries, LedgerError, read_ledger
from conformance.target.target import Target

RESIDUE = 1
"""The exit code when something is left that could be removed."""


def sweep(ledger: Path, target_file: Path | None) -> int:
    """Clean up after the run of this ledger; 0 when nothing is left, 1 when something is.

    A run folder without a verdict, which a killed run leaves, gets one. Raises CommandError.
    """
    try:
        entries = read_ledger(ledger)
    except LedgerError as error:
        raise CommandError(f"--ledger: {error}") from None
    target = _target(ledger, entries, target_file)
    asked = reach(target, "sweep-preflight")
    folder = ledger.resolve().parent
    unfinished = (folder / "records").is_dir() and not (folder / "verdict.json").exists()
    if unfinished:
        asked.keep(folder)
    found = sweep_target(target, entries, folder if unfinished else None)
    print("\n".join(lines(found)))
    if unfinished:
        _finish(folder)
    return RESIDUE if any(swept.fate == "residue" for swept in found) else ExitCode.CONFORMANT


def _target(ledger: Path, entries: Entries, target_file: Path | None) -> Target:
    file = target_file or entries.target
    if file is None:
        raise CommandError(f"--target: {ledger} names no target file; name it")
    try:
        target = load_target(file)
        if dict(target.apis) != dict(entries.apis):
            remedy = "give the target file of that run with --target"
            raise CommandError(f"{file}: is not the target of {ledger}, whose base URLs are others; {remedy}")
    except TargetError as error:
        raise CommandError(str(error)) from None
    return target


def _finish(folder: Path) -> None:
    """Make the reports of a run that was killed."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    try:
        document = finalise(folder, End(now, True, None))
    except CommandError as error:
        print(f"run folder: {folder}: {error}")
        return
    print(f"run folder: {folder}: its verdict is {document['verdict']}, because the run was ended")
