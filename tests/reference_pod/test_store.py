"""Tables: records in order whether few or many, added at once, and taken back with their transaction."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

import pytest

from conformance.reference_pod.ordered import MANY, Ordered
from conformance.reference_pod.store import Store, TableSpec


@dataclass(frozen=True, slots=True)
class Book:
    number: int
    shelf: str


BOOKS: TableSpec[Book] = TableSpec(
    "books", key=lambda b: b.number, order=lambda b: b.number, indexes={"shelf": lambda b: (b.shelf,)}
)


def books(numbers: range) -> list[Book]:
    return [Book(number, "even" if number % 2 == 0 else "odd") for number in numbers]


@pytest.mark.parametrize("size", [0, 1, 10, MANY - 1, MANY, MANY + 1, 3 * MANY])
def test_records_stay_in_order_whatever_is_added_and_removed(size: int) -> None:
    random = Random(size)
    expected = sorted(random.sample(range(10 * MANY), size))
    ordered = Ordered[int](lambda number: number, expected)
    for number in random.sample(range(10 * MANY, 12 * MANY), 30):
        ordered.add(number)
        expected = sorted([*expected, number])
    ordered.update(list(range(-30, 0)))
    expected = [*range(-30, 0), *expected]
    for number in random.sample(expected, 40):
        ordered.remove(number)
        expected.remove(number)
    assert list(ordered) == expected
    middle = expected[len(expected) // 2]
    assert (ordered.left(middle), ordered.right(middle)) == (len(expected) // 2, len(expected) // 2 + 1)
    assert ordered.slice(3, 7) == expected[3:7]


def test_many_at_once_are_found_like_those_put_one_by_one() -> None:
    one_by_one, at_once = Store()[BOOKS], Store()[BOOKS]
    for book in books(range(2000)):
        one_by_one.put(book)
    at_once.put_all(reversed(books(range(500, 2000))))
    at_once.put_all(books(range(500)))
    assert list(at_once) == list(one_by_one)
    assert at_once.find("shelf", "odd") == one_by_one.find("shelf", "odd")
    assert at_once.page(700, 5, index="shelf", value="even") == one_by_one.page(
        700, 5, index="shelf", value="even"
    )


@pytest.mark.parametrize("clash", [[*books(range(3)), Book(0, "odd")], books(range(5, 8))])
def test_of_many_at_once_none_is_added_when_one_is_not_new(clash: list[Book]) -> None:
    table = Store()[BOOKS]
    table.put(Book(7, "odd"))
    with pytest.raises(ValueError, match="books: a record that is not new"):
        table.put_all(clash)
    assert list(table) == [Book(7, "odd")]


def test_a_failed_transaction_takes_back_what_was_put_changed_deleted_and_put_at_once() -> None:
    store = Store()
    table = store[BOOKS]
    with store.transaction():
        table.put_all(books(range(4)))
    before = list(table)

    def fail() -> None:
        with store.transaction():
            table.put(Book(9, "odd"))
            table.put(Book(2, "odd"))
            table.delete(0)
            table.put_all(books(range(20, 30)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert list(table) == before
    assert table.find("shelf", "odd") == [Book(1, "odd"), Book(3, "odd")]
