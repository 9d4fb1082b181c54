"""The same seed is the same run: what was found yesterday is found again today."""

from __future__ import annotations

from pathlib import Path

from benchmarks.repeat import differing, essence, one_run

SELECTION = "listStreamsAsAdmin or listGroups or group_etags"
"""Tests that send back times and cursors which the pod has shown, and some that write at once."""


def test_the_same_seed_sends_the_same_requests(tmp_path: Path) -> None:
    arguments = ["--profile", "smoke", "--seed", "7", "--select", SELECTION]
    (first, judged), (second, judged_again) = (one_run(tmp_path / name, arguments) for name in ("a", "b"))
    assert sum(map(len, first.values())) > 300, "the selection has lost its tests"
    assert differing(first, second) == []
    assert essence(judged) == essence(judged_again)
