"""Text of a target on its way to a person's terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """Text on one line that cannot command a terminal, whatever a target answered."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
