"""Each check of presence feeds fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.presence-feed", "FEED-CREATE-1", "empties-lists@readPresenceFeed"),
    ("lifecycle.presence-feed", "FEED-CREATE-2", "repeats-answer@createPresenceFeed"),
    ("lifecycle.presence-feed", "FEED-READ-1", "misreports.category@readPresenceFeed"),
    ("lifecycle.presence-feed", "FEED-READ-2", "reads-again@readPresenceFeed"),
    ("lifecycle.presence-feed", "FEED-READ-3", "overflows@readPresenceFeed"),
    ("lifecycle.presence-feed-deletion", "FEED-DELETE-1", "misreports.id@deletePresenceFeed"),
    ("lifecycle.presence-feed-deletion", "FEED-DELETE-2", "forgets-writes@deletePresenceFeed"),
    ("lifecycle.presence-feed-deletion", "FEED-DELETE-3", "forgets-writes@deletePresenceFeed"),
    ("lifecycle.presence-feed-owner", "FEED-OWNER-1", "shares-feeds@readPresenceFeed"),
    ("lifecycle.presence-feed-owner", "FEED-OWNER-2", "shares-feeds@deletePresenceFeed"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = live.run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = live.run_check(check, defects=[defect])
    assert requirement in found.broken, found


def test_every_requirement_is_broken_by_a_defect() -> None:
    checks = {check for check, _, _ in KILLS}
    judged = {(check, requirement) for check in checks for requirement in live.tests_of_the_suite()[check][1]}
    assert judged == {(check, requirement) for check, requirement, _ in KILLS}
