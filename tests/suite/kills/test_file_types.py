"""Each check of file types and languages fails for the reason that it states, and only then."""

from __future__ import annotations

import pytest

from tests.suite.live import run_check

KILLS = [
    ("lifecycle.file-extension-creation", "FILE-PUT-1", "refuses-everything@putAllowedFileExtension"),
    ("lifecycle.file-extension-creation", "FILE-PUT-1", "drops-field.scope_external@putAllowedFileExtension"),
    ("lifecycle.file-extension-creation", "FILE-PUT-2", "keeps-first-extension@putAllowedFileExtension"),
    ("lifecycle.file-extension-creation", "FILE-LIST-1", "forgets-writes@putAllowedFileExtension"),
    ("lifecycle.file-extension-creation", "FILE-ID-1", "repeats-items@listAllowedFileExtensions"),
    ("lifecycle.file-extension-creation", "FILE-SOURCE-1", "misreports.source@listAllowedFileExtensions"),
    (
        "lifecycle.file-extension-creation",
        "FILE-INTERNAL-1",
        "misreports.scope_internal@listAllowedFileExtensions",
    ),
    (
        "lifecycle.file-extension-creation",
        "FILE-EXTERNAL-1",
        "misreports.scope_external@listAllowedFileExtensions",
    ),
    ("lifecycle.file-extension-creation", "FILE-XPOD-1", "misreports.scope_xpod@listAllowedFileExtensions"),
    ("lifecycle.file-extension-case", "FILE-PUT-3", "heeds-case@putAllowedFileExtension"),
    ("lifecycle.file-extension-case", "FILE-DELETE-2", "heeds-case@deleteAllowedFileExtension"),
    ("lifecycle.file-extension-refused", "FILE-PUT-4", "drops-field.source@putAllowedFileExtension"),
    ("lifecycle.file-extension-refused", "FILE-PUT-5", "accepts-anything@putAllowedFileExtension"),
    ("lifecycle.file-extension-refused", "FILE-PUT-6", "accepts-anything@putAllowedFileExtension"),
    ("lifecycle.file-extension-deletion", "FILE-DELETE-1", "forgets-writes@deleteAllowedFileExtension"),
    (
        "lifecycle.file-extension-deletion",
        "FILE-DELETE-3",
        "deletes-all-extensions@deleteAllowedFileExtension",
    ),
    ("lifecycle.file-extension-deletion", "FILE-TYPES-1", "stale-reads@listAllowedFileTypes"),
    ("lifecycle.languages", "LANG-1", "repeats-first-item@listLanguages"),
    ("lifecycle.languages", "LANG-1", "empties-lists@listLanguages"),
    ("lifecycle.languages", "LANG-2", "loses-items-by-turns@listLanguages"),
]


@pytest.mark.parametrize("check", sorted({check for check, _, _ in KILLS}))
def test_a_right_pod_passes(check: str) -> None:
    found = run_check(check)
    assert (found.outcome, found.messages) == ("passed", ()), found


@pytest.mark.parametrize(("check", "requirement", "defect"), KILLS)
def test_a_broken_pod_is_found(check: str, requirement: str, defect: str) -> None:
    found = run_check(check, defects=[defect])
    assert requirement in found.broken, found
