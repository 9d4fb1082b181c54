"""Every operation has a recipe for a valid request, and every recipe an operation."""

from __future__ import annotations

from conformance.contract import load_contract
from conformance.suite.certificates import self_signed_pem
from conformance.suite.recipes import recipes


def test_every_operation_has_a_recipe() -> None:
    assert set(recipes()) == set(load_contract().operations)


def test_certificates_repeat_for_the_same_name_only() -> None:
    assert self_signed_pem("a") == self_signed_pem("a")
    assert self_signed_pem("a") != self_signed_pem("b")
