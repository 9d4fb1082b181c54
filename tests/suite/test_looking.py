"""Helpers that look into answers."""

from __future__ import annotations

import pytest
from cryptography import x509

from conformance.suite.certificates import authority_pem, issued_pem, self_signed_pem
from conformance.suite.looking import like, part, without_nulls


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


def test_nulls_are_absent_at_any_depth() -> None:
    assert without_nulls({"a": None, "b": [{"c": None, "d": 0}]}) == {"b": [{"d": 0}]}


def test_certificates_repeat_and_are_signed_by_their_authority() -> None:
    assert self_signed_pem("one") == self_signed_pem("one") != self_signed_pem("two")
    authority = x509.load_pem_x509_certificate(authority_pem("authority").encode())
    issued = x509.load_pem_x509_certificate(issued_pem("one", "authority").encode())
    issued.verify_directly_issued_by(authority)
