"""The check of links fails where an answer is of no use to the operation that takes it, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("stateful.links", "LINK-POD", "own-id@acceptConnection"),
    ("stateful.links", "LINK-POD", "forgets-writes@createRoom"),
    ("stateful.links", "LINK-GROUPS", "forgets-writes@insertGroup"),
    ("stateful.links", "LINK-GROUPS", "renews-etag@getGroup"),
    ("stateful.links", "LINK-COMMUNITY", "forgets-writes@createUser"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found


@pytest.mark.parametrize(
    "variant", ["community-guide", "null-for-absent", "no-etag-header", "remove-pending-as-tabled"]
)
def test_a_pod_that_differs_and_conforms_passes(variant: str) -> None:
    found = run_check("stateful.links", variants=[variant])
    assert (found.outcome, found.messages) == ("passed", ()), found
