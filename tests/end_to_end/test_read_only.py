"""The profile read-only: it changes nothing, and it tests everything that can be tested by reading."""

from __future__ import annotations

from pathlib import Path

from conformance.contract import load_contract
from tests.end_to_end.kit import command, verdict
from tests.end_to_end.leaks import leaks_of
from tests.end_to_end.real_pod import real_pod, residue, touched
from tests.end_to_end.tripwire import Tripwire

UNREACHABLE = {
    "readPresenceFeed": "withheld: createPresenceFeed",
    "getUser": "not-applicable: no actor is a user whom the Community Connect API knows",
}
"""Reading operations of things that this pod does not have, or that only a write tells of."""
SELECT = "test_answers_as_documented or test_refuses_callers or test_links or test_models or agreement"


def test_nothing_is_written_and_all_that_reads_is_tested(tmp_path: Path) -> None:
    wire = Tripwire()
    with real_pod(tmp_path, people=20, wrap=wire.before) as pod:
        before = pod.records()
        folder = tmp_path / "run"
        ended = command(
            *("run", "--target", pod.target_file, "--output", folder),
            *("--profile", "read-only", "--select", SELECT),
        )
        after = pod.records()
        assert leaks_of(pod.target_file, folder, ended.output) == []
    assert wire.writes == []
    assert touched(before, after) + residue(pod.pod, before, after) == []
    assert ended.code == 0, ended.output
    document = verdict(folder)
    assert {effect for effect, count in document["effects"].items() if count} == {"read", "sign-in"}
    assert document["requests"] == wire.requests, "every request that the pod saw is in the records"
    reading = {o.id for o in load_contract().operations.values() if o.effects == {"read"}}
    assert wire.read == reading - set(UNREACHABLE)
    reasons = {row["operation"]: row["why"] for row in document["operations"]["not-exercised"]}
    for operation, why in UNREACHABLE.items():
        assert reasons[operation].startswith(why), reasons[operation]
