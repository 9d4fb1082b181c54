"""Each check of connections fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("lifecycle.connection-invitation", "CONN-CREATE-1", "forgets-writes@createConnection"),
    ("lifecycle.connection-invitation", "CONN-LIST-1", "loses-last-item@listConnections"),
    ("lifecycle.connection-acceptance", "CONN-ACCEPT-1", "forgets-writes@acceptConnection"),
    ("lifecycle.connection-rejection", "CONN-REJECT-1", "forgets-writes@rejectConnection"),
    ("lifecycle.connection-implicit", "CONN-REJECT-2", "accepts-anything@rejectConnection"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
