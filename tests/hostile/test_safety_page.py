"""docs/safety.md is what the table says."""

from __future__ import annotations

from tests.hostile.safety import PAGE, page


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.hostile.safety`"
