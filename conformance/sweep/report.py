"""What a sweep says to people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from conformance.sweep.sweeping import Swept

LONGEST = 120
"""So many characters of a name or a reason are shown."""

SHOWN = 20
"""So many pieces of residue are named."""

WORDS = {
    "removed": "removed",
    "restored": "put back",
    "gone": "gone before",
    "unchanged": "as it was",
    "left": "left",
    "residue": "residue",
}


def one_line(found: Iterable[Swept]) -> str:
    """How many things had which fate."""
    fates = Counter[str](swept.fate for swept in found)
    return (
        ", ".join(f"{fates[fate]} {word}" for fate, word in WORDS.items() if fates[fate]) or "nothing to do"
    )


def lines(found: list[Swept]) -> Iterator[str]:
    """The fates with their reasons; residue one by one."""
    yield f"cleaned up: {one_line(found)}"
    kinds = Counter((swept.what, swept.says) for swept in found if swept.fate == "left")
    for (what, says), count in sorted(kinds.items()):
        yield f"  left: {what}: {count} ({says})"
    residue = [swept for swept in found if swept.fate == "residue"]
    for swept in residue[:SHOWN]:
        yield f"  residue: {swept.what} {shorten(swept.which)}: {shorten(swept.says)}"
    if len(residue) > SHOWN:
        yield f"  ... and {len(residue) - SHOWN} more"


def shorten(text: str) -> str:
    """A text that may come from the target, for one line of a terminal."""
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"
