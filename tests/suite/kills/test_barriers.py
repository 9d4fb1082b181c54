"""Each check of information barriers fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("lifecycle.barrier-membership", "BARRIER-ADD-1", "forgets-writes@addBarrierGroupMembers"),
    ("lifecycle.barrier-membership", "BARRIER-REMOVE-1", "forgets-writes@removeBarrierGroupMembers"),
    ("lifecycle.barrier-membership", "BARRIER-RESULT-1", "misreports.results@addBarrierGroupMembers"),
    (
        "lifecycle.barrier-membership",
        "BARRIER-RESULT-4",
        "misreports.overallResult@removeBarrierGroupMembers",
    ),
    ("lifecycle.barrier-results", "BARRIER-RESULT-2", "reverses-members@addBarrierGroupMembers"),
    ("lifecycle.barrier-results", "BARRIER-RESULT-2", "loses-last-item@addBarrierGroupMembers"),
    ("lifecycle.barrier-results", "BARRIER-RESULT-3", "forgets-writes@addBarrierGroupMembers"),
    ("lifecycle.barrier-unknown-group", "BARRIER-MEMBERS-2", "accepts-anything@listBarrierGroupMembers"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
