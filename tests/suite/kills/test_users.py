"""Each check of users fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("agreement.session", "USER-SESSION-1", "misreports.id@getSessionInfo"),
    ("agreement.session", "USER-SESSION-2", "misreports.displayName@getSessionInfo"),
    ("agreement.user-look-up", "USER-LOOKUP-1", "misreports.displayName@lookUpUser"),
    ("agreement.user-look-up", "USER-LOOKUP-2", "misreports.displayName@lookUpUser"),
    ("agreement.user-look-up", "USER-LOOKUP-3", "misreports.displayName@lookUpUser"),
    ("agreement.user-look-up", "USER-LOOKUP-4", "repeats-answer@lookUpUser"),
    ("agreement.users-look-up", "USERS-LOOKUP-1", "misreports.displayName@lookUpUsers"),
    ("agreement.users-look-up", "USERS-LOOKUP-2", "misreports.displayName@lookUpUsers"),
    ("agreement.users-look-up", "USERS-LOOKUP-3", "misreports.displayName@lookUpUsers"),
    ("agreement.users-look-up", "USERS-LOOKUP-1", "loses-last-item@lookUpUsers"),
    ("agreement.users-look-up", "USERS-LOOKUP-4", "repeats-answer@lookUpUsers"),
    ("agreement.users-active", "USERS-ACTIVE-1", "loses-last-item@lookUpUsers"),
    ("agreement.users-active", "USERS-ACTIVE-2", "drops-query.active@lookUpUsers"),
    ("agreement.users-active", "USERS-ACTIVE-3", "drops-query.active@lookUpUsers"),
    ("agreement.users-local", "USER-LOCAL-1", "drops-query.local@lookUpUser"),
    ("agreement.users-local", "USERS-LOCAL-1", "drops-query.local@lookUpUsers"),
    ("agreement.users-local", "USEARCH-LOCAL-1", "drops-query.local@searchUsers"),
    ("agreement.users-errors", "USERS-ERROR-1", "omits.errors@lookUpUsers"),
    ("agreement.users-errors", "USERS-ERROR-2", "names-both@lookUpUsers"),
    ("agreement.users-errors", "USERS-LIMIT-1", "loses-last-item@lookUpUsers"),
    ("agreement.user-search", "USEARCH-QUERY-1", "loses-last-item@searchUsers"),
    ("agreement.user-search", "USEARCH-QUERY-2", "loses-last-item@searchUsers"),
    ("agreement.user-search", "USEARCH-QUERY-3", "loses-last-item@searchUsers"),
    ("agreement.user-search", "USEARCH-QUERY-4", "loses-last-item@searchUsers"),
    ("agreement.user-search", "USEARCH-COUNT-1", "misreports.count@searchUsers"),
    ("agreement.user-search", "USEARCH-NONE-1", "repeats-answer@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-1", "drops-field.filters/title@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-2", "drops-field.filters/location@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-3", "drops-field.filters/marketCoverage@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-4", "drops-field.filters/responsibility@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-5", "drops-field.filters/function@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-6", "drops-field.filters/instrument@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-7", "drops-field.filters/accountTypes@searchUsers"),
    ("agreement.user-search-filters", "USEARCH-FILTER-8", "drops-field.filters/company@searchUsers"),
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
