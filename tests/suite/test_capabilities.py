"""What a target file declares of capabilities: what is lacking is left out, what is unsaid is assumed."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest

from conformance.contract import load_contract
from conformance.contract.capabilities import load_capabilities, load_statements
from conformance.proof.pod import served_pod
from conformance.suite.capabilities.test_capabilities import test_a_declared_capability_is_there as judge
from conformance.suite.outcomes import NotApplicable
from conformance.suite.scenario import Scenario
from conformance.suite.world import World
from conformance.target.profile import find_profile
from conformance.target.recorder import Recorder
from conformance.target.target import Target
from conformance.target.transport import Transport
from tests.suite.kit import FakeRecorder

CAPABILITIES = load_capabilities()


def declared(target: Target, **capabilities: bool) -> Target:
    named = {name.replace("_", "-"): value for name, value in capabilities.items()}
    return replace(target, capabilities={**target.capabilities, **named})


def scenario(target: Target, name: str, transport: Transport) -> Scenario:
    capability = CAPABILITIES[name]
    rows = {capability.requirement: load_statements()[capability.requirement]}
    world = World(load_contract(), target, transport, "t")
    return Scenario(capability.check, name, rows, world, cast(Recorder, FakeRecorder()))


def test_strangers_of_the_same_pod_are_found() -> None:
    with served_pod() as pod:
        actors = {**pod.target.actors, "stranger": replace(pod.target.actors["colleague"], name="stranger")}
        with Transport(replace(pod.target, actors=actors), find_profile("gate")) as transport:
            test = scenario(replace(pod.target, actors=actors), "cross-pod", transport)
            judge(test, CAPABILITIES["cross-pod"])
    assert [failure.subject.requirement for failure in test.failures] == ["CAPABILITY-CROSS-POD"]


def test_what_is_declared_to_be_lacking_is_not_applicable_and_not_asked_for() -> None:
    with served_pod() as pod, Transport(pod.target, find_profile("gate")) as transport:
        test = scenario(declared(pod.target, distribution_lists=False), "distribution-lists", transport)
        with pytest.raises(NotApplicable, match="declares that the target lacks distribution-lists"):
            test.send("getGroup", "admin", path={"groupId": "x"})
        assert test.exchanges == 0


def test_what_is_not_declared_is_assumed_and_not_judged() -> None:
    with served_pod() as pod, Transport(pod.target, find_profile("gate")) as transport:
        test = scenario(replace(pod.target, capabilities={}), "manifests", transport)
        with pytest.raises(NotApplicable, match="the target file does not declare manifests"):
            judge(test, CAPABILITIES["manifests"])
        assert test.send("getOwnManifest", "admin").status == 200


@pytest.mark.parametrize("actor", ["stranger", "stranger_admin"])
def test_strangers_are_not_used_when_the_target_has_no_other_pods(actor: str) -> None:
    with served_pod() as pod, Transport(pod.target, find_profile("gate")) as transport:
        world = World(load_contract(), declared(pod.target, cross_pod=False), transport, "t")
        with pytest.raises(NotApplicable, match="lacks cross-pod"):
            world.actor(actor)
