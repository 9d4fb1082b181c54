"""Each check of the ETags of groups fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("concurrency.group-etag-read", "GROUP-ETAG-1", "etag-header-differs@insertGroup"),
    ("concurrency.group-etag-read", "GROUP-ETAG-2", "etag-header-differs@getGroup"),
    ("concurrency.group-etag-read", "GROUP-ETAG-2", "omits.eTag@getGroup"),
    ("concurrency.group-etag-read", "GROUP-ETAG-6", "renews-etag@getGroup"),
    ("concurrency.group-etag-read", "GROUP-ETAG-6", "misreports.eTag@listGroups"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-3", "keeps-etag@updateGroup"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-4", "keeps-etag@addMemberToGroup"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-5", "keeps-etag@updateAvatar"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-5", "misreports.eTag@updateAvatar"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-7", "etag-header-differs@updateGroup"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-8", "etag-header-differs@addMemberToGroup"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-9", "etag-header-differs@updateAvatar"),
    ("concurrency.group-etag-changes", "GROUP-ETAG-10", "returning-etags@updateGroup"),
    ("concurrency.group-stale", "GROUP-MATCH-1", "ignores-etag@updateGroup"),
    ("concurrency.group-stale", "GROUP-MATCH-2", "ignores-etag@updateGroup"),
    ("concurrency.group-stale", "GROUP-MATCH-3", "changes-though-refused@updateGroup"),
    ("concurrency.group-no-etag", "GROUP-MATCH-4", "ignores-etag@updateGroup"),
    ("concurrency.group-no-etag", "GROUP-MATCH-5", "ignores-etag@updateGroup"),
    ("concurrency.group-no-etag", "GROUP-MATCH-3", "changes-though-refused@updateGroup"),
    ("concurrency.group-etag-forms", "GROUP-MATCH-6", "forgets-writes@updateGroup"),
    ("concurrency.group-etag-forms", "GROUP-MATCH-7", "changes-though-refused@updateGroup"),
    ("concurrency.group-two-writers", "GROUP-RACE-1", "loses-updates@updateGroup"),
    ("concurrency.group-two-writers", "GROUP-RACE-1", "ignores-etag@updateGroup"),
    ("concurrency.group-two-writers", "GROUP-RACE-2", "changes-though-refused@updateGroup"),
    ("concurrency.group-eight-writers", "GROUP-RACE-1", "loses-updates@updateGroup"),
    ("concurrency.group-eight-writers", "GROUP-RACE-2", "forgets-writes@updateGroup"),
    ("concurrency.group-counter", "GROUP-RACE-3", "loses-updates@updateGroup"),
    ("concurrency.group-counter", "GROUP-RACE-3", "keeps-etag@updateGroup"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
