"""Sweeping what a run folder's ledger names, with records of the requests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conformance.contract import load_contract
from conformance.sweep.asking import Asking
from conformance.sweep.sweeping import Swept, sweep
from conformance.target.ledger_entries import Entries
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.redaction import Redactor
from conformance.target.target import Target
from conformance.target.transport import Transport

RECORDS = "sweep"
"""The name of the process in the records of a run."""


def sweep_target(
    target: Target, entries: Entries, folder: Path | None = None, go_on: Callable[[], bool] = lambda: True
) -> list[Swept]:
    """What became of everything that the ledger names; `folder` gets the records of the requests."""
    contract = load_contract()
    recorder = Recorder(folder / "records" / f"{RECORDS}.jsonl", Redactor()) if folder else None
    try:
        with Transport(target, find_profile("gate"), recorder, contract=contract) as transport:
            return sweep(Asking(contract, transport), entries, go_on)
    finally:
        if recorder is not None:
            recorder.close()
