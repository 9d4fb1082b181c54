"""The pages of the families: every requirement stands under its check, in the document's words."""

from __future__ import annotations

from typing import Any

from conformance.contract.pages import family_pages

ROW: dict[str, Any] = {
    "id": "X-1",
    "operation": "getRoom",
    "level": "must",
    "words": "the words",
    "at": "pod.yml#/x",
    "means": "it is so",
    "checks": ["lifecycle.rooms", "agreement.rooms"],
    "untestable": None,
}


def test_a_requirement_stands_on_the_page_of_each_of_its_checks() -> None:
    pages = family_pages([ROW])
    assert set(pages) == {"lifecycle.md", "agreement.md"}
    assert "## rooms\n\n- it is so (`getRoom`, X-1, must)\n  > the words" in pages["lifecycle.md"]


def test_what_cannot_be_tested_has_a_page_with_the_reason() -> None:
    pages = family_pages([{**ROW, "checks": [], "untestable": "nothing shows it"}])
    assert "nothing shows it" in pages["not-testable.md"]
