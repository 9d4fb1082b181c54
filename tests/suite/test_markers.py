"""Checks and requirements name each other: neither side can lose the other unnoticed."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict

import conformance.suite
from conformance.contract.catalogue import load_catalogue
from conformance.contract.load import load_contract
from conformance.contract.requirements import derived_requirements
from tests.suite.live import markers_of


def cited() -> dict[str, set[str]]:
    """Requirement id to the checks whose markers name it."""
    found: dict[str, set[str]] = defaultdict(set)
    seen: set[str] = set()
    for info in pkgutil.walk_packages(conformance.suite.__path__, "conformance.suite."):
        if not info.name.rpartition(".")[2].startswith("test_"):
            continue
        for function in vars(importlib.import_module(info.name)).values():
            for marker, _ in markers_of(function):
                check, *requirements = marker.args
                assert check not in seen, f"two tests are the check {check}"
                seen.add(check)
                assert requirements, f"{check} names no requirement"
                for requirement in requirements:
                    found[requirement].add(check)
    return found


def test_every_marker_names_requirements_of_the_catalogue() -> None:
    unknown = set(cited()) - set(load_catalogue())
    assert not unknown, f"no such requirement: {sorted(unknown)}"


def test_the_catalogue_names_exactly_the_checks_that_cite_a_requirement() -> None:
    found = cited()
    catalogue = {name: set(row.checks) for name, row in load_catalogue().items()}
    wrong = {name: (catalogue[name], found[name]) for name in catalogue if catalogue[name] != found[name]}
    assert not wrong, f"requirement: (checks in the catalogue, checks that cite it): {wrong}"


def test_every_operation_has_requirements() -> None:
    covered = {row.operation for row in derived_requirements(load_contract())}
    assert covered == set(load_contract().operations)
