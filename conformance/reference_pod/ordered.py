"""Records in order, in little memory while they are few and quick to change when they are many."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

from sortedcontainers import SortedKeyList

R = TypeVar("R")

MANY = 500
"""Up to this number a plain list is as quick as anything, and takes a tenth of the memory."""


class Ordered(Generic[R]):
    """Records by their order, which tells any two of them apart; those it is made of are in order already.

    Finding a place costs O(log n) and reading from there O(what is read), wherever the place is.
    """

    __slots__ = ("_order", "_records")

    def __init__(self, order: Callable[[R], Any], records: Sequence[R] = ()) -> None:
        self._order = order
        self._records: Any = list(records)
        self._settle()

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[R]:
        return iter(self._records)

    def add(self, record: R) -> None:
        """Put one record into its place."""
        if type(self._records) is list:
            insort(self._records, record, key=self._order)
            self._settle()
        else:
            self._records.add(record)

    def update(self, records: Sequence[R]) -> None:
        """Put many records into their places."""
        if type(self._records) is list:
            self._records = sorted([*self._records, *records], key=self._order)
            self._settle()
        else:
            self._records.update(records)

    def remove(self, record: R) -> None:
        """Take one of the records out."""
        if type(self._records) is list:
            del self._records[self.left(self._order(record))]
        else:
            self._records.remove(record)

    def left(self, order: Any) -> int:
        """How many records come before this order."""
        if type(self._records) is list:
            return bisect_left(self._records, order, key=self._order)
        return int(self._records.bisect_key_left(order))

    def right(self, order: Any) -> int:
        """How many records come before this order or have it."""
        if type(self._records) is list:
            return bisect_right(self._records, order, key=self._order)
        return int(self._records.bisect_key_right(order))

    def slice(self, start: int, stop: int) -> list[R]:
        """The records from one place to another."""
        if type(self._records) is list:
            return list(self._records[start:stop])
        return list(self._records.islice(start, stop))

    def _settle(self) -> None:
        if len(self._records) > MANY:
            self._records = SortedKeyList(self._records, key=self._order)
