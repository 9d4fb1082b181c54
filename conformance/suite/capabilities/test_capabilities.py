"""What the target file declares that the target can do, it can do."""

from __future__ import annotations

import pytest

from conformance.checks.judgement import described
from conformance.contract.capabilities import Capability, load_capabilities
from conformance.suite import things
from conformance.suite.outcomes import Blocked, NotApplicable
from conformance.suite.scenario import Scenario


@pytest.mark.parametrize(
    "capability",
    [
        pytest.param(found, id=found.name, marks=pytest.mark.check(found.check, found.requirement))
        for found in load_capabilities().values()
    ],
)
def test_a_declared_capability_is_there(scenario: Scenario, capability: Capability) -> None:
    """A capability that the target file declares is there."""
    declared = scenario.world.target.capabilities.get(capability.name)
    if not declared:
        says = "does not declare" if declared is None else "declares that the target lacks"
        raise NotApplicable(f"the target file {says} {capability.name}")
    ask = capability.ask
    response = scenario.send(
        ask.operation,
        scenario.world.actor(ask.actor),
        path=ask.path,
        headers=ask.headers,
        any_answer=True,
    )
    works = capability.works(response.status, response.body.strip() in (b"", b"[]"))
    if works is None:
        raise Blocked(
            ask.operation, f"answered {described(response)}, which shows nothing of {capability.name}"
        )
    scenario.expect(
        capability.requirement,
        works and _is_foreign(scenario, capability),
        expected=f"{capability.name}: {capability.means}",
        observed=described(response),
    )


def _is_foreign(scenario: Scenario, capability: Capability) -> bool:
    """Whether the actors that need the capability are of another pod than the user; true when none does."""
    world, home = scenario.world, things.user(scenario.world)
    present = [actor for actor in capability.actors if actor in world.target.actors]
    return all(things.user_id(world, actor) >> 36 != things.user_id(world, home) >> 36 for actor in present)
