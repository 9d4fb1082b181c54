"""Meets bombs in a process of its own, and prints the most memory (MiB) that it ever took.

Usage: python -m tests.hostile.under_limit NAME...
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

import tests.hostile.behaviours  # noqa: F401 - fills the table
from tests.hostile.drivers import drive
from tests.hostile.kit import TABLE

if __name__ == "__main__":
    # A bomb that goes off takes no other process with it.
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:]:
            place = Path(folder) / name
            place.mkdir()
            came = drive(TABLE[name], place)
            assert came.does == TABLE[name].does, f"{name}: {came.does} {came.said[:200]}"
            used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{name} {used}", flush=True)
