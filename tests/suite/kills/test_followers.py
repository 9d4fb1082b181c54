"""Each check of followers fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.following", "FOLLOW-1", "forgets-writes@followUsers"),
    ("lifecycle.following", "FOLLOW-2", "follows-back@followUsers"),
    ("lifecycle.following", "FOLLOW-LIST-1", "loses-last-item@listFollowers"),
    ("lifecycle.following", "FOLLOW-LIST-2", "misreports.count@listFollowers"),
    ("lifecycle.following", "FOLLOW-LIST-3", "loses-last-item@listFollowing"),
    ("lifecycle.following", "FOLLOW-LIST-4", "misreports.count@listFollowing"),
    ("lifecycle.following", "UNFOLLOW-1", "forgets-writes@unfollowUsers"),
    ("lifecycle.following", "UNFOLLOW-2", "unfollows-all@unfollowUsers"),
    ("lifecycle.following-again", "FOLLOW-3", "repeats-first-item@listFollowers"),
    ("lifecycle.following-again", "FOLLOW-4", "follows-oneself@followUsers"),
    ("lifecycle.following-again", "UNFOLLOW-3", "refuses-everything@unfollowUsers"),
    ("lifecycle.following-refusals", "FOLLOW-5", "accepts-anything@followUsers"),
    ("lifecycle.following-refusals", "FOLLOW-6", "accepts-anything@followUsers"),
    ("lifecycle.following-refusals", "UNFOLLOW-4", "accepts-anything@unfollowUsers"),
    ("lifecycle.following-refusals", "FOLLOW-LIST-5", "accepts-anything@listFollowers"),
    ("lifecycle.following-refusals", "FOLLOW-LIST-6", "accepts-anything@listFollowing"),
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
