"""Finding any of many texts in a text, in a time that hardly grows with their number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import AnyStr, Generic

_FEW = 300
"""So many are looked for one by one; the beginnings of more are looked up at each place of the text."""


class Needles(Generic[AnyStr]):
    """Texts of `shortest` characters or more, each with what stands for it; one thread at a time may add."""

    def __init__(self, shortest: int) -> None:
        self._shortest = shortest
        self._replacements: dict[AnyStr, AnyStr] = {}
        self._by_beginning: dict[AnyStr, list[AnyStr]] = {}
        self._ordered: list[AnyStr] = []

    def add(self, needle: AnyStr, replacement: AnyStr) -> None:
        """Look for this as well, unless it is looked for already."""
        if needle not in self._replacements:
            self._by_beginning.setdefault(needle[: self._shortest], []).append(needle)
            self._replacements[needle] = replacement

    def longest_first(self) -> list[AnyStr]:
        """All of them: one may be a part of another."""
        ordered = self._ordered
        if len(ordered) != len(self._replacements):
            # A copy in one step, for another thread may be adding; what it adds changes the length.
            ordered = self._ordered = sorted(list(self._replacements), key=_length)
        return ordered

    def found_in(self, text: AnyStr) -> list[AnyStr]:
        """Those that stand in the text, the longest first."""
        ordered = self.longest_first()
        # Most texts are names and values of headers, shorter than any of them.
        if not ordered or len(text) < len(ordered[-1]):
            return []
        if len(ordered) <= _FEW:
            return [needle for needle in ordered if needle in text]
        begun = set(self._begun_in(text))
        return sorted((needle for needle in begun if needle in text), key=_length)

    def replaced(self, text: AnyStr) -> AnyStr:
        """The text with each of them replaced."""
        for needle in self.found_in(text):
            text = text.replace(needle, self._replacements[needle])
        return text

    def _begun_in(self, text: AnyStr) -> Iterator[AnyStr]:
        for place in range(len(text) - self._shortest + 1):
            yield from self._by_beginning.get(text[place : place + self._shortest], ())


def _length(needle: AnyStr) -> tuple[int, AnyStr]:
    return -len(needle), needle
