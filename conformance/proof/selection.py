"""Which defects and variants a proof is about, and with which tests."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Literal, TypeVar

from conformance.proof.cases import Case, catalogued_cases, derived_cases
from conformance.proof.conforming import AND, REFERENCE, combinations, conforming_pod, conforming_pods
from conformance.proof.tests import suite_tests, suite_tests_about
from conformance.reference_pod.variants import list_variants

DERIVED = 300
"""How many of the derived defects a proof of everything takes by chance; there are thousands."""

TESTS_OF_A_SAMPLE = 8
"""How many of the tests about what it changes each variant gets in a sample; another seed gives it others."""

T = TypeVar("T")


class NothingMatches(ValueError):
    """A pattern fits no defect or variant; the message is one line that names near ones."""

    def __init__(self, what: str, pattern: str, known: Iterable[str]) -> None:
        near = get_close_matches(pattern, list(known), n=3, cutoff=0.4)
        hint = f"; near are {', '.join(near)}" if near else f"; see `list {what}s`"
        super().__init__(f"--{what} {pattern}: no {what} has such a name{hint}")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asks to be proved."""

    defects: str | None = None
    variants: str | None = None
    sample: int | None = None
    all_tests: bool = False
    profile: str = "smoke"
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Selection:
    """Defects, and variants with the tests that run against each.

    `whole` is the catalogue and all variants with all tests: only then a check can be said to find nothing.
    """

    cases: tuple[Case, ...]
    variants: Mapping[str, tuple[str, ...]]
    scope: Literal["whole", "sample", "selection"]

    @property
    def whole(self) -> bool:
        """Whether nothing was left out."""
        return self.scope == "whole"


def select(wishes: Wishes) -> Selection:
    """What is to be run; raises NothingMatches. A pattern for one kind of things leaves out the other."""
    everything = wishes.defects is None and wishes.variants is None
    cases = _cases(wishes) if everything or wishes.defects is not None else ()
    names = _variants(wishes) if everything or wishes.variants is not None else ()
    if wishes.sample is not None:
        cases = sample(cases, wishes.sample, wishes.seed)
    scope: Literal["whole", "sample", "selection"] = "whole" if everything else "selection"
    tests = tuple(suite_tests())
    return Selection(
        cases=cases,
        variants={name: _tests_for(name, tests, wishes) for name in names},
        scope=scope if wishes.sample is None else "sample",
    )


def _cases(wishes: Wishes) -> tuple[Case, ...]:
    catalogued, derived = catalogued_cases(), _new(derived_cases())
    if wishes.defects is None:
        return (*catalogued, *sample(derived, DERIVED, wishes.seed))
    known = {case.id: case for case in (*catalogued, *derived)}
    found = tuple(case for name, case in known.items() if fnmatchcase(name, wishes.defects))
    if not found:
        raise NothingMatches("defect", wishes.defects, known)
    return found


def _new(derived: Iterable[Case]) -> tuple[Case, ...]:
    """Those that are not in the catalogue, where more is stated of them."""
    catalogued = {case.id for case in catalogued_cases()}
    return tuple(case for case in derived if case.id not in catalogued)


def _variants(wishes: Wishes) -> tuple[str, ...]:
    known = tuple(conforming_pods())
    if wishes.variants is None:
        return known + combinations(wishes.seed)
    if AND in wishes.variants:
        names = [variant.name for variant in list_variants()]
        for part in wishes.variants.split(AND):
            if part not in names:
                raise NothingMatches("variant", part, names)
        return (wishes.variants,)
    found = tuple(name for name in known if fnmatchcase(name, wishes.variants))
    if not found:
        raise NothingMatches("variant", wishes.variants, known)
    return found


def _tests_for(variant: str, tests: Sequence[str], wishes: Wishes) -> tuple[str, ...]:
    if wishes.sample is None:
        return tuple(tests)
    # By chance among all tests, hardly any would come near a variant that shows on one operation only.
    tests = suite_tests_about(conforming_pod(variant).may_differ())
    chance = random.Random(f"{wishes.seed} {variant}")
    chosen = set(chance.sample(tests, min(TESTS_OF_A_SAMPLE, len(tests))))
    return tuple(test for test in tests if test in chosen)


def with_all_tests(cases: Iterable[Case], reached: Mapping[str, frozenset[str]]) -> tuple[Case, ...]:
    """The cases with every test that was seen to call the operation, beside the stated ones."""
    by_operation: dict[str, list[str]] = {}
    for test, operations in reached.items():
        for operation in operations:
            by_operation.setdefault(operation, []).append(test)
    return tuple(
        replace(case, tests=tuple(dict.fromkeys((*case.tests, *by_operation.get(case.operation, ())))))
        for case in cases
    )


def that_may_differ(
    variants: Mapping[str, tuple[str, ...]], reached: Mapping[str, frozenset[str]]
) -> dict[str, tuple[str, ...]]:
    """The variants with those of their tests that call an operation which the variant may answer differently.

    The others get the answers that the pod without any difference gives, which has all tests.
    """
    found = dict(variants)
    for name, tests in variants.items():
        if name != REFERENCE:
            changed = conforming_pod(name).may_differ()
            found[name] = tuple(test for test in tests if reached[test] & changed)
    return found


def sample(things: Sequence[T], number: int, seed: int) -> tuple[T, ...]:
    """So many of them by chance, the same for the same seed, in their own order."""
    chosen = random.Random(seed).sample(range(len(things)), min(number, len(things)))
    return tuple(things[place] for place in sorted(chosen))
