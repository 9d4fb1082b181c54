"""Cases, outcomes and proofs, made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from conformance.proof.cases import Case
from conformance.proof.outcome import Finding, Outcome
from conformance.proof.report import Conduct, document
from conformance.proof.selection import Selection
from conformance.proof.verdict import Result, VariantResult, judge_defect, judge_variant

CHECK, REQUIREMENT = "lifecycle.rooms", "ROOM-1"

CATALOGUED = Case(
    id="forgets-writes@createRoom",
    operation="createRoom",
    summary="createRoom: Changes are answered and not kept.",
    origin="catalogue",
    tests=(CHECK,),
    stated={CHECK: (REQUIREMENT,)},
    areas=("rooms",),
)

DERIVED = Case(
    id="mistypes.name@getRoom",
    operation="getRoom",
    summary="getRoom answers name with another type.",
    origin="derived",
    tests=("contract@getRoom",),
    any_of=("contract.body",),
    areas=("derived",),
)

CONDUCT = Conduct(
    command="symphony-conformance prove",
    started="2026-11-22T10:00:00+00:00",
    seconds=60.0,
    seed=1,
    profile="smoke",
    workers=2,
)


def finding(check: str = CHECK, requirement: str = REQUIREMENT, *, warning: bool = False) -> Finding:
    return Finding(check, requirement, "expected a; observed b", warning)


def failing(*findings: Finding) -> Outcome:
    return Outcome("failed", findings or (finding(),))


PASSING = Outcome("passed")


def result(
    outcome: Outcome = PASSING, *, case: Case = CATALOGUED, calls: int = 3, name: str | None = None
) -> Result:
    case = case if name is None else replace(case, id=name)
    return judge_defect(case, {case.tests[0]: outcome}, calls, 0.5)


def variant(outcome: Outcome = PASSING, name: str = "extra-properties") -> VariantResult:
    return judge_variant(name, {CHECK: outcome}, 0.5)


def proof(
    results: Sequence[Result] = (),
    variants: Sequence[VariantResult] = (),
    survivors: Mapping[str, str] | None = None,
    *,
    whole: bool = False,
) -> dict[str, Any]:
    selection = Selection((), {}, "whole" if whole else "selection")
    return document(CONDUCT, selection, results, variants, survivors or {})
