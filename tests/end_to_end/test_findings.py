"""A pod that misbehaves in one operation is found, and the finding names that operation and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.end_to_end.kit import run_against


@pytest.mark.parametrize(
    ("defect", "check"),
    [
        ("answers-500@getRoom", "contract.no-server-error"),
        ("answers-html@getSessionInfo", "contract.content-type"),
        ("answers-empty@createRoom", "contract.body"),
        ("wrong-content-type@listUserAccounts", "contract.content-type"),
        ("undocumented-status@createConnection", "contract.documented-status"),
    ],
)
def test_one_broken_operation_is_named_and_no_other(tmp_path: Path, defect: str, check: str) -> None:
    ended, verdict = run_against(tmp_path, ["--defect", defect])
    operation = defect.partition("@")[2]
    found = {(finding["operation"], finding["check"]) for finding in verdict["findings"]}
    assert ended.code == 1, ended.output
    assert {name for name, _ in found} == {operation}, ended.output
    assert (operation, check) in found, ended.output
