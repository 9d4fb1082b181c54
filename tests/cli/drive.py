"""Conducts a run with the stand-in for pytest, in a process of its own, as the command line would.

Usage: drive.py FOLDER WAY [SIGNAL]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from conformance.cli import interrupts
from conformance.cli.conduct import conduct
from conformance.cli.exit_codes import CommandError


def start(arguments: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    """Start the stand-in where pytest would be started."""
    command = [sys.executable, "-m", "tests.cli.fake_pytest", *arguments]
    with log.open("wb") as out:
        return subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, start_new_session=True)


if __name__ == "__main__":
    interrupts.SAME_SECONDS = 0.0
    try:
        sys.exit(conduct(sys.argv[1:], Path(sys.argv[1]), start))
    except CommandError as error:
        print(error, file=sys.stderr)
        sys.exit(error.code)
