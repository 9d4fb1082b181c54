"""The pod's state: tables of frozen records with ordered indexes, changed only inside transactions."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from conformance.reference_pod.ordered import Ordered

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class TableSpec(Generic[R]):
    """What a table holds: how a record is keyed, ordered and found.

    No two records have the same order. An index maps a record to the values under which it is found: none,
    one or many.
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
        self._all: Ordered[R] = Ordered(spec.order)
        self._found: dict[str, dict[Hashable, Ordered[R]]] = {name: {} for name in spec.indexes}

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

    def put_all(self, records: Iterable[R]) -> None:
        """Insert many records, much faster than one by one; raises ValueError when a key is not new."""
        listed = sorted(records, key=self._spec.order)
        added = {self._spec.key(record): record for record in listed}
        if len(added) < len(listed) or not self._records.keys().isdisjoint(added):
            raise ValueError(f"{self._spec.name}: a record that is not new")
        self._records.update(added)
        self._all.update(listed)
        for name, values in self._spec.indexes.items():
            sharing: dict[Hashable, list[R]] = {}
            for record in listed:
                for value in values(record):
                    sharing.setdefault(value, []).append(record)
            found = self._found[name]
            for value, together in sharing.items():
                if value in found:
                    found[value].update(together)
                else:
                    found[value] = Ordered(self._spec.order, together)

        def undo() -> None:
            for key in added:
                self._restore(key, None)

        self._journal.append(undo)

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
        return records.slice(0, 1)[0] if records else None

    def page(self, skip: int, limit: int, *, index: str | None = None, value: Hashable = None) -> list[R]:
        """`limit` records in order after the first `skip`, of the whole table or of one index value."""
        records = self._all if index is None else self._found[index].get(value)
        return records.slice(skip, skip + limit) if records else []

    def after(self, order: Any, limit: int, *, index: str | None = None, value: Hashable = None) -> list[R]:
        """The first `limit` records whose order is greater than the given one."""
        records = self._all if index is None else self._found[index].get(value)
        if not records:
            return []
        start = records.right(order)
        return records.slice(start, start + limit)

    def before(self, order: Any, limit: int, *, index: str | None = None, value: Hashable = None) -> list[R]:
        """The last `limit` records whose order is smaller than the given one, in order."""
        records = self._all if index is None else self._found[index].get(value)
        if not records:
            return []
        end = records.left(order)
        return records.slice(max(0, end - limit), end)

    def _entries(self, index: str, value: Hashable) -> Ordered[R]:
        entries = self._found[index].get(value)
        if entries is None:
            entries = self._found[index][value] = Ordered(self._spec.order)
        return entries

    def _link(self, record: R) -> None:
        self._all.add(record)
        for name, values in self._spec.indexes.items():
            for value in values(record):
                self._entries(name, value).add(record)

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

    def transaction(self) -> AbstractContextManager[None]:
        """Keep every change made inside, or none when an exception leaves the block. Not nested."""
        return _Transaction(self._journal)

    def undo(self) -> None:
        """Take back what the last transaction changed."""
        _undo(self._journal)


class _Transaction:
    # every request opens one, and a generator with @contextmanager takes several times as long

    __slots__ = ("_journal",)

    def __init__(self, journal: list[Callable[[], None]]) -> None:
        self._journal = journal

    def __enter__(self) -> None:
        self._journal.clear()

    def __exit__(self, failure: type[BaseException] | None, *_: object) -> None:
        # after a success the journal stays until the next transaction, for Store.undo
        if failure is not None:
            _undo(self._journal)


def _undo(journal: list[Callable[[], None]]) -> None:
    for step in reversed(journal):
        step()
    journal.clear()
