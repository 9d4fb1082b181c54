"""A run that is killed leaves nothing that a sweep cannot remove, and touches nothing of anybody else."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from conformance.evidence.records import Exchange, iter_records
from tests.end_to_end.crash import crash, interrupt
from tests.end_to_end.leaks import leaks_of
from tests.end_to_end.real_pod import real_pod, residue, touched

SELECT = "lifecycle and (rooms or groups or apps or followers or presence) or test_answers_as_documented"


@pytest.mark.parametrize("seed", [1, 2])
def test_what_a_killed_run_made_is_swept_and_nothing_else(tmp_path: Path, seed: int) -> None:
    with real_pod(tmp_path, people=20) as pod:
        lines = Random(seed).randint(10, 120)
        crashed = crash(pod, tmp_path / "run", lines, "--profile", "smoke", "--select", SELECT)
    assert crashed.trouble == []
    records = iter_records(tmp_path / "run" / "run.jsonl")
    senders = {record.id.rpartition("-")[0] for record in records if isinstance(record, Exchange)}
    assert senders == {"preflight", "main", "sweep-preflight", "sweep"}, "all requests are recorded"


def test_an_interrupted_run_cleans_up_by_itself(tmp_path: Path) -> None:
    with real_pod(tmp_path, people=20) as pod:
        before = pod.records()
        ended = interrupt(pod, tmp_path / "run", 40, "--profile", "smoke", "--select", SELECT)
        after = pod.records()
        assert touched(before, after) + residue(pod.pod, before, after) == []
        assert leaks_of(pod.target_file, tmp_path / "run", ended.output) == []
    assert ended.code == 2, ended.output
    assert "cleaned up: " in ended.output
    assert "residue" not in ended.output
