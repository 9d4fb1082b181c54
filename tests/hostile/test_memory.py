"""Bombs of every kind in a process of its own, which stays small."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.hostile.behaviours import SECTIONS

MOST_MIB = 512
BOMBS = {title: [row.name for row in rows if row.bomb] for title, rows in SECTIONS.items()}


@pytest.mark.parametrize("title", [title for title, names in BOMBS.items() if names])
def test_bombs_of_each_kind_take_little_memory(title: str) -> None:
    command = [sys.executable, "-m", "tests.hostile.under_limit", *BOMBS[title]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    used = dict(line.split() for line in done.stdout.splitlines())
    assert list(used) == BOMBS[title]
    assert int(used[BOMBS[title][-1]]) < MOST_MIB, f"MiB after each: {used}"
