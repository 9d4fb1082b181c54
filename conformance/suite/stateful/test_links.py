"""Links: what one operation answers is what another takes."""

from __future__ import annotations

from collections import defaultdict

import pytest

from conformance.contract.links import declared_links
from conformance.suite.outcomes import Blocked, NotApplicable
from conformance.suite.scenario import Scenario
from conformance.suite.stateful.checking import record_coverage
from conformance.suite.stateful.linking import Followed, Follower

REQUIREMENTS = {"pod": "LINK-POD", "profile-manager": "LINK-GROUPS", "community-connect": "LINK-COMMUNITY"}


@pytest.mark.check("stateful.links", *REQUIREMENTS.values())
def test_declared_links_lead_on(scenario: Scenario) -> None:
    """What one operation answers is good for those that take it."""
    operations = scenario.world.contract.operations
    outcomes: dict[str, list[Followed]] = defaultdict(list)
    for followed in Follower(scenario).follow(declared_links(scenario.world.contract)):
        requirement = REQUIREMENTS[operations[followed.link.source].api]
        outcomes[requirement].append(followed)
        if followed.why is None or followed.broken:
            scenario.expect(
                requirement,
                not followed.broken,
                expected=f"{followed.link.name}: a success",
                observed=f"{followed.link.name}: {followed.why}",
            )
    everything = [followed for listed in outcomes.values() for followed in listed]
    reached = [followed.link.name for followed in everything if followed.why is None]
    missing = [f"{followed.link.name}: {followed.why}" for followed in everything if followed.why is not None]
    record_coverage(scenario, "links", {"links": {"reached": reached, "missing": missing}})
    for api, requirement in REQUIREMENTS.items():
        if requirement in scenario.judged:
            continue
        if api not in scenario.world.target.apis:
            scenario.not_applicable(requirement, f"the target file names no {api} API")
        elif outcomes[requirement]:
            first = outcomes[requirement][0]
            nowhere = Blocked(first.link.source, f"leads nowhere: {first.why}")
            scenario.not_run[requirement] = first.reason or nowhere
        else:
            scenario.not_run[requirement] = NotApplicable(f"the {api} document declares no link")
