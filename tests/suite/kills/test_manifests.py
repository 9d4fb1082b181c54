"""Each check of manifests fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite import live

KILLS = [
    ("lifecycle.manifest", "MANIFEST-SET-1", "refuses-everything@setOwnManifest"),
    ("lifecycle.manifest", "MANIFEST-SET-2", "refuses-everything@setOwnManifest"),
    ("lifecycle.manifest", "MANIFEST-SET-3", "accepts-anything@setOwnManifest"),
    ("lifecycle.manifest", "MANIFEST-SET-4", "accepts-anything@setOwnManifest"),
    ("lifecycle.manifest", "MANIFEST-GET-1", "forgets-writes@setOwnManifest"),
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
