"""Checks and requirements name each other: neither side can lose the other unnoticed."""

from __future__ import annotations

from collections import defaultdict

from conformance.contract.capabilities import load_statements
from conformance.contract.load import load_contract
from conformance.contract.requirements import derived_requirements
from conformance.proof.tests import suite_tests


def cited() -> dict[str, set[str]]:
    """Requirement id to the checks whose markers name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for test in suite_tests().values():
        for requirement in test.judges:
            found[requirement].add(test.id)
    return found


def test_every_marker_names_requirements_of_the_catalogue() -> None:
    unknown = set(cited()) - set(load_statements())
    assert not unknown, f"no such requirement: {sorted(unknown)}"


def test_the_catalogue_names_exactly_the_checks_that_cite_a_requirement() -> None:
    found = cited()
    catalogue = {name: set(row.checks) for name, row in load_statements().items()}
    wrong = {name: (catalogue[name], found[name]) for name in catalogue if catalogue[name] != found[name]}
    assert not wrong, f"requirement: (checks in the catalogue, checks that cite it): {wrong}"


def test_every_operation_has_requirements() -> None:
    covered = {row.operation for row in derived_requirements(load_contract())}
    assert covered == set(load_contract().operations)
