"""Asking a target, before a command begins, whether it can be reached and used."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from conformance.cli.exit_codes import CommandError, ExitCode
from conformance.target import Recorder, Redactor, Target, Unreachable, check_reachable
from conformance.target.sessions import keeps_one_session


@dataclass(frozen=True, slots=True)
class Asked:
    """The records of what was asked, before there was a run folder; `name` is that of their file.

    `one_session` says that the target ends a user's session when the user signs in again.
    """

    name: str
    records: bytes
    one_session: bool

    def keep(self, folder: Path) -> None:
        """Add them to the records of a run folder."""
        file = folder / "records" / f"{self.name}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(self.records)


def reach(target: Target, name: str, workers: int = 1) -> Asked:
    """Ask every base URL, and sign every actor in; raises CommandError (exit code 3) when it is in vain.

    Whether a user may have several sessions is asked only for several `workers`.
    """
    with tempfile.TemporaryDirectory(prefix="symphony-conformance-") as scratch:
        file = Path(scratch) / f"{name}.jsonl"
        with Recorder(file, Redactor()) as recorder:
            try:
                check_reachable(target, recorder)
            except Unreachable as error:
                raise CommandError(str(error), ExitCode.UNREACHABLE) from None
            one_session = workers > 1 and keeps_one_session(target, recorder)
        return Asked(name, file.read_bytes(), one_session)
