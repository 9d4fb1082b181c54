"""Text that came from a target, made fit for a terminal, a log and a report that people open."""

from __future__ import annotations

import re

# Not seen, but they change what is: control characters, and marks that turn the direction of reading.
_UNSEEN = "\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
# Besides those, what XML 1.0 forbids; lines and tabulators stay.
_NOT_PLAIN = re.compile(f"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff{_UNSEEN}]")
_UNSEEN_IN_JSON = re.compile(f"[{_UNSEEN}]")


def printable(text: str) -> str:
    """The text on one line, with U+FFFD for everything that is not simply read."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def plain(text: str) -> str:
    """The text in its lines, with U+FFFD for everything that is not simply read."""
    return text if text.isprintable() else _NOT_PLAIN.sub("\N{REPLACEMENT CHARACTER}", text)


def printable_json(text: str) -> str:
    """JSON text of the same value in which all that is not simply read is escaped."""
    if text.isprintable():
        return text
    return _UNSEEN_IN_JSON.sub(lambda char: f"\\u{ord(char[0]):04x}", text)
