"""The manifest of a service account: stored, read back, and refused when it is no JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.suite import things
from conformance.suite.lifecycle.people import refused
from conformance.suite.looking import part
from conformance.suite.scenario import Scenario

SURE_LENGTH = 6000
"""What both the document, which says 6144, and the guide, which says 6000, allow."""

MOST = 6144


@pytest.mark.check(
    "lifecycle.manifest",
    "MANIFEST-SET-1",
    "MANIFEST-SET-2",
    "MANIFEST-SET-3",
    "MANIFEST-SET-4",
    "MANIFEST-GET-1",
)
def test_a_manifest_is_read_as_it_was_set(scenario: Scenario) -> None:
    """A manifest is read as it was set; one that is no JSON or too long is refused and changes nothing."""
    # The administrator is a service account, and nothing else in this suite sets its manifest.
    actor = things.admin(scenario.world)
    old = part(scenario.look("getOwnManifest", actor), "manifest")
    for wish in ({"commands": ["/help"], "run": scenario.world.name("manifest")}, _long(SURE_LENGTH)):
        requirement = "MANIFEST-SET-1" if "commands" in wish else "MANIFEST-SET-2"
        text = json.dumps(wish)
        answer = scenario.send("setOwnManifest", actor, body={"manifest": text})
        if scenario.status(requirement, answer, 200, what=f"a manifest of {len(text)} characters"):
            found = _read(scenario, actor)
            scenario.equal("MANIFEST-GET-1", wish, found, "manifest read")
    kept = _read(scenario, actor)
    too_long = json.dumps(_long(MOST + 1))
    for requirement, text, what in (
        ("MANIFEST-SET-3", "{no JSON", "a manifest that is no JSON"),
        ("MANIFEST-SET-4", too_long, f"a manifest of {len(too_long)} characters"),
    ):
        answer = scenario.send("setOwnManifest", actor, body={"manifest": text})
        refused(scenario, requirement, answer, what)
        scenario.equal(requirement, kept, _read(scenario, actor), f"manifest after {what}")
    if isinstance(old, str) and old:
        scenario.send("setOwnManifest", actor, body={"manifest": old})


def _read(scenario: Scenario, actor: str) -> Any:
    """The manifest as data: how a target writes its JSON is its own matter."""
    text = part(scenario.look("getOwnManifest", actor), "manifest")
    try:
        return json.loads(text)
    except (TypeError, ValueError):
        return text


def _long(characters: int) -> dict[str, str]:
    """An object whose JSON has this many characters."""
    return {"description": "m" * (characters - len(json.dumps({"description": ""})))}
