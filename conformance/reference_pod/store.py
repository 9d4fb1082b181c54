"""The pod's state: tables of frozen records with ordered indexes, changed only inside transactions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, cast

from sortedcontainers import SortedKeyList

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class TableSpec(Generic[R]):
    """What a table holds: how a record is keyed, ordered and found.

    An index maps a record to the values under which it is found: none, one or many.
    """

    name: str
    key: Callable[[R], Hashable]
    order: Callable[[R], Any]
    indexes: Mapping[str, Callable[[R], tuple[Hashable, ...]]] = field(default_factory=dict)


class Table(Generic[R]):
    """Records of one kind. Reading a page costs O(log n + page), wherever in the list it lies."""

    def __init__(self, spec: TableSpec[R], journal: list[Callable[[], None]]) -> None:
        self._spec = spec
        self._journal = journal
        self._records: dict[Hashable, R] = {}
        self._all = SortedKeyList(key=spec.order)
        self._found: dict[str, dict[Hashable, SortedKeyList]] = {name: {} for name in spec.indexes}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[R]:
        """All records in order, as they were when the iteration began."""
        return iter(list(self._all))

    def __contains__(self, key: Hashable) -> bool:
        return key in self._records

    def get(self, key: Hashable) -> R | None:
        """The record under this key."""
        return self._records.get(key)

    def put(self, record: R) -> R:
        """Insert the record, or replace the one under the same key."""
        key = self._spec.key(record)
        old = self._records.get(key)
        if old is not None:
            self._unlink(old)
        self._records[key] = record
        self._link(record)
        self._journal.append(lambda: self._restore(key, old))
        return record

    def delete(self, key: Hashable) -> R | None:
        """Remove and return the record under this key, if there is one."""
        old = self._records.pop(key, None)
        if old is not None:
            self._unlink(old)
            self._journal.append(lambda: self._restore(key, old))
        return old

    def count(self, index: str, value: Hashable) -> int:
        """How many records the index finds under this value."""
        return len(self._found[index].get(value, ()))

    def find(self, index: str, value: Hashable) -> list[R]:
        """All records under this value of the index, in order."""
        return list(self._found[index].get(value, ()))

    def first(self, index: str, value: Hashable) -> R | None:
        """The first record under this value of the index."""
        records = self._found[index].get(value)
        return cast(R, records[0]) if records else None

    def page(self, skip: int, limit: int, *, index: str | None = None, value: Hashable = None) -> list[R]:
        """`limit` records in order after the first `skip`, of the whole table or of one index value."""
        records = self._all if index is None else self._found[index].get(value)
        return list(records.islice(skip, skip + limit)) if records else []

    def after(self, order: Any, limit: int, *, index: str | None = None, value: Hashable = None) -> list[R]:
        """The first `limit` records whose order is greater than the given one."""
        records = self._all if index is None else self._found[index].get(value)
        if not records:
            return []
        start = records.bisect_key_right(order)
        return list(records.islice(start, start + limit))

    def before(self, order: Any, limit: int, *, index: str | None = None, value: Hashable = None) -> list[R]:
        """The last `limit` records whose order is smaller than the given one, in order."""
        records = self._all if index is None else self._found[index].get(value)
        if not records:
            return []
        end = records.bisect_key_left(order)
        return list(records.islice(max(0, end - limit), end))

    def _link(self, record: R) -> None:
        self._all.add(record)
        for name, values in self._spec.indexes.items():
            for value in values(record):
                entries = self._found[name].get(value)
                if entries is None:
                    entries = self._found[name][value] = SortedKeyList(key=self._spec.order)
                entries.add(record)

    def _unlink(self, record: R) -> None:
        self._all.remove(record)
        for name, values in self._spec.indexes.items():
            for value in values(record):
                entries = self._found[name][value]
                entries.remove(record)
                if not entries:
                    del self._found[name][value]

    def _restore(self, key: Hashable, old: R | None) -> None:
        current = self._records.pop(key, None)
        if current is not None:
            self._unlink(current)
        if old is not None:
            self._records[key] = old
            self._link(old)


class Store:
    """All tables of a pod. What a transaction changed is undone when it ends with an exception."""

    def __init__(self) -> None:
        self._tables: dict[str, Table[Any]] = {}
        self._journal: list[Callable[[], None]] = []

    def __getitem__(self, spec: TableSpec[R]) -> Table[R]:
        table = self._tables.get(spec.name)
        if table is None:
            table = self._tables[spec.name] = Table(spec, self._journal)
        return table

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep every change made inside, or none when an exception leaves the block. Not nested."""
        self._journal.clear()
        try:
            yield
        except BaseException:
            for undo in reversed(self._journal):
                undo()
            raise
        finally:
            self._journal.clear()
