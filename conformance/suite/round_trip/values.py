"""Values that are made up for a round trip: what any target should be able to keep."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from hypothesis import given, seed
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from conformance.suite.generation import generating

Values = Mapping[str, Any]

# Control characters, markup and blanks at the ends may be refused or cleaned away for good reasons.
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:()'\"/\\%+ éüßñçøŁЖ日本語한كא😀"


def text(longest: int = 40) -> SearchStrategy[str]:
    """A text of letters of many scripts, digits and signs, without blanks at its ends."""
    words = st.text(st.sampled_from(LETTERS), min_size=1, max_size=longest)
    return words.map(lambda found: " ".join(found.split())).filter(bool)


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
    """`count` pairs of values; the same name and seed give the same ones."""
    found: list[list[Values]] = []

    @seed(int.from_bytes(hashlib.sha256(f"{run_seed} {name}".encode()).digest()[:8]))
    @generating(count)
    @given(st.lists(strategy, min_size=2, max_size=2))
    def collect(pair: list[Values]) -> None:
        found.append(pair)

    collect()
    return found
