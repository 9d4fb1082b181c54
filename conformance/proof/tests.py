"""The tests of the suite as functions that can be called one by one, without pytest."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import pytest

import conformance.suite
from conformance.contract.capabilities import load_statements
from conformance.contract.requirements import Family
from conformance.suite.failure import ConformanceTest
from conformance.suite.item import Item
from conformance.suite.operations import OPERATIONS
from conformance.suite.scenario import Scenario
from conformance.suite.world import World
from conformance.target.recorder import Recorder


@dataclass(frozen=True, slots=True)
class SuiteTest:
    """One test: the check that a hand-written one is, or `family@operation` of a generated one.

    `judges` has the requirements that a hand-written one names; `values` are those of its parameters.
    """

    id: str
    function: Callable[..., None]
    judges: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def generated(self) -> bool:
        """Whether the test is made for an operation under a family."""
        return not self.judges

    @property
    def operations(self) -> frozenset[str]:
        """The operations that the test is about; it may call others besides."""
        if self.generated:
            return frozenset({self.id.partition("@")[2]})
        return frozenset(load_statements()[name].operation for name in self.judges)

    def begin(self, world: World, recorder: Recorder) -> ConformanceTest:
        """What the test works with: the same as the suite's plugin gives it."""
        if not self.generated:
            rows = {name: load_statements()[name] for name in self.judges}
            return Scenario(self.id, self.id, rows, world, recorder)
        family, _, operation = self.id.partition("@")
        return Item(OPERATIONS[operation], _family(family), world, recorder)

    def call(self, test: ConformanceTest, **fixtures: Any) -> None:
        """Run the function with those of these fixtures that it asks for."""
        given = {"item": test, "scenario": test, **fixtures, **self.values}
        names = inspect.signature(self.function).parameters
        self.function(**{name: given[name] for name in names})


@cache
def suite_tests() -> Mapping[str, SuiteTest]:
    """All tests of the suite by id."""
    found: dict[str, SuiteTest] = {}
    for info in pkgutil.walk_packages(conformance.suite.__path__, "conformance.suite."):
        if info.name.rpartition(".")[2].startswith("test_"):
            for test in _tests_of(importlib.import_module(info.name)):
                if test.id in found:
                    raise ValueError(f"two tests of the suite are {test.id}")
                found[test.id] = test
    return found


def suite_tests_about(operations: Collection[str]) -> tuple[str, ...]:
    """The tests of these operations: those made for one, and those that judge what is stated of one."""
    return tuple(name for name, own in _operations_by_test().items() if not own.isdisjoint(operations))


@cache
def _operations_by_test() -> Mapping[str, frozenset[str]]:
    # A sample asks for the tests of hundreds of pods.
    return {name: test.operations for name, test in suite_tests().items()}


def _tests_of(module: ModuleType) -> Iterator[SuiteTest]:
    family = next((mark.args[0] for mark in _marks(module) if mark.name == "family"), None)
    for name, function in vars(module).items():
        if not name.startswith("test_"):
            continue
        for marker, values in _check_markers(function):
            check, *requirements = marker.args
            if not requirements:
                raise ValueError(f"{module.__name__}: the check {check} names no requirement")
            yield SuiteTest(check, function, tuple(requirements), values)
        if family is not None:
            (operations,) = (mark.args[1] for mark in _marks(function) if mark.name == "parametrize")
            for operation in operations:
                yield SuiteTest(f"{family}@{operation}", function)


def _marks(thing: object) -> list[pytest.Mark]:
    marks: Any = getattr(thing, "pytestmark", [])
    listed: list[Any] = marks if isinstance(marks, list) else [marks]
    # A module has decorators, a function has what they leave behind.
    return [mark.mark if isinstance(mark, pytest.MarkDecorator) else mark for mark in listed]


def _check_markers(function: object) -> Iterator[tuple[pytest.Mark, dict[str, Any]]]:
    """The check markers of a test with the parameter that each stands on, if it stands on one."""
    for mark in _marks(function):
        if mark.name == "check":
            yield mark, {}
        elif mark.name == "parametrize":
            for row in mark.args[1]:
                for inner in getattr(row, "marks", ()):
                    if inner.name == "check":
                        yield inner, {mark.args[0]: row.values[0]}


def _family(name: str) -> Family:
    families: dict[str, Family] = {
        "contract": "contract",
        "negative": "negative",
        "sign-in": "sign-in",
        "rights": "rights",
    }
    return families[name]
