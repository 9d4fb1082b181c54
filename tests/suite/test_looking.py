"""Helpers that look into answers."""

from __future__ import annotations

import pytest
from cryptography import x509

from conformance.suite.certificates import authority_pem, issued_pem, self_signed_pem
from conformance.suite.looking import flag, in_order, like, of_names_in, part, without_nulls


@pytest.mark.parametrize(
    ("value", "keys", "expected"),
    [
        ({"a": [{"b": 1}]}, ("a", 0, "b"), 1),
        ({"a": None}, ("a", "b"), None),
        ({"a": []}, ("a", 0), None),
        (None, ("a",), None),
        ([1], ("a",), None),
    ],
)
def test_a_part_that_is_not_there_is_none(
    value: object, keys: tuple[str | int, ...], expected: object
) -> None:
    assert part(value, *keys) == expected


def test_what_nobody_expects_is_not_compared() -> None:
    expected = {"a": 1, "b": [{"c": 2}]}
    assert like(expected, {"a": 1, "b": [{"c": 2, "new": 3}], "new": 4}) == expected


@pytest.mark.parametrize("found", [{"a": 2}, {}, None, {"a": [1]}])
def test_what_differs_from_the_expected_is_kept(found: object) -> None:
    assert like({"a": 1}, found) != {"a": 1}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"on": True}, True),
        ({"on": False}, False),
        ({"on": None}, False),
        ({"other": 1}, False),
        ({"on": "false"}, "false"),
        ({}, None),
        (None, None),
        ([True], None),
    ],
)
def test_a_flag_that_is_left_out_is_not_set(value: object, expected: object) -> None:
    assert flag(value, "on") == expected, f"the flag of {value!r}"


def test_lists_of_no_order_are_compared_in_one_of_their_own() -> None:
    assert in_order([{"b": 1}, {"a": 2}]) == in_order([{"a": 2}, {"b": 1}])
    assert in_order([1, 1]) != in_order([1]), "an item that is there twice"
    assert in_order("ba") == "ba", "what is no list stays"


def test_items_are_compared_by_the_members_that_were_sent() -> None:
    sent = [{"key": "a", "value": "1"}, {"key": "b"}]
    found = [{"key": "a", "value": "1", "new": 2}, {"key": "b", "new": 3}, "text"]
    assert of_names_in(sent, found) == [*sent, "text"]
    assert of_names_in(sent, None) is None


def test_nulls_are_absent_at_any_depth() -> None:
    assert without_nulls({"a": None, "b": [{"c": None, "d": 0}]}) == {"b": [{"d": 0}]}


def test_certificates_repeat_and_are_signed_by_their_authority() -> None:
    assert self_signed_pem("one") == self_signed_pem("one") != self_signed_pem("two")
    authority = x509.load_pem_x509_certificate(authority_pem("authority").encode())
    issued = x509.load_pem_x509_certificate(issued_pem("one", "authority").encode())
    issued.verify_directly_issued_by(authority)
