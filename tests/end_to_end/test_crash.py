"""A run that is killed leaves nothing that a sweep cannot remove, and touches nothing of anybody else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from tests.end_to_end.crash import crash
from tests.end_to_end.real_pod import real_pod

SELECT = "lifecycle and (rooms or groups or apps or followers or presence) or test_answers_as_documented"


@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_killed_run_made_is_swept_and_nothing_else(tmp_path: Path, seed: int) -> None:
    with real_pod(tmp_path, people=20) as pod:
        lines = Random(seed).randint(10, 120)
        crashed = crash(pod, tmp_path / "run", lines, "--profile", "smoke", "--select", SELECT)
    assert crashed.trouble == []
