from __future__ import annotations

import json

import pytest

from conformance.target.json_text import DEEPEST, MOST_VALUES, parse, repeated_name


@pytest.mark.parametrize("value", [None, 1, -1.5, "☃\u2028", [], {"a": [{"b": {}}]}, 10**4000])
def test_json_is_read_as_it_is(value: object) -> None:
    assert parse(json.dumps(value).encode()) == value


def test_the_deepest_and_the_widest_text_within_the_limits_is_read() -> None:
    assert parse(b"[" * DEEPEST + b"]" * DEEPEST)
    assert len(parse(b"[" + b"1," * (MOST_VALUES - 1) + b"1]")) == MOST_VALUES


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "nested more than"),
        (b"[" * 100_000, "nested more than"),
        (b"[" + b"1," * MOST_VALUES + b"1]", "JSON of more than 1,000,000 values"),
        (b"9" * 5000, "thousands of digits"),
        (b"[NaN]", "NaN is not JSON"),
        (b"\xff", "utf-8"),
        (b"{", "Expecting"),
    ],
    ids=["deep", "very deep", "wide", "digits", "NaN", "not UTF-8", "half"],
)
def test_what_is_no_json_or_too_much_raises_one_line(body: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words) as caught:
        parse(body)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (b'{"a": 1, "b": {"a": 2}}', None),
        (b'{"a": 1, "a": 1}', "a"),
        (b'[{"x": {"b": 1, "c": 2, "b": 3}}]', "b"),
        (b'{"a": 1, "\\u0061": 2}', "a"),
        (b"[1, 1]", None),
    ],
)
def test_a_name_that_stands_twice_in_one_object_is_found(body: bytes, name: str | None) -> None:
    assert repeated_name(body) == name
