"""Each check of URI protocols fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("lifecycle.protocol-addition", "PROTO-CREATE-1", "forgets-writes@createProtocol"),
    ("lifecycle.protocol-addition", "PROTO-ADMIN-1", "empties-lists@listProtocolsAsAdmin"),
    ("lifecycle.protocol-addition", "PROTO-LIST-1", "empties-lists@listProtocols"),
    ("lifecycle.protocol-removal", "PROTO-DELETE-1", "forgets-writes@deleteProtocol"),
    ("lifecycle.protocol-removal", "PROTO-DELETE-2", "removes-all-protocols@deleteProtocol"),
    ("lifecycle.protocol-twice", "PROTO-CREATE-2", "repeats-items@listProtocolsAsAdmin"),
    ("lifecycle.protocol-scheme", "PROTO-CREATE-3", "accepts-anything@createProtocol"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
