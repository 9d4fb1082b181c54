"""A stateful check: the planned way through a model, random walks, and a short sequence for what is found."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import allure

from conformance.models.coverage import Coverage
from conformance.models.model import Step
from conformance.models.plan import Way, way_to
from conformance.models.reduction import reduced
from conformance.models.together import Together
from conformance.suite.outcomes import NotRun
from conformance.suite.scenario import Scenario
from conformance.suite.stateful.budget import Budget, budget_of
from conformance.suite.stateful.machine import walk_at_random
from conformance.suite.stateful.models import model_and_driver
from conformance.suite.stateful.reproduction import script
from conformance.suite.stateful.walk import Broken, Walk

PATIENCE = 3
"""Times that a way to the same place is tried; a target may choose what the model tolerates instead."""


def check_model(scenario: Scenario, name: str) -> None:
    """Judge the requirements of the scenario by walks over the model of this name."""
    transport = scenario.world.transport
    model, driver = model_and_driver(name, scenario)
    budget = budget_of(transport.profile.name)
    if isinstance(model, Together):
        # Several models share the steps of a walk.
        budget = replace(budget, steps=2 * budget.steps)
    coverage = Coverage(model)

    def new_walk(counted: Coverage = coverage) -> Walk:
        return Walk(model, driver, scenario, counted)

    broken: Broken | None = None
    try:
        _walk_the_plan(coverage, new_walk)
        walk_at_random(model, new_walk, budget, transport.seed)
    except Broken as found:
        broken = _shortest(found, lambda: new_walk(Coverage(model)), budget)
    finally:
        record_coverage(scenario, name, coverage.parts())
    if broken is not None:
        _report(scenario, name, broken)
    _judge(scenario, coverage, budget, broken)


def record_coverage(scenario: Scenario, name: str, parts: dict[str, dict[str, list[str]]]) -> None:
    """Write which parts of a model were reached into the records of the run."""
    test = getattr(scenario.recorder, "test", None)
    scenario.recorder.write({"record": "coverage", "test": test, "model": name, "parts": parts})


def _walk_the_plan(coverage: Coverage, new_walk: Callable[[], Walk]) -> None:
    """Follow every rule and visit every state once, on as few fresh objects as possible."""
    tries: Counter[str] = Counter()
    while True:
        walk = new_walk()
        walk.begin()
        way = _next_way(coverage, walk, tries)
        if way is None:
            walk.leave()
            return
        while way is not None:
            tries.update(way.goals)
            for step in way.steps:
                if not walk.take(step):
                    break
            way = _next_way(coverage, walk, tries)
        walk.finish()
        walk.leave()


def _next_way(coverage: Coverage, walk: Walk, tries: Counter[str]) -> Way | None:
    rules, labels = (
        [name for name in names if tries[name] < PATIENCE]
        for names in (coverage.wanted_rules(), coverage.missing_states())
    )
    return way_to(coverage.model, walk.state, rules, labels)


def _shortest(found: Broken, new_walk: Callable[[], Walk], budget: Budget) -> Broken:
    """The failure after as few steps as the budget finds; as it was found if it does not repeat."""
    best, until, trials = found, time.monotonic() + budget.seconds, 0

    def fails(steps: Sequence[Step]) -> bool:
        nonlocal best, trials
        trials += 1
        walk = new_walk()
        try:
            walk.begin()
            for step in steps:
                walk.take(step)
            walk.finish()
            walk.leave()
        except Broken as again:
            if again.requirement == found.requirement:
                best = again
                return True
        except NotRun:
            return False
        return False

    reduced(found.steps, fails, lambda: trials < budget.trials and time.monotonic() < until)
    return best


def _report(scenario: Scenario, name: str, broken: Broken) -> None:
    """Judge the broken requirement, and attach the walk as a script."""
    known = broken.requirement in scenario.requirements
    requirement = broken.requirement if known else next(iter(scenario.requirements))
    walked = ", ".join(f"{number}. {step}" for number, step in enumerate(broken.steps, 1)) or "no step"
    scenario.last = broken.exchange
    scenario.expect(
        requirement, False, expected=broken.expected, observed=f"{broken.observed}; the walk: {walked}"
    )
    file = f"{scenario.check}.py"
    title = f"This walk breaks {requirement}: {scenario.requirements[requirement].means}."
    allure.attach(
        script(name, file, title, broken.steps),
        name=file,
        attachment_type="text/plain",
        extension="py",
    )


def _judge(scenario: Scenario, coverage: Coverage, budget: Budget, broken: Broken | None) -> None:
    """Pass what was walked and held. What was not walked in full is left open, and the run is incomplete."""
    steps = sum(coverage.rules.values())
    own = {rule.requirement for rule in coverage.model.rules.values()}
    for requirement in scenario.requirements:
        if broken is not None and (requirement in scenario.judged or requirement not in own):
            continue
        missing = coverage.missing_of(requirement) if requirement in own else coverage.wanted_rules()
        count = coverage.followed(requirement) if requirement in own else steps
        if count and not (missing and budget.strict):
            for _ in range(count):
                scenario.expect(requirement, True, expected="", observed="")
