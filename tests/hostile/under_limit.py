"""Meets bombs in a process of its own, and prints the most memory (MiB) that it ever took.

Usage: python -m tests.hostile.under_limit NAME...
"""

from __future__ import annotations

import re
import resource
import sys
import tempfile
from pathlib import Path

import tests.hostile.behaviours  # noqa: F401 - fills the table
from tests.hostile.drivers import drive
from tests.hostile.kit import TABLE


def most_memory() -> int:
    """The most MiB that this program ever took, by Linux's own account.

    Not `ru_maxrss`: that one begins with what the process that started this one had taken at that time.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    assert found, status
    return int(found[1]) // 1024


if __name__ == "__main__":
    # A bomb that goes off takes no other process with it.
    resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))
    with tempfile.TemporaryDirectory() as folder:
        for name in sys.argv[1:]:
            place = Path(folder) / name
            place.mkdir()
            came = drive(TABLE[name], place)
            assert came.does == TABLE[name].does, f"{name}: {came.does} {came.said[:200]}"
            print(f"{name} {most_memory()}", flush=True)
