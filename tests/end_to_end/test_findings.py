"""A pod that misbehaves in some operations is found, and the findings name those operations and no others."""

from __future__ import annotations

from pathlib import Path

from tests.end_to_end.kit import run_against

BROKEN = {
    "answers-500@getRoom": "contract.no-server-error",
    "answers-html@getSessionInfo": "contract.content-type",
    "answers-empty@createRoom": "contract.body",
    "wrong-content-type@listUserAccounts": "contract.content-type",
    "undocumented-status@createConnection": "contract.documented-status",
}
"""Defects of one operation each, and the check that has to find them; `prove` has them one by one."""


def test_every_broken_operation_is_named_with_its_check_and_no_other_operation(tmp_path: Path) -> None:
    options = [part for defect in BROKEN for part in ("--defect", defect)]
    ended, verdict = run_against(tmp_path, options)
    found = {(finding["operation"], finding["check"]) for finding in verdict["findings"]}
    wanted = {(defect.partition("@")[2], check) for defect, check in BROKEN.items()}
    assert ended.code == 1, ended.output
    assert wanted <= found, ended.output
    assert {operation for operation, _ in found} == {operation for operation, _ in wanted}, ended.output
