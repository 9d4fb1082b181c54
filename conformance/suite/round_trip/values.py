"""Values that are made up for a round trip: what any target should be able to keep."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import cycle, islice
from typing import Any

from hypothesis import given, seed
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from conformance.suite.generation import generating

Values = Mapping[str, Any]

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:() "

# Control characters, markup and blanks at the ends may be refused or cleaned away for good reasons.
SIGNS = ("'", '"', "\\", "%41", "+", "/", "éüßñç", "كא", "😀", "øŁЖ日本語한")
"""What careless software stumbles over: of one thing's texts each has the same, of the next thing's the next.

A target that refuses one kind of them can still show that it keeps the others.
"""

_PLACE = "\ue000"
"""Where a sign belongs in a text; no strategy draws it otherwise."""


def text(longest: int = 40) -> SearchStrategy[str]:
    """A text of letters and digits with a place for a sign in it, without blanks at its ends."""
    most = (longest - max(map(len, SIGNS))) // 2
    words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=most)
    words = words.map(lambda found: " ".join(found.split())).filter(bool)
    return st.tuples(words, words).map(_PLACE.join)


def texts(longest: int = 3) -> SearchStrategy[list[str]]:
    """A list of different texts; at least one."""
    return st.lists(text(20), min_size=1, max_size=longest, unique_by=str.lower)


def address() -> SearchStrategy[str]:
    """An https address below a domain that belongs to nobody."""
    return st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12).map(
        lambda name: f"https://app.example.com/{name}.png"
    )


def email() -> SearchStrategy[str]:
    """An address at a domain that belongs to nobody."""
    names = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)
    return names.map(lambda name: f"{name}@example.com")


def phone() -> SearchStrategy[str]:
    """A telephone number in the international form, one that its country could give out."""
    return st.integers(2_000_000, 9_999_999).map(lambda number: f"+1541{number}")


def some_of(*choices: str) -> SearchStrategy[list[str]]:
    """Some of the choices, each once."""
    return st.lists(st.sampled_from(choices), min_size=1, max_size=len(choices), unique=True)


def pairs() -> SearchStrategy[list[dict[str, str]]]:
    """Properties with different keys."""
    keys = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
    return st.dictionaries(keys, text(), min_size=1, max_size=4).map(
        lambda found: [{"key": key, "value": value} for key, value in sorted(found.items())]
    )


def made_up(strategy: SearchStrategy[Values], count: int, name: str, run_seed: int) -> list[list[Values]]:
    """`count` pairs of values; the same name and seed give the same ones. Each pair has one of the signs."""
    found: list[list[Values]] = []

    @seed(int.from_bytes(hashlib.sha256(f"{run_seed} {name}".encode()).digest()[:8]))
    @generating(count)
    @given(st.lists(strategy, min_size=2, max_size=2))
    def collect(pair: list[Values]) -> None:
        found.append(pair)

    collect()
    signs = islice(cycle(SIGNS), run_seed % len(SIGNS), None)
    return [_with(sign, pair) for sign, pair in zip(signs, found, strict=False)]


def _with(sign: str, value: Any) -> Any:
    """The value with the sign at every place for one."""
    if isinstance(value, str):
        return value.replace(_PLACE, sign)
    if isinstance(value, list):
        return [_with(sign, item) for item in value]
    return {key: _with(sign, item) for key, item in value.items()} if isinstance(value, dict) else value
