"""Text of a target on its way to people."""

from __future__ import annotations

import json

import pytest

from conformance.plain_text import plain, printable, printable_json

HOSTILE = ["\x1b[2J", "\x9b2J", "\x07", "\u202e", "\u2066", "\u200b", "\ufeff", "\x7f", "\r"]


@pytest.mark.parametrize("code", HOSTILE)
def test_nothing_commands_a_terminal(code: str) -> None:
    for shown in (printable(f"a{code}b"), plain(f"a{code}b")):
        assert code[0] not in shown
        assert "\N{REPLACEMENT CHARACTER}" in shown


def test_lines_stay_only_where_there_are_several() -> None:
    assert (plain("a\n\tb"), printable("a\n\tb")) == ("a\n\tb", "a\ufffd\ufffdb")


def test_words_of_any_script_stay() -> None:
    text = "Zoë ☃ 日本語 שלום 🎉"
    assert (plain(text), printable(text), printable_json(text)) == (text, text, text)


@pytest.mark.parametrize("code", HOSTILE)
def test_json_reads_as_before(code: str) -> None:
    text = printable_json(json.dumps({"a": code}, ensure_ascii=False))
    assert json.loads(text) == {"a": code}
    assert text.isprintable()
