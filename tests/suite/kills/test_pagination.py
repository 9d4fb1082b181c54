"""Each check of pagination fails for the reason that it states, and only then.

A defect stands in all the operations of its rows at once: they are different lists of one pod.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from conformance.contract.catalogue import load_catalogue
from conformance.suite.pagination.table import CHECKS, ROWS, operations_with, requirement_of
from tests.suite.live import Outcome, run_checks

OFFSET = tuple(name for name, row in ROWS.items() if row.paging.style == "offset")
BY_LIMIT = operations_with("limit")
MANAGED = ("listGroups", "listTypes")

KILLS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "partition": {
        "page-skips-an-item": BY_LIMIT,
        "page-repeats-an-item": operations_with("partition"),
        "loses-last-item": ("listUserStreams", "listStreamMembersAsAdmin", "listFollowers"),
        "list-never-ends": ("searchRooms", "listProtocols"),
    },
    "repeatable": {"unstable-order": operations_with("repeatable")},
    "limit": {"drops-query.limit": BY_LIMIT},
    "default": {"default-of-one": operations_with("default")},
    "maximum": {
        "exceeds-the-maximum": operations_with("maximum"),
        "refuses-the-maximum": operations_with("maximum"),
    },
    "invalid-limit": {"paging-crashes": BY_LIMIT},
    "invalid-skip": {"paging-crashes": OFFSET, "nonsense-skips-one": OFFSET},
    "last-page": {
        "page-repeats-an-item": OFFSET,
        "list-never-ends": tuple(name for name in operations_with("last-page") if name not in OFFSET),
    },
    "past-the-end": {"list-never-ends": operations_with("past-the-end")},
    "count": {"count-off-by-one": operations_with("count")},
    "skip-echo": {"says-no-skip": operations_with("skip-echo")},
    "order": {
        "reverses-lists": tuple(name for name in operations_with("order") if name != "listTypes"),
        "drops-query.sortOrder": MANAGED,
        "drops-query.sortDir": ("listStreamAttachments",),
    },
    "filter": {"ignores-filter": operations_with("filter")},
    "next-link": {"links-to-the-first-page": operations_with("next-link")},
    "cursor-form": {"unsafe-cursors": operations_with("cursor-form")},
    "backwards": {"drops-query.before": operations_with("backwards")},
    "both-cursors": {
        "both-cursors-crash": operations_with("both-cursors"),
        "accepts-anything": ("listAllowedFileExtensions",),
    },
    "foreign-cursor": {
        "serves-foreign-cursors": operations_with("foreign-cursor"),
        "paging-crashes": operations_with("foreign-cursor"),
    },
    "invalid-cursor": {"paging-crashes": operations_with("invalid-cursor")},
    "changes": {"shifts-with-changes": operations_with("changes")},
}
"""Check to the defects that break it, and on which operations."""

FOUND = [
    pytest.param(check, name, defect, id=f"{check}@{name}-{defect}")
    for check, defects in KILLS.items()
    for defect, names in defects.items()
    for name in names
]

ALL = [(check, name) for check in CHECKS for name in operations_with(check)]


@cache
def outcomes(*, defect: str = "", variant: str = "") -> Mapping[str, Outcome]:
    """All checks of pagination on a pod with this defect in the operations of its rows, or a variant."""
    rows = [(check, defects[defect]) for check, defects in KILLS.items() if defect in defects]
    concerned = sorted({name for _, names in rows for name in names})
    checks = [f"pagination.{check}@{name}" for check, names in rows for name in names]
    checks = checks or [f"pagination.{check}@{name}" for check, name in ALL]
    defects = [f"{defect}@{name}" for name in concerned]
    # Receipts have no limit: short pages make several of a few, and three are needed to go back by one.
    variants = ["one-receipt-a-page" if defect == "drops-query.before" else "two-receipts-a-page"]
    return run_checks(checks, defects=defects, variants=[*variants, variant] if variant else variants)


@pytest.mark.parametrize(("check", "operation"), ALL)
def test_a_right_pod_passes(check: str, operation: str) -> None:
    found = outcomes()[f"pagination.{check}@{operation}"]
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "operation", "defect"), FOUND)
def test_a_broken_pod_is_found(check: str, operation: str, defect: str) -> None:
    found = outcomes(defect=defect)[f"pagination.{check}@{operation}"]
    assert found.broken == {requirement_of(check, operation)}, found


CONFORMING = (
    *("null-for-absent", "extra-properties", "clamps-limits", "204-past-the-end", "limit-counts-results"),
    *("newest-accounts-first", "newest-rooms-first", "last-user-not-repeated", "file-types-with-pagination"),
    *("short-pages", "encoded-cursors", "numeric-cursors", "cursors-to-be-escaped", "null-after-at-the-end"),
    *(
        "no-pagination-at-the-end",
        "no-pagination-on-a-single-page",
        "empty-first-page",
        "standard-base64-ids",
    ),
)
"""The variants that change what a page holds, or how one leads to the next."""


@pytest.mark.parametrize("variant", CONFORMING)
def test_a_pod_that_differs_and_conforms_passes(variant: str) -> None:
    wrong = {check: found for check, found in outcomes(variant=variant).items() if found.outcome != "passed"}
    assert not wrong


def test_every_requirement_that_is_judged_has_a_defect() -> None:
    judged = {name for name, row in load_catalogue().items() if row.checks and name.startswith("PAGE-")}
    broken = {
        requirement_of(check, name)
        for check, defects in KILLS.items()
        for names in defects.values()
        for name in names
    }
    assert broken == judged
